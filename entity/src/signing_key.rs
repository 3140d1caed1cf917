//! The public half of a key that signs access tokens. The private half never enters the database.

use sea_orm::entity::prelude::*;

/// The public half of a key that signs access tokens. The private half never enters the database.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// The key’s name, `kid` in the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// The raw Ed25519 public key, base64url (`x` of RFC 8037).
    pub public_key: String,
    /// From when its tokens are refused.
    pub retired_at: Option<DateTimeUtc>,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
