//! A mail to a member, which counts towards how many they want in a week.

use sea_orm::entity::prelude::*;

use crate::id::{MailingId, MemberId};

/// A mail to a member, which counts towards how many they want in a week.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailing")]
pub struct Model {
    /// The mail.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailingId,
    /// To whom.
    pub member_id: MemberId,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
