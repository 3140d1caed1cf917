//! That somebody offers to answer for a group whose owners are silent.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId};

/// That somebody offers to answer for a group whose owners are silent.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_succession")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// Who offers.
    pub member_id: MemberId,
    /// From when on they can become an owner.
    pub due_at: DateTimeUtc,
    /// When they offered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
