//! Brings the support models that the program ships into the database.

use entity::kind::Language;
use entity::support_model::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait, Iterable};

use super::check::{self, AREAS};
use super::document::Document;
use crate::kernel::access::System;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::sha256;

/// The models, in the order in which they are shown within their area.
const SHIPPED: &[&str] = &[
    include_str!("../../data/support-models/knowledge-matrix.json"),
    include_str!("../../data/support-models/social-impact-assessment.json"),
    include_str!("../../data/support-models/child-impact-assessment.json"),
    include_str!("../../data/support-models/place-evaluation.json"),
    include_str!("../../data/support-models/example-bank.json"),
    include_str!("../../data/support-models/peer-review.json"),
    include_str!("../../data/support-models/dialogue-model.json"),
    include_str!("../../data/support-models/dialogue-tool.json"),
];

/// Brings every shipped model up to date. One that does not hold together stops the start.
pub async fn load(system: &System) -> Result<()> {
    let rows = SHIPPED.iter().enumerate().map(|(place, document)| row(place, document)).collect::<Result<Vec<_>>>()?;
    let update = OnConflict::column(Column::Key).update_columns(Column::iter()).to_owned();
    system
        .write(async |tx| {
            Entity::insert_many(rows).on_conflict(update).exec_without_returning(tx.conn()).await?;
            Ok(())
        })
        .await
}

fn row(place: usize, text: &str) -> Result<ActiveModel> {
    let document = Document::read(text)?;
    let faults = check::faults(&document);
    if !faults.is_empty() {
        return Err(Problem::internal(format!("{}: {faults:?}", document.text("key"))));
    }
    let content = document.in_language(Language::Swedish)?;
    let area = AREAS.iter().position(|area| *area == content.area).ok_or_else(|| Problem::internal(format!("no area {}", content.area)))?;
    Ok(ActiveModel {
        key: ActiveValue::Set(content.key),
        area: ActiveValue::Set(content.area),
        sort_key: ActiveValue::Set(format!("{area:02}-{place:03}")),
        version: ActiveValue::Set(content.version),
        digest: ActiveValue::Set(sha256(text.as_bytes())),
        document: ActiveValue::Set(document.0.to_string()),
        published_on: ActiveValue::Set(content.published_on),
        next_review_on: ActiveValue::Set(content.next_review_on),
    })
}
