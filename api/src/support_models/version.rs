//! What crosses the wire of the versions of a support model.

use chrono::{DateTime, Utc};
use deserr::{Deserr, IntoValue, Value as Incoming, ValuePointerRef};
use entity::id::MemberId;
use entity::kind::VersionStatus;
use entity::support_model_version::Model;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::__dev::ComposeSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use super::content::SupportModelContent;
use super::document::{Block, Difference, Document};
use crate::kernel::access::Viewer;
use crate::kernel::fault::{Faults, Wrong};
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::problem::Result;
use crate::kernel::text::{LongText, Text};
use crate::members::MemberCard;

/// The number of a version, such as `1.2.0`.
#[derive(Clone, Debug)]
pub struct Number(String);

impl Number {
    /// The value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deserr<Faults> for Number {
    fn deserialize_from_value<V: IntoValue>(value: Incoming<V>, at: ValuePointerRef) -> core::result::Result<Self, Faults> {
        let text = Text::<1, 40>::deserialize_from_value(value, at)?.into_string();
        let parts: Vec<_> = text.split('.').map(|part| part.parse::<u32>().ok().filter(|number| number.to_string() == part)).collect();
        if parts.len() == 3 && parts.iter().all(Option::is_some) { Ok(Self(text)) } else { Err(Faults::at(at, Wrong::Number)) }
    }
}

impl ComposeSchema for Number {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let pattern = "^[0-9]+\\.[0-9]+\\.[0-9]+$";
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(5)).max_length(Some(40)).pattern(Some(pattern)).examples(["1.2.0"]).into()
    }
}

impl ToSchema for Number {
    fn name() -> std::borrow::Cow<'static, str> {
        "VersionNumber".into()
    }
}

/// Which version of a support model
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
    /// The number of the version
    #[param(example = "1.2.0", max_length = 40, pattern = "^[0-9]+\\.[0-9]+\\.[0-9]+$")]
    pub version: String,
}

/// Which block of a version of a support model
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct VersionBlockPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
    /// The number of the version
    #[param(example = "1.2.0", max_length = 40, pattern = "^[0-9]+\\.[0-9]+\\.[0-9]+$")]
    pub version: String,
    /// The block's key; `head` is what is said of the model as a whole
    #[param(example = "section.about", max_length = 330, pattern = "^[a-z0-9.-]+$")]
    pub block_key: String,
}

impl VersionBlockPath {
    pub(super) fn version(&self) -> VersionPath {
        VersionPath { model_key: self.model_key.clone(), version: self.version.clone() }
    }
}

/// Which member edits a support model
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct EditorPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
    /// The member
    pub member_id: MemberId,
}

/// Which earlier version to compare with
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct Comparison {
    /// The number of the other version
    #[param(inline, example = "1.1.0")]
    pub since: Number,
}

/// What it takes to begin a draft
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewVersion {
    /// The number of the version that the draft begins as a copy of; the present one unless another is named
    #[deserr(default)]
    pub based_on: Option<Number>,
    /// The number that the draft gets; the next minor one unless another is named
    #[deserr(default)]
    pub version: Option<Number>,
    /// What is to be new in it
    #[deserr(default)]
    pub note: Option<LongText<1, 2000>>,
}

/// Where a version is to go
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct StatusChange {
    /// `in_review` gives a draft to be reviewed, `published` publishes it, `draft` sends it back;
    /// `retired` withdraws the model whose present version it is
    pub status: VersionStatus,
    /// Why it is sent back or withdrawn; needed for that, and for nothing else
    #[deserr(default)]
    pub reason: Option<LongText<1, 2000>>,
}

/// A version of a support model, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionCard {
    /// Its number
    #[schema(max_length = 40, examples("1.2.0"))]
    pub number: String,
    /// How far it has come
    pub status: VersionStatus,
    /// The number of the version that it began as a copy of
    #[schema(max_length = 40, examples("1.1.0"))]
    pub based_on: Option<String>,
    /// What is new in it
    #[schema(max_length = 2000, examples("Frågor om klimat i alla celler"))]
    pub note: Option<String>,
    /// Why it was sent back to be changed
    #[schema(max_length = 2000, examples("Två celler saknar källa"))]
    pub reason: Option<String>,
    /// Counts the changes; its `ETag`
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// When it was begun
    pub created_at: DateTime<Utc>,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// When it was published
    pub published_at: Option<DateTime<Utc>>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: VersionLinks,
}

/// Where a version is
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionLinks {
    /// The version
    #[serde(rename = "self")]
    pub own: Link,
    /// The support model
    pub model: Link,
}

/// A version of a support model
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// The version, briefly
    #[serde(flatten)]
    pub card: VersionCard,
    /// What it holds, in the caller's language
    pub content: SupportModelContent,
}

impl Versioned for VersionView {
    fn version(&self) -> i32 {
        self.card.version
    }
}

impl VersionCard {
    pub(super) fn of(viewer: &Viewer, row: Model) -> Self {
        let model = viewer.url(&format!("/support-models/{}", row.model_key));
        let own = Link::get("self", format!("{model}/versions/{}", row.version));
        let Model { version: number, status, based_on, note, reason, edits, created_at, updated_at, published_at, .. } = row;
        let links = VersionLinks { own, model: Link::get("collection", model) };
        Self { number, status, based_on, note, reason, version: edits, created_at, updated_at, published_at, links }
    }
}

impl VersionView {
    pub(super) fn of(viewer: &Viewer, row: Model) -> Result<Self> {
        let content = Document::read(&row.document)?.in_language(viewer.language())?;
        Ok(Self { card: VersionCard::of(viewer, row), content })
    }
}

/// A block of a version, in every language
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionBlock {
    /// Its key
    #[schema(max_length = 330, examples("section.about"))]
    pub key: String,
    /// What it holds, as the schema of the document says
    #[schema(value_type = Object, examples(json!({ "key": "about", "title": { "sv": "Om modellen" }, "body": { "sv": "Matrisen har fyra rader." } })))]
    pub value: Value,
    /// How often it was changed in this version; its `ETag`
    #[schema(minimum = 0, examples(2))]
    pub version: i32,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: VersionLinks,
}

impl VersionBlock {
    pub(super) fn of(viewer: &Viewer, row: &Model, block: Block, version: i32) -> Self {
        let model = viewer.url(&format!("/support-models/{}", row.model_key));
        let own = Link::get("self", format!("{model}/versions/{}/blocks/{}", row.version, block.key));
        Self { key: block.key, value: block.value, version, links: VersionLinks { own, model: Link::get("collection", model) } }
    }
}

impl Versioned for VersionBlock {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What became of a block
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// A block that differs between two versions
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlockDifference {
    /// Its key
    #[schema(max_length = 330, examples("section.about"))]
    pub key: String,
    /// What became of it
    pub change: Became,
    /// What it held before, in every language
    #[schema(value_type = Option<Object>, examples(json!({ "key": "about", "title": { "sv": "Om" } })))]
    pub before: Option<Value>,
    /// What it holds now, in every language
    #[schema(value_type = Option<Object>, examples(json!({ "key": "about", "title": { "sv": "Om modellen" } })))]
    pub after: Option<Value>,
}

/// How a version differs from an earlier one
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionComparison {
    /// The number of the earlier version
    #[schema(max_length = 40, examples("1.1.0"))]
    pub since: String,
    /// The number of the version
    #[schema(max_length = 40, examples("1.2.0"))]
    pub number: String,
    /// The blocks that differ, in the order of the version, those that are gone last
    #[schema(max_items = 5000)]
    pub differences: Vec<BlockDifference>,
}

impl VersionComparison {
    pub(super) fn of(before: &Model, after: &Model) -> Result<Self> {
        let differences = Document::read(&after.document)?.since(&Document::read(&before.document)?);
        let told = |Difference { key, before, after }| {
            let change = match (&before, &after) {
                (None, _) => Became::Added,
                (_, None) => Became::Removed,
                _ => Became::Changed,
            };
            BlockDifference { key, change, before, after }
        };
        Ok(Self { since: before.version.clone(), number: after.version.clone(), differences: differences.into_iter().map(told).collect() })
    }
}

/// A member who edits a support model
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EditorView {
    /// The member
    pub member: MemberCard,
    /// Since when
    pub since: DateTime<Utc>,
}
