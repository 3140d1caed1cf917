//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{MemberId, SessionId};
use entity::kind::{Language, Role};
use entity::session;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::text::{Email, Password, Text, Token};
use crate::members::MemberCard;

/// Which session
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct SessionPath {
    /// The session
    pub session_id: SessionId,
}

/// Which member
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct StaffPath {
    /// The member
    pub member_id: MemberId,
}

/// What it takes to register
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRegistration {
    /// The name by which others will know the member
    pub name: Text<2, 100>,
    /// The address; a mail goes there to confirm it
    pub email: Email,
    /// The password; a few unrelated words are easy to remember and hard to guess
    pub password: Password,
    /// The language of mail; otherwise that of the request
    #[deserr(default)]
    pub language: Option<Language>,
}

/// A token out of a mail, and the password that was chosen at registration
///
/// Both, so that reading the mail alone does not activate a password that a stranger chose.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Confirmation {
    /// The token
    pub token: Token,
    /// The password that was chosen at registration
    pub password: Password,
}

/// Address and password
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct SignIn {
    /// The address
    pub email: Email,
    /// The password
    pub password: Password,
}

/// The newest refresh token of a session
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Refresh {
    /// The refresh token; it is spent by this
    pub refresh_token: Token,
}

/// The present password and the next
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPassword {
    /// The present password
    pub current_password: Password,
    /// The next password
    pub new_password: Password,
}

/// The address of an account whose password is lost
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct LostPassword {
    /// The address
    pub email: Email,
}

/// A token out of a mail, and the next password
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct PasswordReset {
    /// The token
    pub token: Token,
    /// The next password
    pub new_password: Password,
}

/// What happens next; the same whether or not the address is known
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// What to do now, in the caller's language
    #[schema(examples("Läs din e-post: där finns nästa steg."))]
    pub message: &'static str,
}

impl Receipt {
    pub(super) fn check_mail(language: Language) -> Self {
        let message = match language {
            Language::Swedish => "Läs din e-post: där finns nästa steg.",
            Language::English => "Read your mail: it holds the next step.",
        };
        Self { message }
    }
}

/// A new member
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// The member
    pub member_id: MemberId,
}

/// What a client needs to act for a member
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    /// Sent as `Authorization: Bearer …` with every request
    #[schema(max_length = 2048, examples("eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.e30.c2ln"))]
    pub access_token: String,
    /// Always `Bearer`
    #[schema(examples("Bearer"))]
    pub token_type: &'static str,
    /// Until when the access token is good
    pub expires_at: DateTime<Utc>,
    /// Exchanged once for new tokens; keep it secret
    #[schema(examples("torg_rt_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub refresh_token: String,
    /// The session
    pub session_id: SessionId,
    /// Who is signed in
    pub member_id: MemberId,
}

/// A sign-in on one device
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The session
    pub id: SessionId,
    /// The client as it named itself
    #[schema(max_length = 120, examples("curl/8.5.0"))]
    pub client: String,
    /// The coarse network
    #[schema(max_length = 60, examples("192.0.2.0/24"))]
    pub network: String,
    /// When the member signed in
    pub created_at: DateTime<Utc>,
    /// When it was last renewed
    pub last_used_at: DateTime<Utc>,
    /// When it ends, however much it is used
    pub expires_at: DateTime<Utc>,
    /// Whether it is the session of this request
    pub current: bool,
}

impl SessionView {
    pub(super) fn of(row: session::Model, current: SessionId) -> Self {
        let session::Model { id, client, network, created_at, last_used_at, expires_at, .. } = row;
        Self { id, client, network, created_at, last_used_at, expires_at, current: id == current }
    }
}

/// A role to give somebody
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRole {
    /// The role; that of an administrator is given on the command line only
    pub role: Role,
}

/// Somebody who looks after the network
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffView {
    /// Who
    pub member: MemberCard,
    /// What they may do for the whole installation
    pub role: Role,
}
