//! One of Sweden’s 21 regions.

use sea_orm::entity::prelude::*;

/// One of Sweden’s 21 regions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// County code of Statistics Sweden, two digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The region’s name.
    pub name: String,
    /// The name in English.
    pub name_en: String,
    /// The county’s name.
    pub county: String,
    /// ISO 3166-2 code.
    pub iso3166: String,
}

impl ActiveModelBehavior for ActiveModel {}
