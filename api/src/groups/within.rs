//! Groups within others, one level.

use entity::id::GroupId;
use entity::{group, group_parent};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait};

use super::policy::{Standing, StartWithin, visible_to};
use super::problems::{TOO_DEEP, TOO_MANY_WITHIN};
use super::store::hold;
use super::types::GroupCard;
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::Result;

/// Groups that another can have within it.
const MAX_WITHIN: u64 = 50;

/// The group that this one is a part of, if the viewer may know of it.
pub async fn parent(viewer: &Viewer, id: GroupId) -> Result<Option<GroupCard>> {
    let parent = group_parent::Entity::find_by_id(id).select_only().column(group_parent::Column::ParentId).into_query();
    let known = group::Entity::find().filter(visible_to(viewer.actor())).filter(group::Column::Id.in_subquery(parent));
    Ok(known.one(viewer.conn()).await?.map(GroupCard::from))
}

/// Those within a group that the viewer may know of, in Swedish order.
pub async fn page(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<group::Model>> {
    use group::Column;
    let within = group_parent::Column::ParentId.eq(standing.group.id);
    let within = group_parent::Entity::find().select_only().column(group_parent::Column::GroupId).filter(within).into_query();
    let query = group::Entity::find().filter(visible_to(viewer.actor())).filter(Column::Id.in_subquery(within));
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Id, descending: false }).await
}

/// Holds the group in which another is to be started, and refuses where there can be none.
pub async fn room(tx: &Tx, right: &Granted<StartWithin>) -> Result<GroupId> {
    let parent = hold(tx, right.on()).await?.id;
    if group_parent::Entity::find_by_id(parent).one(tx.conn()).await?.is_some() {
        return Err(TOO_DEEP.into());
    }
    let within = group_parent::Entity::find().filter(group_parent::Column::ParentId.eq(parent)).count(tx.conn()).await?;
    if within >= MAX_WITHIN { Err(TOO_MANY_WITHIN.into()) } else { Ok(parent) }
}

pub async fn put(tx: &Tx, id: GroupId, parent: GroupId) -> Result<()> {
    let row = group_parent::ActiveModel { group_id: ActiveValue::Set(id), parent_id: ActiveValue::Set(parent) };
    Ok(group_parent::Entity::insert(row).exec_without_returning(tx.conn()).await.map(drop)?)
}
