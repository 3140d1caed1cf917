//! Somebody or something that was changed, for what is kept in memory. The database writes it itself.

use sea_orm::entity::prelude::*;

/// Somebody or something that was changed, and when it was changed last.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// A member, or the fixed id of what is not a member's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Uuid,
    /// The place of the change among all changes.
    pub mark: i64,
}

impl ActiveModelBehavior for ActiveModel {}
