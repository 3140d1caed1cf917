//! Somebody who has voted; it does not say what.

use sea_orm::entity::prelude::*;

use crate::id::{DiscussionId, MemberId};

/// Somebody who has voted; it does not say what.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_voter")]
pub struct Model {
    /// The poll's discussion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub discussion_id: DiscussionId,
    /// Who has voted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
}

impl ActiveModelBehavior for ActiveModel {}
