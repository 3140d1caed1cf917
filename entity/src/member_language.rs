//! A language that a member speaks.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::LanguageLevel;

/// A language that a member speaks.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_language")]
pub struct Model {
    /// Who speaks it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Its tag (BCP 47), in canonical case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: String,
    /// How well.
    pub level: LanguageLevel,
}

impl ActiveModelBehavior for ActiveModel {}
