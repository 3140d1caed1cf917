//! Every query of support models. All that is stored is published: there is nothing to hide.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::kind::Language;
use entity::support_model::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryTrait};
use serde_json::{Value, json};

use super::check::AREAS;
use super::content::SupportModelContent;
use super::document::{self, Block, Document, HEAD};
use super::matrix::Matrix;
use super::open::title;
use super::template::Form;
use super::types::{BlockContent, BlockPath, CellFilter, MatrixPath, ModelFilter, SupportModelCard};
use crate::kernel::access::{System, Viewer};
use crate::kernel::http::unknown;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::kernel::text::Slug;

/// A page of the list; the day on which it last read differently, and the one on which it will.
pub async fn page(viewer: &Viewer, list: &Listing<ModelFilter>) -> Result<(Slice<SupportModelCard>, NaiveDate, Option<NaiveDate>)> {
    let area = list.filter.area.as_ref();
    let query = Entity::find().apply_if(area, |query, area| query.filter(Column::Area.eq(area.as_str())));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Key, descending: false }).await?;
    let day = slice.rows.iter().map(|row| changed_on(viewer, row)).max().unwrap_or_default();
    let until = slice.rows.iter().filter_map(|row| changes_on(viewer, row)).min();
    let cards = slice.try_map(|row| Ok(SupportModelCard::of(viewer, content(&row, viewer.language())?)))?;
    Ok((cards, day, until))
}

pub async fn find(viewer: &Viewer, key: &str) -> Result<(Model, Document)> {
    let row = Entity::find_by_id(key.to_owned()).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let document = Document::read(&row.document)?;
    Ok((row, document))
}

/// What models and their parts are called, by `key` and `key#part`.
pub async fn titles(viewer: &Viewer, keys: &[String]) -> Result<HashMap<String, String>> {
    let models = keys.iter().map(|key| key.split('#').next().unwrap_or(key));
    let mut titles = HashMap::new();
    for row in Entity::find().filter(Column::Key.is_in(models)).all(viewer.conn()).await? {
        let content = content(&row, viewer.language())?;
        let sections = content.sections.iter().map(|part| (&part.key, &part.title));
        let steps = content.steps.iter().map(|part| (&part.key, &part.title));
        let matrices = content.matrices.iter().map(|part| (&part.key, &part.title));
        for (part, title) in matrices.chain(steps).chain(sections) {
            titles.insert(format!("{}#{part}", row.key), format!("{}: {title}", content.title));
        }
        let document = Document::read(&row.document)?;
        let blocks = keys.iter().filter_map(|key| key.strip_prefix(&format!("{}#", row.key))).filter_map(|block| document.block(block));
        for block in blocks {
            titles.insert(format!("{}#{}", row.key, block.key), format!("{}: {}", content.title, title(&document, &block, viewer.language())));
        }
        titles.insert(row.key, content.title);
    }
    Ok(titles)
}

/// The place of a model that the program does not come with: after those that it does, by its key.
pub fn sort_key(area: &str, key: &str) -> String {
    let area = AREAS.iter().position(|known| *known == area).unwrap_or(AREAS.len());
    format!("{area:02}-999-{key}")
}

/// Whether the day of its next review has passed.
pub fn is_overdue(viewer: &Viewer, row: &Model) -> bool {
    row.next_review_on < viewer.now().date_naive()
}

/// The day on which a model last read differently: it was published, or its review became overdue.
pub fn changed_on(viewer: &Viewer, row: &Model) -> NaiveDate {
    let overdue = row.next_review_on.succ_opt().filter(|day| *day <= viewer.now().date_naive());
    overdue.unwrap_or(row.published_on)
}

/// The day on which a model will read differently: its review will be overdue.
pub fn changes_on(viewer: &Viewer, row: &Model) -> Option<NaiveDate> {
    row.next_review_on.succ_opt().filter(|day| *day > viewer.now().date_naive())
}

pub async fn matrix(viewer: &Viewer, at: &MatrixPath, cells: &CellFilter) -> Result<(Model, Matrix)> {
    let (row, document) = find(viewer, &at.model_key).await?;
    let matrices = document.in_language(viewer.language())?.matrices;
    let mut matrix = matrices.into_iter().find(|matrix| matrix.key == at.matrix_key).ok_or(NOT_FOUND)?;
    let wanted = |filter: &Option<Slug>, key: &str| filter.as_ref().is_none_or(|filter| filter.as_str() == key);
    matrix.modes.retain(|mode| wanted(&cells.mode, &mode.key));
    matrix.perspectives.retain(|perspective| wanted(&cells.perspective, &perspective.key));
    matrix.cells.retain(|cell| wanted(&cells.row, &cell.row) && wanted(&cells.column, &cell.column));
    // What names no mode is of every mode; what names no perspective is of none in particular.
    let in_mode = |mode: &Option<String>| mode.as_ref().is_none_or(|mode| wanted(&cells.mode, mode));
    let takes_up = |perspectives: &[String]| cells.perspective.is_none() || perspectives.iter().any(|one| wanted(&cells.perspective, one));
    for cell in &mut matrix.cells {
        cell.articles.retain(|article| in_mode(&article.mode) && takes_up(&article.perspectives));
        cell.examples.retain(|example| in_mode(&example.mode) && takes_up(&example.perspectives));
    }
    Ok((row, matrix))
}

/// A block in the viewer's language. The head is the model itself.
pub async fn block(viewer: &Viewer, at: &BlockPath) -> Result<(Model, BlockContent)> {
    let (row, document) = find(viewer, &at.model_key).await?;
    let block = document.block(&at.block_key).filter(|block| block.key != HEAD).ok_or(NOT_FOUND)?;
    Ok((row, in_language(&block, viewer.language())?))
}

fn in_language(block: &Block, language: Language) -> Result<BlockContent> {
    let mut value = document::said(&block.value, language);
    if let (Some(value), Some((kind, _))) = (value.as_object_mut(), block.key.split_once('.')) {
        value.insert("type".to_owned(), kind.into());
    }
    serde_json::from_value(value).map_err(Problem::internal)
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
    let document = Document::read(&row.document)?.0;
    let template = document::items(&document, "worksheets").iter().find(|item| document::text(item, "key") == template);
    let template = template.ok_or_else(|| unknown("/template"))?;
    let fields = document::items(template, "parts").iter().flat_map(|part| document::items(part, "fields"));
    let used: Vec<_> = fields.filter_map(|field| field.get("scale").and_then(Value::as_str)).collect();
    let scales: Vec<_> = document::items(&document, "scales").iter().filter(|scale| used.contains(&document::text(scale, "key"))).collect();
    let (title, licence) = (document.get("title"), document.get("licence"));
    let form = json!({ "model": row.key, "modelTitle": title, "version": row.version, "licence": licence, "template": template, "scales": scales });
    Ok(StoredForm { document: form.to_string(), model: row.key, version: row.version })
}

/// A template that was kept, in one language.
pub fn form_in(document: &str, language: Language) -> Result<Form> {
    let document: Value = serde_json::from_str(document).map_err(Problem::internal)?;
    let said = |name: &str| document.get(name).map(|block| document::said(block, language));
    let scales: Vec<_> = document::items(&document, "scales").iter().map(|scale| document::said(scale, language)).collect();
    let mut form = document::resolved(&document, language);
    if let Some(form) = form.as_object_mut() {
        form.insert("template".to_owned(), said("template").unwrap_or_default());
        form.insert("scales".to_owned(), scales.into());
    }
    serde_json::from_value(form).map_err(Problem::internal)
}

fn content(row: &Model, language: Language) -> Result<SupportModelContent> {
    Document::read(&row.document)?.in_language(language)
}
