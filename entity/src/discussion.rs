//! A discussion in a group: its opening post and what is counted of it.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, GroupId, MemberId};

/// A discussion in a group: its opening post and what is counted of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discussion")]
pub struct Model {
    /// The discussion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DiscussionId,
    /// The group it is held in.
    pub group_id: GroupId,
    /// Who opened it.
    pub author_id: MemberId,
    /// What it is about.
    pub title: String,
    /// The opening post (CommonMark).
    pub body: String,
    /// The number of replies.
    pub reply_count: i32,
    /// When the newest post was written.
    pub last_activity_at: DateTimeUtc,
    /// Counts the changes.
    pub version: i32,
    /// When it was opened.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
