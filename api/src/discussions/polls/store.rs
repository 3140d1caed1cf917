//! Every query of polls.

use std::collections::HashMap;

use entity::id::{BallotId, DiscussionId, PollOptionId};
use entity::kind::PollMethod;
use entity::{discussion, poll, poll_ballot, poll_choice, poll_option, poll_voter};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::check;
use super::count::{Cast, tally};
use super::policy::{Ask, Vote};
use super::types::{Ballot, BallotView, Count, NewPoll, PollChange, PollOptionView, PollResult, PollView};
use crate::discussions::posts::{lock, still_open};
use crate::discussions::problems::{ALREADY_VOTED, DELETED, POLL_ENDED, POLL_EXISTS, POLL_RUNS};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Problem, Result};
use crate::kernel::text::{LongText, Text};
use crate::members;

/// A poll, and what one can vote for.
pub type Poll = (poll::Model, Vec<poll_option::Model>);

/// The poll of a discussion that was already found to be visible.
pub async fn find(viewer: &Viewer, discussion: &discussion::Model) -> Result<Poll> {
    read(viewer.conn(), discussion.id).await
}

async fn read(conn: &impl ConnectionTrait, id: DiscussionId) -> Result<Poll> {
    use poll_option::Column;
    let row = poll::Entity::find_by_id(id).one(conn).await?.ok_or(NOT_FOUND)?;
    let options = poll_option::Entity::find().filter(Column::DiscussionId.eq(id)).order_by_asc(Column::Place).all(conn).await?;
    Ok((row, options))
}

/// A poll as the viewer meets it.
pub async fn view(viewer: &Viewer, (row, options): Poll) -> Result<PollView> {
    let now = viewer.now();
    let options: Vec<PollOptionView> = options.into_iter().map(Into::into).collect();
    let mut count = Count::default();
    if let Some(actor) = viewer.actor() {
        count.voted = Some(poll_voter::Entity::find_by_id((row.discussion_id, actor.id)).count(viewer.conn()).await? > 0);
        let own = poll_ballot::Column::DiscussionId.eq(row.discussion_id).and(poll_ballot::Column::MemberId.eq(actor.id));
        let own = poll_ballot::Entity::find().filter(own).all(viewer.conn()).await?;
        count.own_ballot = ballot_views(viewer, own).await?.pop();
    }
    if !hides(&row, now) {
        let ballots = cast(viewer, &row, &options).await?;
        count.result = Some(PollResult::of(tally(row.method, options.len(), &ballots), &options));
    }
    Ok(PollView::of(row, options, count, now))
}

/// A poll that nobody has voted in.
pub fn new_view(viewer: &Viewer, (row, options): Poll) -> PollView {
    let options: Vec<PollOptionView> = options.into_iter().map(Into::into).collect();
    let result = (!hides(&row, viewer.now())).then(|| PollResult::of(tally(row.method, options.len(), &[]), &options));
    PollView::of(row, options, Count { voted: Some(false), own_ballot: None, result }, viewer.now())
}

/// Whether the result is not told yet. Of closed ballots it never is before the end: whoever watches
/// the numbers while somebody votes would see what they vote.
fn hides(row: &poll::Model, now: chrono::DateTime<chrono::Utc>) -> bool {
    (row.closed_ballots || row.hidden_until_end) && !ended(row, now)
}

fn ended(row: &poll::Model, now: chrono::DateTime<chrono::Utc>) -> bool {
    row.ends_at.is_some_and(|end| end <= now)
}

/// What stands on every ballot, each option by its place.
async fn cast(viewer: &Viewer, row: &poll::Model, options: &[PollOptionView]) -> Result<Vec<Cast>> {
    let places: HashMap<PollOptionId, usize> = options.iter().enumerate().map(|(place, option)| (option.id, place)).collect();
    let here = poll_ballot::Column::DiscussionId.eq(row.discussion_id);
    let ids: Vec<BallotId> =
        poll_ballot::Entity::find().select_only().column(poll_ballot::Column::Id).filter(here.clone()).into_tuple().all(viewer.conn()).await?;
    let mut ballots: HashMap<_, Cast> = ids.into_iter().map(|id| (id, Cast::new())).collect();
    let ids = poll_ballot::Entity::find().select_only().column(poll_ballot::Column::Id).filter(here).into_query();
    let choices = poll_choice::Entity::find().filter(poll_choice::Column::BallotId.in_subquery(ids)).order_by_asc(poll_choice::Column::Place);
    for choice in choices.all(viewer.conn()).await? {
        if let (Some(ballot), Some(place)) = (ballots.get_mut(&choice.ballot_id), places.get(&choice.option_id)) {
            ballot.push((*place, choice.if_need_be));
        }
    }
    Ok(ballots.into_values().collect())
}

/// The open ballots, for as long as nothing is hidden. Of closed ones nobody gets a list.
pub async fn ballots(viewer: &Viewer, row: &poll::Model, list: &Listing<NoFilter>) -> Result<Slice<BallotView>> {
    use poll_ballot::{Column, Entity};
    if row.closed_ballots || hides(row, viewer.now()) {
        return Err(NOT_FOUND.into());
    }
    let query = Entity::find().filter(Column::DiscussionId.eq(row.discussion_id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::Id, id: Column::Id, descending: false }).await?;
    let mut views = ballot_views(viewer, slice.rows.clone()).await?.into_iter();
    Ok(slice.filter_map(|_| views.next()))
}

async fn ballot_views(viewer: &Viewer, rows: Vec<poll_ballot::Model>) -> Result<Vec<BallotView>> {
    use poll_choice::{Column, Entity};
    let choices = Entity::find().filter(Column::BallotId.is_in(rows.iter().map(|row| row.id))).order_by_asc(Column::Place);
    let mut chosen: HashMap<_, [Vec<PollOptionId>; 2]> = HashMap::new();
    for choice in choices.all(viewer.conn()).await? {
        let [choices, if_need_be] = chosen.entry(choice.ballot_id).or_default();
        if choice.if_need_be { if_need_be.push(choice.option_id) } else { choices.push(choice.option_id) }
    }
    let voters = members::cards(viewer, rows.iter().filter_map(|row| row.member_id).collect()).await?;
    let view = |row: poll_ballot::Model| {
        let [choices, if_need_be] = chosen.remove(&row.id).unwrap_or_default();
        BallotView { member: row.member_id.and_then(|member| voters.get(&member).cloned()), choices, if_need_be }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A discussion in which something is asked or voted, locked, and with its words still there.
async fn locked(tx: &Tx, id: DiscussionId) -> Result<()> {
    if lock(tx, id).await?.deleted_at.is_some() { Err(DELETED.into()) } else { Ok(()) }
}

pub async fn ask(tx: &Tx, right: Granted<Ask>, id: DiscussionId, new: NewPoll) -> Result<Poll> {
    check::poll(&new, tx.now())?;
    still_open(tx, &right.on().place).await?;
    locked(tx, id).await?;
    let NewPoll { question, method, options, max_choices, closed_ballots, hidden_until_end, ends_at } = new;
    let all = i32::try_from(options.0.len()).unwrap_or_default();
    let max_choices = match method {
        PollMethod::Single => 1,
        PollMethod::Several => max_choices.map_or(all, |max| std::cmp::min(max.0.into(), all)),
        PollMethod::Ranked | PollMethod::Date => all,
    };
    let row = poll::ActiveModel {
        discussion_id: ActiveValue::Set(id),
        question: ActiveValue::Set(Text::into_string(question)),
        method: ActiveValue::Set(method),
        max_choices: ActiveValue::Set(max_choices),
        closed_ballots: ActiveValue::Set(closed_ballots.unwrap_or_default()),
        hidden_until_end: ActiveValue::Set(hidden_until_end.unwrap_or_default()),
        ends_at: ActiveValue::Set(ends_at.map(|end| end.0)),
        outcome: ActiveValue::Set(None),
        outcome_at: ActiveValue::Set(None),
        version: ActiveValue::Set(0),
        created_at: ActiveValue::Set(tx.now()),
    };
    poll::Entity::insert(row).exec_without_returning(tx.conn()).await.or_taken(POLL_EXISTS)?;
    let rows = (0..).zip(options.0).map(|(place, option)| poll_option::ActiveModel {
        id: ActiveValue::Set(PollOptionId(tx.new_id())),
        discussion_id: ActiveValue::Set(id),
        place: ActiveValue::Set(place),
        text: ActiveValue::Set(option.text.into_string()),
        starts_at: ActiveValue::Set(option.starts_at.map(|start| start.0)),
    });
    poll_option::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    read(tx.conn(), id).await
}

pub async fn change(tx: &Tx, right: Granted<Ask>, id: DiscussionId, seen: IfMatch, change: PollChange) -> Result<Poll> {
    let PollChange { ended: end, outcome } = change;
    still_open(tx, &right.on().place).await?;
    locked(tx, id).await?;
    let (before, options) = read(tx.conn(), id).await?;
    seen.expect(before.version)?;
    let over = ended(&before, tx.now());
    let ends_at = match end {
        Patch::Set(true) if !over => Some(tx.now()),
        Patch::Set(false) if over => return Err(POLL_ENDED.into()),
        _ => before.ends_at,
    };
    let outcome_at = match outcome.get() {
        Some(Some(_)) if ends_at.is_none_or(|end| end > tx.now()) => return Err(POLL_RUNS.into()),
        Some(text) => text.as_ref().map(|_| tx.now()),
        None => before.outcome_at,
    };
    let row = poll::ActiveModel {
        discussion_id: ActiveValue::Unchanged(id),
        ends_at: ActiveValue::Set(ends_at),
        outcome: outcome.into_active(|text| text.map(LongText::into_string)),
        outcome_at: ActiveValue::Set(outcome_at),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    Ok((poll::Entity::update(row).exec(tx.conn()).await?, options))
}

/// Casts a ballot, or changes it. Votes of a poll come one at a time, so that of a hundred clicks one counts.
pub async fn vote(tx: &Tx, right: Granted<Vote>, id: DiscussionId, ballot: Ballot) -> Result<()> {
    still_open(tx, right.on()).await?;
    locked(tx, id).await?;
    let (poll, options) = read(tx.conn(), id).await?;
    if ended(&poll, tx.now()) {
        return Err(POLL_ENDED.into());
    }
    check::ballot(&poll, &options, &ballot)?;
    let voter = poll_voter::ActiveModel { discussion_id: ActiveValue::Set(id), member_id: ActiveValue::Set(right.by()) };
    let once = OnConflict::new().do_nothing().to_owned();
    let first = poll_voter::Entity::insert(voter).on_conflict(once).exec_without_returning(tx.conn()).await? == 1;
    let before = previous(tx, &right, id, &ballot).await?;
    let cast = match (before, first) {
        (Some(_), true) => return Err(taken()),
        (None, false) => return Err(ALREADY_VOTED.into()),
        (Some(before), false) => {
            poll_choice::Entity::delete_many().filter(poll_choice::Column::BallotId.eq(before.id)).exec(tx.conn()).await?;
            before.id
        }
        (None, true) => {
            let row = poll_ballot::ActiveModel {
                id: ActiveValue::Set(ballot.receipt.unwrap_or_else(|| BallotId(tx.new_id()))),
                discussion_id: ActiveValue::Set(id),
                member_id: ActiveValue::Set((!poll.closed_ballots).then(|| right.by())),
            };
            poll_ballot::Entity::insert(row).exec_with_returning(tx.conn()).await?.id
        }
    };
    mark(tx, &right, cast, ballot).await
}

/// The ballot that is changed: one's own open one, or the closed one whose receipt one has.
async fn previous(tx: &Tx, right: &Granted<Vote>, id: DiscussionId, ballot: &Ballot) -> Result<Option<poll_ballot::Model>> {
    use poll_ballot::{Column, Entity};
    let own = Column::DiscussionId.eq(id).and(Column::MemberId.eq(right.by()));
    let found = match ballot.receipt {
        Some(receipt) => Entity::find_by_id(receipt).one(tx.conn()).await?,
        None => Entity::find().filter(own).one(tx.conn()).await?,
    };
    if found.as_ref().is_some_and(|found| found.discussion_id != id) { Err(taken()) } else { Ok(found) }
}

/// A receipt that belongs to a ballot of somebody else's.
fn taken() -> Problem {
    INVALID.pointing_at(vec![Fault::new("/receipt", Wrong::Clash("another ballot"))])
}

async fn mark(tx: &Tx, _: &Granted<Vote>, cast: BallotId, ballot: Ballot) -> Result<()> {
    let chosen = ballot.choices.0.into_iter().map(|option| (option, false)).chain(ballot.if_need_be.0.into_iter().map(|option| (option, true)));
    let rows = (0..).zip(chosen).map(|(place, (option, if_need_be))| poll_choice::ActiveModel {
        ballot_id: ActiveValue::Set(cast),
        option_id: ActiveValue::Set(option),
        place: ActiveValue::Set(place),
        if_need_be: ActiveValue::Set(if_need_be),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        poll_choice::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Forgets a poll with all its ballots.
pub async fn forget(tx: &Tx, id: DiscussionId) -> Result<()> {
    poll::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}
