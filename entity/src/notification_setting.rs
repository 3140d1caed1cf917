//! How a member wants to be told of one kind of thing.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::MailChoice;

/// How a member wants to be told of one kind of thing, where that is not the default.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_setting")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Whether it is shown in the app.
    pub in_app: bool,
    /// Whether it is mailed, and when.
    pub mail: MailChoice,
}

impl ActiveModelBehavior for ActiveModel {}
