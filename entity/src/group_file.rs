//! A file that a group keeps.

use sea_orm::entity::prelude::*;

use crate::id::{GroupFileId, GroupId};

/// A file that a group keeps.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_file")]
pub struct Model {
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupFileId,
    /// The group.
    pub group_id: GroupId,
    /// Swedish collation key of its present name, hexadecimal.
    pub sort_key: String,
    /// Which version is the present one.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was brought.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
