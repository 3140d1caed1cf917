//! Beginning, filling in, keeping, sharing, exporting and discarding worksheets.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, delete, get, patch, post, put};
use entity::id::MemberId;

use super::fields::{FieldPath, NewFieldValue, WorksheetFieldView};
use super::held::hold;
use super::shares::{
    GroupSharePath, MemberSharePath, NewCopy, NewWorksheetSecret, NewWorksheetShare, WorksheetCard, WorksheetFilter, WorksheetShareView,
};
use super::sharing::{self, With};
use super::types::{
    BegunWorksheet, EntryChange, EntryPath, EntryView, ExportQuery, Format, NewEntry, NewWorksheet, Secret, WorksheetChange, WorksheetPath,
    WorksheetView,
};
use super::{export, html, store, versions};
use crate::groups;
use crate::kernel::access::{Guest, Member};
use crate::kernel::download::Download;
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Query, Tagged};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::{FORBIDDEN, NOT_FOUND, Result};
use crate::members;

/// A missing secret, and one that cannot be any, open nothing.
impl FromRequest for Secret {
    type Error = Infallible;
    type Future = Ready<core::result::Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sent = request.headers().get("worksheet-secret").and_then(|value| value.to_str().ok());
        ready(Ok(Self::parse(sent)))
    }
}

/// Begin a worksheet
///
/// Without an account, or as one's own. The answer tells the secret, once: whoever holds it reads and
/// writes the worksheet, on any device, and sends it as `Worksheet-Secret`. A worksheet that belongs
/// to nobody and that nobody uses for thirty days is deleted. It stays on the version of the support
/// model with which it was begun.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), responses((status = CREATED, body = BegunWorksheet)))]
#[post("/worksheets")]
pub async fn begin_worksheet(who: Guest, new: Json<NewWorksheet>) -> Result<Created<BegunWorksheet>> {
    let (held, secret) = store::begin(&who, new.0).await?;
    let worksheet = store::view(&who, held).await?;
    Created::at(worksheet.links.own.href.clone(), &BegunWorksheet { worksheet, secret })
}

/// List one's own worksheets
///
/// Those that one keeps, and those in which one has a part, by oneself or in a group. The newest first.
#[utoipa::path(tag = "worksheets", params(WorksheetFilter, PageParams), responses((status = OK, body = Page<WorksheetCard>)))]
#[get("/members/me/worksheets")]
pub async fn list_own_worksheets(me: Member, list: Listing<WorksheetFilter>) -> Result<Page<WorksheetCard>> {
    let slice = sharing::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |card| card))
}

/// Read a worksheet
///
/// With its template in the caller's language and everything that is filled in.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = OK, body = WorksheetView)))]
#[get("/worksheets/{worksheetId}")]
pub async fn get_worksheet(who: Guest, at: Path<WorksheetPath>, secret: Secret) -> Result<Json<WorksheetView>> {
    let held = hold(&who, at.0.worksheet_id, &secret).await?;
    Ok(Json(store::view(&who, held).await?))
}

/// Change a worksheet
///
/// Name it, or move it to the version of the support model that `newer` tells: what is filled in in
/// fields that are still there stays, and what no longer fits is archived. Its owner may; while it
/// belongs to nobody, whoever holds its secret. A merge patch (RFC 7396).
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = OK, body = WorksheetView)))]
#[patch("/worksheets/{worksheetId}")]
pub async fn edit_worksheet(who: Guest, at: Path<WorksheetPath>, secret: Secret, change: Json<WorksheetChange>) -> Result<Json<WorksheetView>> {
    let keeper = hold(&who, at.0.worksheet_id, &secret).await?.into_keeper()?;
    let held = store::change(&who, keeper, change.0).await?;
    Ok(Json(store::view(&who, held).await?))
}

/// Discard a worksheet
///
/// At once, with everything that is filled in. Nothing is kept. Its owner may; while it belongs to
/// nobody, whoever holds its secret.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}")]
pub async fn discard_worksheet(who: Guest, at: Path<WorksheetPath>, secret: Secret) -> Result<NoContent> {
    let keeper = hold(&who, at.0.worksheet_id, &secret).await?.into_keeper()?;
    store::discard(&keeper).await?;
    Ok(NoContent)
}

/// Export a worksheet
///
/// As JSON for programs, as Markdown to read, as HTML to print, or as CSV for a spreadsheet; there, a value that a
/// spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    tag = "worksheets",
    security((), ("bearer" = [])),
    params(WorksheetPath, ExportQuery, Secret),
    responses((status = OK, content((WorksheetView = "application/json"), (String = "text/markdown"), (String = "text/csv"), (String = "text/html"))))
)]
#[get("/worksheets/{worksheetId}/export")]
pub async fn export_worksheet(who: Guest, at: Path<WorksheetPath>, query: Query<ExportQuery>, secret: Secret) -> Result<Download> {
    let worksheet = store::view(&who, hold(&who, at.0.worksheet_id, &secret).await?).await?;
    match query.0.format.unwrap_or(Format::Json) {
        Format::Json => Download::json(export::name(&worksheet, "json"), &worksheet),
        Format::Markdown => Ok(Download::text("text/markdown", export::name(&worksheet, "md"), export::markdown(&worksheet))),
        Format::Csv => Ok(Download::text("text/csv", export::name(&worksheet, "csv"), export::csv(&worksheet)?)),
        Format::Html => Ok(html::page(&worksheet, export::name(&worksheet, "html"))),
    }
}

/// Copy a worksheet
///
/// Whoever reads it may. The copy belongs to the caller, with all that is filled in, and is shared
/// with nobody.
#[utoipa::path(tag = "worksheets", params(WorksheetPath, Secret), responses((status = CREATED, body = WorksheetView)))]
#[post("/worksheets/{worksheetId}/copies")]
pub async fn copy_worksheet(me: Member, at: Path<WorksheetPath>, secret: Secret, new: Json<NewCopy>) -> Result<Created<WorksheetView>> {
    let held = hold(&me, at.0.worksheet_id, &secret).await?;
    let to = match &new.0.model_version {
        Some(version) => versions::named(&me, &held, version.as_str()).await?,
        None => None,
    };
    me.create(async |tx| {
        let copy = sharing::copy(tx, &me, &held, new.0, to).await?;
        let view = store::view_in(tx, &me, copy).await?;
        Created::at(view.links.own.href.clone(), &view)
    })
    .await
}

/// Claim a worksheet
///
/// One that was begun without an account becomes the caller's, who holds its secret: it is no longer
/// deleted for want of use. Of several who claim it one gets it. The secret goes on working, so that
/// nobody is thrown out, until the owner renews or ends it; now it lets one read and write, no more.
#[utoipa::path(tag = "worksheets", params(WorksheetPath, Secret), responses((status = OK, body = WorksheetView)))]
#[put("/worksheets/{worksheetId}/owner")]
pub async fn claim_worksheet(me: Member, at: Path<WorksheetPath>, secret: Secret) -> Result<Json<WorksheetView>> {
    let held = hold(&me, at.0.worksheet_id, &secret).await?;
    let held = sharing::claim(&me, held).await?;
    Ok(Json(store::view(&me, held).await?))
}

/// Renew a worksheet's secret
///
/// The answer tells another one, once; the one before opens nothing any more.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = OK, body = NewWorksheetSecret)))]
#[put("/worksheets/{worksheetId}/secret")]
pub async fn renew_worksheet_secret(who: Guest, at: Path<WorksheetPath>, secret: Secret) -> Result<Json<NewWorksheetSecret>> {
    let keeper = hold(&who, at.0.worksheet_id, &secret).await?.into_keeper()?;
    Ok(Json(NewWorksheetSecret { secret: sharing::renew_secret(&keeper).await? }))
}

/// End a worksheet's secret
///
/// Only those who have a part in it reach it then. Its owner may.
#[utoipa::path(tag = "worksheets", params(WorksheetPath, Secret), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}/secret")]
pub async fn end_worksheet_secret(me: Member, at: Path<WorksheetPath>, secret: Secret) -> Result<NoContent> {
    let keeper = hold(&me, at.0.worksheet_id, &secret).await?.into_keeper()?;
    sharing::end_secret(&keeper).await?;
    Ok(NoContent)
}

/// List with whom a worksheet is shared
///
/// Members and groups, in the order in which they got their part. Its owner may.
#[utoipa::path(tag = "worksheets", params(WorksheetPath, PageParams), responses((status = OK, body = Page<WorksheetShareView>)))]
#[get("/worksheets/{worksheetId}/shares")]
pub async fn list_worksheet_shares(me: Member, at: Path<WorksheetPath>, list: Listing<NoFilter>) -> Result<Page<WorksheetShareView>> {
    let keeper = hold(&me, at.0.worksheet_id, &Secret::none()).await?.into_keeper()?;
    let slice = sharing::shares(&me, &keeper, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |share| share))
}

/// Share a worksheet with a member
///
/// Its owner gives a part to somebody of whom they may know, or another part to whoever has one.
#[utoipa::path(tag = "worksheets", params(MemberSharePath), responses((status = OK, body = WorksheetShareView)))]
#[put("/worksheets/{worksheetId}/members/{memberId}")]
pub async fn share_worksheet_with_member(me: Member, at: Path<MemberSharePath>, new: Json<NewWorksheetShare>) -> Result<Json<WorksheetShareView>> {
    let MemberSharePath { worksheet_id, member_id } = at.0;
    let keeper = hold(&me, worksheet_id, &Secret::none()).await?.into_keeper()?;
    let member = members::cards(&me, vec![member_id]).await?.remove(&member_id).ok_or(NOT_FOUND)?;
    let row = me.write(async |tx| sharing::share(tx, &keeper, With::Member(member_id), new.0.role.into()).await).await?;
    Ok(Json(WorksheetShareView::of(&row, Some(member), None)))
}

/// No longer share a worksheet with a member
///
/// Its owner may, and the member.
#[utoipa::path(tag = "worksheets", params(MemberSharePath), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}/members/{memberId}")]
pub async fn unshare_worksheet_with_member(me: Member, at: Path<MemberSharePath>) -> Result<NoContent> {
    let MemberSharePath { worksheet_id, member_id } = at.0;
    unshare(&me, worksheet_id, With::Member(member_id), Some(member_id)).await
}

/// Share a worksheet with a group
///
/// Its owner gives a part to the active members of a group to which they belong, or another part.
/// Whoever leaves the group leaves the worksheet.
#[utoipa::path(tag = "worksheets", params(GroupSharePath), responses((status = OK, body = WorksheetShareView)))]
#[put("/worksheets/{worksheetId}/groups/{groupId}")]
pub async fn share_worksheet_with_group(me: Member, at: Path<GroupSharePath>, new: Json<NewWorksheetShare>) -> Result<Json<WorksheetShareView>> {
    let GroupSharePath { worksheet_id, group_id } = at.0;
    let keeper = hold(&me, worksheet_id, &Secret::none()).await?.into_keeper()?;
    let standing = groups::readable(&me, group_id).await?;
    if !me.actor().is_some_and(|actor| groups::takes_part(actor, &standing)) {
        return Err(FORBIDDEN.lacking("worksheets.share-with-group"));
    }
    let row = me.write(async |tx| sharing::share(tx, &keeper, With::Group(group_id), new.0.role.into()).await).await?;
    Ok(Json(WorksheetShareView::of(&row, None, Some(standing.group.into()))))
}

/// No longer share a worksheet with a group
///
/// Its owner may.
#[utoipa::path(tag = "worksheets", params(GroupSharePath), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}/groups/{groupId}")]
pub async fn unshare_worksheet_with_group(me: Member, at: Path<GroupSharePath>) -> Result<NoContent> {
    let GroupSharePath { worksheet_id, group_id } = at.0;
    unshare(&me, worksheet_id, With::Group(group_id), None).await
}

async fn unshare(me: &Member, id: entity::id::WorksheetId, with: With, themself: Option<MemberId>) -> Result<NoContent> {
    let held = hold(me, id, &Secret::none()).await?;
    let held = if themself == Some(me.id()) { held } else { held.into_keeper()?.into_held() };
    me.write(async |tx| sharing::unshare(tx, &held, with).await).await?;
    Ok(NoContent)
}

/// Write an entry
///
/// In one part of the worksheet. Each field takes what the template says; an entry that has to come
/// from others names them, and they have to be there.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = CREATED, body = EntryView)))]
#[post("/worksheets/{worksheetId}/entries")]
pub async fn add_worksheet_entry(who: Guest, at: Path<WorksheetPath>, secret: Secret, new: Json<NewEntry>) -> Result<Created<EntryView>> {
    let writer = hold(&who, at.0.worksheet_id, &secret).await?.into_writer()?;
    let entry = EntryView::of(&who, store::add(&writer, new.0).await?)?;
    Created::at(entry.links.own.href.clone(), &entry)
}

/// Read an entry
///
/// With its version, which a change of it has to name, and those of its fields.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret), responses((status = OK, body = EntryView)))]
#[get("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn get_worksheet_entry(who: Guest, at: Path<EntryPath>, secret: Secret) -> Result<Tagged<EntryView>> {
    let held = hold(&who, at.0.worksheet_id, &secret).await?;
    Ok(Tagged(EntryView::of(&who, store::entry(&held, at.0.entry_id).await?)?))
}

/// Edit an entry
///
/// Only the fields that are sent change. Of several people who edit the same version one wins; the
/// others get 412, in its `ETag` the version that there is now, and in `current` the entry. Other
/// entries are not touched. Those who edit single fields are not in each other's way.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret, IfMatch), responses((status = OK, body = EntryView)))]
#[patch("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn edit_worksheet_entry(
    who: Guest,
    at: Path<EntryPath>,
    secret: Secret,
    seen: IfMatch,
    change: Json<EntryChange>,
) -> Result<Tagged<EntryView>> {
    let writer = hold(&who, at.0.worksheet_id, &secret).await?.into_writer()?;
    let row = store::edit(&who, &writer, at.0.entry_id, seen, change.0).await?;
    Ok(Tagged(EntryView::of(&who, row)?))
}

/// Remove an entry
///
/// One that others come from stays until they no longer do.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret, IfMatch), responses((status = NO_CONTENT), (status = PRECONDITION_FAILED, body = EntryView)))]
#[delete("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn remove_worksheet_entry(who: Guest, at: Path<EntryPath>, secret: Secret, seen: IfMatch) -> Result<NoContent> {
    let writer = hold(&who, at.0.worksheet_id, &secret).await?.into_writer()?;
    store::remove(&who, &writer, at.0.entry_id, seen).await?;
    Ok(NoContent)
}

/// Read a field
///
/// With its own version, which a change of it has to name. An empty field has the value null.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(FieldPath, Secret), responses((status = OK, body = WorksheetFieldView)))]
#[get("/worksheets/{worksheetId}/entries/{entryId}/fields/{fieldKey}")]
pub async fn get_worksheet_field(who: Guest, at: Path<FieldPath>, secret: Secret) -> Result<Tagged<WorksheetFieldView>> {
    let held = hold(&who, at.0.worksheet_id, &secret).await?;
    let entry = store::entry(&held, at.0.entry_id).await?;
    Ok(Tagged(store::field(&held, &entry, &at.0.field_key)?))
}

/// Change a field
///
/// One field of an entry, while others change its other fields. Of several people who change the same
/// version of it one wins; the others get 412, in its `ETag` the version that there is now, and in
/// `current` the field with its present value.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(FieldPath, Secret, IfMatch), responses((status = OK, body = WorksheetFieldView)))]
#[put("/worksheets/{worksheetId}/entries/{entryId}/fields/{fieldKey}")]
pub async fn put_worksheet_field(
    who: Guest,
    at: Path<FieldPath>,
    secret: Secret,
    seen: IfMatch,
    new: Json<NewFieldValue>,
) -> Result<Tagged<WorksheetFieldView>> {
    let writer = hold(&who, at.0.worksheet_id, &secret).await?.into_writer()?;
    Ok(Tagged(store::put_field(&writer, at.0.entry_id, &at.0.field_key, seen, new.0).await?))
}
