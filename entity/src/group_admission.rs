//! What a group asks of whoever joins, and says to whoever has.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;

/// What a group asks of whoever joins, and says to whoever has.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_admission")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// What a joiner accepts (CommonMark).
    pub agreements: Option<String>,
    /// Counts the changes of that.
    pub agreements_version: i32,
    /// What who has joined is told (CommonMark).
    pub welcome: Option<String>,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
