//! A post that a member wants to find again.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, MemberId};

/// A post that a member wants to find again.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bookmark")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The reply, or the discussion itself for its opening post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_id: Uuid,
    /// The discussion that the post belongs to.
    pub discussion_id: DiscussionId,
    /// When it was marked.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
