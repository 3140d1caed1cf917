//! What crosses the wire.

use chrono::NaiveDate;
use deserr::Deserr;
use entity::kind::Language;
use entity::support_model;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::content::{Checklist, LibraryEntry, Principle, Scale, Section, Step, SupportModelContent};
use super::document::Document;
use super::matrix::{Cell, Matrix};
use super::store::is_overdue;
use super::template::WorksheetTemplate;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
use crate::kernel::problem::Result;
use crate::kernel::text::Slug;
use crate::organisations;

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

/// Which block of a support model
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct BlockPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
    /// The block's key: what it is, a dot, and its own key; of a cell also those of its row and column
    #[param(example = "section.about", max_length = 330, pattern = "^[a-z0-9.-]+$")]
    pub block_key: String,
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

impl CellFilter {
    /// What is asked for, in one way only.
    pub(super) fn told(&self) -> String {
        [&self.row, &self.column, &self.mode, &self.perspective].map(|slug| slug.as_ref().map_or("", Slug::as_str)).join("&")
    }
}

/// What a block holds, and what it is
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockContent {
    /// A section of text.
    Section(Section),
    /// A step of the work.
    Step(Step),
    /// A matrix, without its cells.
    Matrix(Matrix),
    /// A cell of a matrix.
    Cell(Cell),
    /// A scale or a ladder.
    Scale(Scale),
    /// A principle.
    Principle(Principle),
    /// A checklist by level.
    Checklist(Checklist),
    /// Something in the library.
    Entry(LibraryEntry),
    /// A template of a worksheet.
    Worksheet(WorksheetTemplate),
}

/// A block of a support model: a part that is read, cited, edited and translated as one thing
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModelBlock {
    /// Its key, the same in every version
    #[schema(max_length = 330, examples("section.about"))]
    pub key: String,
    /// Semantic version of the content
    #[schema(examples("1.0.0"))]
    pub model_version: String,
    /// Whether the day of the model's next review has passed
    pub review_overdue: bool,
    /// What it holds
    pub content: BlockContent,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: BlockLinks,
}

/// Where a block is
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockLinks {
    /// The block
    #[serde(rename = "self")]
    pub own: Link,
    /// The support model
    pub model: Link,
}

impl ModelBlock {
    pub(super) fn of(viewer: &Viewer, at: &BlockPath, row: &support_model::Model, content: BlockContent) -> Self {
        let model = viewer.url(&format!("/support-models/{}", at.model_key));
        let own = Link::get("self", format!("{model}/blocks/{}", at.block_key));
        let (model_version, review_overdue) = (row.version.clone(), is_overdue(viewer, row));
        Self { key: at.block_key.clone(), model_version, review_overdue, content, links: BlockLinks { own, model: Link::get("collection", model) } }
    }
}

/// How much of a support model is translated
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Translation {
    /// The language (BCP 47)
    pub language: Language,
    /// Blocks that are whole in it
    #[schema(minimum = 0, maximum = 2000, examples(48))]
    pub translated: usize,
    /// Blocks that there are
    #[schema(minimum = 0, maximum = 2000, examples(52))]
    pub blocks: usize,
}

impl Translation {
    pub(super) fn all(document: &Document) -> Vec<Self> {
        let of = |language| {
            let (blocks, translated) = document.translated(language);
            Self { language, translated, blocks }
        };
        vec![of(Language::Swedish), of(Language::English)]
    }
}

/// A support model
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportModel {
    /// The content
    #[serde(flatten)]
    pub content: SupportModelContent,
    /// How much of it is translated
    #[schema(max_items = 2)]
    pub translations: Vec<Translation>,
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
    /// The organisation that answers for its content, where it is in the register
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owner: Option<Link>,
}

impl ModelLinks {
    fn to(viewer: &Viewer, key: &str) -> Self {
        Self { own: Link::get("self", viewer.url(&format!("/support-models/{key}"))), owner: None }
    }
}

impl SupportModel {
    pub(super) async fn of(viewer: &Viewer, document: &Document) -> Result<Self> {
        let content = document.in_language(viewer.language())?;
        let review_overdue = content.next_review_on < viewer.now().date_naive();
        let owner = match content.owner.as_ref().and_then(|owner| owner.organisation.as_deref()) {
            Some(slug) => organisations::by_slug(viewer, slug).await?,
            None => None,
        };
        let owner = owner.map(|owner| Link::get("owner", viewer.url(&format!("/organisations/{}", owner.id))));
        let links = ModelLinks { owner, ..ModelLinks::to(viewer, &content.key) };
        Ok(Self { links, translations: Translation::all(document), review_overdue, content })
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
    /// Whether the day of its next review has passed
    pub review_overdue: bool,
    /// The language of the title and the summary (BCP 47)
    pub language: Language,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ModelLinks,
}

impl SupportModelCard {
    pub(super) fn of(viewer: &Viewer, content: SupportModelContent) -> Self {
        let SupportModelContent { key, area, title, summary, version, next_review_on, language, .. } = content;
        let review_overdue = next_review_on < viewer.now().date_naive();
        Self { links: ModelLinks::to(viewer, &key), key, area, title, summary, version, next_review_on, review_overdue, language }
    }
}
