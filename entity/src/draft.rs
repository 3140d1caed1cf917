//! What a member has begun to write.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// What a member has begun to write.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Where it is to stand: a group, a discussion, or the open forum.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: String,
    /// The title so far.
    pub title: Option<String>,
    /// The text so far (CommonMark).
    pub body: Option<String>,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
