//! Moving a discussion, and closing one as solved.

use actix_web::{delete, put};

use super::policy::{Move, Removal};
use super::store;
use super::types::NewPlace;
use crate::discussions::policy::Accept;
use crate::discussions::store::{self as discussions, shown};
use crate::discussions::types::DiscussionPath;
use crate::discussions::views::DiscussionView;
use crate::kernel::access::Member;
use crate::kernel::http::{Json, NoContent, Path, Tagged, or_unknown};
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
