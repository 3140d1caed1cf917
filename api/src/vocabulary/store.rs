//! Every query of the vocabulary.

use std::collections::HashMap;

use entity::{competence, competence_area, municipality, region, sector, theme};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::types::{CompetenceFilter, MunicipalityFilter, MunicipalityName, Named};
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
    let CompetenceFilter { q, area } = &list.filter;
    let query = competence::Entity::find()
        .filter(contains(Column::SearchText, q.as_ref()))
        .apply_if(area.as_ref(), |query, area| query.filter(Column::AreaKey.eq(area.as_str())));
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Key, descending: false }).await
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

pub fn municipalities_of(region: &str) -> SelectStatement {
    use municipality::{Column, Entity};
    Entity::find().select_only().column(Column::Code).filter(Column::RegionCode.eq(region)).into_query()
}
