//! A page to which a member points.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;

/// A page to which a member points.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_link")]
pub struct Model {
    /// Whose link it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Its place among the member’s links, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    /// What it is called.
    pub label: String,
    /// Where it leads: `http` or `https`.
    pub url: String,
}

impl ActiveModelBehavior for ActiveModel {}
