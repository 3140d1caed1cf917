//! Somebody or something that a post names.

use sea_orm::entity::prelude::*;

use crate::id::DiscussionId;
use crate::kind::MentionKind;

/// Somebody or something that a post names, as it was found when the post was written.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mention")]
pub struct Model {
    /// The reply, or the discussion itself for its opening post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_id: Uuid,
    /// Its place among those of the post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// The discussion that the post belongs to.
    pub discussion_id: DiscussionId,
    /// What kind of thing is named.
    pub kind: MentionKind,
    /// The member, the group or the discussion.
    pub target_id: Option<Uuid>,
    /// The support model, or a part of it.
    pub target_key: Option<String>,
    /// How it is named in the text.
    pub written: String,
}

impl ActiveModelBehavior for ActiveModel {}
