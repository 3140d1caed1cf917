//! A member who asks to be introduced to somebody, without knowing whom.

use sea_orm::entity::prelude::*;

use crate::id::{IntroductionId, MemberId, NeedId};

/// A member who asks to be introduced to somebody, without knowing whom.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction")]
pub struct Model {
    /// The introduction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntroductionId,
    /// Who asks.
    pub member_id: MemberId,
    /// The need with which somebody is to help.
    pub need_id: Option<NeedId>,
    /// Or the competence that somebody is to have.
    pub competence_key: Option<String>,
    /// What those who are asked read.
    pub message: String,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// When nobody can say yes any more.
    pub expires_at: DateTimeUtc,
    /// When it was decided who is asked.
    pub picked_at: Option<DateTimeUtc>,
    /// When it was taken back. It is kept, so that nobody is asked anew for the same member.
    pub withdrawn_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
