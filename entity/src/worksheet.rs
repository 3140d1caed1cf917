//! Worksheets that people fill in.

use sea_orm::entity::prelude::*;

use crate::id::WorksheetId;

/// A worksheet that people fill in: whoever holds its secret, and those who have a part in it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet")]
pub struct Model {
    /// The worksheet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetId,
    /// The template as it was when the worksheet was begun.
    pub template_digest: String,
    /// What its owner calls it.
    pub title: Option<String>,
    /// SHA-256 of the secret, base64url.
    pub secret_hash: String,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it is forgotten, unless it is used before or belongs to a member.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
