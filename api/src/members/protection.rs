//! Every query of protection: members whose data must not be found.

use entity::id::MemberId;
use entity::member::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::policy::{self, OverseeProtection, Protect};
use super::store::{self, first_handle, lock};
use super::types::MemberCard;
use crate::kernel::access::{Granted, Member};
use crate::kernel::db::Tx;
use crate::kernel::handle::skeleton;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};

/// Whom the right is about. Administrators know of everybody, others of whom they meet.
pub async fn subject(me: &Member, id: MemberId) -> Result<MemberId> {
    let known = Entity::find_by_id(id).filter(policy::known_for_protection(me.actor())).one(me.conn()).await?;
    known.map(|row| row.id).ok_or_else(|| NOT_FOUND.into())
}

/// Those who are protected, the newest members first.
pub async fn page(me: &Member, _: &Granted<OverseeProtection>, list: &Listing<NoFilter>) -> Result<Slice<MemberCard>> {
    let protected = Condition::all().add(Column::Protected.eq(true));
    let order = Order { by: Column::CreatedAt, id: Column::Id, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(protected.clone()), order).await?;
    let mut cards = store::cards(me, protected, slice.rows.iter().map(|row| row.id).collect()).await?;
    Ok(slice.filter_map(|row| cards.remove(&row.id)))
}

/// Protects a member. A chosen handle would tell whoever tries to take it that they are there: they
/// get one that nobody would try.
pub async fn protect(tx: &Tx, right: Granted<Protect>) -> Result<()> {
    let before = lock(tx, *right.on()).await?;
    if before.protected {
        return Ok(());
    }
    let handle = first_handle("", before.id);
    let row = ActiveModel { handle_skeleton: ActiveValue::Set(skeleton(&handle)), handle: ActiveValue::Set(handle), ..set(tx, &before, true) };
    Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// Ends the protection; from then on others find what the member's audiences show.
pub async fn end(tx: &Tx, right: Granted<Protect>) -> Result<()> {
    let before = lock(tx, *right.on()).await?;
    if before.protected {
        Entity::update(set(tx, &before, false)).exec(tx.conn()).await?;
    }
    Ok(())
}

fn set(tx: &Tx, before: &entity::member::Model, protected: bool) -> ActiveModel {
    ActiveModel {
        id: ActiveValue::Unchanged(before.id),
        protected: ActiveValue::Set(protected),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    }
}
