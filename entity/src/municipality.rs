//! One of Sweden’s 290 municipalities.

use sea_orm::entity::prelude::*;

/// One of Sweden’s 290 municipalities.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    /// Municipality code of Statistics Sweden, four digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The name without the word *kommun*.
    pub name: String,
    /// The region in which it lies.
    pub region_code: String,
    /// Inhabitants, rounded to hundreds (SCB, 31 December 2020).
    pub population: i32,
    /// Swedish collation key of the name, hexadecimal.
    pub sort_key: String,
    /// The name, folded for searching.
    pub search_text: String,
}

impl ActiveModelBehavior for ActiveModel {}
