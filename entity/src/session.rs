//! A sign-in on one device. Every request checks it.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, SessionId};

/// A sign-in on one device. Every request checks it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// The session, `sid` in the access token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Whose it is.
    pub member_id: MemberId,
    /// The client as it named itself (`User-Agent`), cut short.
    pub client: String,
    /// The coarse network: an IPv4 /24 or an IPv6 /48.
    pub network: String,
    /// When the password was last given.
    pub authenticated_at: DateTimeUtc,
    /// When its refresh token was last used.
    pub last_used_at: DateTimeUtc,
    /// The end, however much it is used.
    pub expires_at: DateTimeUtc,
    /// When it was ended before its time.
    pub revoked_at: Option<DateTimeUtc>,
    /// When the member signed in.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
