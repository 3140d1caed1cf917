//! Puts together who was found with why. It has no tables of its own.

use std::collections::{HashMap, HashSet};

use entity::id::GroupId;
use entity::kind::{Level, TopicKind};
use url::form_urlencoded;

use super::reasons;
use super::types::{FacetValue, MatchFilter, MatchKind, MemberFacets, MemberFilter, MemberHit, MemberSort};
use crate::groups;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::http::read_query;
use crate::kernel::page::{Listing, Page, Paging};
use crate::kernel::problem::Result;
use crate::kernel::text::{Code, LanguageTag, List, Slug};
use crate::members::{self, Facets, PositionSearch, Search, Sort, Window};
use crate::organisations;
use crate::vocabulary;

/// Each once, in the order in which they were asked for.
fn once<const MAX: usize>(keys: List<Slug, MAX>) -> Vec<String> {
    let mut asked = HashSet::new();
    keys.0.into_iter().map(Slug::into_string).filter(|key| asked.insert(key.clone())).collect()
}

/// A competence that has given way to another finds what that one finds.
async fn current(viewer: &Viewer, keys: List<Slug, 20>) -> Result<Vec<String>> {
    vocabulary::successors(viewer, once(keys)).await
}

fn codes<const LENGTH: usize, const MAX: usize>(codes: List<Code<LENGTH>, MAX>) -> Vec<String> {
    codes.0.into_iter().map(Code::into_string).collect()
}

async fn search(viewer: &Viewer, filter: MemberFilter) -> Result<Search> {
    let MemberFilter {
        q,
        competence,
        min_level,
        area,
        interest,
        offer,
        need,
        municipality,
        region,
        organisation,
        sector,
        role_type,
        language,
        group,
        sort,
    } = filter;
    let groups = if group.0.is_empty() { None } else { Some(groups::readable_among(viewer, group.0).await?) };
    let sort = sort.map(|sort| match sort {
        MemberSort::Best => Sort::Best,
        MemberSort::Name => Sort::Name,
        MemberSort::Newest => Sort::Newest,
    });
    let topics = vec![
        (TopicKind::Interest, current(viewer, interest).await?),
        (TopicKind::Offer, current(viewer, offer).await?),
        (TopicKind::Need, current(viewer, need).await?),
    ];
    Ok(Search {
        q,
        competences: current(viewer, competence).await?,
        min_level,
        areas: once(area),
        topics,
        municipalities: codes(municipality),
        regions: codes(region),
        position: PositionSearch { organisations: organisation.0, sectors: once(sector), role_types: role_type.0 },
        languages: language.0.into_iter().map(LanguageTag::into_string).collect(),
        groups,
        sort,
        ..Search::default()
    })
}

pub async fn find(me: &Member, list: &Listing<MemberFilter>) -> Result<Page<MemberHit>> {
    hits(me, &search(me, list.filter.clone()).await?, &list.paging).await
}

/// Nobody matches somebody who says nothing of themself.
pub async fn matches(me: &Member, list: &Listing<MatchFilter>) -> Result<Page<MemberHit>> {
    let except = members::dismissed(me).await?.into_iter().chain([me.id()]).collect();
    let mut search = Search { except, sort: Some(Sort::Best), ..Search::default() };
    let own = async || members::own_competences(me, me.id()).await;
    match list.filter.by {
        MatchKind::Alike => search.competences = own().await?.into_iter().map(|(key, _)| key).collect(),
        MatchKind::MyNeeds => search.competences = members::own_topics(me, me.id(), TopicKind::Need).await?,
        MatchKind::MyOffers => {
            let offers = members::own_topics(me, me.id(), TopicKind::Offer).await?;
            search.answers = answers(&own().await?, offers);
        }
    }
    if search.competences.is_empty() && search.answers.is_empty() {
        return list.paging.page_until(me, Vec::new(), None::<()>);
    }
    hits(me, &search, &list.paging).await
}

/// Nobody helps a group whose members need nothing, as far as the caller sees.
pub async fn group_matches(me: &Member, group: GroupId, paging: &Paging) -> Result<Page<MemberHit>> {
    let group = groups::readable(me, group).await?.group.id;
    let within = Search { groups: Some(vec![group]), ..Search::default() };
    let competences = members::needs(me, &within).await?;
    if competences.is_empty() {
        return paging.page_until(me, Vec::new(), None::<()>);
    }
    let except = members::dismissed(me).await?;
    hits(me, &Search { competences, outside: Some(group), except, sort: Some(Sort::Best), ..Search::default() }, paging).await
}

/// What somebody can help with, and how well: as well as they claim, or a little.
fn answers(claims: &[(String, Level)], offers: Vec<String>) -> Vec<(String, Level)> {
    let known: HashSet<_> = claims.iter().map(|(key, _)| key.clone()).collect();
    let offered = offers.into_iter().filter(|key| !known.contains(key)).map(|key| (key, Level::Knows));
    claims.iter().cloned().chain(offered).collect()
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

pub async fn hits(me: &Member, search: &Search, paging: &Paging) -> Result<Page<MemberHit>> {
    let finding = members::search(me, search, &Window::of(me, paging)?).await?;
    let hits = reasons::of(me, search, finding.found).await?;
    paging.page_until(me, hits, finding.next)
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
