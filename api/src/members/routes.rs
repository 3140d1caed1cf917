//! Reading profiles, and changing one's own.

use actix_web::{delete, get, patch, post, put};

use super::store;
use super::types::{ClaimView, CompetencePath, MemberPath, MemberView, NewClaim, NewPosition, PositionPath, PositionView, ProfileChange};
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, NoContent, Path, Tagged};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::members::policy;

/// Read one's own profile
///
/// Everything, and who sees which part of it.
#[utoipa::path(tag = "members", responses((status = OK, body = MemberView)))]
#[get("/members/me")]
pub async fn get_own_profile(me: Member) -> Result<Tagged<MemberView>> {
    let (row, background) = store::find(&me, me.id()).await?;
    Ok(Tagged(MemberView::of(&me, row, background)))
}

/// Change one's own profile
///
/// A merge patch (RFC 7396): what is left out stays, `null` clears.
#[utoipa::path(tag = "members", responses((status = OK, body = MemberView)))]
#[patch("/members/me")]
pub async fn edit_own_profile(me: Member, change: Json<ProfileChange>) -> Result<Tagged<MemberView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| store::edit(tx, own, change.0).await).await?;
    let (row, background) = store::find(&me, me.id()).await?;
    Ok(Tagged(MemberView::of(&me, row, background)))
}

/// Read a member
///
/// Only what the member shows to the caller; the rest looks as if it had never been filled in.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = OK, body = MemberView)))]
#[get("/members/{memberId}")]
pub async fn get_member(me: Member, at: Path<MemberPath>) -> Result<Tagged<MemberView>> {
    let (row, background) = store::find(&me, at.0.member_id).await?;
    Ok(Tagged(MemberView::of(&me, row, background)))
}

/// Enter a position in one's background
///
/// Either `organisation` from the register or `organisationName` in one's own words. At most 50.
#[utoipa::path(tag = "members", responses((status = CREATED, body = PositionView)))]
#[post("/members/me/positions")]
pub async fn add_position(me: Member, new: Json<NewPosition>) -> Result<Created<PositionView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let organisation = store::organisation_of(&me, &new.0).await?;
    me.create(async |tx| {
        let row = store::add_position(tx, own, new.0).await?;
        Created::at(me.url(&format!("/members/{}", me.id())), &PositionView::of(row, organisation))
    })
    .await
}

/// Remove a position from one's background
///
/// It is gone at once, also from the search.
#[utoipa::path(tag = "members", params(PositionPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/positions/{positionId}")]
pub async fn remove_position(me: Member, at: Path<PositionPath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| store::remove_position(tx, own, at.0.position_id).await).await?;
    Ok(NoContent)
}

/// Claim a competence
///
/// A claim replaces the one that was made before. At most 100.
#[utoipa::path(tag = "members", params(CompetencePath), responses((status = OK, body = ClaimView)))]
#[put("/members/me/competences/{competenceKey}")]
pub async fn claim_competence(me: Member, at: Path<CompetencePath>, claim: Json<NewClaim>) -> Result<Json<ClaimView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let competence = store::competence_of(&me, &at.0).await?.ok_or(NOT_FOUND)?;
    let row = me.write(async |tx| store::claim(tx, own, &competence.key, claim.0).await).await?;
    Ok(Json(ClaimView::of(row, competence)))
}

/// Withdraw the claim of a competence
///
/// Nobody finds the member by it any more.
#[utoipa::path(tag = "members", params(CompetencePath), responses((status = NO_CONTENT)))]
#[delete("/members/me/competences/{competenceKey}")]
pub async fn withdraw_competence(me: Member, at: Path<CompetencePath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| store::withdraw(tx, own, &at.0.competence_key).await).await?;
    Ok(NoContent)
}
