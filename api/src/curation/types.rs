//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::competence_proposal;
use entity::id::{DecisionId, ProposalId};
use entity::kind::{DecisionKind, Level, ProposalState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::patch::Patch;
use crate::kernel::text::{List, LongText, Slug, Text};
use crate::members::MemberCard;
use crate::vocabulary::Named;

/// Which proposal
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ProposalPath {
    /// The proposal
    pub proposal_id: ProposalId,
}

/// Which proposals
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ProposalFilter {
    /// What has become of it
    #[deserr(default)]
    pub state: Option<ProposalState>,
}

/// Which decisions
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct DecisionFilter {
    /// Key of a competence that it concerned
    #[deserr(default)]
    #[param(inline)]
    pub competence: Option<Slug>,
}

/// A competence to propose
///
/// With a name in Swedish, in English or in both.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewProposal {
    /// The name in Swedish
    #[deserr(default)]
    pub sv: Option<Text<2, 120>>,
    /// The name in English
    #[deserr(default)]
    pub en: Option<Text<2, 120>>,
    /// Key of the area that it belongs to
    pub area: Slug,
    /// What is meant by it
    pub definition: LongText<2, 1000>,
    /// Keys of more general competences
    #[deserr(default)]
    #[schema(required = false)]
    pub broader: List<Slug, 5>,
    /// How well one masters it: then it is claimed as soon as it is there
    #[deserr(default)]
    pub level: Option<Level>,
}

/// What changes about a proposal
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ProposalChange {
    /// The name in Swedish; `null` clears it
    #[deserr(default)]
    pub sv: Patch<Option<Text<2, 120>>>,
    /// The name in English; `null` clears it
    #[deserr(default)]
    pub en: Patch<Option<Text<2, 120>>>,
    /// Key of the area that it belongs to
    #[deserr(default)]
    pub area: Patch<Slug>,
    /// What is meant by it
    #[deserr(default)]
    pub definition: Patch<LongText<2, 1000>>,
    /// Keys of more general competences
    #[deserr(default)]
    pub broader: Patch<List<Slug, 5>>,
    /// How well one masters it; `null`: it is not to be claimed
    #[deserr(default)]
    pub level: Patch<Option<Level>>,
}

/// How a proposal becomes a competence
///
/// What is left out is as it was proposed; a name in the other language has to be given.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Acceptance {
    /// The key; otherwise it is made of the Swedish name
    #[deserr(default)]
    pub key: Option<Slug>,
    /// The name in Swedish
    #[deserr(default)]
    pub sv: Option<Text<2, 120>>,
    /// The name in English
    #[deserr(default)]
    pub en: Option<Text<2, 120>>,
    /// Key of the area that it belongs to
    #[deserr(default)]
    pub area: Option<Slug>,
    /// What is meant by it
    #[deserr(default)]
    pub definition: Option<LongText<2, 1000>>,
    /// Keys of more general competences
    #[deserr(default)]
    pub broader: Option<List<Slug, 5>>,
    /// What the proposer is told besides
    #[deserr(default)]
    pub reason: Option<Text<1, 500>>,
}

/// Which competence a proposal is
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Merger {
    /// Key of the competence
    pub competence: Slug,
    /// Whether the proposed names become synonyms of it
    pub synonyms: bool,
    /// What the proposer is told besides
    #[deserr(default)]
    pub reason: Option<Text<1, 500>>,
}

/// Why a proposal is not taken in
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Refusal {
    /// The reason; the proposer is told
    pub reason: Text<1, 500>,
}

/// How a competence gives way to another one
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRetirement {
    /// Key of the competence that takes its place
    pub successor: Slug,
    /// Whether its names become synonyms of the other: so two competences are merged
    pub synonyms: bool,
    /// Why
    pub reason: Text<1, 500>,
}

/// A proposed competence, and what has become of it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    /// The proposal
    pub id: ProposalId,
    /// Who proposes it, unless that is shown to nobody
    pub proposer: Option<MemberCard>,
    /// The name in Swedish
    #[schema(examples("Trygghetsvandring"))]
    pub sv: Option<String>,
    /// The name in English
    #[schema(examples("Safety walk"))]
    pub en: Option<String>,
    /// Key of the area that it belongs to
    #[schema(examples("trygghet"))]
    pub area: String,
    /// What is meant by it
    #[schema(examples("Att gå genom ett område tillsammans och skriva ner vad som känns tryggt och otryggt"))]
    pub definition: String,
    /// Keys of more general competences
    #[schema(max_items = 5)]
    pub broader: Vec<String>,
    /// How well the proposer masters it, to be claimed as soon as it is there
    pub level: Option<Level>,
    /// What has become of it
    pub state: ProposalState,
    /// The competence that it became, or was found to be
    pub competence: Option<Named>,
    /// Why it was decided so
    #[schema(examples("Det är samma sak som Trygghetsvandringar"))]
    pub reason: Option<String>,
    /// How often it was changed; also the entity tag
    #[schema(minimum = 0, examples(1))]
    pub version: i32,
    /// When it was proposed
    pub created_at: DateTime<Utc>,
    /// When it was decided
    pub decided_at: Option<DateTime<Utc>>,
}

impl Versioned for ProposalView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl ProposalView {
    pub(super) fn of(row: competence_proposal::Model, broader: Vec<String>, proposer: Option<MemberCard>, competence: Option<Named>) -> Self {
        let competence_proposal::Model { id, sv, en, area_key, definition, level, state, reason, version, created_at, decided_at, .. } = row;
        Self { id, proposer, sv, en, area: area_key, definition, broader, level, state, competence, reason, version, created_at, decided_at }
    }
}

/// What was decided on the vocabulary
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// The decision
    pub id: DecisionId,
    /// What was decided
    pub kind: DecisionKind,
    /// Who decided, unless that is shown to nobody
    pub by: Option<MemberCard>,
    /// The proposal that it answered
    pub proposal_id: Option<ProposalId>,
    /// The competence that came of it, was kept, or gave way
    pub competence: Option<Named>,
    /// The competence that took its place
    pub successor: Option<Named>,
    /// Why
    #[schema(examples("Två namn på samma sak"))]
    pub reason: Option<String>,
    /// When it was decided
    pub created_at: DateTime<Utc>,
}
