//! An area of the competence vocabulary.

use sea_orm::entity::prelude::*;

/// An area of the competence vocabulary.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_area")]
pub struct Model {
    /// The area.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Name in Swedish.
    pub sv: String,
    /// Name in English.
    pub en: String,
}

impl ActiveModelBehavior for ActiveModel {}
