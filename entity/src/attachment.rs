//! A file of a group that a post shows.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, GroupFileId};

/// A file of a group that a post shows.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    /// The post: the id of a discussion or of a reply.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_id: Uuid,
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: GroupFileId,
    /// The place among the post’s attachments, from 0.
    pub place: i32,
    /// The discussion in which the post stands.
    pub discussion_id: DiscussionId,
    /// What is to be seen, for those who do not see it.
    pub alt: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
