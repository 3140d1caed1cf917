//! Somebody whom a saved search has found before.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, SavedSearchId};

/// Somebody whom a saved search has found before.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search_hit")]
pub struct Model {
    /// The search.
    #[sea_orm(primary_key, auto_increment = false)]
    pub search_id: SavedSearchId,
    /// Who was found.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// When; all who were found together have the same time.
    pub found_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
