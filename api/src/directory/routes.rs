//! Finding members.

use actix_web::get;

use super::store;
use super::types::{MatchFilter, MemberFacets, MemberFilter, MemberHit};
use crate::kernel::access::Member;
use crate::kernel::http::{Json, Query};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

/// Find members
///
/// By competence, best first: the score is the sum of rarity × level over the competences that were
/// asked for, so that a rare one counts more; what is part of one that was asked for counts half. Without competences in Swedish order of names. What a
/// member hides neither finds them nor counts. Every hit says why.
#[utoipa::path(tag = "directory", params(MemberFilter, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members")]
pub async fn find_members(me: Member, list: Listing<MemberFilter>) -> Result<Page<MemberHit>> {
    let (hits, more) = store::find(&me, &list).await?;
    Ok(list.paging.page(&me, hits, more))
}

/// Count those found, by what they show
///
/// For the same filters as the list of members. Only what the caller sees of a member counts.
#[utoipa::path(tag = "directory", params(MemberFilter), responses((status = OK, body = MemberFacets)))]
#[get("/members/facets")]
pub async fn count_members(me: Member, filter: Query<MemberFilter>) -> Result<Json<MemberFacets>> {
    Ok(Json(store::facets(&me, filter.0).await?))
}

/// Find members who match
///
/// Those who share one's own competences; who know what one needs; or who need what one knows or
/// offers. Best first, scored as in the directory; the last by name, for a need has no level.
#[utoipa::path(tag = "directory", params(MatchFilter, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members/me/matches")]
pub async fn match_members(me: Member, list: Listing<MatchFilter>) -> Result<Page<MemberHit>> {
    let (hits, more) = store::matches(&me, &list).await?;
    Ok(list.paging.page(&me, hits, more))
}
