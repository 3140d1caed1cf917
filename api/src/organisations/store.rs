//! Every query of the register.

use std::collections::HashMap;

use entity::id::OrganisationId;
use entity::{organisation, organisation_name};
use organisation::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};

use super::types::{OrganisationCard, OrganisationFilter};
use crate::kernel::access::Viewer;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::typeset::contains;

pub async fn page(viewer: &Viewer, list: &Listing<OrganisationFilter>) -> Result<Slice<Model>> {
    let OrganisationFilter { q, sector, municipality, region } = &list.filter;
    let query = Entity::find()
        .filter(contains(Column::SearchText, q.as_ref()))
        .apply_if(sector.as_ref(), |query, sector| query.filter(Column::SectorKey.eq(sector.as_str())))
        .apply_if(municipality.as_ref(), |query, code| query.filter(Column::MunicipalityCode.eq(code.as_str())))
        .apply_if(region.as_ref(), |query, code| query.filter(Column::RegionCode.eq(code.as_str())));
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Id, descending: false }).await
}

pub async fn find(viewer: &Viewer, id: OrganisationId) -> Result<(Model, Vec<String>)> {
    use organisation_name::Column as Name;
    let row = Entity::find_by_id(id).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let names = organisation_name::Entity::find().filter(Name::OrganisationId.eq(id)).order_by_asc(Name::Name).all(viewer.conn()).await?;
    Ok((row, names.into_iter().map(|row| row.name).collect()))
}

pub async fn cards(viewer: &Viewer, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, OrganisationCard>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

pub async fn by_slug(viewer: &Viewer, slug: &str) -> Result<Option<OrganisationCard>> {
    Ok(Entity::find().filter(Column::Slug.eq(slug)).one(viewer.conn()).await?.map(Into::into))
}
