//! An address that a mail server refused for good.

use sea_orm::entity::prelude::*;

/// An address that a mail server refused for good.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_refusal")]
pub struct Model {
    /// A keyed digest of the address: whoever reads the table learns none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    /// The mail server's code.
    pub code: i16,
    /// When.
    pub refused_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
