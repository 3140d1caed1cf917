//! Every query of support models. All that is stored is published: there is nothing to hide.

use entity::kind::Language;
use entity::support_model::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use serde_json::Value;

use super::types::{CellFilter, Matrix, MatrixPath, ModelFilter, SupportModelCard, SupportModelContent};
use crate::kernel::access::Viewer;
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

pub async fn matrix(viewer: &Viewer, at: &MatrixPath, cells: &CellFilter) -> Result<Matrix> {
    let (_, content) = find(viewer, &at.model_key).await?;
    let mut matrix = content.matrices.into_iter().find(|matrix| matrix.key == at.matrix_key).ok_or(NOT_FOUND)?;
    let wanted = |filter: &Option<Slug>, key: &str| filter.as_ref().is_none_or(|filter| filter.as_str() == key);
    matrix.cells.retain(|cell| wanted(&cells.row, &cell.row) && wanted(&cells.column, &cell.column));
    Ok(matrix)
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
