//! A ballot that was cast.

use sea_orm::entity::prelude::*;

use crate::id::{BallotId, DiscussionId, MemberId};

/// A ballot that was cast.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_ballot")]
pub struct Model {
    /// The ballot; of a closed one, a random id that only the voter was told.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotId,
    /// The poll's discussion.
    pub discussion_id: DiscussionId,
    /// Who cast it; nobody knows of a closed one.
    pub member_id: Option<MemberId>,
}

impl ActiveModelBehavior for ActiveModel {}
