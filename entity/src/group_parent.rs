//! That a group is a part of another.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;

/// That a group is a part of another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_parent")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// The group that it is a part of.
    pub parent_id: GroupId,
}

impl ActiveModelBehavior for ActiveModel {}
