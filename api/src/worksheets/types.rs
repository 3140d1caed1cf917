//! What crosses the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use entity::id::{WorksheetEntryId, WorksheetId};
use entity::kind::{Language, WorksheetRole};
use entity::{worksheet, worksheet_entry};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::{IntoParams, ToSchema};

use super::held::Held;
use super::version_types::{ArchivedEntry, NewerVersion};
use crate::kernel::access::Viewer;
use crate::kernel::fault::{Faults, Wrong};
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::sha256;
use crate::kernel::text::{Slug, Text, Token};
use crate::members::MemberCard;
use crate::support_models::{Form, Scale, WorksheetTemplate};

/// The value of each field, by its key.
pub type Values = Map<String, serde_json::Value>;
/// How often each field was changed, by its key.
pub type Versions = BTreeMap<String, i32>;

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

/// The secret of a worksheet, from the header `Worksheet-Secret`. One that cannot be a secret is none.
#[derive(Clone, IntoParams)]
#[into_params(parameter_in = Header, names("Worksheet-Secret"))]
pub struct Secret(
    /// The secret that was told when the worksheet was begun; without one, the caller has to have a part in it
    #[param(value_type = String, required = false, example = "torg_ws_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw", max_length = 200)]
    Option<Token>,
);

impl Secret {
    /// What a header holds.
    pub(super) fn parse(text: Option<&str>) -> Self {
        Self(text.and_then(|text| Token::parse(text).ok()))
    }

    /// No secret: the caller has to have a part in the worksheet.
    pub(super) const fn none() -> Self {
        Self(None)
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> Option<String> {
        self.0.as_ref().map(|secret| sha256(secret.as_str().as_bytes()))
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
    /// What to call it
    #[deserr(default)]
    pub title: Option<Text<1, 150>>,
}

/// A change of a worksheet
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct WorksheetChange {
    /// What to call it; null for no name
    #[deserr(default)]
    pub title: Patch<Option<Text<1, 150>>>,
    /// The version of the support model to which it is moved: the one that `newer` tells
    #[deserr(default)]
    #[schema(examples("1.2.0"))]
    pub model_version: Patch<Text<1, 40>>,
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
    /// A page to read and to print, whole in itself and without scripts.
    Html,
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
    /// How often each field was changed, by its key: its `ETag`; a field that is not there never was
    #[schema(value_type = Object, examples(json!({ "description": 2 })))]
    pub field_versions: Versions,
    /// How often it was changed, in any field; its `ETag`
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
        let worksheet_entry::Model { id, worksheet_id, part, content, versions, version, created_at, updated_at } = row;
        let values = serde_json::from_str(&content).map_err(Problem::internal)?;
        let field_versions = serde_json::from_str(&versions).map_err(Problem::internal)?;
        let links = EntryLinks { own: Link::get("self", viewer.url(&format!("/worksheets/{worksheet_id}/entries/{id}"))) };
        Ok(Self { id, part, values, field_versions, version, created_at, updated_at, links })
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
    /// What it is called
    #[schema(examples("Torget i Lillköping"))]
    pub title: Option<String>,
    /// Whose it is; null while it belongs to nobody, and where the caller may not know of the member
    pub owner: Option<MemberCard>,
    /// The caller's part in it
    pub role: WorksheetRole,
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
    /// What no longer fitted when the worksheet was moved to another version, as it was filled in
    #[schema(max_items = 1000)]
    pub archive: Vec<ArchivedEntry>,
    /// Another version of the support model that is there now, told to whoever may move the worksheet to it
    pub newer: Option<NewerVersion>,
    /// When it was begun
    pub created_at: DateTime<Utc>,
    /// When it is deleted, unless it is used before; null where it belongs to a member
    pub expires_at: Option<DateTime<Utc>>,
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

/// What is shown beside the row of a worksheet.
pub(super) struct Beside {
    pub owner: Option<MemberCard>,
    pub entries: Vec<EntryView>,
    pub archive: Vec<ArchivedEntry>,
    pub newer: Option<NewerVersion>,
}

impl WorksheetView {
    pub(super) fn of(viewer: &Viewer, held: Held, beside: Beside) -> Self {
        let Beside { owner, entries, archive, newer } = beside;
        let Held { row, form, role, owner: kept_by, .. } = held;
        let Form { model, model_title, version: model_version, licence, template, scales } = form;
        let path = format!("/worksheets/{}", row.id);
        let links = WorksheetLinks {
            own: Link::get("self", viewer.url(&path)),
            export: Link::get("alternate", viewer.url(&format!("{path}/export"))),
            model: Link::get("describedby", viewer.url(&format!("/support-models/{model}"))),
        };
        let worksheet::Model { id, title, created_at, expires_at, .. } = row;
        let expires_at = kept_by.is_none().then_some(expires_at);
        let language = viewer.language();
        Self {
            id,
            title,
            owner,
            role,
            model,
            model_title,
            model_version,
            licence,
            language,
            template,
            scales,
            entries,
            archive,
            newer,
            created_at,
            expires_at,
            links,
        }
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
