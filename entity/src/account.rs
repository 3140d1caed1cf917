//! How a member signs in: address, password and role.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::{Language, Role};

/// How a member signs in: address, password and role.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// The member that the account belongs to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// The address as the member wrote it; mail goes here.
    pub email: String,
    /// The address as it is compared: NFC and lower case. Unique.
    pub email_key: String,
    /// Argon2id in PHC form, or `!` for an account without a password.
    pub password_hash: String,
    /// What the member may do for the whole installation.
    pub role: Role,
    /// The language of mail.
    pub language: Language,
    /// Since when the account may not be used.
    pub suspended_at: Option<DateTimeUtc>,
    /// When the address was confirmed.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
