//! An invitation to a group, for a member or for an e-mail address.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, InvitationId, MemberId};
use crate::kind::{InvitationState, Language};

/// An invitation to a group, for a member or for an e-mail address.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// The invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The group.
    pub group_id: GroupId,
    /// Who invites.
    pub inviter_id: MemberId,
    /// The member who is invited.
    pub member_id: Option<MemberId>,
    /// The address that is invited.
    pub email: Option<String>,
    /// The address as it is compared.
    pub email_key: Option<String>,
    /// SHA-256 of the token that was mailed to the address, base64url. Unique.
    pub token_hash: Option<String>,
    /// What the inviter says.
    pub message: Option<String>,
    /// The language of the mail to an address.
    pub language: Language,
    /// What was answered.
    pub state: InvitationState,
    /// Whoever is invited does not want to hear from there: nothing is sent or shown to them.
    pub held_back: bool,
    /// When the group took it back.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// When it was answered.
    pub answered_at: Option<DateTimeUtc>,
    /// When it is worthless.
    pub expires_at: DateTimeUtc,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
