//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use entity::id::{WorksheetEntryId, WorksheetId};
use entity::kind::Language;
use entity::{worksheet, worksheet_entry};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::fault::{Faults, Wrong};
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::sha256;
use crate::kernel::text::{Slug, Token};
use crate::support_models::{Form, Scale, WorksheetTemplate};

/// The value of each field, by its key.
pub type Values = Map<String, serde_json::Value>;

/// Which worksheet
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct WorksheetPath {
    /// The worksheet
    pub worksheet_id: WorksheetId,
}

/// Which entry
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct EntryPath {
    /// The worksheet
    pub worksheet_id: WorksheetId,
    /// The entry
    pub entry_id: WorksheetEntryId,
}

/// The secret of a worksheet, from the header `Worksheet-Secret`.
#[derive(Clone, IntoParams)]
#[into_params(parameter_in = Header, names("Worksheet-Secret"))]
pub struct Secret(
    /// The secret that was told when the worksheet was begun
    #[param(value_type = String, example = "torg_ws_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw", max_length = 200)]
    Token,
);

impl Secret {
    /// What a header holds, if it can be a secret at all.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Token::parse(text).ok().map(Self)
    }

    /// What is stored of it.
    pub(super) fn hash(&self) -> String {
        sha256(self.0.as_str().as_bytes())
    }
}

/// What it takes to begin a worksheet
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewWorksheet {
    /// Key of the support model
    #[schema(examples("social-impact-assessment"))]
    pub model: Slug,
    /// Key of the template
    #[schema(examples("assessment"))]
    pub template: Slug,
}

/// The value of each field, as they come in: an object, whose members the template checks.
#[derive(Debug)]
pub struct Filled(pub Values);

impl Deserr<Faults> for Filled {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> core::result::Result<Self, Faults> {
        match serde_json::Value::from(value) {
            serde_json::Value::Object(values) => Ok(Self(values)),
            _ => Err(Faults::at(at, Wrong::Type("object".to_owned()))),
        }
    }
}

/// What it takes to write an entry
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewEntry {
    /// Key of the part of the template
    #[schema(examples("measures"))]
    pub part: Slug,
    /// The value of each field, by its key: text, a number, or a list of keys or of ids, as the template says
    #[schema(value_type = Object, examples(json!({ "description": "Gör gångvägen till skolan gen och upplyst" })))]
    pub values: Filled,
}

/// A change of an entry
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct EntryChange {
    /// The fields that change, by their keys; null empties a field
    #[deserr(default)]
    #[schema(value_type = Object, examples(json!({ "description": "Gör gångvägen till skolan gen och upplyst" })))]
    pub values: Patch<Filled>,
}

/// What the worksheet is to be exported as
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ExportQuery {
    /// The format; JSON unless said otherwise
    #[deserr(default)]
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<Format>,
}

/// A format of an export
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum Format {
    /// Everything, for programs.
    Json,
    /// A text to read and to write on.
    Markdown,
    /// A table, a row a filled field.
    Csv,
}

/// An entry of a worksheet
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// The entry
    pub id: WorksheetEntryId,
    /// Key of the part of the template
    #[schema(examples("measures"))]
    pub part: String,
    /// The value of each field that is filled in, by its key
    #[schema(value_type = Object, examples(json!({ "description": "Gör gångvägen till skolan gen och upplyst" })))]
    pub values: Values,
    /// How often it was changed; its `ETag`
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// When it was made
    pub created_at: DateTime<Utc>,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: EntryLinks,
}

/// Where an entry of a worksheet is
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryLinks {
    /// The entry
    #[serde(rename = "self")]
    pub own: Link,
}

impl EntryView {
    pub(super) fn of(viewer: &Viewer, row: worksheet_entry::Model) -> Result<Self> {
        let worksheet_entry::Model { id, worksheet_id, part, content, version, created_at, updated_at } = row;
        let values = serde_json::from_str(&content).map_err(Problem::internal)?;
        let links = EntryLinks { own: Link::get("self", viewer.url(&format!("/worksheets/{worksheet_id}/entries/{id}"))) };
        Ok(Self { id, part, values, version, created_at, updated_at, links })
    }
}

impl Versioned for EntryView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A worksheet
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetView {
    /// The worksheet
    pub id: WorksheetId,
    /// Key of the support model
    #[schema(examples("social-impact-assessment"))]
    pub model: String,
    /// The support model's title
    #[schema(examples("Social konsekvensanalys"))]
    pub model_title: String,
    /// The version of the support model with which the worksheet was begun, and on which it stays
    #[schema(examples("1.1.0"))]
    pub model_version: String,
    /// The licence of the template (SPDX); what is written in it belongs to those who wrote it
    #[schema(examples("CC-BY-4.0"))]
    pub licence: String,
    /// The language of the template (BCP 47)
    pub language: Language,
    /// The template
    pub template: WorksheetTemplate,
    /// The scales that the template uses
    #[schema(max_items = 50)]
    pub scales: Vec<Scale>,
    /// The entries, in the order in which they were made
    #[schema(max_items = 500)]
    pub entries: Vec<EntryView>,
    /// When it was begun
    pub created_at: DateTime<Utc>,
    /// When it is deleted, unless it is used before
    pub expires_at: DateTime<Utc>,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: WorksheetLinks,
}

/// Where to go from a worksheet
#[derive(Debug, Serialize, ToSchema)]
pub struct WorksheetLinks {
    /// The worksheet
    #[serde(rename = "self")]
    pub own: Link,
    /// The worksheet as a file
    pub export: Link,
    /// The support model as it is now
    pub model: Link,
}

impl WorksheetView {
    pub(super) fn of(viewer: &Viewer, row: &worksheet::Model, form: Form, entries: Vec<worksheet_entry::Model>) -> Result<Self> {
        let Form { model, model_title, version: model_version, licence, template, scales } = form;
        let path = format!("/worksheets/{}", row.id);
        let links = WorksheetLinks {
            own: Link::get("self", viewer.url(&path)),
            export: Link::get("alternate", viewer.url(&format!("{path}/export"))),
            model: Link::get("describedby", viewer.url(&format!("/support-models/{model}"))),
        };
        let worksheet::Model { id, created_at, expires_at, .. } = *row;
        let entries = entries.into_iter().map(|entry| EntryView::of(viewer, entry)).collect::<Result<_>>()?;
        let language = viewer.language();
        Ok(Self { id, model, model_title, model_version, licence, language, template, scales, entries, created_at, expires_at, links })
    }
}

/// A worksheet that was begun
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BegunWorksheet {
    /// The worksheet
    #[serde(flatten)]
    pub worksheet: WorksheetView,
    /// The secret that opens it, told only now. Put it after the `#` of a link, which browsers do not send
    #[schema(examples("torg_ws_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub secret: String,
}
