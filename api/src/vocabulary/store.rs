//! Every query of the vocabulary.

use std::collections::{HashMap, HashSet};

use entity::{competence, competence_area, competence_broader, competence_synonym, municipality, region, sector, theme};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::suggest::{Words, fit};
use super::types::{CompetenceFilter, MunicipalityFilter, MunicipalityName, Named, Relations};
use crate::kernel::access::Viewer;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::Result;
use crate::kernel::typeset::contains;

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

fn in_area(filter: &CompetenceFilter) -> Select<competence::Entity> {
    competence::Entity::find().apply_if(filter.area.as_ref(), |query, area| query.filter(competence::Column::AreaKey.eq(area.as_str())))
}

/// The competences that a query may mean, the likeliest first.
pub async fn suggestions(viewer: &Viewer, filter: &CompetenceFilter, query: &str) -> Result<Vec<competence::Model>> {
    let mut synonyms: HashMap<_, Vec<Words>> = HashMap::new();
    for row in competence_synonym::Entity::find().all(viewer.conn()).await? {
        synonyms.entry(row.competence_key).or_default().push(Words::of(&row.name));
    }
    let query = Words::of(query);
    let fitting = |row: competence::Model| {
        let names = [Words::of(&row.sv), Words::of(&row.en)];
        let fit = fit(&query, &names, synonyms.get(&row.key).map_or(&[], Vec::as_slice))?;
        Some((fit, row))
    };
    let mut found: Vec<_> = in_area(filter).all(viewer.conn()).await?.into_iter().filter_map(fitting).collect();
    found.sort_by(|(fit, row), (other_fit, other)| other_fit.cmp(fit).then_with(|| row.sort_key.cmp(&other.sort_key)));
    Ok(found.into_iter().map(|(_, row)| row).collect())
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

pub async fn municipalities_named(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, MunicipalityName>> {
    let rows = municipality::Entity::find().filter(municipality::Column::Code.is_in(codes)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), row.into())).collect())
}

pub async fn themes_named(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    let rows = theme::Entity::find().filter(theme::Column::Key.is_in(keys)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), Named::theme(row, viewer.language()))).collect())
}

pub async fn regions_named(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, Named>> {
    let rows = region::Entity::find().filter(region::Column::Code.is_in(codes)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), Named::region(row, viewer.language()))).collect())
}

pub fn municipalities_of(region: &str) -> SelectStatement {
    use municipality::{Column, Entity};
    Entity::find().select_only().column(Column::Code).filter(Column::RegionCode.eq(region)).into_query()
}

pub fn competences_of(area: &str) -> SelectStatement {
    use competence::{Column, Entity};
    Entity::find().select_only().column(Column::Key).filter(Column::AreaKey.eq(area)).into_query()
}

pub async fn regions_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    let regions: HashMap<_, _> =
        region::Entity::find().all(viewer.conn()).await?.into_iter().map(|row| (row.code.clone(), Named::region(row, viewer.language()))).collect();
    let places = municipality::Entity::find().all(viewer.conn()).await?;
    Ok(places.into_iter().filter_map(|place| Some((place.code, regions.get(&place.region_code)?.clone()))).collect())
}
