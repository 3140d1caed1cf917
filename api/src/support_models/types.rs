//! What crosses the wire, in one language. What is stored has the same shape, with `{sv, en}` for each text.

use chrono::NaiveDate;
use deserr::Deserr;
use entity::kind::Language;
use entity::support_model;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::template::WorksheetTemplate;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
use crate::kernel::text::Slug;

/// Which support model
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ModelPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
}

/// Which matrix
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MatrixPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
    /// The matrix' key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub matrix_key: String,
}

/// Which support models
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ModelFilter {
    /// The area: `urban-development`, `social-development`, `participation`
    #[deserr(default)]
    #[param(inline)]
    pub area: Option<Slug>,
}

/// Which cells of a matrix
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct CellFilter {
    /// Key of the row
    #[deserr(default)]
    #[param(inline)]
    pub row: Option<Slug>,
    /// Key of the column
    #[deserr(default)]
    #[param(inline)]
    pub column: Option<Slug>,
    /// Key of the only mode to show
    #[deserr(default)]
    #[param(inline)]
    pub mode: Option<Slug>,
    /// Key of the only perspective to show
    #[deserr(default)]
    #[param(inline)]
    pub perspective: Option<Slug>,
}

/// Where a fact comes from
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// What it is
    #[schema(examples("Kunskapsmatrisen"))]
    pub title: String,
    /// Where it is
    #[schema(format = "uri", examples("https://example.org"))]
    pub url: Option<String>,
    /// What was taken from it
    #[schema(examples("Matrisens rader och kolumner"))]
    pub note: Option<String>,
}

/// A section of text
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    /// The key, unique in its list
    #[schema(examples("about"))]
    pub key: String,
    /// The title
    #[schema(examples("Om modellen"))]
    pub title: String,
    /// The text (CommonMark)
    #[schema(max_length = 20_000, examples("Matrisen har fyra rader och fem kolumner."))]
    pub body: String,
}

/// A step of the work
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// The key, unique in its list
    #[schema(examples("inventory"))]
    pub key: String,
    /// The title
    #[schema(examples("Inventering"))]
    pub title: String,
    /// What it is for
    #[schema(examples("Att förstå hur platsen fungerar i dag"))]
    pub purpose: String,
    /// What to ask
    #[schema(max_items = 100)]
    pub questions: Vec<String>,
    /// Who takes part
    #[schema(max_items = 50)]
    pub roles: Vec<String>,
    /// What there is afterwards
    #[schema(examples("En lista över kvaliteter och problem"))]
    pub result: Option<String>,
}

/// A row, a column or a mode of a matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Axis {
    /// The key, unique in its list
    #[schema(examples("cohesive-city"))]
    pub key: String,
    /// The title
    #[schema(examples("Sammanhållen stad"))]
    pub title: String,
    /// What it means
    #[schema(examples("Samband och kopplingar mellan människor och platser"))]
    pub description: Option<String>,
}

/// A perspective that lies across the cells
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Perspective {
    /// The key, unique in its list
    #[schema(examples("children"))]
    pub key: String,
    /// The title
    #[schema(examples("Barn"))]
    pub title: String,
    /// What to ask in any cell
    #[schema(examples("Kan barn ta sig hit själva?"))]
    pub question: String,
}

/// A cell of a matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cell {
    /// Key of its row
    #[schema(examples("cohesive-city"))]
    pub row: String,
    /// Key of its column
    #[schema(examples("neighbourhood"))]
    pub column: String,
    /// What to ask
    #[schema(max_items = 100)]
    pub questions: Vec<String>,
}

/// A matrix of questions
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Matrix {
    /// The key, unique in its list
    #[schema(examples("knowledge-matrix"))]
    pub key: String,
    /// The title
    #[schema(examples("Kunskapsmatrisen"))]
    pub title: String,
    /// The rows
    #[schema(max_items = 50)]
    pub rows: Vec<Axis>,
    /// The columns
    #[schema(max_items = 50)]
    pub columns: Vec<Axis>,
    /// Ways of looking at every cell
    #[schema(max_items = 20)]
    pub modes: Vec<Axis>,
    /// Perspectives that lie across the cells
    #[schema(max_items = 20)]
    pub perspectives: Vec<Perspective>,
    /// The cells
    #[schema(max_items = 400)]
    pub cells: Vec<Cell>,
}

/// A step of a scale
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScaleStep {
    /// Its value; a code where the scale has no order
    #[schema(minimum = 0, maximum = 100, examples(3))]
    pub value: i32,
    /// The title
    #[schema(examples("Medbestämmande"))]
    pub title: String,
    /// What it means
    #[schema(examples("Deltagarna har en del av makten över beslutet"))]
    pub explanation: Option<String>,
}

/// A scale or a ladder
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    /// The key, unique in its list
    #[schema(examples("influence"))]
    pub key: String,
    /// The title
    #[schema(examples("Delaktighetstrappan"))]
    pub title: String,
    /// Its steps
    #[schema(max_items = 50)]
    pub steps: Vec<ScaleStep>,
}

/// A principle
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Principle {
    /// The key, unique in its list
    #[schema(examples("all-perspectives"))]
    pub key: String,
    /// The title
    #[schema(examples("Sök alla perspektiv"))]
    pub title: String,
    /// What it means
    #[schema(examples("Fråga efter den som inte är i rummet."))]
    pub body: Option<String>,
}

/// The content of a support model
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportModelContent {
    /// The key, unique in its list
    #[schema(examples("knowledge-matrix"))]
    pub key: String,
    /// The area it belongs to
    #[schema(examples("urban-development"))]
    pub area: String,
    /// Semantic version of the content
    #[schema(examples("1.0.0"))]
    pub version: String,
    /// When this version was published
    #[schema(examples("2026-11-22"))]
    pub published_on: NaiveDate,
    /// When it is to be reviewed
    #[schema(examples("2027-11-22"))]
    pub next_review_on: NaiveDate,
    /// The licence of the content (SPDX)
    #[schema(examples("CC-BY-4.0"))]
    pub licence: String,
    /// The title
    #[schema(examples("Kunskapsmatrisen"))]
    pub title: String,
    /// What it is for
    #[schema(examples("Frågor om det sociala i stadsutveckling."))]
    pub summary: String,
    /// Where its facts come from, and what is our own
    #[schema(max_items = 100)]
    pub sources: Vec<Source>,
    /// Sections of text
    #[schema(max_items = 100)]
    pub sections: Vec<Section>,
    /// The steps of the work
    #[schema(max_items = 50)]
    pub steps: Vec<Step>,
    /// Matrices of questions
    #[schema(max_items = 20)]
    pub matrices: Vec<Matrix>,
    /// Scales and ladders
    #[schema(max_items = 50)]
    pub scales: Vec<Scale>,
    /// Principles
    #[schema(max_items = 50)]
    pub principles: Vec<Principle>,
    /// Templates of worksheets
    #[schema(max_items = 10)]
    pub worksheets: Vec<WorksheetTemplate>,
}

/// A support model
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportModel {
    /// The content
    #[serde(flatten)]
    pub content: SupportModelContent,
    /// The language of the texts (BCP 47)
    pub language: Language,
    /// Whether the day of its next review has passed
    pub review_overdue: bool,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ModelLinks,
}

/// Where a support model is
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelLinks {
    /// The support model
    #[serde(rename = "self")]
    pub own: Link,
}

impl ModelLinks {
    fn to(viewer: &Viewer, key: &str) -> Self {
        Self { own: Link::get("self", viewer.url(&format!("/support-models/{key}"))) }
    }
}

impl SupportModel {
    pub(super) fn of(viewer: &Viewer, row: &support_model::Model, content: SupportModelContent) -> Self {
        let review_overdue = row.next_review_on < viewer.now().date_naive();
        Self { links: ModelLinks::to(viewer, &row.key), language: viewer.language(), review_overdue, content }
    }
}

/// A support model, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportModelCard {
    /// The key
    #[schema(examples("knowledge-matrix"))]
    pub key: String,
    /// The area it belongs to
    #[schema(examples("urban-development"))]
    pub area: String,
    /// The title
    #[schema(examples("Kunskapsmatrisen"))]
    pub title: String,
    /// What it is for
    #[schema(examples("Frågor om det sociala i stadsutveckling."))]
    pub summary: String,
    /// Semantic version of the content
    #[schema(examples("1.0.0"))]
    pub version: String,
    /// When it is to be reviewed
    #[schema(examples("2027-11-22"))]
    pub next_review_on: NaiveDate,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ModelLinks,
}

impl SupportModelCard {
    pub(super) fn of(viewer: &Viewer, content: SupportModelContent) -> Self {
        let SupportModelContent { key, area, title, summary, version, next_review_on, .. } = content;
        Self { links: ModelLinks::to(viewer, &key), key, area, title, summary, version, next_review_on }
    }
}
