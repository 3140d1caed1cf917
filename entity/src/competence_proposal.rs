//! A competence that somebody proposes for the vocabulary.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, ProposalId};
use crate::kind::{Level, ProposalState};

/// A competence that somebody proposes for the vocabulary.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_proposal")]
pub struct Model {
    /// The proposal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProposalId,
    /// Who proposes it.
    pub member_id: MemberId,
    /// The name in Swedish.
    pub sv: Option<String>,
    /// The name in English.
    pub en: Option<String>,
    /// The area that it belongs to.
    pub area_key: String,
    /// What is meant by it.
    pub definition: String,
    /// Keys of more general competences, JSON.
    pub broader: String,
    /// How well the proposer masters it, to be claimed as soon as it is there.
    pub level: Option<Level>,
    /// What has become of it.
    pub state: ProposalState,
    /// The competence that it became, or was found to be.
    pub competence_key: Option<String>,
    /// Why it was decided so, in the editor’s words.
    pub reason: Option<String>,
    /// Counts the changes.
    pub version: i32,
    /// When it was proposed.
    pub created_at: DateTimeUtc,
    /// When it was decided.
    pub decided_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
