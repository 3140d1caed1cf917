//! Something that one can vote for.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, PollOptionId};

/// Something that one can vote for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_option")]
pub struct Model {
    /// The option.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PollOptionId,
    /// The poll's discussion.
    pub discussion_id: DiscussionId,
    /// Its place among the options.
    pub place: i32,
    /// What it says.
    pub text: String,
    /// When it would be, where a date is looked for.
    pub starts_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
