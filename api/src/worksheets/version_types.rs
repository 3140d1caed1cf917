//! What crosses the wire about versions of a worksheet's template.

use chrono::{DateTime, Utc};
use entity::id::WorksheetEntryId;
use serde::Serialize;
use utoipa::ToSchema;

/// What became of a field
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// It was not there before.
    Added,
    /// It asks something else, or in another way.
    Changed,
    /// It is no longer there; what was filled in is archived by moving over.
    Removed,
}

/// What is different about a field
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldDifference {
    /// Key of the part
    #[schema(examples("measures"))]
    pub part: String,
    /// The part's title
    #[schema(examples("Åtgärder"))]
    pub part_title: String,
    /// Key of the field
    #[schema(examples("responsible"))]
    pub field: String,
    /// What there is to fill in
    #[schema(examples("Ansvarig funktion"))]
    pub label: String,
    /// What became of it
    pub change: Difference,
}

/// A newer version of the support model, to which the worksheet may be moved
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewerVersion {
    /// The version
    #[schema(examples("1.2.0"))]
    pub model_version: String,
    /// What is different, field by field
    #[schema(max_items = 2000)]
    pub changes: Vec<FieldDifference>,
}

/// A field that no longer fitted
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArchivedField {
    /// Key of the field
    #[schema(examples("responsible"))]
    pub key: String,
    /// What was to be filled in
    #[schema(examples("Ansvarig funktion"))]
    pub label: String,
    /// What was filled in
    #[schema(value_type = serde_json::Value, examples("Stadsbyggnadskontoret"))]
    pub value: serde_json::Value,
    /// The same, as people read it
    #[schema(examples("Stadsbyggnadskontoret"))]
    pub text: String,
}

/// What of an entry no longer fitted when the worksheet was moved to another version
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArchivedEntry {
    /// The version in which it was filled in
    #[schema(examples("1.1.0"))]
    pub model_version: String,
    /// Key of the part
    #[schema(examples("measures"))]
    pub part: String,
    /// The part's title
    #[schema(examples("Åtgärder"))]
    pub part_title: String,
    /// The entry, which may still be there with the rest of its values
    pub entry: WorksheetEntryId,
    /// The fields that no longer fitted
    #[schema(max_items = 50)]
    pub fields: Vec<ArchivedField>,
    /// When it was archived
    pub archived_at: DateTime<Utc>,
}
