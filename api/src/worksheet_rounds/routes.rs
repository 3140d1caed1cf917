//! Starting, answering and closing rounds.

use actix_web::{delete, get, patch, post};

use super::store::{self, hold};
use super::types::{
    NewRound, NewRoundAnswer, RoundAnswerView, RoundChange, RoundPath, StartedRound, WorksheetRoundCard, WorksheetRoundResult, WorksheetRoundView,
};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;
use crate::worksheets::Secret;

/// Start a round
///
/// Without an account, or as one's own. The answer tells two secrets, once, both sent as
/// `Worksheet-Secret`: one to keep the round, and one that everybody gets who is asked to answer. A
/// round that no member started and that nobody uses for thirty days is deleted. It stays on the
/// version of the support model with which it was started.
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), responses((status = CREATED, body = StartedRound)))]
#[post("/worksheet-rounds")]
pub async fn start_round(who: Guest, new: Json<NewRound>) -> Result<Created<StartedRound>> {
    let (held, [secret, answer_secret]) = store::start(&who, new.0).await?;
    let round = held.into_view(&who);
    Created::at(round.links.own.href.clone(), &StartedRound { round, secret, answer_secret })
}

/// List one's own rounds
///
/// Those that one started as a member, the newest first.
#[utoipa::path(tag = "worksheet-rounds", params(PageParams), responses((status = OK, body = Page<WorksheetRoundCard>)))]
#[get("/members/me/worksheet-rounds")]
pub async fn list_own_rounds(me: Member, list: Listing<NoFilter>) -> Result<Page<WorksheetRoundCard>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, WorksheetRoundCard::from))
}

/// Read a round
///
/// With what there is to answer: the parts of the template that have a scale, without what refers to
/// other entries.
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), params(RoundPath, Secret), responses((status = OK, body = WorksheetRoundView)))]
#[get("/worksheet-rounds/{roundId}")]
pub async fn get_round(who: Guest, at: Path<RoundPath>, secret: Secret) -> Result<Json<WorksheetRoundView>> {
    Ok(Json(hold(&who, at.0.round_id, &secret).await?.into_view(&who)))
}

/// Change a round
///
/// Name it, or close it: then its result is there. Whoever started it may. Closed, it stays so. A merge
/// patch (RFC 7396).
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), params(RoundPath, Secret), responses((status = OK, body = WorksheetRoundView)))]
#[patch("/worksheet-rounds/{roundId}")]
pub async fn edit_round(who: Guest, at: Path<RoundPath>, secret: Secret, change: Json<RoundChange>) -> Result<Json<WorksheetRoundView>> {
    let keeper = hold(&who, at.0.round_id, &secret).await?.into_keeper()?;
    Ok(Json(store::change(keeper, change.0).await?.into_view(&who)))
}

/// Delete a round
///
/// With every answer. Whoever started it may.
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), params(RoundPath, Secret), responses((status = NO_CONTENT)))]
#[delete("/worksheet-rounds/{roundId}")]
pub async fn delete_round(who: Guest, at: Path<RoundPath>, secret: Secret) -> Result<NoContent> {
    let keeper = hold(&who, at.0.round_id, &secret).await?.into_keeper()?;
    store::delete(&keeper).await?;
    Ok(NoContent)
}

/// Answer a round
///
/// Whole and for good: an answer is read, changed and taken back by nobody, because nobody could say
/// whose it is. It holds neither who gave it nor when, also where the caller is signed in.
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), params(RoundPath, Secret), responses((status = CREATED, body = RoundAnswerView)))]
#[post("/worksheet-rounds/{roundId}/answers")]
pub async fn answer_round(who: Guest, at: Path<RoundPath>, secret: Secret, new: Json<NewRoundAnswer>) -> Result<Created<RoundAnswerView>> {
    let held = hold(&who, at.0.round_id, &secret).await?;
    let answer = store::answer(&who, &held, new.0).await?;
    Created::at(who.url(&format!("/worksheet-rounds/{}", at.0.round_id)), &answer)
}

/// Read the result of a round
///
/// Once it is closed: for each theme the number of values and, of five or more, what they come to.
/// Whoever started it also reads what was written, where five or more wrote something. There is one
/// result of a round, so that no difference of two tells what one person answered.
#[utoipa::path(tag = "worksheet-rounds", security((), ("bearer" = [])), params(RoundPath, Secret), responses((status = OK, body = WorksheetRoundResult)))]
#[get("/worksheet-rounds/{roundId}/result")]
pub async fn get_round_result(who: Guest, at: Path<RoundPath>, secret: Secret) -> Result<Json<WorksheetRoundResult>> {
    let held = hold(&who, at.0.round_id, &secret).await?;
    Ok(Json(store::result(&who, &held).await?))
}
