//! What a group asks of whoever wants to join.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;

/// What a group asks of whoever wants to join.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_question")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// Its place among the questions, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    /// The question.
    pub question: String,
}

impl ActiveModelBehavior for ActiveModel {}
