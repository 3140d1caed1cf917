//! When and how often a member wants mail.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::DigestRhythm;

/// When and how often a member wants mail, where they have said so.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_preference")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The member's time zone, by its name in the IANA database.
    pub time_zone: String,
    /// The hour from which no mail is wanted.
    pub quiet_from: Option<i16>,
    /// The hour until which no mail is wanted.
    pub quiet_until: Option<i16>,
    /// Until when no mail is wanted at all.
    pub paused_until: Option<DateTimeUtc>,
    /// Mails in seven days at most.
    pub mails_a_week: i16,
    /// How often the digest is wanted.
    pub digest: DigestRhythm,
    /// At which hour.
    pub digest_hour: i16,
}

impl ActiveModelBehavior for ActiveModel {}
