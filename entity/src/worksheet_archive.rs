//! What no longer fitted when a worksheet was moved to another version of its template.

use sea_orm::entity::prelude::*;

use crate::id::{WorksheetArchiveId, WorksheetEntryId, WorksheetId};

/// What of an entry no longer fitted when its worksheet was moved to another version.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet_archive")]
pub struct Model {
    /// The archived values.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetArchiveId,
    /// The worksheet.
    pub worksheet_id: WorksheetId,
    /// The template in which they were filled in.
    pub template_digest: String,
    /// The entry, which may be gone.
    pub entry_id: WorksheetEntryId,
    /// Its part in that template.
    pub part: String,
    /// The value of each field that no longer fitted, JSON.
    pub content: String,
    /// When they were archived.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
