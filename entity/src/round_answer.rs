//! An answer of a round. It holds neither whose it is nor when it was given.

use sea_orm::entity::prelude::*;

use crate::id::{RoundAnswerId, WorksheetRoundId};

/// An answer of a round. It holds neither whose it is nor when it was given.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_answer")]
pub struct Model {
    /// The answer: a random number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundAnswerId,
    /// The round.
    pub round_id: WorksheetRoundId,
    /// The entries, JSON.
    pub content: String,
}

impl ActiveModelBehavior for ActiveModel {}
