//! A version of a file, the present one included: what is told of it.

use sea_orm::entity::prelude::*;

use crate::id::{GroupFileId, MemberId};

/// A version of a file, the present one included: what is told of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_file_version")]
pub struct Model {
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: GroupFileId,
    /// Which version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// What it was called.
    pub name: String,
    /// What it holds, by its content: a media type.
    pub media_type: String,
    /// How large it is, in bytes.
    pub size: i32,
    /// Whether there is a preview of it.
    pub previewed: bool,
    /// Who brought it.
    pub author_id: Option<MemberId>,
    /// When.
    pub written_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
