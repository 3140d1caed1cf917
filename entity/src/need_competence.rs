//! A competence that a need is about.

use sea_orm::entity::prelude::*;

use crate::id::NeedId;

/// A competence that a need is about.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need_competence")]
pub struct Model {
    /// The need.
    #[sea_orm(primary_key, auto_increment = false)]
    pub need_id: NeedId,
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competence_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
