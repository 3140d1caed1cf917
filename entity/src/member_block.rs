//! A member who wants nothing to do with another: neither meets the other anywhere.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// A member who wants nothing to do with another: neither meets the other anywhere.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_block")]
pub struct Model {
    /// Who blocks.
    #[sea_orm(primary_key, auto_increment = false)]
    pub blocker_id: MemberId,
    /// Who is blocked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub blocked_id: MemberId,
    /// Since when.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
