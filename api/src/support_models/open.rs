//! Support models as others find them: block by block, as plain texts, and what each deals with.

use entity::kind::{Area, Language};
use entity::support_model::{Column, Entity, Model};
use sea_orm::{ActiveEnum, EntityTrait, QueryOrder, QuerySelect};
use serde_json::Value;

use super::content::Subject;
use super::document::{Block, Document, HEAD, items, speaks, text};
use crate::kernel::access::Viewer;
use crate::kernel::problem::{NOT_FOUND, Problem, Result};

/// What tells where something comes from, and not what it is about.
const ASIDE: &[&str] = &["sources", "title"];

/// A block in one language.
#[derive(Clone, Debug)]
pub struct OpenBlock {
    /// The area of its model.
    pub area: Area,
    /// The key of its model.
    pub model: String,
    /// Its key in the model.
    pub key: String,
    /// The language.
    pub language: Language,
    /// The title.
    pub title: String,
    /// Everything else that it says (CommonMark).
    pub text: String,
}

/// What is published: the key of each model, and a digest that changes with it.
pub async fn versions(viewer: &Viewer) -> Result<Vec<(String, String)>> {
    let models = Entity::find().select_only().column(Column::Key).column(Column::Digest).order_by_asc(Column::Key);
    Ok(models.into_tuple().all(viewer.conn()).await?)
}

/// Every block of every model in each language that it speaks, in the order in which models are shown.
pub async fn blocks(viewer: &Viewer) -> Result<Vec<OpenBlock>> {
    let mut blocks = Vec::new();
    for row in Entity::find().order_by_asc(Column::SortKey).order_by_asc(Column::Key).all(viewer.conn()).await? {
        let (document, area) = (Document::read(&row.document)?, Area::try_from_value(&row.area)?);
        for block in document.blocks() {
            let spoken = [Language::Swedish, Language::English].into_iter().filter(|language| speaks(&block.value, *language));
            blocks.extend(spoken.map(|language| in_language(&document, &row, area, &block, language)));
        }
    }
    Ok(blocks)
}

/// The title of a block and what it deals with; without a block, of the model as a whole. Nothing if
/// there is no such block.
pub async fn subject(viewer: &Viewer, model: &str, block: Option<&str>) -> Result<Option<(String, Subject)>> {
    let row = Entity::find_by_id(model.to_owned()).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let document = Document::read(&row.document)?;
    let Some(block) = document.block(block.unwrap_or(HEAD)) else { return Ok(None) };
    let found = items(&document.0, "subjects").iter().find(|subject| text(subject, "block") == block.key);
    let subject = found.map(|subject| serde_json::from_value(subject.clone())).transpose().map_err(Problem::internal)?;
    Ok(Some((title(&document, &block, viewer.language()), subject.unwrap_or_default())))
}

fn in_language(document: &Document, row: &Model, area: Area, block: &Block, language: Language) -> OpenBlock {
    let mut texts = Vec::new();
    gather(&block.value, language, &mut texts);
    let title = title(document, block, language);
    OpenBlock { area, model: row.key.clone(), key: block.key.clone(), language, title, text: texts.join("\n\n") }
}

/// The title of a block; a cell is called after its row and its column.
pub fn title(document: &Document, block: &Block, language: Language) -> String {
    let own = |value: &Value| value.get("title").and_then(|title| said(title, language)).unwrap_or_default();
    let Some(matrix) = block.key.strip_prefix("cell.").and_then(|rest| rest.split('.').next()) else { return own(&block.value) };
    let matrix = items(&document.0, "matrices").iter().find(|one| text(one, "key") == matrix);
    let of = |axis: &str, name: &str| {
        let axis = matrix.map(|matrix| items(matrix, axis)).unwrap_or_default();
        axis.iter().find(|one| text(one, "key") == text(&block.value, name)).map(own).unwrap_or_default()
    };
    format!("{} · {}", of("rows", "row"), of("columns", "column"))
}

/// A text in a language, if it stands there in it.
fn said(text: &Value, language: Language) -> Option<String> {
    text.get(language.as_str()).and_then(Value::as_str).map(ToOwned::to_owned)
}

/// Every text below a value that stands there in the language; of what is within, also the titles.
fn gather(value: &Value, language: Language, texts: &mut Vec<String>) {
    for (_, inner) in value.as_object().into_iter().flatten().filter(|(name, _)| !ASIDE.contains(&name.as_str())) {
        gather_all(inner, language, texts);
    }
}

fn gather_all(value: &Value, language: Language, texts: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather_all(item, language, texts)),
        Value::Object(object) => {
            if let Some(text) = said(value, language) {
                texts.push(text);
            } else {
                texts.extend(object.get("title").and_then(|title| said(title, language)));
                gather(value, language, texts);
            }
        }
        _ => {}
    }
}
