//! Reading the register.

use actix_web::get;

use super::store;
use super::types::{OrganisationCard, OrganisationFilter, OrganisationPath, OrganisationView};
use crate::kernel::access::Guest;
use crate::kernel::http::{Json, Path};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

/// List organisations
///
/// In Swedish order. A former name finds the organisation under its present one.
#[utoipa::path(tag = "organisations", security(()), params(OrganisationFilter, PageParams), responses((status = OK, body = Page<OrganisationCard>)))]
#[get("/organisations")]
pub async fn list_organisations(who: Guest, list: Listing<OrganisationFilter>) -> Result<Page<OrganisationCard>> {
    let slice = store::page(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, OrganisationCard::from))
}

/// Read an organisation
///
/// With the names it had before.
#[utoipa::path(tag = "organisations", security(()), params(OrganisationPath), responses((status = OK, body = OrganisationView)))]
#[get("/organisations/{organisationId}")]
pub async fn get_organisation(who: Guest, at: Path<OrganisationPath>) -> Result<Json<OrganisationView>> {
    let (row, former_names) = store::find(&who, at.0.organisation_id).await?;
    Ok(Json(OrganisationView::of(row, former_names)))
}
