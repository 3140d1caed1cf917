//! A poll in a discussion.

use sea_orm::entity::prelude::*;

use crate::id::DiscussionId;
use crate::kind::PollMethod;

/// A poll in a discussion.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll")]
pub struct Model {
    /// The discussion that it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub discussion_id: DiscussionId,
    /// What is asked.
    pub question: String,
    /// How one votes, and how it is counted.
    pub method: PollMethod,
    /// How many options one may choose.
    pub max_choices: i32,
    /// Whether nobody is told who voted what.
    pub closed_ballots: bool,
    /// Whether nobody is told the result before the end.
    pub hidden_until_end: bool,
    /// When it ends, or ended.
    pub ends_at: Option<DateTimeUtc>,
    /// What came of it.
    pub outcome: Option<String>,
    /// When that was written down.
    pub outcome_at: Option<DateTimeUtc>,
    /// Counts the changes.
    pub version: i32,
    /// When it began.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
