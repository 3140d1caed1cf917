//! How much a member wants to hear of a group or a discussion.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::FollowLevel;

/// How much a member wants to hear of a group or a discussion.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_level")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The group or the discussion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_id: Uuid,
    /// How much.
    pub level: FollowLevel,
    /// When that was said.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
