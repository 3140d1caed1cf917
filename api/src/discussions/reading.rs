//! How far members have read, and what is left: counted from the posts each time, so that it is exact.

use std::collections::HashMap;

use entity::id::{DiscussionId, PostId};
use entity::{discussion, post, read_state};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::notices::{MENTION, REPLY};
use super::policy::KeepPlace;
use super::types::ReadThrough;
use super::views::ReadStateView;
use crate::kernel::access::{Actor, Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::unknown;
use crate::kernel::problem::{Problem, Result};
use crate::notifications;

/// Replies of others that are there to be read, after the last one that was.
fn unread_by(actor: &Actor) -> Condition {
    use read_state::{Column, Entity};
    let here = Expr::col((Entity, Column::DiscussionId)).equals((post::Entity, post::Column::DiscussionId));
    let read = Expr::col((Entity, Column::LastPostId)).gte(Expr::col((post::Entity, post::Column::Id)));
    let state = Entity::find().select_only().column(Column::MemberId).filter(Column::MemberId.eq(actor.id)).filter(here).filter(read).into_query();
    let others = Condition::all().add(post::Column::AuthorId.ne(actor.id)).add(post::Column::DeletedAt.is_null());
    others.add(Expr::exists(state).not())
}

/// Whether an opening post is still to be read, given how far its discussion is.
fn opening_unread(actor: &Actor, row: &discussion::Model, state: Option<&read_state::Model>) -> bool {
    state.is_none() && row.author_id != actor.id && row.deleted_at.is_none()
}

/// How many posts of each discussion are unread. Nobody counts for who is not signed in.
pub async fn unread(viewer: &Viewer, rows: &[discussion::Model]) -> Result<Option<HashMap<DiscussionId, u64>>> {
    use read_state::{Column, Entity};
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let states = Entity::find().filter(Column::MemberId.eq(actor.id)).filter(Column::DiscussionId.is_in(ids.iter().copied()));
    let states: HashMap<_, _> = states.all(viewer.conn()).await?.into_iter().map(|state| (state.discussion_id, state)).collect();
    let replies: Vec<(DiscussionId, i64)> = post::Entity::find()
        .select_only()
        .column(post::Column::DiscussionId)
        .column_as(post::Column::Id.count(), "count")
        .filter(post::Column::DiscussionId.is_in(ids))
        .filter(unread_by(actor))
        .group_by(post::Column::DiscussionId)
        .into_tuple()
        .all(viewer.conn())
        .await?;
    let mut unread: HashMap<_, _> = rows.iter().map(|row| (row.id, u64::from(opening_unread(actor, row, states.get(&row.id))))).collect();
    for (id, count) in replies {
        *unread.entry(id).or_default() += u64::try_from(count).map_err(Problem::internal)?;
    }
    Ok(Some(unread))
}

/// How many of these replies are unread.
pub async fn unread_of(me: &Member, replies: &[PostId]) -> Result<u64> {
    let Some(actor) = me.actor() else { return Ok(0) };
    let these = post::Entity::find().filter(post::Column::Id.is_in(replies.iter().copied()));
    Ok(these.filter(unread_by(actor)).count(me.conn()).await?)
}

/// How far a member has read, and where to go on.
pub async fn state(me: &Member, row: &discussion::Model) -> Result<ReadStateView> {
    let count = unread(me, std::slice::from_ref(row)).await?.and_then(|unread| unread.get(&row.id).copied());
    let state = read_state::Entity::find_by_id((me.id(), row.id)).one(me.conn()).await?;
    let (mut first, mut opening) = (None, false);
    if let Some(actor) = me.actor() {
        opening = opening_unread(actor, row, state.as_ref());
        let unread = post::Entity::find().filter(post::Column::DiscussionId.eq(row.id)).filter(unread_by(actor));
        first = unread.order_by_asc(post::Column::Id).one(me.conn()).await?;
    }
    Ok(ReadStateView {
        last_read: state.and_then(|state| state.last_post_id),
        opening_unread: opening,
        first_unread: first.map(|post| post.id),
        unread_count: count.unwrap_or_default(),
    })
}

/// Remembers how far a member has read. It never goes back: of two devices, the one that is behind
/// must not undo what the other has said.
pub async fn keep_place(tx: &Tx, right: Granted<KeepPlace>, id: DiscussionId, through: ReadThrough) -> Result<()> {
    use read_state::{Column, Entity};
    let last: Option<PostId> = through.post;
    if let Some(post) = last {
        let there = post::Entity::find_by_id(post).filter(post::Column::DiscussionId.eq(id)).one(tx.conn()).await?;
        there.ok_or_else(|| unknown("/post"))?;
    }
    let row = read_state::ActiveModel {
        member_id: ActiveValue::Set(right.by()),
        discussion_id: ActiveValue::Set(id),
        last_post_id: ActiveValue::Set(last),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let before = || Expr::col((Entity, Column::LastPostId));
    let further = before().is_null().or(Expr::col(("excluded", Column::LastPostId)).gt(before()));
    let mut once = OnConflict::columns([Column::MemberId, Column::DiscussionId]);
    once.update_columns([Column::LastPostId, Column::UpdatedAt]).action_and_where(further);
    Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    notifications::read_through(tx, &[&MENTION, &REPLY], right.by(), id.0, last.map_or(id.0, |post| post.0)).await
}
