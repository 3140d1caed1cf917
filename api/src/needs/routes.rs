//! Posting needs, and seeing who could help.

use actix_web::{delete, get, patch, post, put};

use super::policy::Keep;
use super::store;
use super::types::{Closure, NeedChange, NeedFilter, NeedPath, NeedView, NewNeed};
use crate::directory::{self, MemberHit};
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List needs
///
/// The newest first. Whoever posts one decides whether every member sees it, or those with whom they
/// share a group.
#[utoipa::path(tag = "needs", params(NeedFilter, PageParams), responses((status = OK, body = Page<NeedView>)))]
#[get("/needs")]
pub async fn list_needs(me: Member, list: Listing<NeedFilter>) -> Result<Page<NeedView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |need| need))
}

/// Post a need
///
/// At most 20 open ones.
#[utoipa::path(tag = "needs", responses((status = CREATED, body = NeedView)))]
#[post("/needs")]
pub async fn post_need(me: Member, new: Json<NewNeed>) -> Result<Created<NeedView>> {
    let right = me.may::<Keep>(me.id())?;
    let around = store::around(&me, &new.0).await?;
    me.create(async |tx| {
        let row = store::post(tx, right, new.0).await?;
        Created::at(me.url(&format!("/needs/{}", row.id)), &NeedView::of(row, around, me.now()))
    })
    .await
}

/// Read a need
///
/// While it lasts, and when it is closed with what came of it.
#[utoipa::path(tag = "needs", params(NeedPath), responses((status = OK, body = NeedView)))]
#[get("/needs/{needId}")]
pub async fn get_need(me: Member, at: Path<NeedPath>) -> Result<Json<NeedView>> {
    store::view(&me, at.0.need_id).await.map(Json)
}

/// Change a need
///
/// A merge patch (RFC 7396). One that has run out is open again with new `days`.
#[utoipa::path(tag = "needs", params(NeedPath), responses((status = OK, body = NeedView)))]
#[patch("/needs/{needId}")]
pub async fn edit_need(me: Member, at: Path<NeedPath>, change: Json<NeedChange>) -> Result<Json<NeedView>> {
    let row = store::find(&me, at.0.need_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::change(tx, right, row.id, change.0).await).await?;
    store::view(&me, row.id).await.map(Json)
}

/// Take a need back
///
/// Nothing is left of it.
#[utoipa::path(tag = "needs", params(NeedPath), responses((status = NO_CONTENT)))]
#[delete("/needs/{needId}")]
pub async fn withdraw_need(me: Member, at: Path<NeedPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.need_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::withdraw(tx, right, row.id).await).await?;
    Ok(NoContent)
}

/// See who could help
///
/// Members who show a competence that the need is about, best first and with reasons, as the directory
/// finds them. For whoever posted it.
#[utoipa::path(tag = "needs", params(NeedPath, PageParams), responses((status = OK, body = Page<MemberHit>)))]
#[get("/needs/{needId}/matches")]
pub async fn match_need(me: Member, at: Path<NeedPath>, list: Listing<NoFilter>) -> Result<Page<MemberHit>> {
    let row = store::find(&me, at.0.need_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    directory::hits(&me, &store::search(&me, right, row.id).await?, &list.paging).await
}

/// Close a need
///
/// And say what came of it: those who saw it can read that.
#[utoipa::path(tag = "needs", params(NeedPath), responses((status = OK, body = NeedView)))]
#[put("/needs/{needId}/closure")]
pub async fn close_need(me: Member, at: Path<NeedPath>, closure: Json<Closure>) -> Result<Json<NeedView>> {
    let row = store::find(&me, at.0.need_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::close(tx, right, row.id, closure.0).await).await?;
    store::view(&me, row.id).await.map(Json)
}
