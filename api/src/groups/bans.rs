//! Who may not come into a group.

use entity::id::{GroupId, MemberId};
use entity::kind::GroupChangeKind;
use entity::{group_ban, group_membership};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::history::{Change, note};
use super::policy::{Ban, Join, ManageMembers, Standing};
use super::store::{keep_an_owner, lock, unchanged};
use super::types::{BanView, NewBan};
use crate::kernel::access::{Action, Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{CONFLICT, FORBIDDEN, NOT_FOUND, Result};
use crate::kernel::text::Text;
use crate::members;

/// Whether this member is banned from the group.
pub(super) async fn is_banned(conn: &impl ConnectionTrait, group: GroupId, member: MemberId) -> Result<bool> {
    Ok(group_ban::Entity::find_by_id((group, member)).one(conn).await?.is_some())
}

/// Refuses to let somebody in who was banned meanwhile.
pub(super) async fn still_welcome(tx: &Tx, group: GroupId, member: MemberId) -> Result<()> {
    if is_banned(tx.conn(), group, member).await? { Err(FORBIDDEN.lacking(Join::NAME)) } else { Ok(()) }
}

/// The membership of whoever is to be banned, asked for or active, if there is one.
pub async fn place_of(viewer: &Viewer, standing: &Standing, member: MemberId) -> Result<Option<group_membership::Model>> {
    Ok(group_membership::Entity::find_by_id((standing.group.id, member)).one(viewer.conn()).await?)
}

pub async fn page(viewer: &Viewer, right: Granted<ManageMembers>, list: &Listing<NoFilter>) -> Result<Slice<BanView>> {
    use group_ban::{Column, Entity};
    let answerable = members::names_answerable(Column::MemberId, viewer.actor());
    let query = Entity::find().filter(Column::GroupId.eq(right.on().group.id)).filter(answerable);
    let slice = list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::MemberId, descending: true }).await?;
    let mut cards = members::answerable_cards(viewer, slice.rows.iter().map(|row| row.member_id).collect()).await?;
    Ok(slice.filter_map(|row| Some(BanView::of(cards.remove(&row.member_id)?, row))))
}

/// Ends the membership, or the request, and keeps the member out. Doing it again gives another reason.
pub async fn ban(tx: &Tx, right: Granted<Ban>, new: NewBan) -> Result<group_ban::Model> {
    use group_ban::{Column, Entity};
    let banishment = right.on();
    let group = lock(tx, banishment.standing.group.id).await?.id;
    if let Some(own) = &banishment.standing.membership {
        unchanged(tx, own).await?;
    }
    let now = group_membership::Entity::find_by_id((group, banishment.member)).one(tx.conn()).await?;
    if now != banishment.of {
        return Err(CONFLICT.into());
    }
    if let Some(of) = now {
        keep_an_owner(tx, &of, None).await?;
        group_membership::Entity::delete_by_id((group, of.member_id)).exec(tx.conn()).await?;
    }
    let row = group_ban::ActiveModel {
        group_id: ActiveValue::Set(group),
        member_id: ActiveValue::Set(banishment.member),
        reason: ActiveValue::Set(new.reason.map(Text::into_string)),
        created_at: ActiveValue::Set(tx.now()),
    };
    let again = OnConflict::columns([Column::GroupId, Column::MemberId]).update_column(Column::Reason).to_owned();
    let row = Entity::insert(row).on_conflict(again).exec_with_returning(tx.conn()).await?;
    note(tx, group, right.by(), Change::about(GroupChangeKind::Banned, row.member_id)).await?;
    Ok(row)
}

pub async fn lift(tx: &Tx, right: Granted<ManageMembers>, member: MemberId) -> Result<()> {
    let group = lock(tx, right.on().group.id).await?.id;
    if let Some(own) = &right.on().membership {
        unchanged(tx, own).await?;
    }
    let lifted = group_ban::Entity::delete_by_id((group, member)).exec(tx.conn()).await?;
    if lifted.rows_affected == 0 {
        return Err(NOT_FOUND.into());
    }
    note(tx, group, right.by(), Change::about(GroupChangeKind::Unbanned, member)).await.map(drop)
}
