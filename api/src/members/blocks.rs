//! Every query of blocks.

use std::collections::HashMap;

use entity::id::MemberId;
use entity::member;
use entity::member_block::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::policy::{self, Block};
use super::types::BlockView;
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};

/// The newest first. The name of somebody who blocks in turn is not told.
pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<BlockView>> {
    let order = Order { by: Column::CreatedAt, id: Column::BlockedId, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(Column::BlockerId.eq(me.id())), order).await?;
    let ids: Vec<_> = slice.rows.iter().map(|row| row.blocked_id).collect();
    let in_turn = Entity::find().select_only().column(Column::BlockerId).filter(Column::BlockedId.eq(me.id())).into_query();
    let known = member::Entity::find()
        .select_only()
        .columns([member::Column::Id, member::Column::Name])
        .filter(member::Column::Id.is_in(ids))
        .filter(member::Column::Id.not_in_subquery(in_turn))
        .filter(policy::shown());
    let known: Vec<(MemberId, String)> = known.into_tuple().all(me.conn()).await?;
    let mut names: HashMap<_, _> = known.into_iter().collect();
    let view = |Model { blocked_id, created_at, .. }: Model| BlockView { member_id: blocked_id, name: names.remove(&blocked_id), created_at };
    Ok(slice.map(view))
}

/// A member whom one may know of, or has blocked before.
pub async fn subject(me: &Member, id: MemberId) -> Result<MemberId> {
    let known = member::Entity::find_by_id(id).filter(policy::visible_to(me.actor())).one(me.conn()).await?.is_some();
    let blocked = Entity::find_by_id((me.id(), id)).one(me.conn()).await?.is_some();
    if known || blocked { Ok(id) } else { Err(NOT_FOUND.into()) }
}

pub async fn block(tx: &Tx, right: Granted<Block>) -> Result<()> {
    let row =
        ActiveModel { blocker_id: ActiveValue::Set(right.by()), blocked_id: ActiveValue::Set(*right.on()), created_at: ActiveValue::Set(tx.now()) };
    let again = OnConflict::columns([Column::BlockerId, Column::BlockedId]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn unblock(tx: &Tx, right: Granted<Block>) -> Result<()> {
    let gone = Entity::delete_by_id((right.by(), *right.on())).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// Those between whom and the viewer there is a block, whoever made it.
pub async fn around(viewer: &Viewer) -> Result<Vec<MemberId>> {
    let Some(actor) = viewer.actor() else { return Ok(Vec::new()) };
    let ours = Entity::find().filter(Condition::any().add(Column::BlockerId.eq(actor.id)).add(Column::BlockedId.eq(actor.id)));
    let other = |row: Model| if row.blocker_id == actor.id { row.blocked_id } else { row.blocker_id };
    Ok(ours.all(viewer.conn()).await?.into_iter().map(other).collect())
}
