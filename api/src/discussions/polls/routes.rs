//! Asking, voting, and reading what was voted.

use actix_web::{get, patch, post, put};

use super::policy::{Ask, Vote};
use super::store;
use super::types::{Ballot, BallotView, NewPoll, PollChange, PollView};
use crate::discussions::store as discussions;
use crate::discussions::types::DiscussionPath;
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, IfMatch, Json, Path, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// Start a poll
///
/// One in each discussion. Whoever opened it may, and those who look after the place. One option, several
/// with a maximum, ranked options (counted by instant run-off), or a date. Open ballots tell who voted what;
/// closed ones tell nobody.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = CREATED, body = PollView)))]
#[post("/discussions/{discussionId}/poll")]
pub async fn start_poll(me: Member, at: Path<DiscussionPath>, new: Json<NewPoll>) -> Result<Created<PollView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Ask>(discussions::written(&me, &row, row.author_id).await?)?;
    me.create(async |tx| {
        let poll = store::ask(tx, right, row.id, new.0).await?;
        Created::at(me.url(&format!("/discussions/{}/poll", row.id)), &store::new_view(&me, poll))
    })
    .await
}

/// Read a poll
///
/// With its result, unless that is hidden until the end. Shares are percent of the ballots that choose
/// something; blank ballots are told besides. A vote counts, too, when its voter has left since.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath), responses((status = OK, body = PollView)))]
#[get("/discussions/{discussionId}/poll")]
pub async fn get_poll(who: Guest, at: Path<DiscussionPath>) -> Result<Tagged<PollView>> {
    let row = discussions::find(&who, at.0.discussion_id).await?;
    let poll = store::find(&who, &row).await?;
    Ok(Tagged(store::view(&who, poll).await?))
}

/// End a poll, and write down what came of it
///
/// Whoever may start one may. A merge patch (RFC 7396) of the version that `If-Match` names.
#[utoipa::path(tag = "discussions", params(DiscussionPath, IfMatch), responses((status = OK, body = PollView)))]
#[patch("/discussions/{discussionId}/poll")]
pub async fn edit_poll(me: Member, at: Path<DiscussionPath>, seen: IfMatch, change: Json<PollChange>) -> Result<Tagged<PollView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Ask>(discussions::written(&me, &row, row.author_id).await?)?;
    let changed = me.write(async |tx| store::change(tx, right, row.id, seen, change.0).await).await;
    let now = async || store::view(&me, store::find(&me, &row).await?).await;
    Ok(Tagged(store::view(&me, or_current(changed, now).await?).await?))
}

/// Vote
///
/// Whoever takes part in the place may, once, and change it until the end. A closed ballot is changed by
/// whoever has its receipt, which the voter makes.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = PollView)))]
#[put("/discussions/{discussionId}/poll/ballot")]
pub async fn cast_ballot(me: Member, at: Path<DiscussionPath>, ballot: Json<Ballot>) -> Result<Tagged<PollView>> {
    let row = discussions::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Vote>(discussions::place(&me, row.group_id).await?)?;
    me.write(async |tx| store::vote(tx, right, row.id, ballot.0).await).await?;
    let poll = store::find(&me, &row).await?;
    Ok(Tagged(store::view(&me, poll).await?))
}

/// List the open ballots of a poll
///
/// Who voted what, in the order in which they first voted. Not there where ballots are closed, nor before the
/// end where the result is hidden.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath, PageParams), responses((status = OK, body = Page<BallotView>)))]
#[get("/discussions/{discussionId}/poll/ballots")]
pub async fn list_ballots(who: Guest, at: Path<DiscussionPath>, list: Listing<NoFilter>) -> Result<Page<BallotView>> {
    let row = discussions::find(&who, at.0.discussion_id).await?;
    let (poll, _) = store::find(&who, &row).await?;
    let slice = store::ballots(&who, &poll, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |ballot| ballot))
}
