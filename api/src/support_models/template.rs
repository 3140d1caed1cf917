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
    /// The least number; of choices or entries, the fewest
    #[schema(minimum = -1_000_000, maximum = 1_000_000, examples(0))]
    pub minimum: Option<i32>,
    /// The greatest number; of choices or entries, the most
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

/// What a rule asks
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RuleKind {
    /// The day of `field` is not before that of `with`, which may stand in another part that takes one entry.
    NotBefore,
    /// No two entries of the part have the same value of `field`.
    Once,
    /// The part takes at most `count` entries.
    Most,
    /// Where `field` is filled in, `with` of the same part is, too.
    Needs,
}

/// A field of a part
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldPlace {
    /// Key of the part
    #[schema(value_type = Key)]
    pub part: String,
    /// Key of the field
    #[schema(value_type = Key)]
    pub field: String,
}

/// A rule that more than one field has to keep
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateRule {
    /// What it asks
    pub kind: RuleKind,
    /// Key of the part
    #[schema(value_type = Key)]
    pub part: String,
    /// Key of the field
    #[schema(value_type = Option<Key>)]
    pub field: Option<String>,
    /// The other field
    pub with: Option<FieldPlace>,
    /// How many
    #[schema(minimum = 1, maximum = 500, examples(14))]
    pub count: Option<u16>,
    /// What is told to whoever breaks it
    #[schema(value_type = Line)]
    pub message: String,
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
    /// What has to hold across its fields
    #[serde(default)]
    #[schema(max_items = 50, required)]
    pub rules: Vec<TemplateRule>,
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

impl WorksheetTemplate {
    fn field(&self, part: &str, field: &str) -> Option<&Field> {
        let part = self.parts.iter().find(|one| one.key == part)?;
        part.fields.iter().find(|one| one.key == field)
    }

    /// Whether a rule names what is there, and nothing that it does not need.
    pub(super) fn holds(&self, rule: &TemplateRule) -> bool {
        let kind_of = |part: &str, field: &Option<String>| self.field(part, field.as_ref()?).map(|field| field.kind);
        let own = kind_of(&rule.part, &rule.field);
        let with = rule.with.as_ref().and_then(|with| self.field(&with.part, &with.field)).map(|field| field.kind);
        let one_entry = |part: &str| self.parts.iter().any(|one| one.key == part && !one.repeats);
        let same_part = rule.with.as_ref().is_some_and(|with| with.part == rule.part);
        match rule.kind {
            RuleKind::NotBefore => {
                let reachable = same_part || rule.with.as_ref().is_some_and(|with| one_entry(&with.part));
                (own, with, rule.count) == (Some(FieldKind::Date), Some(FieldKind::Date), None) && reachable
            }
            RuleKind::Once => own.is_some() && (&rule.with, rule.count) == (&None, None),
            RuleKind::Most => {
                self.parts.iter().any(|part| part.key == rule.part) && (&rule.field, &rule.with) == (&None, &None) && rule.count > Some(0)
            }
            RuleKind::Needs => own.is_some() && with.is_some() && same_part && rule.count.is_none(),
        }
    }
}

impl Form {
    /// A part by its key.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&WorksheetPart> {
        self.template.parts.iter().find(|part| part.key == key)
    }

    /// A field by its keys.
    #[must_use]
    pub fn field(&self, part: &str, field: &str) -> Option<&Field> {
        self.template.field(part, field)
    }

    /// The scale that a field is filled in by.
    #[must_use]
    pub fn scale(&self, field: &Field) -> Option<&Scale> {
        self.scales.iter().find(|scale| Some(&scale.key) == field.scale.as_ref())
    }
}
