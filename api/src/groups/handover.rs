//! Handing a group over, and following owners who are silent.

use chrono::TimeDelta;
use entity::id::{GroupId, MemberId};
use entity::kind::{GroupChangeKind, GroupRole, MembershipState};
use entity::{group_membership, group_succession};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::history::{Change, note};
use super::history_types::SuccessionView;
use super::notices::OFFERED;
use super::policy::{HandOver, Standing, Succeed, Vacancy};
use super::problems::{OWNER_PRESENT, SUCCESSION_TAKEN};
use super::store::{hold, let_in, locked};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::Cause;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::{accounts, notifications};

/// Owners who were not there for so long are silent.
const SILENT: TimeDelta = TimeDelta::days(60);
/// How long they have to say that they are there.
const NOTICE: TimeDelta = TimeDelta::days(14);
/// How long an offer stands after that before another may take its place.
const OFFER_STANDS: TimeDelta = TimeDelta::days(30);

async fn with_part(conn: &impl ConnectionTrait, group: GroupId, role: GroupRole) -> Result<Vec<MemberId>> {
    use group_membership::{Column, Entity};
    let part = Column::GroupId.eq(group).and(Column::State.eq(MembershipState::Active)).and(Column::Role.eq(role));
    Ok(Entity::find().select_only().column(Column::MemberId).filter(part).into_tuple().all(conn).await?)
}

pub async fn vacancy(viewer: &Viewer, standing: Standing) -> Result<Vacancy> {
    let moderated = !with_part(viewer.conn(), standing.group.id, GroupRole::Moderator).await?.is_empty();
    Ok(Vacancy { standing, moderated })
}

/// The member becomes an owner, and whoever hands over a moderator, at once: the group is never without.
pub async fn hand_over(tx: &Tx, right: Granted<HandOver>) -> Result<group_membership::Model> {
    let appointment = right.on();
    let of = &appointment.of;
    locked(tx, appointment).await?;
    let own = appointment.standing.membership.as_ref().ok_or(NOT_FOUND)?;
    if of.state != MembershipState::Active || of.member_id == right.by() {
        return Err(NOT_FOUND.into());
    }
    let row = let_in(tx, of, GroupRole::Owner).await?;
    let_in(tx, own, GroupRole::Moderator).await?;
    note(tx, of.group_id, right.by(), Change::about(GroupChangeKind::HandedOver, of.member_id)).await?;
    Ok(row)
}

/// Offers to follow the owners, and, when they had their time to answer, follows them.
pub async fn succeed(tx: &Tx, right: Granted<Succeed>) -> Result<SuccessionView> {
    use group_succession::Entity;
    let standing = &right.on().standing;
    let group = hold(tx, standing).await?.id;
    let own = standing.membership.as_ref().ok_or(NOT_FOUND)?;
    let owners = with_part(tx.conn(), group, GroupRole::Owner).await?;
    if accounts::seen_since(tx, owners.clone(), tx.now() - SILENT).await? {
        return Err(OWNER_PRESENT.into());
    }
    let offer = Entity::find_by_id(group).one(tx.conn()).await?;
    let stands = match &offer {
        Some(offer) => offer.due_at + OFFER_STANDS > tx.now() && !accounts::seen_since(tx, owners.clone(), offer.created_at).await?,
        None => false,
    };
    match offer.filter(|_| stands) {
        Some(offer) if offer.member_id != right.by() => Err(SUCCESSION_TAKEN.into()),
        Some(offer) if offer.due_at > tx.now() => Ok(SuccessionView { place: own.into(), due_at: Some(offer.due_at) }),
        Some(_) => {
            let row = let_in(tx, own, GroupRole::Owner).await?;
            Entity::delete_by_id(group).exec(tx.conn()).await?;
            note(tx, group, right.by(), Change::about(GroupChangeKind::Succeeded, right.by())).await?;
            Ok(SuccessionView { place: (&row).into(), due_at: None })
        }
        None => {
            let due_at = offers(tx, group, right.by()).await?;
            notifications::notify(tx, &OFFERED, &Cause::now(tx, group.0), &owners).await?;
            note(tx, group, right.by(), Change::about(GroupChangeKind::SuccessionOffered, right.by())).await?;
            Ok(SuccessionView { place: own.into(), due_at: Some(due_at) })
        }
    }
}

async fn offers(tx: &Tx, group: GroupId, member: MemberId) -> Result<chrono::DateTime<chrono::Utc>> {
    use group_succession::{Column, Entity};
    let due_at = tx.now() + NOTICE;
    let row = group_succession::ActiveModel {
        group_id: ActiveValue::Set(group),
        member_id: ActiveValue::Set(member),
        due_at: ActiveValue::Set(due_at),
        created_at: ActiveValue::Set(tx.now()),
    };
    let again = OnConflict::column(Column::GroupId).update_columns([Column::MemberId, Column::DueAt, Column::CreatedAt]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(due_at)
}

/// An offer to follow the owners of a group that was made.
pub async fn offer(viewer: &Viewer, group: GroupId) -> Result<Option<group_succession::Model>> {
    Ok(group_succession::Entity::find_by_id(group).one(viewer.conn()).await?)
}
