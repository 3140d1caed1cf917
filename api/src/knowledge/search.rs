//! Searching what is open. The index is made of what is published, and made anew by the first who
//! searches after a publication, whichever process they ask.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use entity::id::ExampleId;
use entity::kind::{Area, SearchKind};
use moka::sync::Cache;

use super::index::{Entry, Hit, Index};
use super::types::{HitKind, HitLinks, KnowledgeFilter, KnowledgeHit};
use crate::kernel::access::Viewer;
use crate::kernel::markdown::to_text;
use crate::kernel::page::{Link, Listing};
use crate::kernel::problem::Result;
use crate::kernel::search::{Ask, Findings, Found, Narrow, Shown};
use crate::kernel::secret::sha256;
use crate::kernel::snippet::snippet;
use crate::{examples, support_models};

/// What an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Place {
    Block { area: Area, model: String, block: String },
    Example { area: Area, id: ExampleId },
}

/// What is published, and the index of it.
struct Made {
    index: Index<Place>,
    /// The titles of the models by key, in every language.
    titles: HashMap<String, Vec<(entity::kind::Language, String)>>,
}

/// By what was published when it was made. One is in use; others are of other databases or on their way out.
static MADE: LazyLock<Cache<String, Arc<Made>>> = LazyLock::new(|| Cache::new(4));

/// A page of hits, and whether there are more.
pub async fn find(viewer: &Viewer, list: &Listing<KnowledgeFilter>) -> Result<(Vec<KnowledgeHit>, bool)> {
    let KnowledgeFilter { q, kind, area } = &list.filter;
    let made = current(viewer).await?;
    let wanted = |hit: &Hit<'_, Place>| {
        let (of, in_area) = match &hit.entry.of {
            Place::Block { area, .. } => (HitKind::Block, area),
            Place::Example { area, .. } => (HitKind::Example, area),
        };
        kind.is_none_or(|kind| kind == of) && area.is_none_or(|area| area == *in_area)
    };
    let query = q.as_ref().map_or("", |query| query.as_str());
    let hits = made.index.find(query, viewer.language()).into_iter().filter(wanted).collect();
    let (hits, more) = list.paging.cut(hits)?;
    Ok((hits.into_iter().map(|hit| shown(viewer, &made, &hit)).collect(), more))
}

/// A hit of a search over everything: its kind, its key, and how well it fits.
fn found(hit: &Hit<'_, Place>) -> Found {
    let (kind, key) = match &hit.entry.of {
        Place::Block { model, block, .. } => (SearchKind::Block, format!("{model}/{block}")),
        Place::Example { id, .. } => (SearchKind::Example, id.to_string()),
    };
    Found { kind, key, score: hit.relevance }
}

/// What a search over everything finds here. It stands in no group, and who wrote it when is not asked.
pub async fn find_all(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    let made = current(viewer).await?;
    let language = ask.narrow.language;
    let knows = ask.narrow == Narrow { language, ..Narrow::default() };
    let hits = if knows { made.index.find(&ask.query, language.unwrap_or_else(|| viewer.language())) } else { Vec::new() };
    let wanted = |hit: &&Hit<'_, Place>| hit.whole && language.is_none_or(|language| hit.entry.language == language);
    let (blocks, examples) = hits.iter().filter(wanted).map(found).partition(|found| found.kind == SearchKind::Block);
    Ok(vec![Findings::all(SearchKind::Block, blocks), Findings::all(SearchKind::Example, examples)])
}

/// Some of it, as it is shown.
pub async fn show(viewer: &Viewer, ask: &Ask, keys: &[String]) -> Result<Vec<Shown>> {
    let made = current(viewer).await?;
    let hits = made.index.find(&ask.query, ask.narrow.language.unwrap_or_else(|| viewer.language()));
    let hits = hits.iter().map(|hit| (found(hit).key, hit.entry)).filter(|(key, _)| keys.contains(key));
    let shown = |(key, Entry { of, language, title, text }): (String, &Entry<Place>)| Shown {
        key,
        title: Some(title.clone()),
        text: text.clone(),
        language: Some(*language),
        group: None,
        author: None,
        at: None,
        path: path(of),
    };
    Ok(hits.map(shown).collect())
}

fn path(of: &Place) -> String {
    match of {
        Place::Block { model, block, .. } if block == support_models::HEAD => format!("/support-models/{model}"),
        Place::Block { model, block, .. } => format!("/support-models/{model}/blocks/{block}"),
        Place::Example { id, .. } => format!("/examples/{id}"),
    }
}

fn shown(viewer: &Viewer, made: &Made, hit: &Hit<'_, Place>) -> KnowledgeHit {
    let Entry { of, language, title, text } = hit.entry;
    let of_model = |model: &String| made.titles.get(model)?.iter().find(|(of, _)| of == language).map(|(_, title)| title.clone());
    let (kind, area, model, block, example) = match of {
        Place::Block { area, model, block } => (HitKind::Block, area, Some(model), Some(block), None),
        Place::Example { area, id } => (HitKind::Example, area, None, None, Some(*id)),
    };
    KnowledgeHit {
        kind,
        area: *area,
        within: model.and_then(of_model),
        model: model.cloned(),
        block: block.cloned(),
        example,
        title: title.clone(),
        language: *language,
        snippet: snippet(text, |word| hit.meant.contains(word)),
        links: HitLinks { own: Link::get("self", viewer.url(&path(of))) },
    }
}

/// The index of what is published at this moment.
async fn current(viewer: &Viewer) -> Result<Arc<Made>> {
    let published = (support_models::versions(viewer).await?, examples::versions(viewer).await?);
    let key = sha256(format!("{published:?}").as_bytes());
    if let Some(made) = MADE.get(&key) {
        return Ok(made);
    }
    let made = Arc::new(make(viewer).await?);
    MADE.insert(key, Arc::clone(&made));
    Ok(made)
}

async fn make(viewer: &Viewer) -> Result<Made> {
    let (mut entries, mut titles) = (Vec::new(), HashMap::<_, Vec<_>>::new());
    for block in support_models::open_blocks(viewer).await? {
        if block.key == support_models::HEAD {
            titles.entry(block.model.clone()).or_default().push((block.language, block.title.clone()));
        }
        let of = Place::Block { area: block.area, model: block.model, block: block.key };
        entries.push(Entry { of, language: block.language, title: block.title, text: to_text(&block.text) });
    }
    for example in examples::published(viewer).await? {
        let of = Place::Example { area: example.area, id: example.id };
        entries.push(Entry { of, language: example.language, title: example.title, text: to_text(&example.text) });
    }
    Ok(Made { index: Index::of(entries), titles })
}
