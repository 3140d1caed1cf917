//! A competence that is a part of a more general one.

use sea_orm::entity::prelude::*;

/// A competence that is a part of a more general one (`skos:broader`).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_broader")]
pub struct Model {
    /// The more special one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
    /// The more general one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub broader_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
