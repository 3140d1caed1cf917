//! Asking for introductions, and answering.

use actix_web::{delete, get, post, put};

use super::policy::{Answer, Ask};
use super::store;
use super::types::{IntroductionAnswer, IntroductionPath, IntroductionRequestView, IntroductionView, NewIntroduction};
use crate::contacts::Open;
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List the introductions that one asked for
///
/// The newest first, each with the contacts that came of it.
#[utoipa::path(tag = "introductions", params(PageParams), responses((status = OK, body = Page<IntroductionView>)))]
#[get("/introductions")]
pub async fn list_introductions(me: Member, list: Listing<NoFilter>) -> Result<Page<IntroductionView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |introduction| introduction))
}

/// Ask to be introduced
///
/// To somebody who can help with a need of one's own, or who has a competence. Up to three members who
/// fit are asked in private, and read who asks. Only a yes is told, and opens a contact; the answer
/// here is the same whoever they are and whether there is anybody. At most 5 a day; after 30 days
/// nobody can say yes any more.
#[utoipa::path(tag = "introductions", responses((status = CREATED, body = IntroductionView)))]
#[post("/introductions")]
pub async fn ask_for_introduction(me: Member, new: Json<NewIntroduction>) -> Result<Created<IntroductionView>> {
    let right = me.may::<Ask>(me.id())?;
    let sought = store::sought(&me, &new.0).await?;
    store::count_asking(&me.system("askings are counted beside the change, also those that fail"), me.id()).await?;
    me.create(async |tx| {
        let row = store::ask(tx, right, new.0, &sought).await?;
        Created::at(me.url(&format!("/introductions/{}", row.id)), &store::fresh_view(row, sought))
    })
    .await
}

/// Read an introduction that one asked for
///
/// With the contacts that came of it.
#[utoipa::path(tag = "introductions", params(IntroductionPath), responses((status = OK, body = IntroductionView)))]
#[get("/introductions/{introductionId}")]
pub async fn get_introduction(me: Member, at: Path<IntroductionPath>) -> Result<Json<IntroductionView>> {
    store::view(&me, at.0.introduction_id).await.map(Json)
}

/// Take an introduction back
///
/// Nobody can answer it any more. Contacts that came of it stay.
#[utoipa::path(tag = "introductions", params(IntroductionPath), responses((status = NO_CONTENT)))]
#[delete("/introductions/{introductionId}")]
pub async fn withdraw_introduction(me: Member, at: Path<IntroductionPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.introduction_id).await?;
    let right = me.may::<Ask>(row.member_id)?;
    me.write(async |tx| store::withdraw(tx, right, row.id).await).await?;
    Ok(NoContent)
}

/// List the introductions that one is asked for
///
/// The newest first. Whoever asks does not know that one was asked.
#[utoipa::path(tag = "introductions", params(PageParams), responses((status = OK, body = Page<IntroductionRequestView>)))]
#[get("/introduction-requests")]
pub async fn list_introduction_requests(me: Member, list: Listing<NoFilter>) -> Result<Page<IntroductionRequestView>> {
    let slice = store::requests(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |request| request))
}

/// Answer whether one wants to be introduced
///
/// A yes opens a contact and tells who one is. A no is told to nobody, and can become a yes while the
/// asking lasts.
#[utoipa::path(tag = "introductions", params(IntroductionPath), responses((status = OK, body = IntroductionRequestView)))]
#[put("/introduction-requests/{introductionId}/answer")]
pub async fn answer_introduction(me: Member, at: Path<IntroductionPath>, answer: Json<IntroductionAnswer>) -> Result<Json<IntroductionRequestView>> {
    let (asked, asker) = store::request(&me, at.0.introduction_id).await?;
    let (right, open) = (me.may::<Answer>(asked.candidate_id)?, me.may::<Open>(asker)?);
    me.write(async |tx| store::answer(tx, right, open, asked.introduction_id, answer.0).await).await?;
    store::request_view(&me, asked.introduction_id).await.map(Json)
}
