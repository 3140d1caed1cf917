//! Templates of worksheets: what a support model asks one to fill in.

use entity::kind::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::Scale;
use super::words::{Key, Line, Prose};

/// What a field takes
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Plain text of several lines.
    Text,
    /// The key of one of the choices.
    Choice,
    /// The keys of some of the choices.
    Choices,
    /// A value of a scale.
    Scale,
    /// A whole number.
    Number,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// Ids of entries of another part: where this one comes from.
    Entries,
}

/// Something to choose
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Choice {
    /// The key, unique in its list
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
}

/// A field to fill in
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// The key, unique in its part
    #[schema(value_type = Key)]
    pub key: String,
    /// What to fill in
    #[schema(value_type = Line)]
    pub label: String,
    /// How to fill it in
    #[schema(value_type = Option<Prose>)]
    pub help: Option<String>,
    /// What it takes
    pub kind: FieldKind,
    /// Whether an entry cannot be without it
    #[schema(examples(true))]
    pub required: bool,
    /// What to choose from
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub choices: Vec<Choice>,
    /// Key of the scale
    #[schema(value_type = Option<Key>)]
    pub scale: Option<String>,
    /// The least number
    #[schema(minimum = -1_000_000, maximum = 1_000_000, examples(0))]
    pub minimum: Option<i32>,
    /// The greatest number
    #[schema(minimum = -1_000_000, maximum = 1_000_000, examples(100))]
    pub maximum: Option<i32>,
    /// Key of the part whose entries are meant
    #[schema(value_type = Option<Key>)]
    pub part: Option<String>,
}

/// A part of a worksheet
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorksheetPart {
    /// The key, unique in its template
    #[schema(value_type = Key)]
    pub key: String,
    /// The title
    #[schema(value_type = Line)]
    pub title: String,
    /// What it is for
    #[schema(value_type = Option<Prose>)]
    pub description: Option<String>,
    /// Whether it takes any number of entries; otherwise one
    #[schema(examples(true))]
    pub repeats: bool,
    /// The fields of each entry
    #[serde(default)]
    #[schema(required, max_items = 50)]
    pub fields: Vec<Field>,
}

/// A template of a worksheet
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorksheetTemplate {
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
    /// Its parts
    #[serde(default)]
    #[schema(required, max_items = 20)]
    pub parts: Vec<WorksheetPart>,
}

/// A template as one fills it in: with the scales that it uses, and the model that it comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Form {
    /// The support model.
    pub model: String,
    /// Its title.
    pub model_title: String,
    /// Its version.
    pub version: String,
    /// The licence of the template.
    pub licence: String,
    /// The template.
    pub template: WorksheetTemplate,
    /// The scales that it uses.
    pub scales: Vec<Scale>,
}

impl Form {
    /// A part by its key.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&WorksheetPart> {
        self.template.parts.iter().find(|part| part.key == key)
    }

    /// The scale that a field is filled in by.
    #[must_use]
    pub fn scale(&self, field: &Field) -> Option<&Scale> {
        self.scales.iter().find(|scale| Some(&scale.key) == field.scale.as_ref())
    }
}
