//! What a member says of a post without writing.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, MemberId};
use crate::kind::ReactionKind;

/// What a member says of a post without writing.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reaction")]
pub struct Model {
    /// The reply, or the discussion itself for its opening post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_id: Uuid,
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// What is said.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: ReactionKind,
    /// The discussion that the post belongs to.
    pub discussion_id: DiscussionId,
    /// When it was said.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
