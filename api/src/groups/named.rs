//! Groups that something elsewhere names.

use std::collections::{HashMap, HashSet};

use entity::id::{GroupId, MemberId};
use entity::kind::{MembershipState, Visibility};
use entity::{group, group_membership};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::policy::{Standing, visible_to};
use super::types::GroupCard;
use crate::kernel::access::{System, Viewer};
use crate::kernel::problem::Result;

pub async fn by_slugs(viewer: &Viewer, slugs: Vec<String>) -> Result<HashMap<String, GroupId>> {
    use group::Column;
    let query = group::Entity::find().select_only().column(Column::Slug).column(Column::Id).filter(Column::Slug.is_in(slugs));
    let found: Vec<(String, GroupId)> = query.filter(visible_to(viewer.actor())).into_tuple().all(viewer.conn()).await?;
    Ok(found.into_iter().collect())
}

pub async fn cards(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, GroupCard>> {
    which(viewer, ids, visible_to(viewer.actor())).await
}

pub async fn offered(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, GroupCard>> {
    which(viewer, ids, Condition::all()).await
}

async fn which(viewer: &Viewer, ids: Vec<GroupId>, which: Condition) -> Result<HashMap<GroupId, GroupCard>> {
    let rows = group::Entity::find().filter(group::Column::Id.is_in(ids)).filter(which);
    Ok(rows.all(viewer.conn()).await?.into_iter().map(|row| (row.id, row.into())).collect())
}

pub async fn offered_by_mail(system: &System, id: GroupId) -> Result<Option<GroupCard>> {
    Ok(group::Entity::find_by_id(id).one(system.conn()).await?.map(GroupCard::from))
}

/// The same as `may_read`, of members who do not ask themselves.
pub async fn readers(viewer: &Viewer, standing: &Standing, among: Vec<MemberId>) -> Result<HashSet<MemberId>> {
    use group_membership::{Column, Entity};
    if matches!(standing.group.visibility, Visibility::Open | Visibility::Network) {
        return Ok(among.into_iter().collect());
    }
    let inside = Column::GroupId.eq(standing.group.id).and(Column::State.eq(MembershipState::Active));
    let query = Entity::find().select_only().column(Column::MemberId).filter(inside).filter(Column::MemberId.is_in(among));
    let found: Vec<MemberId> = query.into_tuple().all(viewer.conn()).await?;
    Ok(found.into_iter().collect())
}
