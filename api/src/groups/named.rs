//! Groups that something elsewhere names.

use std::collections::{HashMap, HashSet};

use entity::id::{GroupId, MemberId};
use entity::kind::{MembershipState, Visibility};
use entity::{group, group_membership};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::policy::{Standing, visible_to};
use super::types::GroupCard;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

pub async fn by_slugs(viewer: &Viewer, slugs: Vec<String>) -> Result<HashMap<String, GroupId>> {
    use group::Column;
    let query = group::Entity::find().select_only().column(Column::Slug).column(Column::Id).filter(Column::Slug.is_in(slugs));
    let found: Vec<(String, GroupId)> = query.filter(visible_to(viewer.actor())).into_tuple().all(viewer.conn()).await?;
    Ok(found.into_iter().collect())
}

pub async fn cards(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, GroupCard>> {
    let rows = group::Entity::find().filter(group::Column::Id.is_in(ids)).filter(visible_to(viewer.actor()));
    Ok(rows.all(viewer.conn()).await?.into_iter().map(|row| (row.id, row.into())).collect())
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
