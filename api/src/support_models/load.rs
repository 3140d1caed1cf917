//! Brings the support models that the program ships into the database, as published versions.

use entity::kind::{Language, VersionStatus};
use entity::support_model_version::Column;
use entity::{support_model, support_model_version};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::check::{self, AREAS};
use super::content::SupportModelContent;
use super::document::Document;
use crate::kernel::access::System;
use crate::kernel::db::Tx;
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

/// Brings in every shipped version that is not there. One that does not hold together stops the start.
pub async fn load(system: &System) -> Result<()> {
    system
        .write(async |tx| {
            for (place, text) in SHIPPED.iter().enumerate() {
                bring(tx, place, Document::read(text)?).await?;
            }
            Ok(())
        })
        .await
}

/// A version that is there stays as it is, and what editors have published or withdrawn stays so.
async fn bring(tx: &Tx, place: usize, document: Document) -> Result<()> {
    use support_model::Entity as Models;
    use support_model_version::Entity as Versions;
    let faults = check::faults(&document);
    if !faults.is_empty() {
        return Err(Problem::internal(format!("{}: {faults:?}", document.text("key"))));
    }
    let content = document.in_language(Language::Swedish)?;
    let known = Versions::find_by_id((content.key.clone(), content.version.clone())).one(tx.conn()).await?;
    if let Some(known) = known {
        if known.document != document.0 {
            tracing::warn!(model = content.key, version = content.version, "another version with this number is there; the shipped one is left out");
        }
        return Ok(());
    }
    let model = Models::find_by_id(content.key.clone()).one(tx.conn()).await?;
    let before = match &model {
        Some(model) => Versions::find_by_id((model.key.clone(), model.version.clone())).one(tx.conn()).await?,
        None => None,
    };
    let retired = Versions::find().filter(Column::ModelKey.eq(content.key.as_str())).filter(Column::Status.eq(VersionStatus::Retired));
    let withdrawn = model.is_none() && retired.count(tx.conn()).await? > 0;
    let edited = withdrawn || before.as_ref().is_some_and(|row| row.published_by.is_some());
    match (model, edited) {
        (None, false) => Models::insert(row(place, &content, &document)).exec_without_returning(tx.conn()).await.map(drop)?,
        (Some(_), false) => Models::update(row(place, &content, &document)).exec(tx.conn()).await.map(drop)?,
        (_, true) => {}
    }
    if let (Some(before), false) = (before, edited) {
        let retired = support_model_version::ActiveModel {
            model_key: ActiveValue::Unchanged(before.model_key),
            version: ActiveValue::Unchanged(before.version),
            status: ActiveValue::Set(VersionStatus::Retired),
            ..Default::default()
        };
        Versions::update(retired).exec(tx.conn()).await?;
    }
    let status = if edited { VersionStatus::Retired } else { VersionStatus::Published };
    Versions::insert(version(tx, &content, &document, status)).exec_without_returning(tx.conn()).await?;
    tx.publish().await
}

fn row(place: usize, content: &SupportModelContent, document: &Document) -> support_model::ActiveModel {
    let area = AREAS.iter().position(|area| *area == content.area).unwrap_or(AREAS.len());
    support_model::ActiveModel {
        key: ActiveValue::Set(content.key.clone()),
        area: ActiveValue::Set(content.area.clone()),
        sort_key: ActiveValue::Set(format!("{area:02}-{place:03}")),
        version: ActiveValue::Set(content.version.clone()),
        digest: ActiveValue::Set(sha256(document.0.to_string().as_bytes())),
        document: ActiveValue::Set(document.0.to_string()),
        published_on: ActiveValue::Set(content.published_on),
        next_review_on: ActiveValue::Set(content.next_review_on),
        reminded_on: ActiveValue::NotSet,
    }
}

fn version(tx: &Tx, content: &SupportModelContent, document: &Document, status: VersionStatus) -> support_model_version::ActiveModel {
    support_model_version::ActiveModel {
        model_key: ActiveValue::Set(content.key.clone()),
        version: ActiveValue::Set(content.version.clone()),
        status: ActiveValue::Set(status),
        document: ActiveValue::Set(document.0.to_string()),
        based_on: ActiveValue::Set(None),
        note: ActiveValue::Set(None),
        reason: ActiveValue::Set(None),
        edits: ActiveValue::Set(0),
        block_edits: ActiveValue::Set("{}".to_owned()),
        created_by: ActiveValue::Set(None),
        submitted_by: ActiveValue::Set(None),
        published_by: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
        updated_at: ActiveValue::Set(tx.now()),
        published_at: ActiveValue::Set(Some(tx.now())),
    }
}
