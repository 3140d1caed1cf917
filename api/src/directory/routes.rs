//! Finding members.

use actix_web::get;

use super::store;
use super::types::{MemberFilter, MemberHit};
use crate::kernel::access::Member;
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// Find members
///
/// By competence, best first: the score is the sum of rarity × level over the competences that were
/// asked for, so that a rare one counts more. Without competences in Swedish order of names. What a
/// member hides neither finds them nor counts. Every hit says why.
#[utoipa::path(tag = "directory", params(MemberFilter, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members")]
pub async fn find_members(me: Member, list: Listing<MemberFilter>) -> Result<Page<MemberHit>> {
    let (hits, more) = store::find(&me, &list).await?;
    Ok(list.paging.page(&me, hits, more))
}

/// Find members like oneself
///
/// Those who share one's own competences, best first, scored as in the directory.
#[utoipa::path(tag = "directory", params(PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/members/me/matches")]
pub async fn match_members(me: Member, list: Listing<NoFilter>) -> Result<Page<MemberHit>> {
    let (hits, more) = store::alike(&me, &list.paging).await?;
    Ok(list.paging.page(&me, hits, more))
}
