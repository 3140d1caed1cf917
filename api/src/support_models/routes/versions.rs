//! Versions of support models, and who edits them.

use actix_web::{Either, delete, get, patch, post, put};
use entity::kind::VersionStatus;
use serde_json::Value;

use crate::kernel::access::{Guest, Member};
use crate::kernel::download::Download;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{Created, IfMatch, Json, JsonFile, NoContent, Path, Query, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result};
use crate::kernel::shelf::{Kept, Shelved};
use crate::members;
use crate::support_models::policy::{Appoint, Edit, Review, Submitted, Withdraw};
use crate::support_models::types::ModelPath;
use crate::support_models::version::{
    Comparison, EditorPath, EditorView, NewVersion, StatusChange, VersionBlock, VersionBlockPath, VersionCard, VersionComparison, VersionPath,
    VersionView,
};
use crate::support_models::{drafts, versions};

/// Export a version
///
/// The whole of it in every language, as the present one is exported.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionPath), responses((status = OK, body = Object)))]
#[get("/support-models/{modelKey}/versions/{version}/document")]
pub async fn export_version(who: Guest, at: Path<VersionPath>) -> Result<Either<Shelved, Download>> {
    let find = async || {
        let row = versions::find(&who, &at.0).await?;
        Ok::<_, Problem>((format!("{}-{}.json", row.model_key, row.version), row))
    };
    let make = async || {
        let (name, row) = find().await?;
        let day = versions::changed_on(&row);
        Kept::of("application/json", row.document, day)?.named(&name)
    };
    if who.actor().is_none() {
        return who.shelved("", make).await.map(Either::Left);
    }
    let (name, row) = find().await?;
    Ok(Either::Right(Download::text("application/json", name, row.document)))
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
pub async fn get_version(who: Guest, at: Path<VersionPath>) -> Result<Either<Shelved, Tagged<VersionView>>> {
    let make = async || {
        let row = versions::find(&who, &at.0).await?;
        let day = versions::changed_on(&row);
        Kept::json(&VersionView::of(&who, row)?, day)
    };
    if who.actor().is_none() {
        return who.shelved("", make).await.map(Either::Left);
    }
    let row = versions::find(&who, &at.0).await?;
    Ok(Either::Right(Tagged(VersionView::of(&who, row)?)))
}

/// Move a version on
///
/// An editor gives a draft to be reviewed; another editor publishes it, or sends it back with a
/// reason. Publishing dates it, and makes it the version that everybody reads. Those who answer for
/// all support models withdraw one with a reason by retiring its present version: it is in no list and
/// no search any more, its versions stay readable, and another version may be published later.
#[utoipa::path(tag = "support-models", params(VersionPath, IfMatch), responses((status = OK, body = VersionView)))]
#[patch("/support-models/{modelKey}/versions/{version}")]
pub async fn move_version(me: Member, at: Path<VersionPath>, seen: IfMatch, change: Json<StatusChange>) -> Result<Tagged<VersionView>> {
    let row = versions::find(&me, &at.0).await?;
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let number = at.0.version.as_str();
    let moved = match change.0.status {
        VersionStatus::InReview => {
            let right = me.may::<Edit>(standing)?;
            me.write(async |tx| versions::submit(tx, right, number, seen).await).await
        }
        VersionStatus::Published => {
            let right = me.may::<Review>(Submitted { standing, by: row.submitted_by })?;
            me.write(async |tx| versions::publish(tx, right, number, seen).await).await
        }
        VersionStatus::Draft | VersionStatus::Retired if change.0.reason.is_none() => {
            return Err(INVALID.pointing_at(vec![Fault::new("/reason", Wrong::Missing)]));
        }
        VersionStatus::Draft => {
            let right = me.may::<Review>(Submitted { standing, by: row.submitted_by })?;
            me.write(async |tx| versions::send_back(tx, right, number, seen, change.0).await).await
        }
        VersionStatus::Retired => {
            let right = me.may::<Withdraw>(standing)?;
            me.write(async |tx| versions::withdraw(tx, right, number, seen, change.0).await).await
        }
    };
    let now = async || VersionView::of(&me, versions::find(&me, &at.0).await?);
    Ok(Tagged(VersionView::of(&me, or_current(moved, now).await?)?))
}

/// Throw a draft away
///
/// The model's editors may, for as long as it is not published.
#[utoipa::path(tag = "support-models", params(VersionPath, IfMatch), responses((status = NO_CONTENT), (status = PRECONDITION_FAILED, body = VersionView)))]
#[delete("/support-models/{modelKey}/versions/{version}")]
pub async fn discard_version(me: Member, at: Path<VersionPath>, seen: IfMatch) -> Result<NoContent> {
    versions::find(&me, &at.0).await?;
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    let now = async || VersionView::of(&me, versions::find(&me, &at.0).await?);
    or_current(me.write(async |tx| versions::discard(tx, &right, &at.0.version, seen).await).await, now).await?;
    Ok(NoContent)
}

/// Compare a version with an earlier one
///
/// Block by block: what is new, what is gone and what is another, each with both texts in every language.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionPath, Comparison), responses((status = OK, body = VersionComparison)))]
#[get("/support-models/{modelKey}/versions/{version}/comparison")]
pub async fn compare_versions(who: Guest, at: Path<VersionPath>, with: Query<Comparison>) -> Result<Either<Shelved, Json<VersionComparison>>> {
    let since = with.0.since.as_str();
    let both = async || {
        let after = versions::find(&who, &at.0).await?;
        let before = versions::find(&who, &VersionPath { version: since.to_owned(), model_key: at.0.model_key.clone() }).await?;
        Ok::<_, Problem>((VersionComparison::of(&before, &after)?, versions::changed_on(&after)))
    };
    let make = async || {
        let (compared, day) = both().await?;
        Kept::json(&compared, day)
    };
    if who.actor().is_none() {
        return who.shelved(since, make).await.map(Either::Left);
    }
    both().await.map(|(compared, _)| Either::Right(Json(compared)))
}

/// Read a block of a version
///
/// In every language, with the tag by which it is changed.
#[utoipa::path(tag = "support-models", security((), ("bearer" = [])), params(VersionBlockPath), responses((status = OK, body = VersionBlock)))]
#[get("/support-models/{modelKey}/versions/{version}/blocks/{blockKey}")]
pub async fn get_version_block(who: Guest, at: Path<VersionBlockPath>) -> Result<Either<Shelved, Tagged<VersionBlock>>> {
    let make = async || {
        let row = versions::find(&who, &at.0.version()).await?;
        Kept::json(&drafts::block(&who, &at.0).await?, versions::changed_on(&row))
    };
    if who.actor().is_none() {
        return who.shelved("", make).await.map(Either::Left);
    }
    Ok(Either::Right(Tagged(drafts::block(&who, &at.0).await?)))
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
    let put = me.write(async |tx| drafts::put(&me, tx, right, &at.0, seen, value.0).await).await;
    or_current(put, async || drafts::block(&me, &at.0).await).await.map(Tagged)
}

/// Take a block out of a draft
///
/// The model's editors may. The cells of a matrix go with it.
#[utoipa::path(tag = "support-models", params(VersionBlockPath, IfMatch), responses((status = NO_CONTENT), (status = PRECONDITION_FAILED, body = VersionBlock)))]
#[delete("/support-models/{modelKey}/versions/{version}/blocks/{blockKey}")]
pub async fn remove_version_block(me: Member, at: Path<VersionBlockPath>, seen: IfMatch) -> Result<NoContent> {
    versions::find(&me, &at.0.version()).await?;
    let right = me.may::<Edit>(versions::standing(&me, &at.0.model_key).await?)?;
    let removed = me.write(async |tx| drafts::remove(tx, right, &at.0, seen).await).await;
    or_current(removed, async || drafts::block(&me, &at.0).await).await?;
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
