//! What an editor has decided on the vocabulary.

use sea_orm::entity::prelude::*;

use crate::id::{DecisionId, MemberId, ProposalId};
use crate::kind::DecisionKind;

/// What an editor has decided on the vocabulary.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vocabulary_decision")]
pub struct Model {
    /// The decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionId,
    /// Who decided; nobody once they have left.
    pub by_id: Option<MemberId>,
    /// What was decided.
    pub kind: DecisionKind,
    /// The proposal that it answered; nothing once its proposer has left.
    pub proposal_id: Option<ProposalId>,
    /// The competence that came of it, was kept, or gave way.
    pub competence_key: Option<String>,
    /// The competence that took its place.
    pub successor_key: Option<String>,
    /// Why, in the editor’s words.
    pub reason: Option<String>,
    /// When it was decided.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
