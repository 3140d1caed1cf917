//! What a creating request answered, so that its retry gets the same answer.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// What a creating request answered, so that its retry gets the same answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Who sent it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The `Idempotency-Key` header.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Method and path.
    pub operation: String,
    /// SHA-256 of the body, base64url.
    pub body_digest: String,
    /// The answer’s `Location`.
    pub location: String,
    /// The answer’s body.
    pub answer: String,
    /// When it was first answered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
