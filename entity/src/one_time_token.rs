//! A token sent by mail, good for one purpose and one use; only the hash is stored.

use sea_orm::entity::prelude::*;

use crate::kind::TokenPurpose;

/// A token sent by mail, good for one purpose and one use; only the hash is stored.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_token")]
pub struct Model {
    /// SHA-256 of the token, base64url.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// The registration or member it was made for.
    pub subject: Uuid,
    /// When it was used or made worthless.
    pub used_at: Option<DateTimeUtc>,
    /// When it is worthless.
    pub expires_at: DateTimeUtc,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
