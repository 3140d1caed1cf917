//! Every query of support models. All that is stored is published: there is nothing to hide.

use chrono::NaiveDate;
use entity::kind::Language;
use entity::support_model::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryTrait};
use serde_json::{Value, json};

use super::template::Form;
use super::types::{CellFilter, Matrix, MatrixPath, ModelFilter, SupportModelCard, SupportModelContent};
use crate::kernel::access::{System, Viewer};
use crate::kernel::http::unknown;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::kernel::text::Slug;

pub async fn page(viewer: &Viewer, list: &Listing<ModelFilter>) -> Result<Slice<SupportModelCard>> {
    let area = list.filter.area.as_ref();
    let query = Entity::find().apply_if(area, |query, area| query.filter(Column::Area.eq(area.as_str())));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Key, descending: false }).await?;
    slice.try_map(|row| Ok(SupportModelCard::of(viewer, content(&row, viewer.language())?)))
}

pub async fn find(viewer: &Viewer, key: &str) -> Result<(Model, SupportModelContent)> {
    let row = Entity::find_by_id(key.to_owned()).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let content = content(&row, viewer.language())?;
    Ok((row, content))
}

/// The day on which a model last read differently: it was published, or its review became overdue.
pub fn changed_on(viewer: &Viewer, row: &Model) -> NaiveDate {
    let overdue = row.next_review_on.succ_opt().filter(|day| *day <= viewer.now().date_naive());
    overdue.unwrap_or(row.published_on)
}

pub async fn matrix(viewer: &Viewer, at: &MatrixPath, cells: &CellFilter) -> Result<(Model, Matrix)> {
    let (row, content) = find(viewer, &at.model_key).await?;
    let mut matrix = content.matrices.into_iter().find(|matrix| matrix.key == at.matrix_key).ok_or(NOT_FOUND)?;
    let wanted = |filter: &Option<Slug>, key: &str| filter.as_ref().is_none_or(|filter| filter.as_str() == key);
    matrix.modes.retain(|mode| wanted(&cells.mode, &mode.key));
    matrix.perspectives.retain(|perspective| wanted(&cells.perspective, &perspective.key));
    matrix.cells.retain(|cell| wanted(&cells.row, &cell.row) && wanted(&cells.column, &cell.column));
    Ok((row, matrix))
}

/// A template of a worksheet as it is kept: with its scales, in every language.
#[derive(Clone, Debug)]
pub struct StoredForm {
    /// The support model.
    pub model: String,
    /// Its version.
    pub version: String,
    /// A [`Form`] in every language, JSON.
    pub document: String,
}

/// The template that a request names as `model` and `template`.
pub async fn form(viewer: &Viewer, model: &str, template: &str) -> Result<StoredForm> {
    form_from(viewer.conn(), model, template).await
}

/// The same, for the installation itself.
pub async fn form_for(system: &System, model: &str, template: &str) -> Result<StoredForm> {
    form_from(system.conn(), model, template).await
}

async fn form_from(conn: &DatabaseConnection, model: &str, template: &str) -> Result<StoredForm> {
    let row = Entity::find_by_id(model.to_owned()).one(conn).await?.ok_or_else(|| unknown("/model"))?;
    let document: Value = serde_json::from_str(&row.document).map_err(Problem::internal)?;
    let items = |name: &str| document.get(name).and_then(Value::as_array).into_iter().flatten();
    let has_key = |item: &&Value, key: &str| item.get("key").and_then(Value::as_str) == Some(key);
    let template = items("worksheets").find(|item| has_key(item, template)).ok_or_else(|| unknown("/template"))?;
    let parts = template.get("parts").and_then(Value::as_array).into_iter().flatten();
    let fields = parts.flat_map(|part| part.get("fields").and_then(Value::as_array).into_iter().flatten());
    let used: Vec<_> = fields.filter_map(|field| field.get("scale").and_then(Value::as_str)).collect();
    let scales: Vec<_> = items("scales").filter(|scale| used.iter().any(|key| has_key(scale, key))).collect();
    let (title, licence) = (document.get("title"), document.get("licence"));
    let form = json!({ "model": row.key, "modelTitle": title, "version": row.version, "licence": licence, "template": template, "scales": scales });
    Ok(StoredForm { document: form.to_string(), model: row.key, version: row.version })
}

/// A template that was kept, in one language.
pub fn form_in(document: &str, language: Language) -> Result<Form> {
    let document = serde_json::from_str(document).map_err(Problem::internal)?;
    serde_json::from_value(resolve(document, language)).map_err(Problem::internal)
}

fn content(row: &Model, language: Language) -> Result<SupportModelContent> {
    let document = serde_json::from_str(&row.document).map_err(Problem::internal)?;
    in_language(document, language).map_err(Problem::internal)
}

/// The content with each text, stored as `{sv, en}`, in one language.
pub fn in_language(document: Value, language: Language) -> serde_json::Result<SupportModelContent> {
    serde_json::from_value(resolve(document, language))
}

fn resolve(value: Value, language: Language) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| resolve(item, language)).collect(),
        Value::Object(mut object) if object.len() == 2 && object.contains_key("sv") && object.contains_key("en") => {
            object.remove(language.as_str()).unwrap_or_default()
        }
        Value::Object(object) => object.into_iter().map(|(key, value)| (key, resolve(value, language))).collect(),
        plain => plain,
    }
}
