//! What a member looks for help with, for others to see.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, NeedId};
use crate::kind::NeedAudience;

/// What a member looks for help with, for others to see.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    /// The need.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NeedId,
    /// Whose it is.
    pub member_id: MemberId,
    /// What is looked for, in a line.
    pub title: String,
    /// More about it (CommonMark).
    pub body: String,
    /// Where, if that matters.
    pub municipality_code: Option<String>,
    /// Who sees it.
    pub audience: NeedAudience,
    /// What came of it, once it is closed (CommonMark).
    pub outcome: Option<String>,
    /// Title and text, folded for searching.
    pub search_text: String,
    /// Until when it is shown to others while it is open.
    pub until: DateTimeUtc,
    /// When it was posted.
    pub created_at: DateTimeUtc,
    /// When it was closed.
    pub closed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
