//! A digest that is to be written.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// A digest that is to be written, because something waits for it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "digest")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// When.
    pub due_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
