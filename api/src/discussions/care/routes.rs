//! Moving a discussion, taking one apart, and closing one as solved.

use actix_web::{delete, post, put};

use super::policy::{Move, Removal};
use super::types::{NewPlace, NewSplit};
use super::{split, store};
use crate::discussions::policy::{Accept, Moderate};
use crate::discussions::store::{self as discussions, shown};
use crate::discussions::types::DiscussionPath;
use crate::discussions::views::DiscussionView;
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, NoContent, Path, Tagged, or_unknown};
use crate::kernel::problem::Result;

/// Move a discussion
///
/// To another group, or to the open forum, with all its replies. Whoever looks after the place that it leaves
/// may, and takes part where it comes to. The new audience reads it at once, and nobody else does any more. It
/// never comes to where more people read: nobody wrote for them.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[put("/discussions/{discussionId}/place")]
pub async fn move_discussion(me: Member, at: Path<DiscussionPath>, place: Json<NewPlace>) -> Result<Tagged<DiscussionView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let from = discussions::place(&me, row.group_id).await?;
    let to = or_unknown(discussions::place(&me, place.0.group.get().copied().flatten()).await, "/group")?;
    let right = me.may::<Move>(Removal { from, to })?;
    let row = me.write(async |tx| store::relocate(tx, right, row.id).await).await?;
    shown(&me, row).await
}

/// Give replies a discussion of their own
///
/// In the same place: the earliest of them becomes its opening post, the others its replies, each with its
/// author, its reactions, its earlier texts and whoever has read it. A reply that answered one in the other
/// discussion answers the opening post. Whoever looks after the place may.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = CREATED, body = DiscussionView)))]
#[post("/discussions/{discussionId}/splits")]
pub async fn split_discussion(me: Member, at: Path<DiscussionPath>, new: Json<NewSplit>) -> Result<Created<DiscussionView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Moderate>(discussions::place(&me, row.group_id).await?)?;
    let around = discussions::around_split(&me, &row, &new.0.posts.0).await?;
    me.create(async |tx| {
        let (row, mut around) = (split::split(tx, right, row.id, new.0).await?, around);
        Created::at(me.url(&format!("/discussions/{}", row.id)), &DiscussionView::of(&me, row, &mut around))
    })
    .await
}

/// Close a discussion as solved
///
/// Whoever opened it may, and those who look after the place. It stays open for replies.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[put("/discussions/{discussionId}/solution")]
pub async fn solve_discussion(me: Member, at: Path<DiscussionPath>) -> Result<Tagged<DiscussionView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Accept>(discussions::written(&me, &row, row.author_id).await?)?;
    let row = me.write(async |tx| store::solve(tx, right, row.id, true).await).await?;
    shown(&me, row).await
}

/// Open a solved discussion again
///
/// Whoever may close it may.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/solution")]
pub async fn unsolve_discussion(me: Member, at: Path<DiscussionPath>) -> Result<NoContent> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Accept>(discussions::written(&me, &row, row.author_id).await?)?;
    me.write(async |tx| store::solve(tx, right, row.id, false).await).await?;
    Ok(NoContent)
}
