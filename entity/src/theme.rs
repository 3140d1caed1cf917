//! A theme that groups and discussions deal with.

use sea_orm::entity::prelude::*;

/// A theme that groups and discussions deal with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "theme")]
pub struct Model {
    /// The theme.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The set of themes it comes from.
    pub set_key: String,
    /// Name in Swedish.
    pub sv: String,
    /// Name in English.
    pub en: String,
}

impl ActiveModelBehavior for ActiveModel {}
