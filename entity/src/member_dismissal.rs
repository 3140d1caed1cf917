//! A member whom another does not want to be matched with. The one who is dismissed never learns of it.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// A member whom another does not want to be matched with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_dismissal")]
pub struct Model {
    /// Who does not want it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The other.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dismissed_id: MemberId,
    /// Since when.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
