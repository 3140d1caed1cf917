//! The lists of terms.

use actix_web::get;

use super::store;
use super::types::{Competence, CompetenceFilter, CompetencePath, CompetenceView, Municipality, MunicipalityFilter, Named, Region, Sector, Theme};
use crate::kernel::access::Guest;
use crate::kernel::http::{Path, Tagged};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List the regions
///
/// Sweden's 21 regions, by code.
#[utoipa::path(tag = "vocabulary", security(()), params(PageParams), responses((status = OK, body = Page<Region>)))]
#[get("/regions")]
pub async fn list_regions(who: Guest, list: Listing<NoFilter>) -> Result<Page<Region>> {
    let slice = store::regions(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| Region::of(row, who.language())))
}

/// List the municipalities
///
/// Sweden's 290 municipalities in Swedish order; `q` finds Örebro by `orebro`.
#[utoipa::path(tag = "vocabulary", security(()), params(MunicipalityFilter, PageParams), responses((status = OK, body = Page<Municipality>)))]
#[get("/municipalities")]
pub async fn list_municipalities(who: Guest, list: Listing<MunicipalityFilter>) -> Result<Page<Municipality>> {
    let slice = store::municipalities(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, Municipality::from))
}

/// List the sectors
///
/// The sectors that organisations belong to.
#[utoipa::path(tag = "vocabulary", security(()), params(PageParams), responses((status = OK, body = Page<Sector>)))]
#[get("/sectors")]
pub async fn list_sectors(who: Guest, list: Listing<NoFilter>) -> Result<Page<Sector>> {
    let slice = store::sectors(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| Sector::of(row, who.language())))
}

/// List the competence areas
///
/// The areas that the competences are sorted into.
#[utoipa::path(tag = "vocabulary", security(()), params(PageParams), responses((status = OK, body = Page<Named>)))]
#[get("/competence-areas")]
pub async fn list_competence_areas(who: Guest, list: Listing<NoFilter>) -> Result<Page<Named>> {
    let slice = store::areas(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| Named::area(row, who.language())))
}

/// List the competences
///
/// The curated vocabulary, by Swedish name; with `q` what is meant most likely comes first. Where a
/// concept of ESCO (European Commission) is known, its address is given.
#[utoipa::path(tag = "vocabulary", security(()), params(CompetenceFilter, PageParams), responses((status = OK, body = Page<Competence>)))]
#[get("/competences")]
pub async fn list_competences(who: Guest, list: Listing<CompetenceFilter>) -> Result<Page<Competence>> {
    if let Some(query) = &list.filter.q {
        let (rows, more) = list.paging.cut(store::suggestions(&who, &list.filter, query.as_str()).await?)?;
        let mut relations = store::relations(&who, rows.iter().map(|row| row.key.clone()).collect()).await?;
        let items = rows.into_iter().map(|row| Competence::of(row.clone(), relations.remove(&row.key).unwrap_or_default(), who.language()));
        return Ok(list.paging.page(&who, items.collect(), more));
    }
    let slice = store::competences(&who, &list).await?;
    let mut relations = store::relations(&who, slice.rows.iter().map(|row| row.key.clone()).collect()).await?;
    Ok(slice.into_page(&who, &list.paging, |row| {
        let relations = relations.remove(&row.key).unwrap_or_default();
        Competence::of(row, relations, who.language())
    }))
}

/// Read a competence
///
/// With what it is called otherwise, what it is part of, what is part of it, and its concept in ESCO
/// where there is one. One that has given way to another goes on answering, and names its successor.
#[utoipa::path(tag = "vocabulary", security(()), params(CompetencePath), responses((status = OK, body = CompetenceView)))]
#[get("/competences/{competenceKey}")]
pub async fn get_competence(who: Guest, at: Path<CompetencePath>) -> Result<Tagged<CompetenceView>> {
    let row = store::find(&who, &at.0.competence_key).await?;
    Ok(Tagged(store::view(&who, row).await?))
}

/// List the themes
///
/// What groups and discussions deal with, in the sets that the themes come from.
#[utoipa::path(tag = "vocabulary", security(()), params(PageParams), responses((status = OK, body = Page<Theme>)))]
#[get("/themes")]
pub async fn list_themes(who: Guest, list: Listing<NoFilter>) -> Result<Page<Theme>> {
    let slice = store::themes(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| Theme::of(row, who.language())))
}
