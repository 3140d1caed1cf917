//! A change of a support model that a member proposes.

use sea_orm::entity::prelude::*;

use crate::id::{ContributionId, MemberId};
use crate::kind::{ContributionKind, ContributionState};

/// A change of a support model that a member proposes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
pub struct Model {
    /// The contribution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContributionId,
    /// The model.
    pub model_key: String,
    /// The block that it is about.
    pub block_key: String,
    /// The version that was read when it was proposed.
    pub based_on: String,
    /// Who proposes it.
    pub member_id: MemberId,
    /// What it is.
    pub kind: ContributionKind,
    /// What is proposed, JSON.
    pub value: Option<String>,
    /// Why.
    pub why: String,
    /// Whether the member wants to be named.
    pub credit: bool,
    /// What became of it.
    pub state: ContributionState,
    /// What the editors say of it.
    pub answer: Option<String>,
    /// The version that it went into.
    pub version: Option<String>,
    /// Who answered it.
    pub answered_by: Option<MemberId>,
    /// When it was proposed.
    pub created_at: DateTimeUtc,
    /// When it was answered.
    pub answered_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
