//! Changing a draft, block by block.

use std::collections::BTreeMap;

use entity::kind::VersionStatus;
use entity::support_model_version::{ActiveModel, Entity, Model};
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::Value;

use super::check;
use super::document::{Document, below};
use super::policy::Edit;
use super::problems::NOT_A_DRAFT;
use super::version::{VersionBlock, VersionBlockPath};
use super::versions::{find, locked};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result};
use crate::kernel::text::Slug;
use crate::organisations;

/// How often each block was changed.
fn edits_of(row: &Model) -> Result<BTreeMap<String, i32>> {
    serde_json::from_str(&row.block_edits).map_err(Problem::internal)
}

/// A block of a version, in every language.
pub async fn block(viewer: &Viewer, at: &VersionBlockPath) -> Result<VersionBlock> {
    let row = find(viewer, &at.version()).await?;
    shown(viewer, &row, &at.block_key)
}

fn shown(viewer: &Viewer, row: &Model, key: &str) -> Result<VersionBlock> {
    let block = Document::read(&row.document)?.block(key).ok_or(NOT_FOUND)?;
    let version = edits_of(row)?.get(key).copied().unwrap_or_default();
    Ok(VersionBlock::of(viewer, row, block, version))
}

/// Puts a block into a draft, in place of what it was; a new one comes last in its list.
pub async fn put(viewer: &Viewer, tx: &Tx, right: Granted<Edit>, at: &VersionBlockPath, seen: IfMatch, value: Value) -> Result<VersionBlock> {
    expect_known_owner(viewer, &value).await?;
    let row = change(tx, right, at, seen, Some(value)).await?;
    shown(viewer, &row, &at.block_key)
}

/// Refuses an owner that is said to be in the register, and is not. What can be no address is a fault of the schema.
async fn expect_known_owner(viewer: &Viewer, head: &Value) -> Result<()> {
    const AT: &str = "/owner/organisation";
    let slug = head.pointer(AT).and_then(Value::as_str).filter(|slug| Slug::parse(slug).is_ok());
    match slug {
        Some(slug) if organisations::by_slug(viewer, slug).await?.is_none() => Err(unknown(AT)),
        _ => Ok(()),
    }
}

/// Takes a block out of a draft.
pub async fn remove(tx: &Tx, right: Granted<Edit>, at: &VersionBlockPath, seen: IfMatch) -> Result<()> {
    change(tx, right, at, seen, None).await.map(drop)
}

async fn change(tx: &Tx, right: Granted<Edit>, at: &VersionBlockPath, seen: IfMatch, value: Option<Value>) -> Result<Model> {
    let row = locked(tx, right.on(), &at.version).await?;
    if row.status != VersionStatus::Draft {
        return Err(NOT_A_DRAFT.into());
    }
    let before = edits_of(&row)?.get(&at.block_key).copied().unwrap_or_default();
    let mut document = Document::read(&row.document)?;
    if value.is_none() && document.block(&at.block_key).is_none() {
        return Err(NOT_FOUND.into());
    }
    seen.expect(before)?;
    placed(&mut document, &row, &at.block_key, value)?;
    save(tx, row, &document, &at.block_key).await
}

/// Keeps a draft of which a block was changed.
pub async fn save(tx: &Tx, row: Model, document: &Document, block: &str) -> Result<Model> {
    let mut edits = edits_of(&row)?;
    *edits.entry(block.to_owned()).or_default() += 1;
    let changed = ActiveModel {
        model_key: ActiveValue::Unchanged(row.model_key),
        version: ActiveValue::Unchanged(row.version),
        document: ActiveValue::Set(document.0.to_string()),
        edits: ActiveValue::Set(row.edits + 1),
        block_edits: ActiveValue::Set(serde_json::to_string(&edits).map_err(Problem::internal)?),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    Ok(Entity::update(changed).exec(tx.conn()).await?)
}

/// The document with the block, or every fault of it. Pointers lead into the block; into the
/// document where it is elsewhere that no longer fits.
fn placed(document: &mut Document, row: &Model, key: &str, value: Option<Value>) -> Result<()> {
    let put = value.is_some();
    if !document.place(key, value) {
        return Err(NOT_FOUND.into());
    }
    let block = document.block(key);
    if put && block.is_none() {
        return Err(INVALID.pointing_at(vec![Fault::new("/key", Wrong::Clash("blockKey"))]));
    }
    let mut faults = check::faults(document);
    let fixed = [("key", &row.model_key), ("version", &row.version)].into_iter().filter(|(name, value)| document.text(name) != value.as_str());
    faults.extend(fixed.map(|(name, _)| Fault::new(format!("/{name}"), Wrong::Clash("modelKey, version"))));
    if faults.is_empty() {
        return Ok(());
    }
    let at = block.map(|block| block.pointer).unwrap_or_default();
    let within = |fault: Fault| Fault { pointer: below(&at, &fault.pointer).to_owned(), ..fault };
    Err(INVALID.pointing_at(faults.into_iter().map(within).collect()))
}
