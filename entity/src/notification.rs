//! Something that a member is told, of one cause or of several alike.

use sea_orm::entity::prelude::*;

use crate::id::{MailingId, MemberId, NotificationId};
use crate::kind::{HeldBack, MailState};

/// Something that a member is told, of one cause or of several alike.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// The notification.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    /// Who is told.
    pub member_id: MemberId,
    /// Of what kind it is, such as `discussions.reply`.
    pub kind: String,
    /// What it is about, such as the discussion: of each there is one notification of a kind.
    pub about_id: Uuid,
    /// The same, of what has a key instead of an id; else empty.
    pub about_key: String,
    /// The first of its causes that is not read.
    pub first_id: Uuid,
    /// The latest of its causes.
    pub latest_id: Uuid,
    /// How far the mail of it has come.
    pub mail: MailState,
    /// Why it was left to the digest.
    pub held: Option<HeldBack>,
    /// The mail that it stands in.
    pub mailing_id: Option<MailingId>,
    /// When it was read.
    pub read_at: Option<DateTimeUtc>,
    /// When it was first told.
    pub created_at: DateTimeUtc,
    /// When its latest cause was.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
