//! Something to be told, written with its cause and delivered afterwards.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, NoticeId};

/// Something to be told, written with its cause and delivered afterwards.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_notice")]
pub struct Model {
    /// The notice; also the mail’s `Message-ID`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// Which notice, such as `accounts.confirm`.
    pub kind: String,
    /// Whom it is for, where one is to get them in their order.
    pub recipient_id: Option<MemberId>,
    /// JSON: what is needed to write it. Never a secret.
    pub payload: String,
    /// How often delivery was tried.
    pub attempts: i32,
    /// When it is to be tried next.
    pub due_at: DateTimeUtc,
    /// A worker has it until then.
    pub locked_until: Option<DateTimeUtc>,
    /// When it was given up.
    pub failed_at: Option<DateTimeUtc>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was first to be told: with its cause, or later.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
