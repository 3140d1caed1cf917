//! Bringing files, and getting them.

use actix_web::{delete, get, post, put};
use entity::kind::Rendition;

use super::types::{GroupFilePath, GroupFileRoom, GroupFileVersion, GroupFileVersionPath, GroupFileView, Naming, Renaming};
use super::{kinds, store};
use crate::groups::{self, GroupPath};
use crate::kernel::access::{Guest, Member};
use crate::kernel::download::{Attachment, Preview};
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Query, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::picture::LARGEST;
use crate::kernel::problem::Result;
use crate::kernel::upload::{Binary, Kind, Upload};
use crate::spaces::kept;
use crate::spaces::policy::{Remove, Write};

/// A file of any kind. What counts is what it holds.
#[derive(Debug)]
pub struct AnyFile;

impl Kind for AnyFile {
    const MEDIA: &'static [&'static str] = &["application/octet-stream"];
    const LIMIT: usize = LARGEST;
}

/// List the files of a group
///
/// For whoever may read in the group, in Swedish order.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPath, PageParams), responses((status = OK, body = Page<GroupFileView>)))]
#[get("/groups/{groupId}/files")]
pub async fn list_group_files(who: Guest, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<GroupFileView>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = store::page(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Bring a file into a group
///
/// Members of the group may. The body is the file itself, at most 10 MiB: PDF, a document of an office
/// suite (Office Open XML, `OpenDocument`), plain text in UTF-8, or a JPEG, PNG or WebP picture of at most
/// 25 megapixels. What it is, is found out from what it holds; of a picture a smaller preview is made, with
/// nothing in it but what one sees. The file itself is kept as it is, with whatever stands in it. A group has
/// at most 1000 files, and so much room for all their versions as `…/file-room` tells.
#[utoipa::path(
    tag = "spaces",
    params(GroupPath, Naming),
    request_body(content = Binary, content_type = "application/octet-stream", description = "The file"),
    responses((status = CREATED, body = GroupFileView))
)]
#[post("/groups/{groupId}/files")]
pub async fn bring_group_file(me: Member, at: Path<GroupPath>, naming: Query<Naming>, file: Upload<AnyFile>) -> Result<Created<GroupFileView>> {
    let right = me.may::<Write>(groups::readable(&me, at.0.group_id).await?)?;
    let known = kinds::look_at(&me, file.bytes).await?;
    let own = kept::author(&me, Some(me.id())).await?;
    me.create(async |tx| {
        let (row, version) = store::add(tx, right, naming.0.name, known).await?;
        let at = me.url(&format!("/groups/{}/files/{}", row.group_id, row.id));
        Created::at(at, &GroupFileView::of(&me, &row, version, own))
    })
    .await
}

/// See how much room the files of a group have
///
/// For whoever may read in the group. Every version counts, a preview does not.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPath), responses((status = OK, body = GroupFileRoom)))]
#[get("/groups/{groupId}/file-room")]
pub async fn get_group_file_room(who: Guest, at: Path<GroupPath>) -> Result<Json<GroupFileRoom>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    Ok(Json(store::room(&who, &standing).await?))
}

/// Read what there is to know of a file
///
/// For whoever may read in the group; with the address of what it holds.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupFilePath), responses((status = OK, body = GroupFileView)))]
#[get("/groups/{groupId}/files/{fileId}")]
pub async fn get_group_file(who: Guest, at: Path<GroupFilePath>) -> Result<Tagged<GroupFileView>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    Ok(Tagged(store::find(&who, &standing, at.0.file_id).await?))
}

/// Bring a new version of a file
///
/// Every member of the group may, of the version that `If-Match` names. The earlier ones are kept, at most
/// 100 of them together, until somebody removes them.
#[utoipa::path(
    tag = "spaces",
    params(GroupFilePath, Renaming, IfMatch),
    request_body(content = Binary, content_type = "application/octet-stream", description = "The file"),
    responses((status = OK, body = GroupFileView))
)]
#[put("/groups/{groupId}/files/{fileId}")]
pub async fn replace_group_file(
    me: Member,
    at: Path<GroupFilePath>,
    seen: IfMatch,
    naming: Query<Renaming>,
    file: Upload<AnyFile>,
) -> Result<Tagged<GroupFileView>> {
    let standing = groups::readable(&me, at.0.group_id).await?;
    let right = me.may::<Write>(standing.clone())?;
    store::find(&me, &standing, at.0.file_id).await?;
    let known = kinds::look_at(&me, file.bytes).await?;
    let now = async || store::find(&me, &standing, at.0.file_id).await;
    or_current(me.write(async |tx| store::replace(tx, right, at.0.file_id, seen, (naming.0.name, known)).await).await, now).await?;
    now().await.map(Tagged)
}

/// Remove a file
///
/// Owners and moderators may. It is gone with all its versions, and so is the room that they took.
#[utoipa::path(tag = "spaces", params(GroupFilePath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/files/{fileId}")]
pub async fn remove_group_file(me: Member, at: Path<GroupFilePath>) -> Result<NoContent> {
    let right = me.may::<Remove>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| store::remove(tx, right, at.0.file_id).await).await?;
    Ok(NoContent)
}

/// List the versions of a file
///
/// For whoever may read in the group; the newest first, and with the present one.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupFilePath, PageParams), responses((status = OK, body = Page<GroupFileVersion>)))]
#[get("/groups/{groupId}/files/{fileId}/versions")]
pub async fn list_group_file_versions(who: Guest, at: Path<GroupFilePath>, list: Listing<NoFilter>) -> Result<Page<GroupFileVersion>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = store::versions(&who, &standing, at.0.file_id, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Remove an earlier version of a file
///
/// Owners and moderators may. The present one goes with the file only.
#[utoipa::path(tag = "spaces", params(GroupFileVersionPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/files/{fileId}/versions/{version}")]
pub async fn remove_group_file_version(me: Member, at: Path<GroupFileVersionPath>) -> Result<NoContent> {
    let right = me.may::<Remove>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| store::remove_version(tx, right, &at.0).await).await?;
    Ok(NoContent)
}

/// Get a file
///
/// As it was brought, to be kept and not to be shown: whoever may read in the group gets it, and is asked for
/// each time. `mediaType` of the file says what it holds.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupFileVersionPath), responses((status = OK, body = Binary, content_type = "application/octet-stream")))]
#[get("/groups/{groupId}/files/{fileId}/versions/{version}/content")]
pub async fn get_group_file_content(who: Guest, at: Path<GroupFileVersionPath>) -> Result<Attachment> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let room = who.room_to_send()?;
    let (name, bytes) = store::content(&who, &standing, &at.0, Rendition::Original).await?;
    Ok(Attachment { name, bytes, room })
}

/// Get the preview of a picture
///
/// Upright, no side longer than 1024 pixels, and without anything else that the file may have told.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupFileVersionPath), responses((status = OK, body = Binary, content_type = "image/jpeg")))]
#[get("/groups/{groupId}/files/{fileId}/versions/{version}/preview")]
pub async fn get_group_file_preview(who: Guest, at: Path<GroupFileVersionPath>) -> Result<Preview> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    Ok(Preview(store::content(&who, &standing, &at.0, Rendition::Preview).await?.1))
}
