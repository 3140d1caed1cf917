//! What is written in one place of a worksheet.

use sea_orm::entity::prelude::*;

use crate::id::{WorksheetEntryId, WorksheetId};

/// What is written in one place of a worksheet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet_entry")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetEntryId,
    /// The worksheet.
    pub worksheet_id: WorksheetId,
    /// The part of the template that it fills.
    pub part: String,
    /// The value of each field, JSON.
    pub content: String,
    /// How often each field was changed, JSON; what is not there never was.
    pub versions: String,
    /// How often it was changed.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
