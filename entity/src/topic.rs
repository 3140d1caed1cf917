//! A competence that a member cares about, can help with or looks for.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::TopicKind;

/// A competence that a member cares about, can help with or looks for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Which of the three.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: TopicKind,
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
    /// More about it, in the member’s words.
    pub note: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
