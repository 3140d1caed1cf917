//! Protecting those whose data must not be found.

use actix_web::{delete, get, put};

use crate::kernel::access::Member;
use crate::kernel::http::{NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;
use crate::members::types::{MemberCard, MemberPath};
use crate::members::{policy, protection};

/// Protect oneself
///
/// For whoever has protected personal data, or needs to be found by nobody: from now on no other
/// member meets them anywhere, in no list, count or suggestion. Nobody is told, and nobody asks why.
/// The handle becomes one that nobody would try.
#[utoipa::path(tag = "members", responses((status = NO_CONTENT)))]
#[put("/members/me/protection")]
pub async fn protect_oneself(me: Member) -> Result<NoContent> {
    let right = me.may::<policy::Protect>(me.id())?;
    me.write(async |tx| protection::protect(tx, right).await).await?;
    Ok(NoContent)
}

/// End one's own protection
///
/// From now on others meet the member again, as far as the audiences of the profile say.
#[utoipa::path(tag = "members", responses((status = NO_CONTENT)))]
#[delete("/members/me/protection")]
pub async fn end_own_protection(me: Member) -> Result<NoContent> {
    let right = me.may::<policy::Protect>(me.id())?;
    me.write(async |tx| protection::end(tx, right).await).await?;
    Ok(NoContent)
}

/// Protect a member
///
/// For administrators, who need not say why: no other member meets the member anywhere any more.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[put("/members/{memberId}/protection")]
pub async fn protect_member(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let right = me.may::<policy::Protect>(protection::subject(&me, at.0.member_id).await?)?;
    me.write(async |tx| protection::protect(tx, right).await).await?;
    Ok(NoContent)
}

/// End the protection of a member
///
/// For administrators: others meet the member again, as far as the audiences of the profile say.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[delete("/members/{memberId}/protection")]
pub async fn end_protection(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let right = me.may::<policy::Protect>(protection::subject(&me, at.0.member_id).await?)?;
    me.write(async |tx| protection::end(tx, right).await).await?;
    Ok(NoContent)
}

/// List who is protected
///
/// For administrators, and the only place where they meet protected members; the newest first.
#[utoipa::path(tag = "members", params(PageParams), responses((status = OK, body = Page<MemberCard>), (status = FORBIDDEN)))]
#[get("/protected-members")]
pub async fn list_protected_members(me: Member, list: Listing<NoFilter>) -> Result<Page<MemberCard>> {
    let right = me.may::<policy::OverseeProtection>(me.id())?;
    Ok(protection::page(&me, &right, &list).await?.into_page(&me, &list.paging, |card| card))
}
