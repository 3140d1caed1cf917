//! A registration that waits for its confirmation. Nothing of it shows anywhere.

use sea_orm::entity::prelude::*;

use crate::id::RegistrationId;
use crate::kind::Language;

/// A registration that waits for its confirmation. Nothing of it shows anywhere.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    /// The registration.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    /// The name the member will have.
    pub name: String,
    /// The address as it was written.
    pub email: String,
    /// The address as it is compared.
    pub email_key: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// The language of mail.
    pub language: Language,
    /// When it is thrown away unconfirmed.
    pub expires_at: DateTimeUtc,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
