//! Reading support models, and editing them.

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::{delete, get, patch, post, put};
use entity::kind::VersionStatus;
use serde_json::Value;

use super::matrix::Matrix;
use super::policy::{Appoint, Contribute, Edit, Review, Submitted};
use super::problems::NOT_THE_NEXT_STEP;
use super::proposal::{ContributionAnswer, ContributionFilter, ContributionPath, ContributionView, NewContribution};
use super::types::{BlockPath, CellFilter, MatrixPath, ModelBlock, ModelFilter, ModelPath, SupportModel, SupportModelCard};
use super::version::{
    Comparison, EditorPath, EditorView, NewVersion, StatusChange, VersionBlock, VersionBlockPath, VersionCard, VersionComparison, VersionPath,
    VersionView,
};
use super::{contributions, drafts, html, markdown, schema, store, versions};
use crate::kernel::access::{Guest, Member};
use crate::kernel::download::Download;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{Created, IfMatch, Json, JsonFile, NoContent, Path, Public, Query, Tagged};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::print;
use crate::kernel::problem::{INVALID, NOT_FOUND, Result};
use crate::kernel::shelf::{Kept, Shelved};
use crate::members;

/// Read the schema of a support model's document
///
/// The JSON Schema (2020-12) of a support model in every language, as it is exported and imported.
#[utoipa::path(tag = "support-models", security(()), responses((status = OK, body = Object)))]
#[get("/schemas/support-model")]
pub async fn get_support_model_schema(who: Guest) -> Public<Value> {
    // What it is like is the same for everybody.
    let _ = who;
    Public(schema::SCHEMA.clone())
}

/// List the support models
///
/// In the caller's language, area by area.
#[utoipa::path(tag = "support-models", security(()), params(ModelFilter, PageParams), responses((status = OK, body = Page<SupportModelCard>)))]
#[get("/support-models")]
pub async fn list_support_models(who: Guest, list: Listing<ModelFilter>) -> Result<Shelved> {
    let make = async || {
        let (slice, day, until) = store::page(&who, &list).await?;
        Ok(Kept::page(&slice.into_page(&who, &list.paging, |card| card), day)?.until(until))
    };
    who.shelved(&list.paging.told(), make).await
}

/// Read a support model
///
/// The whole of it in the caller's language: sections, steps, matrices, scales, principles, checklists
/// and library, with its sources and licence. A block that is not translated is in the other language,
/// and its `language` says so. Caches may keep it.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = SupportModel)))]
#[get("/support-models/{modelKey}")]
pub async fn get_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let kept = Kept::json(&SupportModel::of(&who, &document)?, store::changed_on(&who, &row))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Download a support model
///
/// The whole of it as one Markdown text in the caller's language, with its licence and sources.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/markdown")))]
#[get("/support-models/{modelKey}/markdown")]
pub async fn download_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let text = markdown::markdown(&document.in_language(who.language())?, who.language(), store::is_overdue(&who, &row));
        let kept = Kept::of("text/markdown; charset=utf-8", text, store::changed_on(&who, &row))?.named(&format!("{}.md", row.key))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Read a support model as a page
///
/// The whole of it as one HTML page in the caller's language, to print or keep: no scripts, nothing
/// from elsewhere, tables with their headings.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/html")))]
#[get("/support-models/{modelKey}/html")]
pub async fn print_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let page = html::page(&document.in_language(who.language())?, store::is_overdue(&who, &row));
        let policy = format!("{}; frame-ancestors 'none'", print::policy());
        let kept = Kept::of("text/html; charset=utf-8", page, store::changed_on(&who, &row))?.with(CONTENT_SECURITY_POLICY, &policy)?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Export a support model
///
/// The whole of it in every language, with its licence and its sources, as the schema under
/// `/schemas/support-model` says: to keep, or to bring into another installation.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = Object)))]
#[get("/support-models/{modelKey}/document")]
pub async fn export_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        Kept::json(&document.0, row.published_on)?.named(&format!("{}-{}.json", row.key, row.version))
    };
    who.shelved("", make).await
}

/// Export a version
///
/// The whole of it in every language, as the present one is exported.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionPath), responses((status = OK, body = Object)))]
#[get("/support-models/{modelKey}/versions/{version}/document")]
pub async fn export_version(who: Guest, at: Path<VersionPath>) -> Result<Download> {
    let row = versions::find(&who, &at.0).await?;
    Ok(Download::text("application/json", format!("{}-{}.json", row.model_key, row.version), row.document))
}

/// Import a support model
///
/// What another installation exported becomes a draft, of the model that it names or of a new one. The
/// model's editors may; a new one those who answer for all. A file that does not hold together names
/// every fault with a JSON pointer and changes nothing. At most 1 MiB.
#[utoipa::path(tag = "support-models", request_body(content = Object, content_type = "application/json"), responses((status = CREATED, body = VersionView)))]
#[post("/support-models")]
pub async fn import_support_model(me: Member, file: JsonFile) -> Result<Created<VersionView>> {
    let right = me.may::<Edit>(versions::place(&me, &file.0).await?)?;
    me.create(async |tx| {
        let view = VersionView::of(&me, versions::import(tx, right, file.0.clone()).await?)?;
        Created::at(view.card.links.own.href.clone(), &view)
    })
    .await
}

/// Read a block of a support model
///
/// One section, step, matrix, cell, scale, principle, checklist, library entry or template of a
/// worksheet in the caller's language, under an address that stays the same from version to version.
#[utoipa::path(tag = "support-models", security(()), params(BlockPath), responses((status = OK, body = ModelBlock)))]
#[get("/support-models/{modelKey}/blocks/{blockKey}")]
pub async fn get_block(who: Guest, at: Path<BlockPath>) -> Result<Shelved> {
    let make = async || {
        let (row, content) = store::block(&who, &at.0).await?;
        let kept = Kept::json(&ModelBlock::of(&who, &at.0, &row, content), store::changed_on(&who, &row))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Read a matrix of a support model
///
/// The whole of it, or the cells of one row, of one column, or where the two meet; in all modes and
/// perspectives, or in one: of articles and examples those of the mode that take up the perspective.
#[utoipa::path(tag = "support-models", security(()), params(MatrixPath, CellFilter), responses((status = OK, body = Matrix)))]
#[get("/support-models/{modelKey}/matrices/{matrixKey}")]
pub async fn get_matrix(who: Guest, at: Path<MatrixPath>, cells: Query<CellFilter>) -> Result<Shelved> {
    let make = async || {
        let (row, matrix) = store::matrix(&who, &at.0, &cells.0).await?;
        Kept::json(&matrix, row.published_on)
    };
    who.shelved(&cells.0.told(), make).await
}

/// List the versions of a support model
///
/// The newest first. Those that are or were published are everybody's to read; drafts are shown to
/// the model's editors.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(ModelPath, PageParams), responses((status = OK, body = Page<VersionCard>)))]
#[get("/support-models/{modelKey}/versions")]
pub async fn list_versions(who: Guest, at: Path<ModelPath>, list: Listing<NoFilter>) -> Result<Page<VersionCard>> {
    let slice = versions::page(&who, &at.0.model_key, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| VersionCard::of(&who, row)))
}

/// Begin a draft
///
/// The model's editors may. It begins as a copy of the present version, or of another that was
/// published; there is one draft at a time.
#[utoipa::path(tag = "support-models", params(ModelPath), responses((status = CREATED, body = VersionView)))]
#[post("/support-models/{modelKey}/versions")]
pub async fn begin_version(me: Member, at: Path<ModelPath>, new: Json<NewVersion>) -> Result<Created<VersionView>> {
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    me.create(async |tx| {
        let view = VersionView::of(&me, versions::begin(tx, right, new.0).await?)?;
        Created::at(view.card.links.own.href.clone(), &view)
    })
    .await
}

/// Read a version
///
/// With its content in the caller's language. One that was published never changes, and stays
/// readable when another has taken its place.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionPath), responses((status = OK, body = VersionView)))]
#[get("/support-models/{modelKey}/versions/{version}")]
pub async fn get_version(who: Guest, at: Path<VersionPath>) -> Result<Tagged<VersionView>> {
    let row = versions::find(&who, &at.0).await?;
    Ok(Tagged(VersionView::of(&who, row)?))
}

/// Move a version on
///
/// An editor gives a draft to be reviewed; another editor publishes it, or sends it back with a
/// reason. Publishing dates it, and makes it the version that everybody reads.
#[utoipa::path(tag = "support-models", params(VersionPath, IfMatch), responses((status = OK, body = VersionView)))]
#[patch("/support-models/{modelKey}/versions/{version}")]
pub async fn move_version(me: Member, at: Path<VersionPath>, seen: IfMatch, change: Json<StatusChange>) -> Result<Tagged<VersionView>> {
    let row = versions::find(&me, &at.0).await?;
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let number = at.0.version.as_str();
    let row = match change.0.status {
        VersionStatus::InReview => {
            let right = me.may::<Edit>(standing)?;
            me.write(async |tx| versions::submit(tx, right, number, seen).await).await?
        }
        VersionStatus::Published => {
            let right = me.may::<Review>(Submitted { standing, by: row.submitted_by })?;
            me.write(async |tx| versions::publish(tx, right, number, seen).await).await?
        }
        VersionStatus::Draft if change.0.reason.is_none() => return Err(INVALID.pointing_at(vec![Fault::new("/reason", Wrong::Missing)])),
        VersionStatus::Draft => {
            let right = me.may::<Review>(Submitted { standing, by: row.submitted_by })?;
            me.write(async |tx| versions::send_back(tx, right, number, seen, change.0).await).await?
        }
        VersionStatus::Retired => return Err(NOT_THE_NEXT_STEP.into()),
    };
    Ok(Tagged(VersionView::of(&me, row)?))
}

/// Throw a draft away
///
/// The model's editors may, for as long as it is not published.
#[utoipa::path(tag = "support-models", params(VersionPath, IfMatch), responses((status = NO_CONTENT)))]
#[delete("/support-models/{modelKey}/versions/{version}")]
pub async fn discard_version(me: Member, at: Path<VersionPath>, seen: IfMatch) -> Result<NoContent> {
    versions::find(&me, &at.0).await?;
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    me.write(async |tx| versions::discard(tx, &right, &at.0.version, seen).await).await?;
    Ok(NoContent)
}

/// Compare a version with an earlier one
///
/// Block by block: what is new, what is gone and what is another, each with both texts in every language.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionPath, Comparison), responses((status = OK, body = VersionComparison)))]
#[get("/support-models/{modelKey}/versions/{version}/comparison")]
pub async fn compare_versions(who: Guest, at: Path<VersionPath>, with: Query<Comparison>) -> Result<Json<VersionComparison>> {
    let after = versions::find(&who, &at.0).await?;
    let earlier = VersionPath { version: with.0.since.as_str().to_owned(), ..at.0 };
    let before = versions::find(&who, &earlier).await?;
    Ok(Json(VersionComparison::of(&before, &after)?))
}

/// Read a block of a version
///
/// In every language, with the tag by which it is changed.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionBlockPath), responses((status = OK, body = VersionBlock)))]
#[get("/support-models/{modelKey}/versions/{version}/blocks/{blockKey}")]
pub async fn get_version_block(who: Guest, at: Path<VersionBlockPath>) -> Result<Tagged<VersionBlock>> {
    Ok(Tagged(drafts::block(&who, &at.0).await?))
}

/// Put a block into a draft
///
/// The model's editors may. The body is the block in every language; a matrix without its cells. A
/// block that is not there yet has version 0, and comes last in its list. Editors of different blocks
/// never meet.
#[utoipa::path(tag = "support-models", params(VersionBlockPath, IfMatch), request_body(content = Object, content_type = "application/json"), responses((status = OK, body = VersionBlock)))]
#[put("/support-models/{modelKey}/versions/{version}/blocks/{blockKey}")]
pub async fn put_version_block(me: Member, at: Path<VersionBlockPath>, seen: IfMatch, value: Json<Value>) -> Result<Tagged<VersionBlock>> {
    versions::find(&me, &at.0.version()).await?;
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    let block = me.write(async |tx| drafts::put(&me, tx, right, &at.0, seen, value.0).await).await?;
    Ok(Tagged(block))
}

/// Take a block out of a draft
///
/// The model's editors may. The cells of a matrix go with it.
#[utoipa::path(tag = "support-models", params(VersionBlockPath, IfMatch), responses((status = NO_CONTENT)))]
#[delete("/support-models/{modelKey}/versions/{version}/blocks/{blockKey}")]
pub async fn remove_version_block(me: Member, at: Path<VersionBlockPath>, seen: IfMatch) -> Result<NoContent> {
    versions::find(&me, &at.0.version()).await?;
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    me.write(async |tx| drafts::remove(tx, right, &at.0, seen).await).await?;
    Ok(NoContent)
}

/// List the editors of a support model
///
/// Whoever is signed in sees whom to turn to.
#[utoipa::path(tag = "support-models", params(ModelPath, PageParams), responses((status = OK, body = Page<EditorView>)))]
#[get("/support-models/{modelKey}/editors")]
pub async fn list_editors(me: Member, at: Path<ModelPath>, list: Listing<NoFilter>) -> Result<Page<EditorView>> {
    let slice = versions::editors(&me, &at.0.model_key, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |editor| editor))
}

/// Make a member an editor of a support model
///
/// Those who answer for all support models may. Doing it again changes nothing.
#[utoipa::path(tag = "support-models", params(EditorPath), responses((status = NO_CONTENT)))]
#[put("/support-models/{modelKey}/editors/{memberId}")]
pub async fn appoint_editor(me: Member, at: Path<EditorPath>) -> Result<NoContent> {
    let right = me.may::<Appoint>(versions::standing(&me, &at.0.model_key).await?)?;
    if members::cards(&me, vec![at.0.member_id]).await?.is_empty() {
        return Err(NOT_FOUND.into());
    }
    me.write(async |tx| versions::appoint(tx, right, at.0.member_id).await).await?;
    Ok(NoContent)
}

/// Let a member edit a support model no longer
///
/// Those who answer for all support models may.
#[utoipa::path(tag = "support-models", params(EditorPath), responses((status = NO_CONTENT)))]
#[delete("/support-models/{modelKey}/editors/{memberId}")]
pub async fn dismiss_editor(me: Member, at: Path<EditorPath>) -> Result<NoContent> {
    let right = me.may::<Appoint>(versions::standing(&me, &at.0.model_key).await?)?;
    me.write(async |tx| versions::dismiss(tx, right, at.0.member_id).await).await?;
    Ok(NoContent)
}

/// Contribute to a support model
///
/// Every member may propose another text of a block, tell what is missing, or add an example to a
/// cell. The model's editors answer, and the member hears of it by mail.
#[utoipa::path(tag = "support-models", params(ModelPath), responses((status = CREATED, body = ContributionView)))]
#[post("/support-models/{modelKey}/contributions")]
pub async fn contribute(me: Member, at: Path<ModelPath>, new: Json<NewContribution>) -> Result<Created<ContributionView>> {
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let based_on = contributions::check(&me, &standing, &new.0).await?;
    let right = me.may::<Contribute>(standing)?;
    contributions::count(&me).await?;
    me.create(async |tx| {
        let view = contributions::shown(&me, contributions::add(tx, right, new.0, based_on).await?).await?;
        Created::at(view.links.own.href.clone(), &view)
    })
    .await
}

/// List the contributions to a support model
///
/// The newest first: to its editors all of them, to everybody else their own.
#[utoipa::path(tag = "support-models", params(ModelPath, ContributionFilter, PageParams), responses((status = OK, body = Page<ContributionView>)))]
#[get("/support-models/{modelKey}/contributions")]
pub async fn list_contributions(me: Member, at: Path<ModelPath>, list: Listing<ContributionFilter>) -> Result<Page<ContributionView>> {
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let slice = contributions::page(&me, Some(&standing), &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// List one's own contributions
///
/// To all support models, the newest first, with what became of them.
#[utoipa::path(tag = "support-models", params(ContributionFilter, PageParams), responses((status = OK, body = Page<ContributionView>)))]
#[get("/members/me/contributions")]
pub async fn list_own_contributions(me: Member, list: Listing<ContributionFilter>) -> Result<Page<ContributionView>> {
    let slice = contributions::page(&me, None, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Read a contribution
///
/// Whoever made it and the model's editors may.
#[utoipa::path(tag = "support-models", params(ContributionPath), responses((status = OK, body = ContributionView)))]
#[get("/contributions/{contributionId}")]
pub async fn get_contribution(me: Member, at: Path<ContributionPath>) -> Result<Json<ContributionView>> {
    let row = contributions::find(&me, at.0.contribution_id).await?;
    Ok(Json(contributions::shown(&me, row).await?))
}

/// Answer a contribution
///
/// The model's editors may, once. What is accepted goes into the open draft as it was proposed or as
/// the editor amends it, with the name of whoever wants to be named; a no is given with a reason.
#[utoipa::path(tag = "support-models", params(ContributionPath), responses((status = OK, body = ContributionView)))]
#[patch("/contributions/{contributionId}")]
pub async fn answer_contribution(me: Member, at: Path<ContributionPath>, answer: Json<ContributionAnswer>) -> Result<Json<ContributionView>> {
    let row = contributions::find(&me, at.0.contribution_id).await?;
    let right = me.may::<Edit>(versions::standing(&me, &row.model_key).await?)?;
    let row = me.write(async |tx| contributions::answer(&me, tx, right, row.id, answer.0).await).await?;
    Ok(Json(contributions::shown(&me, row).await?))
}
