//! Finding members.

use actix_web::get;

use super::types::{MatchFilter, MatchedGroupPath, MemberFacets, MemberFilter, MemberHit, SuggestionFilter, Suggestions};
use super::{facets, store, suggest};
use crate::kernel::access::Member;
use crate::kernel::http::{Json, Path, Query};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
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
    Ok(Json(facets::of(&me, filter.0).await?))
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

/// Find members who could help a group
///
/// Those outside who know what the group's members need, as far as the caller sees it: the twenty
/// competences that most of them need. Only for a group in which the caller may read.
#[utoipa::path(tag = "directory", params(MatchedGroupPath, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/groups/{groupId}/matches")]
pub async fn match_group(me: Member, at: Path<MatchedGroupPath>, list: Listing<NoFilter>) -> Result<Page<MemberHit>> {
    store::group_matches(&me, at.0.group_id, &list.paging).await
}

/// Suggest what is meant while somebody types
///
/// Members, competences, organisations and places, ten of each at most. Of members only those of
/// whom the caller may know.
#[utoipa::path(tag = "directory", params(SuggestionFilter), responses((status = OK, body = Suggestions)))]
#[get("/suggestions")]
pub async fn suggest_what_is_meant(me: Member, filter: Query<SuggestionFilter>) -> Result<Json<Suggestions>> {
    Ok(Json(suggest::of(&me, &filter.0.q).await?))
}
