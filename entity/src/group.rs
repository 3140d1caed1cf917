//! A group of members.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;
use crate::kind::{Joining, Visibility};

/// A group of members.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    /// Its readable address. Unique.
    pub slug: String,
    /// The name.
    pub name: String,
    /// Why it exists, in one sentence.
    pub purpose: String,
    /// More about it (CommonMark).
    pub description: Option<String>,
    /// Who may know of it and read in it.
    pub visibility: Visibility,
    /// How one becomes a member.
    pub joining: Joining,
    /// Since when nothing more is written in it.
    pub archived_at: Option<DateTimeUtc>,
    /// Swedish collation key of the name, hexadecimal.
    pub sort_key: String,
    /// Name and purpose, folded for searching.
    pub search_text: String,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was started.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
