//! What crosses the wire about single fields of an entry.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use entity::id::{WorksheetEntryId, WorksheetId};
use entity::worksheet_entry;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::types::{Values, Versions};
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::problem::{Problem, Result};

/// Which field of an entry
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct FieldPath {
    /// The worksheet
    pub worksheet_id: WorksheetId,
    /// The entry
    pub entry_id: WorksheetEntryId,
    /// The field's key
    #[param(example = "description", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub field_key: String,
}

/// A new value of a field
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewFieldValue {
    /// The value: text, a number, or a list of keys or of ids, as the template says; null empties the field
    #[schema(value_type = serde_json::Value, examples("Gör gångvägen till skolan gen och upplyst"))]
    pub value: Given,
}

/// A value as it comes in, whatever it is: the template checks it.
#[derive(Debug)]
pub struct Given(pub serde_json::Value);

impl Deserr<Faults> for Given {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, _: ValuePointerRef) -> core::result::Result<Self, Faults> {
        Ok(Self(serde_json::Value::from(value)))
    }
}

/// A field of an entry
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetFieldView {
    /// The field's key
    #[schema(examples("description"))]
    pub key: String,
    /// Its value: text, a number, or a list of keys or of ids; null while it is empty
    #[schema(value_type = serde_json::Value, examples("Gör gångvägen till skolan gen och upplyst"))]
    pub value: serde_json::Value,
    /// How often it was changed; its `ETag`
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
}

impl WorksheetFieldView {
    pub(super) fn of(row: &worksheet_entry::Model, key: &str) -> Result<Self> {
        let mut values: Values = serde_json::from_str(&row.content).map_err(Problem::internal)?;
        let versions: Versions = serde_json::from_str(&row.versions).map_err(Problem::internal)?;
        let value = values.remove(key).unwrap_or_default();
        Ok(Self { key: key.to_owned(), value, version: versions.get(key).copied().unwrap_or_default() })
    }
}

impl Versioned for WorksheetFieldView {
    fn version(&self) -> i32 {
        self.version
    }
}
