//! An earlier text of a post.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, RevisionId};

/// An earlier text of a post.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// The earlier text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    /// The discussion that the post belongs to.
    pub discussion_id: DiscussionId,
    /// The reply, or the discussion itself for its opening post.
    pub of_id: Uuid,
    /// Which version of the post it was.
    pub version: i32,
    /// The title, of an opening post.
    pub title: Option<String>,
    /// The text (CommonMark).
    pub body: String,
    /// When it was written.
    pub written_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
