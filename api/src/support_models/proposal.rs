//! What crosses the wire of contributions to support models.

use chrono::{DateTime, Utc};
use deserr::{Deserr, IntoValue, ValuePointerRef};
use entity::contribution::Model;
use entity::id::ContributionId;
use entity::kind::{ContributionKind, ContributionState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::fault::{Faults, Wrong};
use crate::kernel::page::Link;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::text::{LongText, Text};
use crate::members::MemberCard;

/// Which contribution
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ContributionPath {
    /// The contribution
    pub contribution_id: ContributionId,
}

/// Which contributions
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ContributionFilter {
    /// What became of them
    #[deserr(default)]
    #[param(inline)]
    pub state: Option<ContributionState>,
}

/// An object: what is in it, the schema of the document says.
#[derive(Clone, Debug)]
pub struct Proposed(pub Value);

impl Deserr<Faults> for Proposed {
    fn deserialize_from_value<V: IntoValue>(value: deserr::Value<V>, at: ValuePointerRef<'_>) -> core::result::Result<Self, Faults> {
        match value {
            object @ deserr::Value::Map(_) => Value::deserialize_from_value(object, at).map(Self),
            _ => Err(Faults::at(at, Wrong::Type("object".to_owned()))),
        }
    }
}

/// What it takes to contribute to a support model
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewContribution {
    /// Key of the block that it is about; `head` is the model as a whole
    pub block: Text<1, 330>,
    /// What it is
    pub kind: ContributionKind,
    /// The block as it ought to be, or the example without its key, as the schema of the document says; nothing where something is missing
    #[deserr(default)]
    #[schema(value_type = Option<Object>, examples(json!({ "title": { "sv": "Biblioteket öppnade sin gård" }, "text": { "sv": "Gården används nu av förskolan." } })))]
    pub value: Option<Proposed>,
    /// Why, or what is missing
    pub why: LongText<1, 2000>,
    /// Whether one wants to be named if it is accepted
    #[deserr(default)]
    #[schema(default = false, examples(true))]
    pub credit: bool,
}

/// What the editors say of a contribution
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ContributionAnswer {
    /// `accepted` or `declined`
    pub state: ContributionState,
    /// Why; needed where it is declined
    #[deserr(default)]
    pub answer: Option<LongText<1, 2000>>,
    /// What goes into the draft in place of what was proposed
    #[deserr(default)]
    #[schema(value_type = Option<Object>, examples(json!({ "title": { "sv": "Bibliotekets gård" }, "text": { "sv": "Den används av förskolan." } })))]
    pub value: Option<Proposed>,
}

/// A contribution to a support model
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContributionView {
    /// The contribution
    pub id: ContributionId,
    /// Key of the support model
    #[schema(max_length = 80, examples("knowledge-matrix"))]
    pub model: String,
    /// Key of the block that it is about
    #[schema(max_length = 330, examples("section.about"))]
    pub block: String,
    /// The version that was read when it was proposed
    #[schema(max_length = 40, examples("1.1.0"))]
    pub based_on: String,
    /// What it is
    pub kind: ContributionKind,
    /// What is proposed, in every language
    #[schema(value_type = Option<Object>, examples(json!({ "title": { "sv": "Bibliotekets gård" } })))]
    pub value: Option<Value>,
    /// Why, or what is missing
    #[schema(max_length = 2000, examples("Exemplet visar hur en gård kan delas."))]
    pub why: String,
    /// Whether who contributed wants to be named
    #[schema(examples(true))]
    pub credit: bool,
    /// Who contributed; nobody where the caller may not know of them
    pub by: Option<MemberCard>,
    /// What became of it
    pub state: ContributionState,
    /// What the editors say of it
    #[schema(max_length = 2000, examples("Tack, det är med i nästa version."))]
    pub answer: Option<String>,
    /// The number of the version that it went into
    #[schema(max_length = 40, examples("1.2.0"))]
    pub version: Option<String>,
    /// When it was proposed
    pub created_at: DateTime<Utc>,
    /// When it was answered
    pub answered_at: Option<DateTime<Utc>>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ContributionLinks,
}

/// Where a contribution is
#[derive(Debug, Serialize, ToSchema)]
pub struct ContributionLinks {
    /// The contribution
    #[serde(rename = "self")]
    pub own: Link,
}

impl ContributionView {
    pub(super) fn of(viewer: &Viewer, row: Model, by: Option<MemberCard>) -> Result<Self> {
        let Model {
            id, model_key: model, block_key: block, based_on, kind, value, why, credit, state, answer, version, created_at, answered_at, ..
        } = row;
        let value = value.map(|value| serde_json::from_str(&value)).transpose().map_err(Problem::internal)?;
        let links = ContributionLinks { own: Link::get("self", viewer.url(&format!("/contributions/{id}"))) };
        Ok(Self { id, model, block, based_on, kind, value, why, credit, by, state, answer, version, created_at, answered_at, links })
    }
}
