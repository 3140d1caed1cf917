//! A contact between two members, asked for or accepted.

use sea_orm::entity::prelude::*;

use crate::id::{ContactId, MemberId};
use crate::kind::ContactState;

/// A contact between two members, asked for or accepted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// The contact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    /// Who asked.
    pub from_id: MemberId,
    /// Who was asked.
    pub to_id: MemberId,
    /// Both ids in their order: two members have one contact, whoever asked. Unique.
    pub pair: String,
    /// How far it has come.
    pub state: ContactState,
    /// What was said when asking.
    pub message: String,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// When it was answered last.
    pub answered_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
