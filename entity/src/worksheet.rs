//! A worksheet that somebody fills in; whoever holds its secret may.

use sea_orm::entity::prelude::*;

use crate::id::WorksheetId;

/// A worksheet that somebody fills in; whoever holds its secret may.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet")]
pub struct Model {
    /// The worksheet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetId,
    /// The template as it was when the worksheet was begun.
    pub template_digest: String,
    /// SHA-256 of the secret, base64url.
    pub secret_hash: String,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it is forgotten, unless it is used before.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
