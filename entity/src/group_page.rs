//! A page that the members of a group write together.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, GroupPageId};

/// A page that the members of a group write together.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_page")]
pub struct Model {
    /// The page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupPageId,
    /// The group.
    pub group_id: GroupId,
    /// What it is called.
    pub title: String,
    /// Swedish collation key of the title, hexadecimal.
    pub sort_key: String,
    /// Which version is the present one.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was begun.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
