//! A fact about this installation that the program keeps for itself.

use sea_orm::entity::prelude::*;

/// A fact about this installation that the program keeps for itself.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    /// Which fact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The fact.
    pub value: String,
}

impl ActiveModelBehavior for ActiveModel {}
