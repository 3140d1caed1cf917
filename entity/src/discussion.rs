//! A discussion in a group or in the open forum: its opening post and what is counted of it.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, GroupId, MemberId, PostId, WorksheetId};
use crate::kind::{DiscussionKind, Language};

/// A discussion in a group or in the open forum: its opening post and what is counted of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discussion")]
pub struct Model {
    /// The discussion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DiscussionId,
    /// The group it is held in; none in the open forum.
    pub group_id: Option<GroupId>,
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
    /// What it is for.
    pub kind: DiscussionKind,
    /// When title or opening post were last changed.
    pub edited_at: Option<DateTimeUtc>,
    /// When title and opening post were deleted; both are empty since.
    pub deleted_at: Option<DateTimeUtc>,
    /// Since when it is kept in view.
    pub pinned_at: Option<DateTimeUtc>,
    /// Since when nobody replies.
    pub locked_at: Option<DateTimeUtc>,
    /// The worksheet that it is about, if there is one and it still exists.
    pub worksheet_id: Option<WorksheetId>,
    /// The reply that answers the question.
    pub accepted_id: Option<PostId>,
    /// Whether it is read without an account, in the open forum.
    pub public: bool,
    /// When it was closed as solved.
    pub solved_at: Option<DateTimeUtc>,
    /// The language of title and opening post.
    pub language: Language,
}

impl ActiveModelBehavior for ActiveModel {}
