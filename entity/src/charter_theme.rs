//! A theme that a group deals with.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;

/// A theme that a group deals with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charter_theme")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// The theme.
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
