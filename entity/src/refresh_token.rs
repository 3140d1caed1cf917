//! One link of a session’s chain of refresh tokens; only the hash is stored.

use sea_orm::entity::prelude::*;

use crate::id::SessionId;

/// One link of a session’s chain of refresh tokens; only the hash is stored.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// SHA-256 of the token, base64url.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The session that it renews.
    pub session_id: SessionId,
    /// The token that it replaced. Unique: a token has one successor.
    pub parent_hash: Option<String>,
    /// When it was exchanged.
    pub used_at: Option<DateTimeUtc>,
    /// When it is worthless, used or not.
    pub expires_at: DateTimeUtc,
    /// When it was issued.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
