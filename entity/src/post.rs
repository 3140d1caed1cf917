//! A reply in a discussion.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, MemberId, PostId};
use crate::kind::Language;

/// A reply in a discussion.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    /// The reply.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    /// The discussion.
    pub discussion_id: DiscussionId,
    /// Who wrote it.
    pub author_id: MemberId,
    /// What was written (CommonMark).
    pub body: String,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub edited_at: Option<DateTimeUtc>,
    /// When it was deleted; the text is empty since.
    pub deleted_at: Option<DateTimeUtc>,
    /// The reply that it answers; none if it answers the opening post.
    pub in_answer_to: Option<PostId>,
    /// The language it is written in.
    pub language: Language,
}

impl ActiveModelBehavior for ActiveModel {}
