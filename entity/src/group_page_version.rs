//! A version of a page, the present one included.

use sea_orm::entity::prelude::*;

use crate::id::{GroupPageId, MemberId};

/// A version of a page, the present one included.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_page_version")]
pub struct Model {
    /// The page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: GroupPageId,
    /// Which version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// What it was called.
    pub title: String,
    /// The text (CommonMark).
    pub body: String,
    /// Who wrote it.
    pub author_id: Option<MemberId>,
    /// When.
    pub written_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
