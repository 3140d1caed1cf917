//! Keeping things for oneself.

use actix_web::{delete, get, put};

use super::policy::KeepDraft;
use super::types::{BookmarkView, DraftPath, DraftView, FollowLevelView, NewDraft, NewFollowLevel};
use super::{drafts, store};
use crate::discussions::policy::KeepPlace;
use crate::discussions::posts::Target;
use crate::discussions::store as discussions;
use crate::discussions::types::{DiscussionPath, InGroup, PostPath};
use crate::kernel::access::{Granted, Member};
use crate::kernel::http::{IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// An opening post, and the right to keep something of it for oneself.
async fn opening(me: &Member, at: &DiscussionPath) -> Result<(Granted<KeepPlace>, Target)> {
    let row = discussions::find(me, at.discussion_id).await?;
    Ok((me.may::<KeepPlace>(discussions::place(me, row.group_id).await?)?, Target { discussion: row.id, reply: None }))
}

/// The same of a reply.
async fn reply(me: &Member, at: &PostPath) -> Result<(Granted<KeepPlace>, Target)> {
    let row = discussions::find(me, at.discussion_id).await?;
    let post = discussions::find_post(me, &row, at.post_id).await?;
    Ok((me.may::<KeepPlace>(discussions::place(me, row.group_id).await?)?, Target { discussion: row.id, reply: Some(post.id) }))
}

/// List one's bookmarks
///
/// The newest first. Nobody else sees them; what one may no longer read is not in the list.
#[utoipa::path(tag = "discussions", params(PageParams), responses((status = OK, body = Page<BookmarkView>)))]
#[get("/members/me/bookmarks")]
pub async fn list_bookmarks(me: Member, list: Listing<NoFilter>) -> Result<Page<BookmarkView>> {
    Ok(store::bookmarks(&me, &list).await?.into_page(&me, &list.paging, |mark| mark))
}

/// Mark a discussion
///
/// To find it again. Doing it again changes nothing.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = NO_CONTENT)))]
#[put("/discussions/{discussionId}/bookmark")]
pub async fn mark_discussion(me: Member, at: Path<DiscussionPath>) -> Result<NoContent> {
    let (right, at) = opening(&me, &at.0).await?;
    me.write(async |tx| store::mark(tx, right, at).await).await?;
    Ok(NoContent)
}

/// Take the mark off a discussion
///
/// One's own.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/bookmark")]
pub async fn unmark_discussion(me: Member, at: Path<DiscussionPath>) -> Result<NoContent> {
    let (right, at) = opening(&me, &at.0).await?;
    me.write(async |tx| store::unmark(tx, right, at).await).await?;
    Ok(NoContent)
}

/// Mark a reply
///
/// To find it again. Doing it again changes nothing.
#[utoipa::path(tag = "discussions", params(PostPath), responses((status = NO_CONTENT)))]
#[put("/discussions/{discussionId}/posts/{postId}/bookmark")]
pub async fn mark_post(me: Member, at: Path<PostPath>) -> Result<NoContent> {
    let (right, at) = reply(&me, &at.0).await?;
    me.write(async |tx| store::mark(tx, right, at).await).await?;
    Ok(NoContent)
}

/// Take the mark off a reply
///
/// One's own.
#[utoipa::path(tag = "discussions", params(PostPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/posts/{postId}/bookmark")]
pub async fn unmark_post(me: Member, at: Path<PostPath>) -> Result<NoContent> {
    let (right, at) = reply(&me, &at.0).await?;
    me.write(async |tx| store::unmark(tx, right, at).await).await?;
    Ok(NoContent)
}

/// List one's drafts
///
/// The newest first. Nobody else sees them.
#[utoipa::path(tag = "discussions", params(PageParams), responses((status = OK, body = Page<DraftView>)))]
#[get("/members/me/drafts")]
pub async fn list_drafts(me: Member, list: Listing<NoFilter>) -> Result<Page<DraftView>> {
    Ok(drafts::page(&me, &list).await?.into_page(&me, &list.paging, DraftView::from))
}

/// Read a draft
///
/// One's own, for one place.
#[utoipa::path(tag = "discussions", params(DraftPath), responses((status = OK, body = DraftView)))]
#[get("/members/me/drafts/{place}")]
pub async fn get_draft(me: Member, at: Path<DraftPath>) -> Result<Tagged<DraftView>> {
    Ok(Tagged(drafts::draft(&me, &at.0.place).await?.into()))
}

/// Keep a draft
///
/// Of a discussion in a group or in the open forum, or of a reply: one for each place, where one may read. It
/// takes the place of the version that `If-Match` names, `"0"` if there was none, so that no device undoes
/// what another has written.
#[utoipa::path(tag = "discussions", params(DraftPath, IfMatch), responses((status = OK, body = DraftView)))]
#[put("/members/me/drafts/{place}")]
pub async fn keep_draft(me: Member, at: Path<DraftPath>, seen: IfMatch, new: Json<NewDraft>) -> Result<Tagged<DraftView>> {
    drafts::readable(&me, &at.0.place).await?;
    let right = me.may::<KeepDraft>(me.id())?;
    let kept = me.write(async |tx| drafts::keep(tx, right, at.0.place.clone(), seen, new.0).await).await;
    let now = async || drafts::draft(&me, &at.0.place).await.map(DraftView::from);
    Ok(Tagged(or_current(kept, now).await?.into()))
}

/// Throw a draft away
///
/// One's own, also of a place that one may no longer read.
#[utoipa::path(tag = "discussions", params(DraftPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/drafts/{place}")]
pub async fn discard_draft(me: Member, at: Path<DraftPath>) -> Result<NoContent> {
    let right = me.may::<KeepDraft>(me.id())?;
    me.write(async |tx| drafts::discard(tx, right, at.0.place).await).await?;
    Ok(NoContent)
}

/// Read how much one wants to hear of a group
///
/// Of everything that is written in it, of what names one, or of nothing.
#[utoipa::path(tag = "discussions", params(InGroup), responses((status = OK, body = FollowLevelView)))]
#[get("/groups/{groupId}/follow-level")]
pub async fn get_group_follow_level(me: Member, at: Path<InGroup>) -> Result<Json<FollowLevelView>> {
    discussions::place(&me, Some(at.0.group_id)).await?;
    Ok(Json(store::level(&me, &[at.0.group_id.0]).await?))
}

/// Say how much one wants to hear of a group
///
/// Whoever reads in it may.
#[utoipa::path(tag = "discussions", params(InGroup), responses((status = OK, body = FollowLevelView)))]
#[put("/groups/{groupId}/follow-level")]
pub async fn set_group_follow_level(me: Member, at: Path<InGroup>, new: Json<NewFollowLevel>) -> Result<Json<FollowLevelView>> {
    let right = me.may::<KeepPlace>(discussions::place(&me, Some(at.0.group_id)).await?)?;
    me.write(async |tx| store::follow(tx, right, at.0.group_id.0, new.0.level).await).await?;
    Ok(Json(store::level(&me, &[at.0.group_id.0]).await?))
}

/// Read how much one wants to hear of a discussion
///
/// As of its group, unless one has said otherwise.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = FollowLevelView)))]
#[get("/discussions/{discussionId}/follow-level")]
pub async fn get_discussion_follow_level(me: Member, at: Path<DiscussionPath>) -> Result<Json<FollowLevelView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let of: Vec<_> = std::iter::once(row.id.0).chain(row.group_id.map(|group| group.0)).collect();
    Ok(Json(store::level(&me, &of).await?))
}

/// Say how much one wants to hear of a discussion
///
/// Whoever reads it may.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = FollowLevelView)))]
#[put("/discussions/{discussionId}/follow-level")]
pub async fn set_discussion_follow_level(me: Member, at: Path<DiscussionPath>, new: Json<NewFollowLevel>) -> Result<Json<FollowLevelView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let of: Vec<_> = std::iter::once(row.id.0).chain(row.group_id.map(|group| group.0)).collect();
    let right = me.may::<KeepPlace>(discussions::place(&me, row.group_id).await?)?;
    me.write(async |tx| store::follow(tx, right, row.id.0, new.0.level).await).await?;
    Ok(Json(store::level(&me, &of).await?))
}
