//! What a group concluded.

use sea_orm::entity::prelude::*;

use crate::id::{GroupDecisionId, GroupId, MemberId};

/// What a group concluded.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_decision")]
pub struct Model {
    /// The decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupDecisionId,
    /// The group.
    pub group_id: GroupId,
    /// What it says, in one sentence.
    pub title: String,
    /// More about it: why, and what follows (CommonMark).
    pub body: Option<String>,
    /// Who wrote it down.
    pub author_id: Option<MemberId>,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was written down.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
