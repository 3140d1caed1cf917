//! How far a member has read in a discussion.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, MemberId, PostId};

/// How far a member has read in a discussion.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "read_state")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The discussion, whose opening post is read.
    #[sea_orm(primary_key, auto_increment = false)]
    pub discussion_id: DiscussionId,
    /// The last reply that is read.
    pub last_post_id: Option<PostId>,
    /// When the member got so far.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
