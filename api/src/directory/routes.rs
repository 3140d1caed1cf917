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
/// The best first if words or competences are looked for, else by name. The score is a sum of whole
/// numbers, and each hit says of which: rarity × level of the competences that were asked for, half
/// of it for what is part of one of them, less if it was long ago; how well words fit; the same
/// place, shared groups, organisations and interests. What a member hides neither finds them nor
/// counts. A parameter that is repeated means *or*, different ones mean *and*.
#[utoipa::path(tag = "directory", params(MemberFilter, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members")]
pub async fn find_members(me: Member, list: Listing<MemberFilter>) -> Result<Page<MemberHit>> {
    store::find(&me, &list).await
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
/// offers. Best first, scored as in the directory; a need counts its rarity × the level at which
/// the caller can help.
#[utoipa::path(tag = "directory", params(MatchFilter, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members/me/matches")]
pub async fn match_members(me: Member, list: Listing<MatchFilter>) -> Result<Page<MemberHit>> {
    store::matches(&me, &list).await
}
