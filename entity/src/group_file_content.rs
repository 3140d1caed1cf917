//! The bytes of a version of a file, and those of its preview.

use sea_orm::entity::prelude::*;

use crate::id::GroupFileId;
use crate::kind::Rendition;

/// The bytes of a version of a file, and those of its preview.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_file_content")]
pub struct Model {
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: GroupFileId,
    /// Which version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// The file itself, or its preview.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rendition: Rendition,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
