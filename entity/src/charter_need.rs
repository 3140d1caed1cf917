//! A competence that a group needs.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;

/// A competence that a group needs.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charter_need")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
