//! That a member accepted the agreements of a group.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId};

/// That a member accepted the agreements of a group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_consent")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Which version of them.
    pub agreements_version: i32,
    /// When.
    pub accepted_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
