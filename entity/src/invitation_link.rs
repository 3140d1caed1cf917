//! A link with which so many people join a group.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, InvitationLinkId, MemberId};

/// A link with which so many people join a group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_link")]
pub struct Model {
    /// The link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationLinkId,
    /// The group.
    pub group_id: GroupId,
    /// Who made it.
    pub maker_id: MemberId,
    /// SHA-256 of its token, base64url, once one was given out. Unique.
    pub token_hash: Option<String>,
    /// How many can join with it.
    pub max_uses: i32,
    /// How many have.
    pub used: i32,
    /// When the group took it back.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// When it is worthless.
    pub expires_at: DateTimeUtc,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
