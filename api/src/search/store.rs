//! Puts together what the features find.

use std::cmp::Reverse;
use std::collections::HashMap;

use entity::kind::SearchKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::types::{FoundLinks, KindCount, SearchFilter, SearchHit, SearchSuggestion, SearchSuggestions, TypedFilter};
use crate::features::FEATURES;
use crate::kernel::access::{System, Viewer};
use crate::kernel::page::{Faceted, Link, Listing, Paging};
use crate::kernel::problem::{Problem, Result};
use crate::kernel::search::{Ask, BOUND, Findings, Found, Narrow, Searchable, Shown, Word};
use crate::kernel::snippet::{Run, snippet};
use crate::{groups, members};

/// Suggestions at most.
const SUGGESTED: usize = 10;
/// Of each kind, so many of what begins as was typed are looked at.
const TYPED: usize = 30;
/// Words of a query that are forgiven a slip.
const SLIPPING: usize = 2;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Where a page ended, and on which day the list was begun: what is new is told by that day to its end.
#[derive(Serialize, Deserialize)]
struct After {
    today: i64,
    score: i64,
    kind: SearchKind,
    key: String,
}

/// Most points first; of equals, by kind and key.
fn rank(found: &Found) -> (Reverse<i64>, SearchKind, &str) {
    (Reverse(found.score), found.kind, &found.key)
}

fn searchables() -> impl Iterator<Item = Searchable> {
    FEATURES.iter().filter_map(|feature| feature.searchable)
}

pub async fn find(viewer: &Viewer, list: &Listing<SearchFilter>) -> Result<Faceted<SearchHit, KindCount>> {
    let Listing { filter, paging } = list;
    let after: Option<After> = paging.after(viewer)?;
    let today = after.as_ref().map_or(viewer.now().timestamp() / DAY, |after| after.today);
    let mut ask = ask(filter, today);
    if !sees_author(viewer, ask.narrow).await? {
        ask.words.clear();
    }
    let findings = gather(viewer, &mut ask).await?;
    let facets = findings.iter().map(|Findings { kind, count, more, .. }| KindCount { kind: *kind, count: *count, more: *more }).collect();
    let all = findings.into_iter().filter(|findings| filter.kind.0.is_empty() || filter.kind.0.contains(&findings.kind));
    let (found, more) = window(all.flat_map(|findings| findings.found).collect(), paging, after.as_ref())?;
    let end = found.last().filter(|_| more).map(|last| After { today, score: last.score, kind: last.kind, key: last.key.clone() });
    let hits = hits(viewer, &ask, &found).await?;
    Ok(Faceted { page: paging.page_until(viewer, hits, end)?, facets })
}

fn ask(filter: &SearchFilter, today: i64) -> Ask {
    let SearchFilter { q, kind: _, group, author, since, until, language } = filter;
    let narrow = Narrow { group: *group, author: *author, since: since.map(|time| time.0), until: until.map(|time| time.0), language: *language };
    Ask { query: q.as_str().to_owned(), words: Word::all(q.as_str()), typing: false, narrow, most: BOUND, today }
}

/// Whoever is not told who wrote something cannot ask for it either.
async fn sees_author(viewer: &Viewer, narrow: Narrow) -> Result<bool> {
    match narrow.author {
        Some(author) => Ok(members::cards(viewer, vec![author]).await?.contains_key(&author)),
        None => Ok(true),
    }
}

/// What all features find. Where the index of entries finds nothing, unknown words are forgiven a slip.
async fn gather(viewer: &Viewer, ask: &mut Ask) -> Result<Vec<Findings>> {
    let mut all = from(viewer, ask, |_| true).await?;
    let indexed = |searchable: &Searchable| searchable.reindex.is_some();
    let kinds: Vec<_> = searchables().filter(indexed).flat_map(|searchable| searchable.kinds).collect();
    let nothing = all.iter().filter(|findings| kinds.contains(&&findings.kind)).all(|findings| findings.count == 0);
    if nothing && !ask.typing && forgive(viewer, ask).await? {
        all.retain(|findings| !kinds.contains(&&findings.kind));
        all.extend(from(viewer, ask, indexed).await?);
    }
    all.sort_by_key(|findings| findings.kind);
    Ok(all)
}

async fn from(viewer: &Viewer, ask: &Ask, wanted: impl Fn(&Searchable) -> bool) -> Result<Vec<Findings>> {
    let mut all = Vec::new();
    for searchable in searchables().filter(wanted) {
        if ask.words.is_empty() {
            all.extend(searchable.kinds.iter().map(|kind| Findings::all(*kind, Vec::new())));
        } else {
            all.extend((searchable.find)(viewer, ask).await?);
        }
    }
    Ok(all)
}

/// Forgives the words a slip that the viewer finds nowhere. What they may not see does not make a word known.
async fn forgive(viewer: &Viewer, ask: &mut Ask) -> Result<bool> {
    let (mut words, mut forgiven) = (Vec::new(), 0);
    for word in &ask.words {
        let alone = Ask { words: vec![word.clone()], most: 1, ..ask.clone() };
        let may = forgiven < SLIPPING && word.may_slip();
        let unknown = may && (ask.words.len() == 1 || from(viewer, &alone, |one| one.reindex.is_some()).await?.iter().all(|found| found.count == 0));
        forgiven += usize::from(unknown);
        words.push(if unknown { word.slipping() } else { word.clone() });
    }
    ask.words = words;
    Ok(forgiven > 0)
}

/// The page that was asked for, and whether there are more.
fn window(mut found: Vec<Found>, paging: &Paging, after: Option<&After>) -> Result<(Vec<Found>, bool)> {
    let size = |number| usize::try_from(number).map_err(Problem::internal);
    let (before, limit) = (size(paging.before())?, size(paging.limit)?);
    if let Some(After { score, kind, key, .. }) = after {
        found.retain(|one| rank(one) > (Reverse(*score), *kind, key.as_str()));
    }
    found.sort_unstable_by(|one, other| rank(one).cmp(&rank(other)));
    let more = found.len() > before + limit;
    Ok((found.into_iter().skip(before).take(limit).collect(), more))
}

/// What was found, as it is shown, by what it is.
async fn shown(viewer: &Viewer, ask: &Ask, found: &[Found]) -> Result<HashMap<(SearchKind, String), Shown>> {
    let mut all = HashMap::new();
    for searchable in searchables() {
        for kind in searchable.kinds {
            let keys: Vec<_> = found.iter().filter(|found| found.kind == *kind).map(|found| found.key.clone()).collect();
            if !keys.is_empty() {
                let shown = (searchable.show)(viewer, ask, *kind, keys).await?;
                all.extend(shown.into_iter().map(|shown| ((*kind, shown.key.clone()), shown)));
            }
        }
    }
    Ok(all)
}

fn runs(viewer: &Viewer, ask: &Ask, shown: &Shown, text: &str) -> Vec<Run> {
    let language = shown.language.unwrap_or_else(|| viewer.language());
    snippet(text, |form| ask.means(form, language))
}

async fn hits(viewer: &Viewer, ask: &Ask, found: &[Found]) -> Result<Vec<SearchHit>> {
    let mut shown = shown(viewer, ask, found).await?;
    let groups = groups::cards(viewer, shown.values().filter_map(|shown| shown.group).collect()).await?;
    let authors = members::cards(viewer, shown.values().filter_map(|shown| shown.author).collect()).await?;
    let hit = |found: &Found| {
        let shown = shown.remove(&(found.kind, found.key.clone()))?;
        Some(SearchHit {
            kind: found.kind,
            id: Uuid::try_parse(&found.key).ok(),
            title: shown.title.as_ref().map(|title| runs(viewer, ask, &shown, title)),
            snippet: runs(viewer, ask, &shown, &shown.text),
            language: shown.language,
            group: shown.group.and_then(|group| groups.get(&group).cloned()),
            author: shown.author.and_then(|author| authors.get(&author).cloned()),
            created_at: shown.at,
            score: found.score,
            links: FoundLinks { own: Link::get("self", viewer.url(&shown.path)) },
        })
    };
    Ok(found.iter().filter_map(hit).collect())
}

/// What is called something that begins as was typed.
pub async fn suggest(viewer: &Viewer, TypedFilter { q, kind }: TypedFilter) -> Result<SearchSuggestions> {
    let words = Word::all(q.as_str()).into_iter().filter(|word| word.form.chars().count() > 1).collect();
    let narrow = Narrow::default();
    let mut ask = Ask { query: q.into_string(), words, typing: true, narrow, most: TYPED, today: viewer.now().timestamp() / DAY };
    let wanted = |found: &Found| kind.0.is_empty() || kind.0.contains(&found.kind);
    let mut found: Vec<_> = gather(viewer, &mut ask).await?.into_iter().flat_map(|findings| findings.found).filter(wanted).collect();
    found.sort_unstable_by(|one, other| rank(one).cmp(&rank(other)));
    found.truncate(TYPED);
    let mut shown = shown(viewer, &ask, &found).await?;
    let suggestion = |found: &Found| {
        let shown = shown.remove(&(found.kind, found.key.clone()))?;
        let title = runs(viewer, &ask, &shown, shown.title.as_deref()?);
        let links = FoundLinks { own: Link::get("self", viewer.url(&shown.path)) };
        let called_so = title.iter().any(|run| run.hit);
        called_so.then(|| SearchSuggestion { kind: found.kind, id: Uuid::try_parse(&found.key).ok(), title, links })
    };
    Ok(SearchSuggestions { items: found.iter().filter_map(suggestion).take(SUGGESTED).collect() })
}

/// See [`super::rebuild`].
pub async fn rebuild(system: &System, progress: impl Fn(usize)) -> Result<()> {
    let mut done = 0;
    for reindex in searchables().filter_map(|searchable| searchable.reindex) {
        let mut after = None;
        while let Some((last, count)) = reindex(system.clone(), after).await? {
            after = Some(last);
            done += count;
            progress(done);
        }
    }
    Ok(())
}
