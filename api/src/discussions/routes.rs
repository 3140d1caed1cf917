//! Reading and writing discussions.

use actix_web::{get, post};

use super::policy::Write;
use super::store;
use super::types::{DiscussionCard, DiscussionPath, DiscussionView, InGroup, NewDiscussion, NewPost, PostView};
use crate::groups;
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, Json, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List the discussions of a group
///
/// Newest activity first. Those of an open group are read without an account.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(InGroup, PageParams), responses((status = OK, body = Page<DiscussionCard>)))]
#[get("/groups/{groupId}/discussions")]
pub async fn list_discussions(who: Guest, at: Path<InGroup>, list: Listing<NoFilter>) -> Result<Page<DiscussionCard>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let (slice, authors) = store::page(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| {
        let author = authors.get(&row.author_id).cloned();
        DiscussionCard::of(row, author)
    }))
}

/// Open a discussion
///
/// Members of the group may.
#[utoipa::path(tag = "discussions", params(InGroup), responses((status = CREATED, body = DiscussionView)))]
#[post("/groups/{groupId}/discussions")]
pub async fn open_discussion(me: Member, at: Path<InGroup>, new: Json<NewDiscussion>) -> Result<Created<DiscussionView>> {
    let right = me.may::<Write>(groups::readable(&me, at.0.group_id).await?)?;
    let author = store::author(&me, me.id()).await?;
    me.create(async |tx| {
        let row = store::open(tx, right, new.0).await?;
        let at = me.url(&format!("/discussions/{}", row.id));
        Created::at(at, &DiscussionView::of(&me, row, author))
    })
    .await
}

/// Read a discussion
///
/// With its opening post; the replies are a list of their own.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[get("/discussions/{discussionId}")]
pub async fn get_discussion(who: Guest, at: Path<DiscussionPath>) -> Result<Json<DiscussionView>> {
    let row = store::find(&who, at.0.discussion_id).await?;
    let author = store::author(&who, row.author_id).await?;
    Ok(Json(DiscussionView::of(&who, row, author)))
}

/// List the replies of a discussion
///
/// In the order in which they were written.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath, PageParams), responses((status = OK, body = Page<PostView>)))]
#[get("/discussions/{discussionId}/posts")]
pub async fn list_posts(who: Guest, at: Path<DiscussionPath>, list: Listing<NoFilter>) -> Result<Page<PostView>> {
    let discussion = store::find(&who, at.0.discussion_id).await?;
    let (slice, authors) = store::posts(&who, &discussion, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| {
        let author = authors.get(&row.author_id).cloned();
        PostView::of(row, author)
    }))
}

/// Reply in a discussion
///
/// Members of the group may.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = CREATED, body = PostView)))]
#[post("/discussions/{discussionId}/posts")]
pub async fn reply_to_discussion(me: Member, at: Path<DiscussionPath>, new: Json<NewPost>) -> Result<Created<PostView>> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Write>(groups::readable(&me, discussion.group_id).await?)?;
    let author = store::author(&me, me.id()).await?;
    me.create(async |tx| {
        let row = store::reply(tx, right, &discussion, new.0).await?;
        Created::at(me.url(&format!("/discussions/{}/posts", discussion.id)), &PostView::of(row, author))
    })
    .await
}
