//! Every query of roles.

use entity::account::{ActiveModel, Column, Entity};
use entity::id::MemberId;
use entity::kind::Role;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy::{Appoint, Appointment};
use super::types::{NewRole, StaffView};
use crate::kernel::access::{Granted, Member, System};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::text::Email;
use crate::members::{self, MemberCard};

/// Everybody who is more than a member and whom one may know, those who came first first.
pub async fn staff(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<StaffView>> {
    let staff = Entity::find().filter(Column::Role.ne(Role::Member)).filter(members::names_visible(Column::Id, me.actor()));
    let slice = list.paging.fetch(me, staff, Order { by: Column::CreatedAt, id: Column::Id, descending: false }).await?;
    let mut cards = members::cards(me, slice.rows.iter().map(|row| row.id).collect()).await?;
    Ok(slice.filter_map(|row| Some(StaffView { member: cards.remove(&row.id)?, role: row.role })))
}

/// See [`super::staff`].
pub async fn all(tx: &Tx) -> Result<Vec<MemberId>> {
    let staff = Entity::find().select_only().column(Column::Id).filter(Column::Role.ne(Role::Member));
    Ok(staff.into_tuple().all(tx.conn()).await?)
}

/// Somebody of whom one may know, and the role that they are to get.
pub async fn appointment(me: &Member, member: MemberId, new: &NewRole) -> Result<(Appointment, MemberCard)> {
    let card = members::cards(me, vec![member]).await?.remove(&member).ok_or(NOT_FOUND)?;
    let row = Entity::find_by_id(member).one(me.conn()).await?.ok_or(NOT_FOUND)?;
    Ok((Appointment { member, before: row.role, role: new.role }, card))
}

/// What they had is asked again, because it may have changed since.
pub async fn appoint(me: &Member, tx: &Tx, right: Granted<Appoint>) -> Result<()> {
    let Appointment { member, role, .. } = *right.on();
    let row = Entity::find_by_id(member).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    me.may::<Appoint>(Appointment { member, before: row.role, role })?;
    let row = ActiveModel { id: ActiveValue::Unchanged(member), role: ActiveValue::Set(role), ..Default::default() };
    Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// See [`super::appoint`].
pub async fn appoint_from_here(system: &System, email: &str, role: Role) -> core::result::Result<(), String> {
    let email = Email::parse(email).map_err(|wrong| format!("{email} is no e-mail address ({wrong:?})"))?;
    let given = system.write(async |tx| {
        let given = Entity::update_many().set(ActiveModel { role: ActiveValue::Set(role), ..Default::default() });
        Ok(given.filter(Column::EmailKey.eq(email.key())).exec(tx.conn()).await?.rows_affected)
    });
    match given.await {
        Ok(0) => Err(format!("nobody has the address {}", email.as_str())),
        Ok(_) => Ok(()),
        Err(problem) => Err(problem.cause.unwrap_or_else(|| problem.kind.en.to_owned())),
    }
}
