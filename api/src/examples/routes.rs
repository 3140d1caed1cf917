//! Reading examples, writing one's own, and reviewing.

use actix_web::{delete, get, patch, post, put};

use super::policy::{Edit, Review, SeeReviews, Write};
use super::types::{AuthorStep, Decision, ExampleChange, ExampleFilter, ExamplePath, NewExample, StateFilter};
use super::views::{ExampleCard, ExampleReview, ExampleView, OwnExample};
use super::{reading, store};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Public, Tagged, or_current};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;
use crate::members::MemberCard;

/// List the examples
///
/// Those that are published, the same for everybody; caches may keep them.
#[utoipa::path(tag = "examples", security(()), params(ExampleFilter, PageParams), responses((status = OK, body = Page<ExampleCard>)))]
#[get("/examples")]
pub async fn list_examples(who: Guest, list: Listing<ExampleFilter>) -> Result<Public<Page<ExampleCard>>> {
    let (slice, mut around) = reading::page(&who, &list).await?;
    Ok(Public(slice.into_page(&who, &list.paging, |row| ExampleCard::of(&who, "/examples", &row, &mut around))))
}

/// Read an example
///
/// One that is published, the same for everybody; caches may keep it. `mayBeOutdated` tells that its
/// author did not answer when asked whether it is still right.
#[utoipa::path(tag = "examples", security(()), params(ExamplePath), responses((status = OK, body = ExampleView)))]
#[get("/examples/{exampleId}")]
pub async fn get_example(who: Guest, at: Path<ExamplePath>) -> Result<Public<ExampleView>> {
    let (row, mut around) = reading::published(&who, at.0.example_id).await?;
    Ok(Public(ExampleView::of(&who, "/examples", row, &mut around)?))
}

/// Find out who wrote an example
///
/// For members, to get in touch. One whom the caller may not know of is not there.
#[utoipa::path(tag = "examples", params(ExamplePath), responses((status = OK, body = MemberCard)))]
#[get("/examples/{exampleId}/author")]
pub async fn get_example_author(me: Member, at: Path<ExamplePath>) -> Result<Json<MemberCard>> {
    Ok(Json(reading::author(&me, at.0.example_id).await?))
}

/// List one's own examples
///
/// In every state, the newest first.
#[utoipa::path(tag = "examples", params(StateFilter, PageParams), responses((status = OK, body = Page<ExampleCard>)))]
#[get("/members/me/examples")]
pub async fn list_own_examples(me: Member, list: Listing<StateFilter>) -> Result<Page<ExampleCard>> {
    let (slice, mut around) = reading::own(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |row| ExampleCard::of(&me, "/members/me/examples", &row, &mut around)))
}

/// Begin an example
///
/// It is a draft, which nobody else knows of, until its author hands it in. Write of organisations
/// and functions, not of people who can be recognised.
#[utoipa::path(tag = "examples", responses((status = CREATED, body = OwnExample)))]
#[post("/members/me/examples")]
pub async fn begin_example(me: Member, new: Json<NewExample>) -> Result<Created<OwnExample>> {
    let right = me.may::<Write>(me.id())?;
    store::expect_known(&me, Some(&new.0.themes), Some(&new.0.organisations)).await?;
    me.create(async |tx| {
        let row = store::begin(tx, right, new.0).await?;
        let at = me.url(&format!("/members/me/examples/{}", row.id));
        Created::at(at, &reading::new_view(&me, tx, row).await?)
    })
    .await
}

/// Read an example of one's own
///
/// With how far it has come, and why an editor sent it back.
#[utoipa::path(tag = "examples", params(ExamplePath), responses((status = OK, body = OwnExample)))]
#[get("/members/me/examples/{exampleId}")]
pub async fn get_own_example(me: Member, at: Path<ExamplePath>) -> Result<Tagged<OwnExample>> {
    let row = reading::written(&me, at.0.example_id).await?;
    Ok(Tagged(reading::own_view(&me, row).await?))
}

/// Change an example of one's own
///
/// A merge patch (RFC 7396) of the version that `If-Match` names. What anybody reads was read by an
/// editor: a change of a published example takes it back to review, and until then from the public.
#[utoipa::path(tag = "examples", params(ExamplePath, IfMatch), responses((status = OK, body = OwnExample)))]
#[patch("/members/me/examples/{exampleId}")]
pub async fn edit_example(me: Member, at: Path<ExamplePath>, seen: IfMatch, change: Json<ExampleChange>) -> Result<Tagged<OwnExample>> {
    let right = me.may::<Edit>(reading::written(&me, at.0.example_id).await?)?;
    store::expect_known(&me, change.0.themes.get(), change.0.organisations.get()).await?;
    let done = me.write(async |tx| store::edit(tx, right, seen, change.0).await).await;
    let now = async || reading::own_view(&me, reading::written(&me, at.0.example_id).await?).await;
    Ok(Tagged(reading::own_view(&me, or_current(done, now).await?).await?))
}

/// Discard an example of one's own
///
/// A draft, or one that was withdrawn. It is gone for good.
#[utoipa::path(tag = "examples", params(ExamplePath), responses((status = NO_CONTENT)))]
#[delete("/members/me/examples/{exampleId}")]
pub async fn discard_example(me: Member, at: Path<ExamplePath>) -> Result<NoContent> {
    let right = me.may::<Edit>(reading::written(&me, at.0.example_id).await?)?;
    me.write(async |tx| store::discard(tx, right).await).await?;
    Ok(NoContent)
}

/// Hand in an example, take it back or withdraw it
///
/// `submitted` hands in a draft that is whole, or says all that is missing; `draft` takes it back from
/// the editors; `withdrawn` takes a published one from the public.
#[utoipa::path(tag = "examples", params(ExamplePath, IfMatch), responses((status = OK, body = OwnExample)))]
#[put("/members/me/examples/{exampleId}/state")]
pub async fn move_example(me: Member, at: Path<ExamplePath>, seen: IfMatch, step: Json<AuthorStep>) -> Result<Tagged<OwnExample>> {
    let right = me.may::<Edit>(reading::written(&me, at.0.example_id).await?)?;
    let done = me.write(async |tx| store::step(tx, right, seen, step.0.state).await).await;
    let now = async || reading::own_view(&me, reading::written(&me, at.0.example_id).await?).await;
    Ok(Tagged(reading::own_view(&me, or_current(done, now).await?).await?))
}

/// Say that an example is still right
///
/// That holds for a year; then its author is asked again, and a month later readers are told that it
/// may be out of date.
#[utoipa::path(tag = "examples", params(ExamplePath, IfMatch), responses((status = OK, body = OwnExample)))]
#[put("/members/me/examples/{exampleId}/confirmation")]
pub async fn confirm_example(me: Member, at: Path<ExamplePath>, seen: IfMatch) -> Result<Tagged<OwnExample>> {
    let right = me.may::<Edit>(reading::written(&me, at.0.example_id).await?)?;
    let done = me.write(async |tx| store::confirm(tx, right, seen).await).await;
    let now = async || reading::own_view(&me, reading::written(&me, at.0.example_id).await?).await;
    Ok(Tagged(reading::own_view(&me, or_current(done, now).await?).await?))
}

/// List the examples that wait for an editor
///
/// For those who review: what has waited longest first; with `state` what was decided.
#[utoipa::path(tag = "examples", params(StateFilter, PageParams), responses((status = OK, body = Page<ExampleCard>), (status = FORBIDDEN)))]
#[get("/example-reviews")]
pub async fn list_example_reviews(me: Member, list: Listing<StateFilter>) -> Result<Page<ExampleCard>> {
    let right = me.may::<SeeReviews>(me.id())?;
    let (slice, mut around) = reading::reviews(&me, &right, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |row| ExampleCard::of(&me, "/example-reviews", &row, &mut around)))
}

/// Read an example that was handed in
///
/// For those who review: with its author and how far it has come.
#[utoipa::path(tag = "examples", params(ExamplePath), responses((status = OK, body = ExampleReview), (status = FORBIDDEN)))]
#[get("/example-reviews/{exampleId}")]
pub async fn get_example_review(me: Member, at: Path<ExamplePath>) -> Result<Tagged<ExampleReview>> {
    let row = reading::handed_in(&me, at.0.example_id).await?;
    me.may::<SeeReviews>(me.id())?;
    Ok(Tagged(reading::review_view(&me, row).await?))
}

/// Publish an example, send it back or withdraw it
///
/// Of the version that `If-Match` names. Its author is told by mail; sending back and withdrawing
/// need a reason. Nobody decides on their own example.
#[utoipa::path(tag = "examples", params(ExamplePath, IfMatch), responses((status = OK, body = ExampleReview)))]
#[put("/example-reviews/{exampleId}/decision")]
pub async fn decide_example(me: Member, at: Path<ExamplePath>, seen: IfMatch, decision: Json<Decision>) -> Result<Tagged<ExampleReview>> {
    let right = me.may::<Review>(reading::handed_in(&me, at.0.example_id).await?)?;
    let done = me.write(async |tx| store::decide(tx, right, seen, decision.0).await).await;
    let now = async || reading::review_view(&me, reading::handed_in(&me, at.0.example_id).await?).await;
    Ok(Tagged(reading::review_view(&me, or_current(done, now).await?).await?))
}
