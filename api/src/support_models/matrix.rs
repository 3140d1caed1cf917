//! A matrix of a support model, in one language: questions, articles and examples where a row and a
//! column meet.

use entity::kind::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::Source;
use super::words::{Key, Line, Prose};

/// A row, a column or a mode of a matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Axis {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it means
    #[schema(value_type = Option<Prose>)]
    pub description: Option<String>,
}

/// A perspective that lies across the cells of a matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Perspective {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What to ask in any cell
    #[schema(value_type = Line)]
    pub question: String,
}

/// A text in a cell
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Article {
    /// The key, unique in its cell
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// The text (CommonMark)
    #[schema(value_type = Prose)]
    pub text: String,
    /// Key of the mode that it belongs to; all of them where none is named
    #[schema(value_type = Option<Key>)]
    pub mode: Option<String>,
    /// Keys of the perspectives that it takes up
    #[serde(default)]
    #[schema(required, value_type = Vec<Key>, max_items = 20)]
    pub perspectives: Vec<String>,
    /// Where its facts come from, and what is our own
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub sources: Vec<Source>,
}

/// An example in a cell: what somebody did somewhere
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Example {
    /// The key, unique in its cell
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What was done, and what came of it (CommonMark)
    #[schema(value_type = Prose)]
    pub text: String,
    /// Where
    #[schema(max_length = 200, examples("Exempelstad"))]
    pub place: Option<String>,
    /// When
    #[schema(minimum = 1900, maximum = 2100, examples(2024))]
    pub year: Option<i32>,
    /// Where to read more
    #[schema(format = "uri", max_length = 500, examples("https://example.org"))]
    pub url: Option<String>,
    /// Who told of it, if they wanted to be named
    #[schema(max_length = 200, examples("Alva Exempelgren"))]
    pub by: Option<String>,
    /// Key of the mode that it belongs to; all of them where none is named
    #[schema(value_type = Option<Key>)]
    pub mode: Option<String>,
    /// Keys of the perspectives that it takes up
    #[serde(default)]
    #[schema(required, value_type = Vec<Key>, max_items = 20)]
    pub perspectives: Vec<String>,
    /// Where its facts come from
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub sources: Vec<Source>,
}

/// A cell of a matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cell {
    /// Key of its row
    #[schema(value_type = Key)]
    pub row: String,
    /// Key of its column
    #[schema(value_type = Key)]
    pub column: String,
    /// The language that its texts are in
    pub language: Language,
    /// What to ask
    #[serde(default)]
    #[schema(required, value_type = Vec<Line>, max_items = 100)]
    pub questions: Vec<String>,
    /// What there is to know
    #[serde(default)]
    #[schema(required, max_items = 100)]
    pub articles: Vec<Article>,
    /// What others have done
    #[serde(default)]
    #[schema(required, max_items = 200)]
    pub examples: Vec<Example>,
}

/// A matrix
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Matrix {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The language that its own texts are in
    pub language: Language,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// The rows
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub rows: Vec<Axis>,
    /// The columns
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub columns: Vec<Axis>,
    /// Ways of looking at every cell
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub modes: Vec<Axis>,
    /// Perspectives that lie across the cells
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub perspectives: Vec<Perspective>,
    /// The cells
    #[serde(default)]
    #[schema(required, max_items = 400)]
    pub cells: Vec<Cell>,
}
