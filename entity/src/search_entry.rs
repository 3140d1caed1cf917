//! What something is found by in a search over everything.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, GroupId, MemberId};
use crate::kind::{Language, SearchKind};

/// What something is found by.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// Its place in the order of time: the milliseconds of its id, and 19 bits that tell apart what was made at once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// What is found.
    pub of_id: Uuid,
    /// What it is.
    pub kind: SearchKind,
    /// The discussion in which it stands, or which it opens.
    pub discussion_id: Option<DiscussionId>,
    /// The group in which it stands, or which it is.
    pub group_id: Option<GroupId>,
    /// Who wrote it.
    pub author_id: Option<MemberId>,
    /// The language it is written in.
    pub language: Language,
    /// The terms of its title.
    pub title: String,
    /// The terms of what else it says.
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
