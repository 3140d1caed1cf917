//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupId, InvitationId, InvitationLinkId, MemberId};
use entity::kind::InvitationState;
use entity::{invitation, invitation_link};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::groups::{Agreements, AgreementsVersion, GroupCard, Place};
use crate::kernel::fault::{Fault, Faults, Wrong};
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::text::{Email, Text, Token, Whole};
use crate::members::MemberCard;

/// Which invitation of one's own
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OwnInvitationPath {
    /// The invitation
    pub invitation_id: InvitationId,
}

/// Which invitation of a group
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct InvitationPath {
    /// The group
    pub group_id: GroupId,
    /// The invitation
    pub invitation_id: InvitationId,
}

/// Which link of a group
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct LinkPath {
    /// The group
    pub group_id: GroupId,
    /// The link
    pub link_id: InvitationLinkId,
}

/// An invitation to send: to a member or to an e-mail address
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewInvitation {
    /// The member; without one there is an address
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub member: Option<MemberId>,
    /// The e-mail address; the mail holds a token, with which whoever reads it joins
    #[deserr(default)]
    pub email: Option<Email>,
    /// A few words, without links
    #[deserr(default)]
    pub message: Option<Text<1, 200>>,
    /// How many days it is good for; 14 unless said otherwise
    #[deserr(default)]
    pub days: Option<Whole<1, 14>>,
}

/// Who is invited.
#[derive(Debug)]
pub enum Invitee {
    Member(MemberId),
    Address(Email),
}

impl NewInvitation {
    /// Who is invited, if it is one and the words hold no link.
    pub(super) fn invitee(&self) -> Result<Invitee> {
        let linked = |text: &Text<1, 200>| ["://", "www."].iter().any(|link| text.as_str().to_lowercase().contains(link));
        let mut faults: Vec<_> = self.message.iter().filter(|text| linked(text)).map(|_| Fault::new("/message", Wrong::Characters)).collect();
        let invitee = match (self.member, &self.email) {
            (Some(member), None) => Some(Invitee::Member(member)),
            (None, Some(email)) => Some(Invitee::Address(email.clone())),
            (Some(_), Some(_)) => {
                faults.push(Fault::new("/email", Wrong::Clash("member")));
                None
            }
            (None, None) => {
                faults.push(Fault::new("/member", Wrong::Missing));
                None
            }
        };
        invitee.filter(|_| faults.is_empty()).ok_or_else(|| INVALID.pointing_at(faults))
    }
}

/// An invitation, as those who look after the group see it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentInvitation {
    /// The invitation
    pub id: InvitationId,
    /// The member who is invited
    pub member: Option<MemberCard>,
    /// The address that is invited; only who invited it sees it
    #[schema(examples("omar.pahittberg@example.org"))]
    pub email: Option<String>,
    /// Who invites
    pub invited_by: Option<MemberCard>,
    /// What they say
    #[schema(examples("Du frågade om skolvägar; det är här vi talar om dem."))]
    pub message: Option<String>,
    /// How long it is good for
    pub expires_at: DateTime<Utc>,
    /// When it was made
    pub created_at: DateTime<Utc>,
}

impl SentInvitation {
    pub(super) fn of(row: invitation::Model, member: Option<MemberCard>, invited_by: Option<MemberCard>, own: bool) -> Self {
        let invitation::Model { id, email, message, expires_at, created_at, .. } = row;
        Self { id, member, email: email.filter(|_| own), invited_by, message, expires_at, created_at }
    }
}

/// An invitation, as whoever is invited sees it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    /// The invitation
    pub id: InvitationId,
    /// The group; for who is not in it this is all that there is to see of a secret one
    pub group: GroupCard,
    /// What one accepts by joining
    pub agreements: Option<Agreements>,
    /// Who invites
    pub invited_by: MemberCard,
    /// What they say
    #[schema(examples("Du frågade om skolvägar; det är här vi talar om dem."))]
    pub message: Option<String>,
    /// What was answered; the group does not hear of a no
    pub state: InvitationState,
    /// How long it is good for
    pub expires_at: DateTime<Utc>,
    /// When it was made
    pub created_at: DateTime<Utc>,
}

impl InvitationView {
    pub(super) fn of(row: invitation::Model, group: GroupCard, agreements: Option<Agreements>, invited_by: MemberCard) -> Self {
        let invitation::Model { id, message, state, expires_at, created_at, .. } = row;
        Self { id, group, agreements, invited_by, message, state, expires_at, created_at }
    }
}

/// The answer to an invitation
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct InvitationAnswer {
    /// Whether one comes in
    pub accept: bool,
    /// The version of the group's agreements that one accepts, where it has some
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub accepted_agreements: Option<AgreementsVersion>,
}

/// A token of an invitation
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct InvitationToken {
    /// The token, out of a mail or a link
    pub token: Token,
}

/// A token to come in with
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Redemption {
    /// The token, out of a mail or a link
    pub token: Token,
    /// The version of the group's agreements that one accepts, where it has some
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub accepted_agreements: Option<AgreementsVersion>,
}

/// What a token invites to
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationPreview {
    /// The group
    pub group: GroupCard,
    /// What one accepts by joining
    pub agreements: Option<Agreements>,
    /// What whoever invites says
    #[schema(examples("Du frågade om skolvägar; det är här vi talar om dem."))]
    pub message: Option<String>,
    /// How long it is good for
    pub expires_at: DateTime<Utc>,
}

/// The group that one came into
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JoinedGroup {
    /// The group
    pub group_id: GroupId,
    /// The caller's place in it
    pub place: Place,
}

/// A link to make
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewInvitationLink {
    /// How many can join with it
    pub max_uses: Whole<1, 500>,
    /// How many days it is good for; 14 unless said otherwise
    #[deserr(default)]
    pub days: Option<Whole<1, 14>>,
}

/// A link with which one joins a group, without its token
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationLink {
    /// The link
    pub id: InvitationLinkId,
    /// Who made it
    pub made_by: Option<MemberCard>,
    /// How many can join with it
    #[schema(minimum = 1, maximum = 500, examples(50))]
    pub max_uses: i32,
    /// How many have
    #[schema(minimum = 0, maximum = 500, examples(12))]
    pub used: i32,
    /// How long it is good for
    pub expires_at: DateTime<Utc>,
    /// When it was made
    pub created_at: DateTime<Utc>,
}

impl InvitationLink {
    pub(super) const fn of(row: &invitation_link::Model, made_by: Option<MemberCard>) -> Self {
        let invitation_link::Model { id, max_uses, used, expires_at, created_at, .. } = *row;
        Self { id, made_by, max_uses, used, expires_at, created_at }
    }
}

/// The token of a link, told once
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedToken {
    /// Put it behind the `#` of an address: so it reaches no server's log
    #[schema(min_length = 20, max_length = 200, examples("torg_link_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub token: String,
}
