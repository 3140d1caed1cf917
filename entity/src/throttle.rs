//! How often a secret was guessed wrong in the present window.

use sea_orm::entity::prelude::*;

/// How often a secret was guessed wrong in the present window.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// What is counted; a keyed hash, never an address in clear.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Attempts in the window.
    pub attempts: i32,
    /// When counting begins again.
    pub window_ends_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
