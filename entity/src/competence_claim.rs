//! What a member says of their own competence.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::Level;

/// What a member says of their own competence.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_claim")]
pub struct Model {
    /// Whose claim it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
    /// How well.
    pub level: Level,
    /// For how many years.
    pub years: Option<i16>,
    /// The year in which it was last used.
    pub last_used: Option<i16>,
    /// What the claim rests on, in the member’s words.
    pub note: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
