//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupDecisionId, GroupId, GroupLinkId, GroupPageId};
use entity::{group_decision, group_link, group_page, group_page_version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::markdown::{to_html, to_text};
use crate::kernel::patch::Patch;
use crate::kernel::text::{LongText, Text, WebUrl};
use crate::members::MemberCard;

/// Which page
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupPagePath {
    /// The group
    pub group_id: GroupId,
    /// The page
    pub page_id: GroupPageId,
}

/// Which two versions of a page
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ComparisonPath {
    /// The group
    pub group_id: GroupId,
    /// The page
    pub page_id: GroupPageId,
    /// The version that is compared; the first is 0
    #[param(minimum = 0, example = 0)]
    pub before: i32,
    /// The version that it is compared with
    #[param(minimum = 0, example = 1)]
    pub after: i32,
}

/// Which link
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupLinkPath {
    /// The group
    pub group_id: GroupId,
    /// The link
    pub link_id: GroupLinkId,
}

/// Which decision
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct DecisionPath {
    /// The group
    pub group_id: GroupId,
    /// The decision
    pub decision_id: GroupDecisionId,
}

/// A page to begin
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewGroupPage {
    /// What it is called
    pub title: Text<1, 120>,
    /// The text (CommonMark)
    pub body: LongText<1, 20_000>,
}

/// What changes about a page
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct GroupPageChange {
    /// What it is called
    #[deserr(default)]
    pub title: Patch<Text<1, 120>>,
    /// The text (CommonMark)
    #[deserr(default)]
    pub body: Patch<LongText<1, 20_000>>,
}

/// A page, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupPageCard {
    /// The page
    pub id: GroupPageId,
    /// What it is called
    #[schema(examples("Så gör vi en trygghetsvandring"))]
    pub title: String,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// When it was begun
    pub created_at: DateTime<Utc>,
}

impl From<group_page::Model> for GroupPageCard {
    fn from(row: group_page::Model) -> Self {
        let group_page::Model { id, title, updated_at, created_at, .. } = row;
        Self { id, title, updated_at, created_at }
    }
}

/// A page that the members of a group write together
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupPageView {
    /// The page, briefly
    #[serde(flatten)]
    pub card: GroupPageCard,
    /// The group
    pub group_id: GroupId,
    /// The text as it was written (CommonMark)
    #[schema(examples("Börja vid **skolan**."))]
    pub body: String,
    /// The text as HTML that is safe to show
    #[schema(examples("<p>Börja vid <strong>skolan</strong>.</p>"))]
    pub body_html: String,
    /// The text without any marks
    #[schema(examples("Börja vid skolan."))]
    pub body_text: String,
    /// Who wrote this version, if the caller may know of them
    pub by: Option<MemberCard>,
    /// Which version this is; also the entity tag
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
}

impl GroupPageView {
    pub(super) fn of(row: group_page::Model, text: group_page_version::Model, by: Option<MemberCard>) -> Self {
        let (group_id, version, body) = (row.group_id, row.version, text.body);
        let (body_html, body_text) = (to_html(&body, &row.id), to_text(&body));
        Self { card: row.into(), group_id, body, body_html, body_text, by, version }
    }
}

impl Versioned for GroupPageView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A version of a page
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupPageVersion {
    /// Which version; the first is 0
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// What the page was called
    #[schema(examples("Så gör vi en trygghetsvandring"))]
    pub title: String,
    /// Who wrote it, if the caller may know of them
    pub by: Option<MemberCard>,
    /// When
    pub at: DateTime<Utc>,
}

/// What became of a line
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// It is in both versions
    Kept,
    /// It is in the later one only
    Added,
    /// It is in the earlier one only
    Removed,
}

/// A line, and what became of it
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// What became of it
    pub change: LineChange,
    /// The line (CommonMark), without its end
    #[schema(examples("Börja vid **skolan**."))]
    pub text: String,
}

/// What became of one version of a page in another
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageComparison {
    /// What the page was called
    #[schema(examples("Trygghetsvandring"))]
    pub title_before: String,
    /// What it is called in the other version
    #[schema(examples("Så gör vi en trygghetsvandring"))]
    pub title_after: String,
    /// The lines of both
    #[schema(max_items = 40_000)]
    pub lines: Vec<Line>,
}

/// An address to keep
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewGroupLink {
    /// What it leads to
    #[schema(example = "Rapporten")]
    pub label: Text<1, 120>,
    /// The address
    #[schema(example = "https://example.org/rapport")]
    pub url: WebUrl,
}

/// An address that a group keeps
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupLinkView {
    /// The link
    pub id: GroupLinkId,
    /// What it leads to
    #[schema(examples("Rapporten"))]
    pub label: String,
    /// The address
    #[schema(examples("https://example.org/rapport"))]
    pub url: String,
    /// Who added it, if the caller may know of them
    pub by: Option<MemberCard>,
    /// When
    pub created_at: DateTime<Utc>,
}

impl GroupLinkView {
    pub(super) fn of(row: group_link::Model, by: Option<MemberCard>) -> Self {
        let group_link::Model { id, label, url, created_at, .. } = row;
        Self { id, label, url, by, created_at }
    }
}

/// What a group concluded, to write down
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewDecision {
    /// What it says, in one sentence
    #[schema(example = "Vi ses i juni.")]
    pub title: Text<1, 300>,
    /// Why, and what follows (CommonMark)
    #[deserr(default)]
    #[schema(example = "Flest kunde då.")]
    pub body: Option<LongText<1, 8000>>,
}

/// What changes about a decision
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct DecisionChange {
    /// What it says, in one sentence
    #[deserr(default)]
    pub title: Patch<Text<1, 300>>,
    /// Why, and what follows (CommonMark); `null` clears it
    #[deserr(default)]
    pub body: Patch<Option<LongText<1, 8000>>>,
}

/// What a group concluded
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupDecisionView {
    /// The decision
    pub id: GroupDecisionId,
    /// The group
    pub group_id: GroupId,
    /// What it says
    #[schema(examples("Vi ses i juni."))]
    pub title: String,
    /// Why, and what follows (CommonMark)
    #[schema(examples("Flest kunde då."))]
    pub body: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Flest kunde då.</p>"))]
    pub body_html: Option<String>,
    /// Who wrote it down, if the caller may know of them
    pub by: Option<MemberCard>,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// When it was written down
    pub created_at: DateTime<Utc>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
}

impl GroupDecisionView {
    pub(super) fn of(row: group_decision::Model, by: Option<MemberCard>) -> Self {
        let group_decision::Model { id, group_id, title, body, version, updated_at, created_at, .. } = row;
        let body_html = body.as_ref().map(|text| to_html(text, &id));
        Self { id, group_id, title, body, body_html, by, updated_at, created_at, version }
    }
}

impl Versioned for GroupDecisionView {
    fn version(&self) -> i32 {
        self.version
    }
}
