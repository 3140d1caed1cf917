//! A page that shows what a claim rests on.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// A page that shows what a claim rests on.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim_evidence")]
pub struct Model {
    /// Whose claim it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The competence that is claimed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
    /// Its place among the pages, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    /// Where it is.
    pub url: String,
}

impl ActiveModelBehavior for ActiveModel {}
