//! Puts together who was found with why. It has no tables of its own.

use std::collections::{HashMap, HashSet};

use entity::kind::TopicKind;
use url::form_urlencoded;

use super::types::{FacetValue, Match, MatchFilter, MatchHow, MatchKind, MemberFacets, MemberFilter, MemberHit, Reasons};
use crate::groups;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::http::read_query;
use crate::kernel::page::{Listing, Paging};
use crate::kernel::problem::Result;
use crate::kernel::text::{Code, List, Slug};
use crate::members::{self, Facets, Found, PositionSearch, Search};
use crate::organisations;
use crate::vocabulary;

/// Each once, in the order in which they were asked for.
fn once(keys: List<Slug, 20>) -> Vec<String> {
    let mut asked = HashSet::new();
    keys.0.into_iter().map(Slug::into_string).filter(|key| asked.insert(key.clone())).collect()
}

/// A competence that has given way to another finds what that one finds.
async fn current(viewer: &Viewer, keys: List<Slug, 20>) -> Result<Vec<String>> {
    vocabulary::successors(viewer, once(keys)).await
}

async fn search(viewer: &Viewer, filter: MemberFilter) -> Result<Search> {
    let MemberFilter { q, competence, min_level, area, interest, offer, need, municipality, region, organisation, sector, role_type } = filter;
    let topics = vec![
        (TopicKind::Interest, current(viewer, interest).await?),
        (TopicKind::Offer, current(viewer, offer).await?),
        (TopicKind::Need, current(viewer, need).await?),
    ];
    Ok(Search {
        q,
        competences: current(viewer, competence).await?,
        min_level,
        area: area.map(Slug::into_string),
        topics,
        municipality: municipality.map(Code::into_string),
        region: region.map(Code::into_string),
        position: PositionSearch { organisation, sector: sector.map(Slug::into_string), role_type },
        except: None,
    })
}

pub async fn find(me: &Member, list: &Listing<MemberFilter>) -> Result<(Vec<MemberHit>, bool)> {
    hits(me, &search(me, list.filter.clone()).await?, &list.paging).await
}

/// Nobody matches somebody who says nothing of themself.
pub async fn matches(me: &Member, list: &Listing<MatchFilter>) -> Result<(Vec<MemberHit>, bool)> {
    let mut search = Search { except: Some(me.id()), ..Search::default() };
    match list.filter.by {
        MatchKind::Alike => search.competences = members::own_competences(me, me.id()).await?,
        MatchKind::MyNeeds => search.competences = members::own_topics(me, me.id(), TopicKind::Need).await?,
        MatchKind::MyOffers => {
            let mut keys = members::own_competences(me, me.id()).await?;
            keys.extend(members::own_topics(me, me.id(), TopicKind::Offer).await?);
            search.topics = vec![(TopicKind::Need, keys)];
        }
    }
    if search.competences.is_empty() && search.topics.iter().all(|(_, keys)| keys.is_empty()) {
        return Ok((Vec::new(), false));
    }
    hits(me, &search, &list.paging).await
}

/// See [`super::canonical`].
pub fn canonical(query: &str) -> Result<String> {
    let pairs = pairs(query);
    read_query::<MemberFilter>(pairs.clone())?;
    Ok(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// See [`super::search_of`].
pub async fn search_of(viewer: &Viewer, query: &str) -> Result<Search> {
    search(viewer, read_query(pairs(query))?).await
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

pub async fn hits(me: &Member, search: &Search, paging: &Paging) -> Result<(Vec<MemberHit>, bool)> {
    let (found, more) = members::search(me, search, paging).await?;
    let ids: Vec<_> = found.iter().map(|found| found.id).chain([me.id()]).collect();
    let mut cards = members::cards(me, ids.clone()).await?;
    let mut shared = groups::shared(me, ids).await?;
    let claimed = found.iter().flat_map(|found| &found.matched).map(|matched| matched.claim.competence_key.clone());
    let names = vocabulary::competences(me, search.competences.iter().cloned().chain(claimed).collect()).await?;
    let own_place = cards.get(&me.id()).and_then(|card| card.municipality.as_ref()).map(|place| place.code.clone());
    let mut hit = |Found { id, score, matched }: Found| {
        let member = cards.remove(&id)?;
        let has: HashSet<_> = matched.iter().map(|matched| matched.asked.clone()).collect();
        let matched = matched.into_iter().filter_map(|matched| {
            let competence = names.get(&matched.claim.competence_key)?.clone();
            let how = if matched.asked == matched.claim.competence_key { MatchHow::Exact } else { MatchHow::Narrower };
            let claim = matched.claim;
            Some(Match {
                competence,
                asked: matched.asked,
                how,
                level: claim.level,
                years: claim.years,
                last_used: claim.last_used,
                points: matched.points,
            })
        });
        let unmet = search.competences.iter().filter(|key| !has.contains(*key)).filter_map(|key| names.get(key).cloned());
        let same_municipality = id != me.id() && own_place.is_some() && member.municipality.as_ref().map(|place| &place.code) == own_place.as_ref();
        let shared_groups = shared.remove(&id).filter(|_| id != me.id()).unwrap_or_default();
        let reasons = Reasons { matched: matched.collect(), unmet: unmet.collect(), shared_groups, same_municipality };
        Some(MemberHit { member, score, reasons })
    };
    Ok((found.into_iter().filter_map(&mut hit).collect(), more))
}

pub async fn facets(me: &Member, filter: MemberFilter) -> Result<MemberFacets> {
    let Facets { total, competences, municipalities, organisations, role_types } = members::facets(me, &search(me, filter).await?).await?;
    let names = vocabulary::competences(me, competences.iter().map(|(key, _)| key.clone()).collect()).await?;
    let employers = organisations::cards(me, organisations.iter().map(|(id, _)| *id).collect()).await?;
    let places = vocabulary::municipalities(me, municipalities.keys().cloned().collect()).await?;
    let mut regions: HashMap<String, FacetValue> = HashMap::new();
    let region_of = vocabulary::regions_of_municipalities(me).await?;
    for (code, count) in &municipalities {
        let Some(region) = region_of.get(code) else { continue };
        let new = || FacetValue { key: region.key.clone(), name: region.name.clone(), count: 0 };
        regions.entry(region.key.clone()).or_insert_with(new).count += count;
    }
    let value = |key: String, name: String, count| FacetValue { key, name, count };
    let competence = |(key, count): (String, i64)| Some(value(key.clone(), names.get(&key)?.name.clone(), count));
    let place = |(code, count): (String, i64)| Some(value(code.clone(), places.get(&code)?.name.clone(), count));
    Ok(MemberFacets {
        total,
        competences: competences.into_iter().filter_map(competence).collect(),
        regions: most(regions.into_values().collect()),
        municipalities: most(municipalities.into_iter().filter_map(place).collect()),
        organisations: organisations
            .into_iter()
            .filter_map(|(id, count)| Some(value(id.to_string(), employers.get(&id)?.name.clone(), count)))
            .collect(),
        role_types: role_types.into_iter().map(|(kind, count)| value(kind.as_str().to_owned(), kind.as_str().to_owned(), count)).collect(),
    })
}

/// The twenty-one with the most, as many as there are regions.
fn most(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.key.cmp(&other.key)));
    values.truncate(21);
    values
}
