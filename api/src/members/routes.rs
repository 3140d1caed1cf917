//! Reading profiles, and changing one's own.

mod exchange;
mod photos;
mod protection;

use actix_web::{delete, get, patch, post, put};

pub use exchange::*;
pub use photos::*;
pub use protection::*;

use super::types::{
    BlockView, ClaimView, Completeness, EducationPath, EducationView, HandlePath, Languages, Links, MemberCard, MemberPath, MemberView, NewClaim,
    NewEducation, NewLanguages, NewLinks, NewPosition, NewTopic, PositionPath, PositionView, ProfileChange, TopicPath, TopicView, ViewAs,
};
use super::{background, blocks, claims, completeness, dismissals, lists, policy, store, topics};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, Json, NoContent, Path, Query, Tagged};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::vocabulary::CompetencePath;

/// Read one's own profile
///
/// Everything, and who sees which part of it.
#[utoipa::path(tag = "members", responses((status = OK, body = MemberView)))]
#[get("/members/me")]
pub async fn get_own_profile(me: Member) -> Result<Tagged<MemberView>> {
    Ok(Tagged(store::find(&me, me.id()).await?))
}

/// Change one's own profile
///
/// A merge patch (RFC 7396): what is left out stays, `null` clears.
#[utoipa::path(tag = "members", responses((status = OK, body = MemberView)))]
#[patch("/members/me")]
pub async fn edit_own_profile(me: Member, change: Json<ProfileChange>) -> Result<Tagged<MemberView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| store::edit(tx, own, change.0).await).await?;
    Ok(Tagged(store::find(&me, me.id()).await?))
}

/// Read a member
///
/// Only what the member shows to the caller; the rest looks as if it had never been filled in.
/// Without an account one reads those who have a public page, and of them what is open to everyone.
#[utoipa::path(tag = "members", security((), ("bearer" = [])), params(MemberPath), responses((status = OK, body = MemberView)))]
#[get("/members/{memberId}")]
pub async fn get_member(who: Guest, at: Path<MemberPath>) -> Result<Json<MemberView>> {
    Ok(Json(store::find(&who, at.0.member_id).await?))
}

/// Read a member by their handle
///
/// However the handle is written, it is compared by its canonical form: case and compatibility are
/// folded, so that `ÅSA` finds `åsa`. What is shown is what the address of the member shows.
#[utoipa::path(tag = "members", security((), ("bearer" = [])), params(HandlePath), responses((status = OK, body = MemberView)))]
#[get("/handles/{handle}")]
pub async fn get_member_by_handle(who: Guest, at: Path<HandlePath>) -> Result<Json<MemberView>> {
    Ok(Json(store::find_by_handle(&who, &at.0.handle).await?))
}

/// See one's own profile as others see it
///
/// Exactly what such a viewer gets: what is for fewer looks as if it had never been filled in. 404
/// where such a viewer finds nothing, as without a public page, or while the member is protected.
#[utoipa::path(tag = "members", params(ViewAs), responses((status = OK, body = MemberView), (status = NOT_FOUND)))]
#[get("/members/me/view")]
pub async fn view_own_profile(me: Member, query: Query<ViewAs>) -> Result<Json<MemberView>> {
    Ok(Json(store::find_as(&me, query.0.audience).await?))
}

/// See how far one's own profile has come
///
/// What could still be filled in, what it would bring, and what is the most useful next. Only for
/// the member; nothing of it is needed.
#[utoipa::path(tag = "members", responses((status = OK, body = Completeness)))]
#[get("/members/me/completeness")]
pub async fn get_own_completeness(me: Member) -> Result<Json<Completeness>> {
    Ok(Json(completeness::of(&store::find(&me, me.id()).await?, me.language())))
}

/// Enter a position in one's background
///
/// Either `organisation` from the register or `organisationName` in one's own words. At most 50.
#[utoipa::path(tag = "members", responses((status = CREATED, body = PositionView)))]
#[post("/members/me/positions")]
pub async fn add_position(me: Member, new: Json<NewPosition>) -> Result<Created<PositionView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let organisation = background::organisation_of(&me, new.0.organisation).await?;
    me.create(async |tx| {
        let row = background::add_position(tx, &own, new.0).await?;
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
    me.write(async |tx| background::remove_position(tx, own, at.0.position_id).await).await?;
    Ok(NoContent)
}

/// Enter an education in one's background
///
/// Either `organisation` from the register or `school` in one's own words. At most 30.
#[utoipa::path(tag = "members", responses((status = CREATED, body = EducationView)))]
#[post("/members/me/educations")]
pub async fn add_education(me: Member, new: Json<NewEducation>) -> Result<Created<EducationView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let organisation = background::organisation_of(&me, new.0.organisation).await?;
    me.create(async |tx| {
        let row = background::add_education(tx, &own, new.0).await?;
        Created::at(me.url(&format!("/members/{}", me.id())), &EducationView::of(row, organisation))
    })
    .await
}

/// Remove an education from one's background
///
/// It is gone at once.
#[utoipa::path(tag = "members", params(EducationPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/educations/{educationId}")]
pub async fn remove_education(me: Member, at: Path<EducationPath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| background::remove_education(tx, own, at.0.education_id).await).await?;
    Ok(NoContent)
}

/// Claim a competence
///
/// A claim replaces the one that was made before. At most 100. A competence that has given way to
/// another is a problem that names its successor.
#[utoipa::path(tag = "members", params(CompetencePath), responses((status = OK, body = ClaimView)))]
#[put("/members/me/competences/{competenceKey}")]
pub async fn claim_competence(me: Member, at: Path<CompetencePath>, claim: Json<NewClaim>) -> Result<Json<ClaimView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let competence = claims::competence_of(&me, &at.0.competence_key).await?.ok_or(NOT_FOUND)?;
    let (row, evidence) = me.write(async |tx| claims::claim(tx, &own, &competence.key, claim.0).await).await?;
    Ok(Json(ClaimView::of(row, competence, evidence)))
}

/// Withdraw the claim of a competence
///
/// Nobody finds the member by it any more.
#[utoipa::path(tag = "members", params(CompetencePath), responses((status = NO_CONTENT)))]
#[delete("/members/me/competences/{competenceKey}")]
pub async fn withdraw_competence(me: Member, at: Path<CompetencePath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| claims::withdraw(tx, own, &at.0.competence_key).await).await?;
    Ok(NoContent)
}

/// Say that one cares about a competence, can help with it, or looks for it
///
/// Saying it again replaces the note. At most 50 of each kind.
#[utoipa::path(tag = "members", params(TopicPath), responses((status = OK, body = TopicView)))]
#[put("/members/me/topics/{topicKind}/{competenceKey}")]
pub async fn enter_topic(me: Member, at: Path<TopicPath>, new: Json<NewTopic>) -> Result<Json<TopicView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let competence = claims::competence_of(&me, &at.0.competence_key).await?.ok_or(NOT_FOUND)?;
    let row = me.write(async |tx| topics::enter(tx, own, at.0.topic_kind, &competence.key, new.0).await).await?;
    Ok(Json(TopicView { competence, note: row.note }))
}

/// Withdraw an interest, an offer or a need
///
/// Nobody finds the member by it any more.
#[utoipa::path(tag = "members", params(TopicPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/topics/{topicKind}/{competenceKey}")]
pub async fn withdraw_topic(me: Member, at: Path<TopicPath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| topics::withdraw(tx, own, at.0.topic_kind, &at.0.competence_key).await).await?;
    Ok(NoContent)
}

/// Say which languages one speaks, and how well
///
/// The list replaces the one before; an empty one clears it. A language stands in it once.
#[utoipa::path(tag = "members", responses((status = OK, body = Languages)))]
#[put("/members/me/languages")]
pub async fn set_languages(me: Member, new: Json<NewLanguages>) -> Result<Json<Languages>> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| lists::set_languages(tx, own, new.0).await).await?;
    Ok(Json(Languages { languages: lists::languages(&me, me.id()).await? }))
}

/// Point to one's pages elsewhere
///
/// The list replaces the one before; an empty one clears it. Only `http` and `https`, and nobody but
/// the readers' browsers ever opens them.
#[utoipa::path(tag = "members", responses((status = OK, body = Links)))]
#[put("/members/me/links")]
pub async fn set_links(me: Member, new: Json<NewLinks>) -> Result<Json<Links>> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| lists::set_links(tx, own, new.0).await).await?;
    Ok(Json(Links { links: lists::links(&me, me.id()).await? }))
}

/// List whom one has blocked
///
/// The newest first.
#[utoipa::path(tag = "members", params(PageParams), responses((status = OK, body = Page<BlockView>)))]
#[get("/members/me/blocks")]
pub async fn list_blocks(me: Member, list: Listing<NoFilter>) -> Result<Page<BlockView>> {
    let slice = blocks::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |block| block))
}

/// Block a member
///
/// From now on neither meets the other anywhere: not in lists, searches, matches or counts of hits,
/// not as the author of what is written. Nobody is told.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[put("/members/me/blocks/{memberId}")]
pub async fn block_member(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let right = me.may::<policy::Block>(blocks::subject(&me, at.0.member_id).await?)?;
    me.write(async |tx| blocks::block(tx, right).await).await?;
    Ok(NoContent)
}

/// Lift a block
///
/// One's own; a block that the other made stays.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/blocks/{memberId}")]
pub async fn unblock_member(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let right = me.may::<policy::Block>(blocks::subject(&me, at.0.member_id).await?)?;
    me.write(async |tx| blocks::unblock(tx, right).await).await?;
    Ok(NoContent)
}

/// List whom one does not want to be matched with
///
/// The newest first. Only the caller knows of them.
#[utoipa::path(tag = "members", params(PageParams), responses((status = OK, body = Page<MemberCard>)))]
#[get("/members/me/dismissals")]
pub async fn list_dismissals(me: Member, list: Listing<NoFilter>) -> Result<Page<MemberCard>> {
    let slice = dismissals::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |card| card))
}

/// Say that one does not want to be matched with a member
///
/// They stand in no more matches of one's own; the directory still finds them. They never learn of it.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[put("/members/me/dismissals/{memberId}")]
pub async fn dismiss_member(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    let other = dismissals::subject(&me, at.0.member_id).await?;
    me.write(async |tx| dismissals::dismiss(tx, own, other).await).await?;
    Ok(NoContent)
}

/// Take it back
///
/// The member can stand in one's matches again.
#[utoipa::path(tag = "members", params(MemberPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/dismissals/{memberId}")]
pub async fn forgive_member(me: Member, at: Path<MemberPath>) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| dismissals::forgive(tx, own, at.0.member_id).await).await?;
    Ok(NoContent)
}
