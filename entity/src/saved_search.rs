//! A search of the directory that a member keeps.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, SavedSearchId};

/// A search of the directory that a member keeps.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search")]
pub struct Model {
    /// The search.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedSearchId,
    /// Whose it is.
    pub member_id: MemberId,
    /// What they call it.
    pub name: String,
    /// The query of the list of members.
    pub query: String,
    /// When it is looked into next; never, if they want to hear nothing.
    pub look_at: Option<DateTimeUtc>,
    /// When it was saved.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
