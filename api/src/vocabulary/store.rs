//! Every query of the vocabulary.

use std::collections::{HashMap, HashSet};

use entity::{competence, competence_area, competence_broader, competence_synonym, municipality, region, sector, theme};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::lexicon;
use super::places::MunicipalitySize;
use super::types::{CompetenceFilter, CompetenceView, MunicipalityFilter, Named, Relations, Sector};
use crate::kernel::access::Viewer;
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::typeset::{contains, fold};

pub async fn regions(viewer: &Viewer, list: &Listing<NoFilter>) -> Result<Slice<region::Model>> {
    use region::Column;
    list.paging.fetch(viewer, region::Entity::find(), Order { by: Column::Code, id: Column::Code, descending: false }).await
}

pub async fn municipalities(viewer: &Viewer, list: &Listing<MunicipalityFilter>) -> Result<Slice<municipality::Model>> {
    use municipality::Column;
    let MunicipalityFilter { q, region } = &list.filter;
    let query = municipality::Entity::find()
        .filter(contains(Column::SearchText, q.as_ref()))
        .apply_if(region.as_ref(), |query, region| query.filter(Column::RegionCode.eq(region.as_str())));
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Code, descending: false }).await
}

pub async fn sectors(viewer: &Viewer, list: &Listing<NoFilter>) -> Result<Slice<sector::Model>> {
    use sector::Column;
    list.paging.fetch(viewer, sector::Entity::find(), Order { by: Column::Key, id: Column::Key, descending: false }).await
}

pub async fn areas(viewer: &Viewer, list: &Listing<NoFilter>) -> Result<Slice<competence_area::Model>> {
    use competence_area::Column;
    list.paging.fetch(viewer, competence_area::Entity::find(), Order { by: Column::Key, id: Column::Key, descending: false }).await
}

pub async fn competences(viewer: &Viewer, list: &Listing<CompetenceFilter>) -> Result<Slice<competence::Model>> {
    use competence::Column;
    let query = in_area(&list.filter);
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Key, descending: false }).await
}

/// Competences that have not given way to others: those that are listed, found and claimed.
pub fn current() -> Select<competence::Entity> {
    competence::Entity::find().filter(competence::Column::RetiredAt.is_null())
}

fn in_area(filter: &CompetenceFilter) -> Select<competence::Entity> {
    current().apply_if(filter.area.as_ref(), |query, area| query.filter(competence::Column::AreaKey.eq(area.as_str())))
}

/// The competences that a query may mean, the likeliest first.
pub async fn suggestions(viewer: &Viewer, filter: &CompetenceFilter, query: &str) -> Result<Vec<competence::Model>> {
    let in_area = |row: &competence::Model| filter.area.as_ref().is_none_or(|area| area.as_str() == row.area_key);
    Ok(lexicon::current(viewer).await?.competences(query, in_area).into_iter().cloned().collect())
}

/// The competence that goes by exactly this name, in either language.
pub async fn known_as(viewer: &Viewer, name: &str) -> Result<Option<competence::Model>> {
    let name = fold(name);
    let synonyms = competence_synonym::Entity::find().all(viewer.conn()).await?;
    let called: HashSet<_> = synonyms.into_iter().filter(|row| fold(&row.name) == name).map(|row| row.competence_key).collect();
    let mut all = current().all(viewer.conn()).await?.into_iter();
    Ok(all.find(|row| [fold(&row.sv), fold(&row.en)].contains(&name) || called.contains(&row.key)))
}

/// A competence, also one that has given way to another.
pub async fn find(viewer: &Viewer, key: &str) -> Result<competence::Model> {
    competence::Entity::find_by_id(key).one(viewer.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

pub async fn both_names(viewer: &Viewer, key: &str) -> Result<Option<(String, String)>> {
    Ok(competence::Entity::find_by_id(key).one(viewer.conn()).await?.map(|row| (row.sv, row.en)))
}

/// One competence with the names of all around it.
pub async fn view(viewer: &Viewer, row: competence::Model) -> Result<CompetenceView> {
    let related = relations(viewer, vec![row.key.clone()]).await?.remove(&row.key).unwrap_or_default();
    let around = related.broader.iter().chain(&related.narrower).chain(&row.successor_key);
    let names = competences_named(viewer, around.cloned().collect()).await?;
    let area = competence_area::Entity::find_by_id(&row.area_key).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    Ok(CompetenceView::of(row, Named::area(area, viewer.language()), related, &names))
}

/// The keys of competences that have given way to others.
pub async fn retired(tx: &Tx) -> Result<HashSet<String>> {
    use competence::{Column, Entity};
    let keys = Entity::find().select_only().column(Column::Key).filter(Column::RetiredAt.is_not_null());
    Ok(keys.into_tuple().all(tx.conn()).await?.into_iter().collect())
}

/// Each key, or the one that has taken its place; each once and in the same order.
pub async fn successors(viewer: &Viewer, keys: Vec<String>) -> Result<Vec<String>> {
    use competence::{Column, Entity};
    let gone = Entity::find().filter(Column::Key.is_in(keys.iter().cloned())).filter(Column::SuccessorKey.is_not_null());
    let gone: HashMap<_, _> = gone.all(viewer.conn()).await?.into_iter().filter_map(|row| Some((row.key, row.successor_key?))).collect();
    let mut seen = HashSet::new();
    let now = keys.into_iter().map(|key| gone.get(&key).cloned().unwrap_or(key));
    Ok(now.filter(|key| seen.insert(key.clone())).collect())
}

/// What competences are called otherwise in the viewer's language, and what stands above and below them.
pub async fn relations(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Relations>> {
    let synonyms = competence_synonym::Entity::find()
        .filter(competence_synonym::Column::CompetenceKey.is_in(keys.iter().cloned()))
        .filter(competence_synonym::Column::Language.eq(viewer.language()))
        .order_by_asc(competence_synonym::Column::Name);
    let mut relations: HashMap<String, Relations> = HashMap::new();
    for row in synonyms.all(viewer.conn()).await? {
        relations.entry(row.competence_key).or_default().synonyms.push(row.name);
    }
    let wanted: HashSet<_> = keys.into_iter().collect();
    for competence_broader::Model { competence_key, broader_key } in broader(viewer).await? {
        if wanted.contains(&competence_key) {
            relations.entry(competence_key.clone()).or_default().broader.push(broader_key.clone());
        }
        if wanted.contains(&broader_key) {
            relations.entry(broader_key).or_default().narrower.push(competence_key);
        }
    }
    Ok(relations)
}

async fn broader(viewer: &Viewer) -> Result<Vec<competence_broader::Model>> {
    use competence_broader::Column;
    let all = competence_broader::Entity::find().order_by_asc(Column::CompetenceKey).order_by_asc(Column::BroaderKey);
    Ok(all.all(viewer.conn()).await?)
}

/// Every competence below each of these, near and far.
pub async fn narrower(viewer: &Viewer, keys: &[String]) -> Result<HashMap<String, Vec<String>>> {
    let mut below: HashMap<String, Vec<String>> = HashMap::new();
    for row in broader(viewer).await? {
        below.entry(row.broader_key).or_default().push(row.competence_key);
    }
    let all_below = |key: &String| {
        let (mut found, mut open) = (Vec::<String>::new(), vec![key]);
        while let Some(next) = open.pop() {
            for narrower in below.get(next).into_iter().flatten().filter(|narrower| *narrower != key) {
                if !found.contains(narrower) {
                    found.push(narrower.clone());
                    open.push(narrower);
                }
            }
        }
        (key.clone(), found)
    };
    Ok(keys.iter().map(all_below).collect())
}

pub async fn themes(viewer: &Viewer, list: &Listing<NoFilter>) -> Result<Slice<theme::Model>> {
    use theme::Column;
    list.paging.fetch(viewer, theme::Entity::find(), Order { by: Column::Key, id: Column::Key, descending: false }).await
}

pub async fn competences_named(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    let rows = competence::Entity::find().filter(competence::Column::Key.is_in(keys)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), Named::competence(row, viewer.language()))).collect())
}

pub async fn themes_named(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    let rows = theme::Entity::find().filter(theme::Column::Key.is_in(keys)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), Named::theme(row, viewer.language()))).collect())
}

pub async fn competences_in(viewer: &Viewer, areas: &[String]) -> Result<HashSet<String>> {
    use competence::{Column, Entity};
    if areas.is_empty() {
        return Ok(HashSet::new());
    }
    let keys = Entity::find().select_only().column(Column::Key).filter(Column::AreaKey.is_in(areas.iter().cloned()));
    let keys: Vec<String> = keys.into_tuple().all(viewer.conn()).await?;
    Ok(keys.into_iter().collect())
}

pub async fn municipalities_in(viewer: &Viewer, region: &str) -> Result<Vec<String>> {
    use municipality::{Column, Entity};
    Ok(Entity::find().select_only().column(Column::Code).filter(Column::RegionCode.eq(region)).into_tuple().all(viewer.conn()).await?)
}

pub async fn sizes_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, MunicipalitySize>> {
    use municipality::{Column, Entity};
    let places = Entity::find().select_only().columns([Column::Code, Column::Population]);
    let places: Vec<(String, i32)> = places.into_tuple().all(viewer.conn()).await?;
    Ok(places.into_iter().map(|(code, population)| (code, MunicipalitySize::of(population))).collect())
}

pub async fn areas_of_competences(viewer: &Viewer) -> Result<HashMap<String, String>> {
    use competence::{Column, Entity};
    let areas = Entity::find().select_only().columns([Column::Key, Column::AreaKey]);
    let areas: Vec<(String, String)> = areas.into_tuple().all(viewer.conn()).await?;
    Ok(areas.into_iter().collect())
}

pub async fn areas_named(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    let rows = competence_area::Entity::find().all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), Named::area(row, viewer.language()))).collect())
}

pub async fn sectors_named(viewer: &Viewer) -> Result<HashMap<String, String>> {
    let rows = sector::Entity::find().all(viewer.conn()).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let view = Sector::of(row, viewer.language());
            (view.key, view.name)
        })
        .collect())
}

/// The region of a municipality; nothing if there is no such municipality.
pub async fn region_of(tx: &Tx, municipality: &str) -> Result<Option<String>> {
    use municipality::{Column, Entity};
    Ok(Entity::find_by_id(municipality).select_only().column(Column::RegionCode).into_tuple().one(tx.conn()).await?)
}

pub async fn is_region(tx: &Tx, code: &str) -> Result<bool> {
    Ok(region::Entity::find_by_id(code).one(tx.conn()).await?.is_some())
}

pub async fn regions_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    let regions: HashMap<_, _> =
        region::Entity::find().all(viewer.conn()).await?.into_iter().map(|row| (row.code.clone(), Named::region(row, viewer.language()))).collect();
    let places = municipality::Entity::find().all(viewer.conn()).await?;
    Ok(places.into_iter().filter_map(|place| Some((place.code, regions.get(&place.region_code)?.clone()))).collect())
}

pub fn municipalities_of(region: &str) -> SelectStatement {
    use municipality::{Column, Entity};
    Entity::find().select_only().column(Column::Code).filter(Column::RegionCode.eq(region)).into_query()
}
