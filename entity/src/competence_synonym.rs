//! What a competence is called besides its name.

use sea_orm::entity::prelude::*;

use crate::kind::Language;

/// What a competence is called besides its name (`skos:altLabel`).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_synonym")]
pub struct Model {
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
    /// The language of the synonym.
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: Language,
    /// The synonym.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
