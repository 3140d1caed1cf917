//! What somebody answers who wants to join a group.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId};

/// What somebody answers who wants to join a group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_answer")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// Who asks to join.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The place among the questions, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    /// The question as it was.
    pub question: String,
    /// The answer.
    pub answer: String,
}

impl ActiveModelBehavior for ActiveModel {}
