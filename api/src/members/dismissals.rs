//! Every query of those whom a member does not want to be matched with.

use entity::id::MemberId;
use entity::member;
use entity::member_dismissal::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy::{self, Edit};
use super::store;
use super::types::MemberCard;
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};

/// The newest first; of whom one may not know any more is not there.
pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<MemberCard>> {
    let visible = policy::names_one_of(Column::DismissedId, policy::visible_to(me.actor()));
    let order = Order { by: Column::CreatedAt, id: Column::DismissedId, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(Column::MemberId.eq(me.id())).filter(visible), order).await?;
    let mut cards = store::cards(me, policy::visible_to(me.actor()), slice.rows.iter().map(|row| row.dismissed_id).collect()).await?;
    Ok(slice.filter_map(|row| cards.remove(&row.dismissed_id)))
}

/// Those whom the viewer does not want to be matched with.
pub async fn of(viewer: &Viewer) -> Result<Vec<MemberId>> {
    let Some(actor) = viewer.actor() else { return Ok(Vec::new()) };
    let own = Entity::find().select_only().column(Column::DismissedId).filter(Column::MemberId.eq(actor.id));
    Ok(own.into_tuple().all(viewer.conn()).await?)
}

/// A member of whom one may know.
pub async fn subject(me: &Member, id: MemberId) -> Result<MemberId> {
    let known = member::Entity::find_by_id(id).filter(policy::visible_to(me.actor())).one(me.conn()).await?;
    known.map(|row| row.id).ok_or_else(|| NOT_FOUND.into())
}

pub async fn dismiss(tx: &Tx, own: Granted<Edit>, other: MemberId) -> Result<()> {
    let row = ActiveModel { member_id: ActiveValue::Set(own.by()), dismissed_id: ActiveValue::Set(other), created_at: ActiveValue::Set(tx.now()) };
    let again = OnConflict::columns([Column::MemberId, Column::DismissedId]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn forgive(tx: &Tx, own: Granted<Edit>, other: MemberId) -> Result<()> {
    let gone = Entity::delete_by_id((own.by(), other)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
