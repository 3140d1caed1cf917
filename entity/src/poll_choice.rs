//! A choice on a ballot.

use sea_orm::entity::prelude::*;

use crate::id::{BallotId, PollOptionId};

/// A choice on a ballot.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_choice")]
pub struct Model {
    /// The ballot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    /// The option.
    #[sea_orm(primary_key, auto_increment = false)]
    pub option_id: PollOptionId,
    /// Its place on the ballot: the first is the first choice.
    pub place: i32,
    /// Whether it is chosen only if nothing better is found.
    pub if_need_be: bool,
}

impl ActiveModelBehavior for ActiveModel {}
