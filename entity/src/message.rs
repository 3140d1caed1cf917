//! A message between two members.

use sea_orm::entity::prelude::*;

use crate::id::{ContactId, MemberId, MessageId};

/// A message between two members.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    /// The message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    /// The contact between the two.
    pub contact_id: ContactId,
    /// Who wrote it.
    pub author_id: MemberId,
    /// The text (CommonMark).
    pub body: String,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
