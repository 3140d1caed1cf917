//! What a support model consists of, in one language.
//!
//! The document that is kept and exchanged has the same shape, with each text in every language and
//! without the `language` of its blocks; `schema.rs` makes its schema of these types.

use chrono::NaiveDate;
use entity::kind::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::matrix::Matrix;
use super::template::WorksheetTemplate;
use super::words::{Key, Line, Name, Prose};

/// Where a fact comes from
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// What it is
    #[schema(max_length = 500, examples("Kunskapsmatrisen"))]
    pub title: String,
    /// Where it is
    #[schema(format = "uri", max_length = 500, examples("https://example.org"))]
    pub url: Option<String>,
    /// What was taken from it
    #[schema(value_type = Option<Line>)]
    pub note: Option<String>,
}

/// An organisation that answers for the content
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Owner {
    /// Its name
    #[schema(value_type = Name)]
    pub name: String,
    /// Where it is
    #[schema(format = "uri", max_length = 500, examples("https://example.org"))]
    pub url: Option<String>,
    /// Its readable address in the register of organisations, if it is there
    #[schema(value_type = Option<Key>)]
    pub organisation: Option<String>,
}

/// A section of text
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in; another than was asked for where they are not translated
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// The text (CommonMark)
    #[schema(value_type = Prose)]
    pub body: String,
}

/// A step of the work
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it is for
    #[schema(value_type = Prose)]
    pub purpose: String,
    /// What to ask
    #[serde(default)]
    #[schema(required, value_type = Vec<Line>, max_items = 100)]
    pub questions: Vec<String>,
    /// Who takes part
    #[serde(default)]
    #[schema(required, value_type = Vec<Line>, max_items = 50)]
    pub roles: Vec<String>,
    /// What there is afterwards
    #[schema(value_type = Option<Prose>)]
    pub result: Option<String>,
}

/// A step of a scale
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScaleStep {
    /// Its value; a code where the scale has no order
    #[schema(minimum = 0, maximum = 100, examples(3))]
    pub value: i32,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it means
    #[schema(value_type = Option<Prose>)]
    pub explanation: Option<String>,
}

/// A scale or a ladder
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// Its steps
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub steps: Vec<ScaleStep>,
}

/// A principle
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Principle {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it means
    #[schema(value_type = Option<Prose>)]
    pub body: Option<String>,
    /// Key of the scale by which one answers whether it is kept
    #[schema(value_type = Option<Key>)]
    pub scale: Option<String>,
}

/// Something to tick off
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChecklistItem {
    /// The key, unique in its level
    #[schema(value_type = Key)]
    pub key: String,
    /// What to do or to ask
    #[schema(value_type = Line)]
    pub text: String,
}

/// How far one goes: simple advice, more support, an attitude
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChecklistLevel {
    /// The level, counted from 1
    #[schema(minimum = 1, maximum = 10, examples(1))]
    pub level: i32,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What to tick off
    #[serde(default)]
    #[schema(required, max_items = 100)]
    pub items: Vec<ChecklistItem>,
}

/// A checklist by level
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checklist {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it is for
    #[schema(value_type = Option<Prose>)]
    pub description: Option<String>,
    /// Its levels
    #[serde(default)]
    #[schema(required, max_items = 10)]
    pub levels: Vec<ChecklistLevel>,
}

/// What something in the library is
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LibraryKind {
    /// A text to read.
    Text,
    /// A report or a book.
    Publication,
    /// A law, a plan or a decision.
    Regulation,
    /// Slides.
    Slides,
    /// A film or a sound recording.
    Recording,
    /// An exercise.
    Exercise,
    /// A tool or a template.
    Tool,
    /// Statistics or a map.
    Data,
    /// A website.
    Website,
}

/// Something in the library of a model
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LibraryEntry {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it is
    pub kind: LibraryKind,
    /// Where it is
    #[schema(format = "uri", max_length = 500, examples("https://example.org"))]
    pub url: Option<String>,
    /// What it is good for
    #[schema(value_type = Option<Prose>)]
    pub note: Option<String>,
}

/// What a block of the model deals with: the way from there to people
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Subject {
    /// Key of the block; `head` is the model as a whole
    #[schema(min_length = 1, max_length = 400, examples("step.inventory"))]
    pub block: String,
    /// Keys of the competences of the vocabulary that it takes
    #[serde(default)]
    #[schema(required, value_type = Vec<Key>, max_items = 20)]
    pub competences: Vec<String>,
    /// Keys of the themes of the vocabulary that it deals with
    #[serde(default)]
    #[schema(required, value_type = Vec<Key>, max_items = 20)]
    pub themes: Vec<String>,
}

/// The content of a support model
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportModelContent {
    /// The key
    #[schema(value_type = Key)]
    pub key: String,
    /// The area it belongs to: `urban-development`, `social-development`, `participation`
    #[schema(value_type = Key)]
    pub area: String,
    /// Semantic version of the content
    #[schema(max_length = 40, pattern = "^[0-9]+\\.[0-9]+\\.[0-9]+$", examples("1.0.0"))]
    pub version: String,
    /// When this version was published
    #[schema(examples("2026-11-22"))]
    pub published_on: NaiveDate,
    /// When somebody last went through all of it
    #[schema(examples("2026-11-22"))]
    pub reviewed_on: Option<NaiveDate>,
    /// When it is to be reviewed
    #[schema(examples("2027-11-22"))]
    pub next_review_on: NaiveDate,
    /// The licence of the content (SPDX)
    #[schema(min_length = 1, max_length = 80, examples("CC-BY-4.0"))]
    pub licence: String,
    /// Who answers for the content
    pub owner: Option<Owner>,
    /// Who has contributed, by name and because they wanted to be named
    #[serde(default)]
    #[schema(required, value_type = Vec<Name>, max_items = 200)]
    pub contributors: Vec<String>,
    /// The language of the title and the summary (BCP 47)
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it is for
    #[schema(value_type = Prose)]
    pub summary: String,
    /// Where its facts come from, and what is our own
    #[serde(default)]
    #[schema(required, max_items = 100)]
    pub sources: Vec<Source>,
    /// What it and its blocks deal with
    #[serde(default)]
    #[schema(required, max_items = 200)]
    pub subjects: Vec<Subject>,
    /// Sections of text
    #[serde(default)]
    #[schema(required, max_items = 100)]
    pub sections: Vec<Section>,
    /// The steps of the work
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub steps: Vec<Step>,
    /// Matrices of questions, articles and examples
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub matrices: Vec<Matrix>,
    /// Scales and ladders
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub scales: Vec<Scale>,
    /// Principles
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub principles: Vec<Principle>,
    /// Checklists by level
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub checklists: Vec<Checklist>,
    /// What to read, watch and use
    #[serde(default)]
    #[schema(required, max_items = 300)]
    pub library: Vec<LibraryEntry>,
    /// Templates of worksheets
    #[serde(default)]
    #[schema(required, max_items = 10)]
    pub worksheets: Vec<WorksheetTemplate>,
}
