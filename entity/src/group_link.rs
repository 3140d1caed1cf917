//! An address that a group keeps for its members.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, GroupLinkId, MemberId};

/// An address that a group keeps for its members.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_link")]
pub struct Model {
    /// The link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupLinkId,
    /// The group.
    pub group_id: GroupId,
    /// What it leads to.
    pub label: String,
    /// The address.
    pub url: String,
    /// Who added it.
    pub author_id: Option<MemberId>,
    /// When.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
