//! A request to join a group that was declined.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId};

/// A request to join a group that was declined.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_refusal")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Why, for whoever asked.
    pub reason: Option<String>,
    /// When it was declined.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
