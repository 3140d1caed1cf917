//! A sector that organisations belong to.

use sea_orm::entity::prelude::*;

/// A sector that organisations belong to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sector")]
pub struct Model {
    /// The sector.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Name in Swedish.
    pub sv: String,
    /// Name in English.
    pub en: String,
    /// What counts as it, in Swedish.
    pub description: String,
}

impl ActiveModelBehavior for ActiveModel {}
