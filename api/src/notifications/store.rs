//! Reading what one was told.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MemberId, NotificationId};
use entity::mailing;
use entity::notification::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::catalogue;
use super::policy::{Keep, told_to};
use super::settings::{self, Wish};
use super::types::{NotificationCounts, NotificationFilter, NotificationView, ReadState};
use crate::features::kinds;
use crate::kernel::access::{Granted, Member, System};
use crate::kernel::db::Tx;
use crate::kernel::notification::{NotificationKind, Shown};
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::members;

/// How long what was read is kept.
const READ_KEPT: TimeDelta = TimeDelta::days(90);
/// How long what was not read is kept.
const UNREAD_KEPT: TimeDelta = TimeDelta::days(365);
/// How long it is known that a mail was sent: longer than it counts.
const MAILINGS_KEPT: TimeDelta = TimeDelta::days(30);

/// The kinds that one wants to see in the app.
pub async fn wanted(me: &Member) -> Result<Vec<&'static str>> {
    let wishes = settings::wishes(me).await?;
    Ok(wishes.into_iter().filter(|(_, Wish { in_app, .. })| *in_app).map(|(kind, _)| kind).collect())
}

/// What one was told, wants to see in the app, and may see now.
async fn in_app(me: &Member) -> Result<Condition> {
    Ok(catalogue::visible(me).await?.add(Column::Kind.is_in(wanted(me).await?)))
}

pub async fn page(me: &Member, list: &Listing<NotificationFilter>) -> Result<Slice<NotificationView>> {
    let NotificationFilter { state, kind } = &list.filter;
    let query = Entity::find()
        .filter(in_app(me).await?)
        .apply_if(*state, |query, state| match state {
            ReadState::Unread => query.filter(Column::ReadAt.is_null()),
            ReadState::Read => query.filter(Column::ReadAt.is_not_null()),
        })
        .apply_if(kind.as_ref(), |query, kind| query.filter(Column::Kind.eq(kind.as_str())));
    let slice = list.paging.fetch(me, query, Order { by: Column::UpdatedAt, id: Column::Id, descending: true }).await?;
    let mut shown = catalogue::show(me, &slice.rows).await?;
    let actors: HashSet<_> = shown.values().filter_map(|shown| shown.actor).collect();
    let cards = members::cards(me, actors.into_iter().collect()).await?;
    Ok(slice.filter_map(|row| {
        let shown: Shown = shown.remove(&row.id)?;
        let actor = shown.actor.and_then(|actor| cards.get(&actor).cloned());
        Some(NotificationView::of(me, row, shown, actor))
    }))
}

pub async fn counts(me: &Member) -> Result<NotificationCounts> {
    let told = Entity::find().filter(in_app(me).await?);
    let unread = told.clone().filter(Column::ReadAt.is_null()).count(me.conn()).await?;
    Ok(NotificationCounts { unread, total: told.count(me.conn()).await? })
}

pub async fn find(me: &Member, id: NotificationId) -> Result<Model> {
    Entity::find_by_id(id).filter(in_app(me).await?).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// Marks one as read, or as not read. The mail of what is read is not sent any more.
pub async fn mark(tx: &Tx, right: Granted<Keep>, id: NotificationId, read: bool) -> Result<()> {
    let read_at = read.then(|| tx.now());
    let mark = Entity::update_many().col_expr(Column::ReadAt, Expr::value(read_at)).filter(told_to(right.by())).filter(Column::Id.eq(id));
    let mark = if read { mark.filter(Column::ReadAt.is_null()) } else { mark };
    mark.exec(tx.conn()).await?;
    Ok(())
}

/// Marks everything of these kinds as read that had happened by then.
pub async fn mark_all(tx: &Tx, right: Granted<Keep>, kinds: &[&str], until: DateTime<Utc>) -> Result<()> {
    let seen = Column::Kind.is_in(kinds.iter().copied()).and(Column::UpdatedAt.lte(until));
    let mark = Entity::update_many().col_expr(Column::ReadAt, Expr::value(tx.now()));
    mark.filter(told_to(right.by())).filter(Column::ReadAt.is_null()).filter(seen).exec(tx.conn()).await?;
    Ok(())
}

/// See [`super::read_through`].
pub async fn read_through(tx: &Tx, kinds: &[&NotificationKind], member: MemberId, about: Uuid, latest: Uuid) -> Result<()> {
    let these = Column::Kind.is_in(kinds.iter().map(|kind| kind.name)).and(Column::AboutId.eq(about)).and(Column::LatestId.lte(latest));
    let mark = Entity::update_many().col_expr(Column::ReadAt, Expr::value(tx.now()));
    mark.filter(told_to(member)).filter(these).filter(Column::ReadAt.is_null()).exec(tx.conn()).await?;
    Ok(())
}

/// Forgets what was told long ago, and of what kind there is nothing any more.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    system
        .write(async |tx| {
            let read = Column::ReadAt.lt(now - READ_KEPT);
            let old = read.or(Column::UpdatedAt.lt(now - UNREAD_KEPT)).or(Column::Kind.is_not_in(kinds().map(|kind| kind.name)));
            Entity::delete_many().filter(old).exec(tx.conn()).await?;
            mailing::Entity::delete_many().filter(mailing::Column::CreatedAt.lt(now - MAILINGS_KEPT)).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}
