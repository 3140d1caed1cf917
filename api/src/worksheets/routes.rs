//! Beginning, filling in, exporting and discarding worksheets.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, delete, get, patch, post};

use super::types::{
    BegunWorksheet, EntryChange, EntryPath, EntryView, ExportQuery, Format, NewEntry, NewWorksheet, Secret, WorksheetPath, WorksheetView,
};
use super::{export, store};
use crate::kernel::access::Guest;
use crate::kernel::download::Download;
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Query, Tagged};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};

/// A worksheet without its secret is not there: a missing one, a guessed one and an old one are the same.
impl FromRequest for Secret {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sent = request.headers().get("worksheet-secret").and_then(|value| value.to_str().ok());
        ready(sent.and_then(Self::parse).ok_or_else(|| NOT_FOUND.into()))
    }
}

/// Begin a worksheet
///
/// Without an account. The answer tells the secret, once: whoever holds it reads and writes the
/// worksheet, on any device, and sends it as `Worksheet-Secret`. A worksheet that nobody uses for
/// thirty days is deleted. It stays on the version of the support model with which it was begun.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), responses((status = CREATED, body = BegunWorksheet)))]
#[post("/worksheets")]
pub async fn begin_worksheet(who: Guest, new: Json<NewWorksheet>) -> Result<Created<BegunWorksheet>> {
    let (held, secret) = store::begin(&who, new.0).await?;
    let worksheet = held.into_view(&who).await?;
    Created::at(worksheet.links.own.href.clone(), &BegunWorksheet { worksheet, secret })
}

/// Read a worksheet
///
/// With its template in the caller's language and everything that is filled in.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = OK, body = WorksheetView)))]
#[get("/worksheets/{worksheetId}")]
pub async fn get_worksheet(who: Guest, at: Path<WorksheetPath>, secret: Secret) -> Result<Json<WorksheetView>> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    Ok(Json(held.into_view(&who).await?))
}

/// Discard a worksheet
///
/// At once, with everything that is filled in. Nothing is kept.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}")]
pub async fn discard_worksheet(who: Guest, at: Path<WorksheetPath>, secret: Secret) -> Result<NoContent> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    store::discard(&held).await?;
    Ok(NoContent)
}

/// Export a worksheet
///
/// As JSON for programs, as Markdown to read, or as CSV for a spreadsheet; there, a value that a
/// spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    tag = "worksheets",
    security((), ("bearer" = [])),
    params(WorksheetPath, ExportQuery, Secret),
    responses((status = OK, content((WorksheetView = "application/json"), (String = "text/markdown"), (String = "text/csv"))))
)]
#[get("/worksheets/{worksheetId}/export")]
pub async fn export_worksheet(who: Guest, at: Path<WorksheetPath>, query: Query<ExportQuery>, secret: Secret) -> Result<Download> {
    let worksheet = store::hold(&who, at.0.worksheet_id, &secret).await?.into_view(&who).await?;
    match query.0.format.unwrap_or(Format::Json) {
        Format::Json => Download::json(export::name(&worksheet, "json"), &worksheet),
        Format::Markdown => Ok(Download { media: "text/markdown", name: export::name(&worksheet, "md"), text: export::markdown(&worksheet) }),
        Format::Csv => Ok(Download { media: "text/csv", name: export::name(&worksheet, "csv"), text: export::csv(&worksheet)? }),
    }
}

/// Write an entry
///
/// In one part of the worksheet. Each field takes what the template says; an entry that has to come
/// from others names them, and they have to be there.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(WorksheetPath, Secret), responses((status = CREATED, body = EntryView)))]
#[post("/worksheets/{worksheetId}/entries")]
pub async fn add_worksheet_entry(who: Guest, at: Path<WorksheetPath>, secret: Secret, new: Json<NewEntry>) -> Result<Created<EntryView>> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    let entry = EntryView::of(&who, store::add(&held, new.0).await?)?;
    Created::at(entry.links.own.href.clone(), &entry)
}

/// Read an entry
///
/// With its version, which a change of it has to name.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret), responses((status = OK, body = EntryView)))]
#[get("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn get_worksheet_entry(who: Guest, at: Path<EntryPath>, secret: Secret) -> Result<Tagged<EntryView>> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    Ok(Tagged(EntryView::of(&who, store::entry(&held, at.0.entry_id).await?)?))
}

/// Edit an entry
///
/// Only the fields that are sent change. Of several people who edit the same version one wins; the
/// others get 412, and in its `ETag` the version that there is now. Other entries are not touched.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret, IfMatch), responses((status = OK, body = EntryView)))]
#[patch("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn edit_worksheet_entry(
    who: Guest,
    at: Path<EntryPath>,
    secret: Secret,
    seen: IfMatch,
    change: Json<EntryChange>,
) -> Result<Tagged<EntryView>> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    let row = store::edit(&held, at.0.entry_id, seen, change.0).await?;
    Ok(Tagged(EntryView::of(&who, row)?))
}

/// Remove an entry
///
/// One that others come from stays until they no longer do.
#[utoipa::path(tag = "worksheets", security((), ("bearer" = [])), params(EntryPath, Secret, IfMatch), responses((status = NO_CONTENT)))]
#[delete("/worksheets/{worksheetId}/entries/{entryId}")]
pub async fn remove_worksheet_entry(who: Guest, at: Path<EntryPath>, secret: Secret, seen: IfMatch) -> Result<NoContent> {
    let held = store::hold(&who, at.0.worksheet_id, &secret).await?;
    store::remove(&held, at.0.entry_id, seen).await?;
    Ok(NoContent)
}
