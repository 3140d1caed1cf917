//! Puts together who was found with why. It has no tables of its own.

use std::collections::HashSet;

use entity::id::GroupId;
use entity::kind::{Level, TopicKind};
use url::form_urlencoded;

use super::reasons;
use super::types::{MatchFilter, MatchKind, MemberFilter, MemberHit, MemberSort};
use crate::groups;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::http::read_query;
use crate::kernel::page::{Listing, Page, Paging};
use crate::kernel::problem::Result;
use crate::kernel::text::{Choices, Code, LanguageTag, Slug, Text};
use crate::members::{self, PositionSearch, Search, Sort, Window};
use crate::vocabulary::{self, Called};

/// Each once, in the order in which they were asked for.
fn once<const MAX: usize>(keys: Choices<Slug, MAX>) -> Vec<String> {
    let mut asked = HashSet::new();
    keys.0.into_iter().map(Slug::into_string).filter(|key| asked.insert(key.clone())).collect()
}

/// A competence that has given way to another finds what that one finds.
async fn current(viewer: &Viewer, keys: Choices<Slug, 20>) -> Result<Vec<String>> {
    vocabulary::successors(viewer, once(keys)).await
}

/// The keys of competences that are named by key, name or synonym, and which of them by a synonym alone.
/// What names none is asked for as it is, and nobody has it.
async fn named(viewer: &Viewer, named: Choices<Text<1, 120>, 20>) -> Result<(Vec<String>, HashSet<String>)> {
    let words: Vec<_> = named.0.into_iter().map(Text::into_string).collect();
    let meant = vocabulary::meant(viewer, &words).await?;
    let (mut keys, mut by_name, mut by_synonym) = (Vec::new(), HashSet::new(), HashSet::new());
    for word in words {
        let (key, called) = meant.get(&word).map_or((word.clone(), Called::Name), |meant| (meant.competence.key.clone(), meant.called));
        if called == Called::Synonym { &mut by_synonym } else { &mut by_name }.insert(key.clone());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let keys = vocabulary::successors(viewer, keys).await?;
    by_synonym.retain(|key| !by_name.contains(key));
    Ok((keys, by_synonym))
}

fn codes<const LENGTH: usize, const MAX: usize>(codes: Choices<Code<LENGTH>, MAX>) -> Vec<String> {
    codes.0.into_iter().map(Code::into_string).collect()
}

pub async fn search(viewer: &Viewer, filter: MemberFilter) -> Result<Search> {
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
        municipality_size,
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
    let (competences, by_synonym) = named(viewer, competence).await?;
    Ok(Search {
        q,
        competences,
        by_synonym,
        min_level,
        areas: once(area),
        topics,
        municipalities: codes(municipality),
        regions: codes(region),
        sizes: municipality_size.0,
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
