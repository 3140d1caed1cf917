//! The versions of a support model, and who edits it.

use chrono::NaiveDate;
use entity::id::MemberId;
use entity::kind::VersionStatus;
use entity::support_model_version::{ActiveModel, Column, Entity, Model};
use entity::{support_model, support_model_editor};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use super::document::Document;
use super::policy::{Appoint, Edit, Review, Standing, Withdraw, visible_to};
use super::problems::{NOT_THE_NEXT_STEP, NUMBER_TAKEN, OPEN_ALREADY};
use super::version::{EditorView, NewVersion, Number, StatusChange, VersionPath};
use super::{check, store};
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Problem, Result};
use crate::kernel::secret::sha256;
use crate::kernel::text::{LongText, Slug};
use crate::members;

/// A model as the viewer meets it: one of whose versions they may know of some.
pub async fn standing(viewer: &Viewer, key: &str) -> Result<Standing> {
    let known = Entity::find().filter(Column::ModelKey.eq(key)).filter(visible_to(viewer.actor()));
    if known.count(viewer.conn()).await? == 0 {
        return Err(NOT_FOUND.into());
    }
    met(viewer, key).await
}

/// The viewer's place in the model that a document is of, whether it is here or not.
pub async fn place(viewer: &Viewer, document: &Value) -> Result<Standing> {
    // What can be no key is a fault of the document, and nobody is its editor.
    let key = document.get("key").and_then(Value::as_str).filter(|key| Slug::parse(key).is_ok());
    met(viewer, key.unwrap_or_default()).await
}

async fn met(viewer: &Viewer, key: &str) -> Result<Standing> {
    let Some(actor) = viewer.actor() else { return Ok(Standing { key: key.to_owned(), edits: false }) };
    let editor = support_model_editor::Entity::find_by_id((key.to_owned(), actor.id)).one(viewer.conn()).await?;
    Ok(Standing { key: key.to_owned(), edits: editor.is_some() })
}

pub async fn page(viewer: &Viewer, key: &str, list: &Listing<NoFilter>) -> Result<Slice<Model>> {
    standing(viewer, key).await?;
    let query = Entity::find().filter(Column::ModelKey.eq(key)).filter(visible_to(viewer.actor()));
    list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::Version, descending: true }).await
}

/// A version that the viewer may know of.
pub async fn find(viewer: &Viewer, at: &VersionPath) -> Result<Model> {
    let row = Entity::find_by_id((at.model_key.clone(), at.version.clone())).filter(visible_to(viewer.actor()));
    row.one(viewer.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// The day on which a version last read differently.
pub fn changed_on(row: &Model) -> NaiveDate {
    row.updated_at.date_naive()
}

/// A version, while nobody else changes it.
pub async fn locked(tx: &Tx, standing: &Standing, version: &str) -> Result<Model> {
    let row = Entity::find_by_id((standing.key.clone(), version.to_owned())).lock_exclusive().one(tx.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// The model, while nobody else begins or publishes a version of it.
async fn lock_model(tx: &Tx, standing: &Standing) -> Result<Option<support_model::Model>> {
    Ok(support_model::Entity::find_by_id(standing.key.clone()).lock_exclusive().one(tx.conn()).await?)
}

/// Begins a draft as a copy of what was published.
pub async fn begin(tx: &Tx, right: Granted<Edit>, new: NewVersion) -> Result<Model> {
    let NewVersion { based_on, version, note } = new;
    let model = lock_model(tx, right.on()).await?;
    let all = Entity::find().filter(Column::ModelKey.eq(right.on().key.as_str())).all(tx.conn()).await?;
    if all.iter().any(|row| is_open(row.status)) {
        return Err(OPEN_ALREADY.into());
    }
    let wanted = based_on.as_ref().map(Number::as_str).or(model.as_ref().map(|model| model.version.as_str()));
    // Of a model that was withdrawn it is the last that was published.
    let last = || all.iter().max_by_key(|row| row.published_at);
    let base = wanted.map_or_else(last, |wanted| all.iter().find(|row| row.version == wanted)).ok_or_else(|| unknown("/basedOn"))?;
    let number = version.map_or_else(|| next_of(all.iter().map(|row| row.version.as_str())), |number| number.as_str().to_owned());
    free(&all, &number)?;
    let mut document = Document::read(&base.document)?;
    document.put("version", number.as_str().into());
    open(tx, right, &document, Some(base.version.clone()), note.map(LongText::into_string)).await
}

/// Begins a draft with what was brought from elsewhere: of a model that is here, or a new one.
pub async fn import(tx: &Tx, right: Granted<Edit>, document: Value) -> Result<Model> {
    let document = Document(document);
    let faults = check::faults(&document);
    if !faults.is_empty() {
        return Err(INVALID.pointing_at(faults));
    }
    lock_model(tx, right.on()).await?;
    let all = Entity::find().filter(Column::ModelKey.eq(right.on().key.as_str())).all(tx.conn()).await?;
    if all.iter().any(|row| is_open(row.status)) {
        return Err(OPEN_ALREADY.into());
    }
    free(&all, document.text("version"))?;
    open(tx, right, &document, None, None).await
}

/// A number is of one version only.
fn free(all: &[Model], number: &str) -> Result<()> {
    if all.iter().any(|row| row.version == number) { Err(NUMBER_TAKEN.into()) } else { Ok(()) }
}

async fn open(tx: &Tx, right: Granted<Edit>, document: &Document, based_on: Option<String>, note: Option<String>) -> Result<Model> {
    let row = ActiveModel {
        model_key: ActiveValue::Set(right.on().key.clone()),
        version: ActiveValue::Set(document.text("version").to_owned()),
        status: ActiveValue::Set(VersionStatus::Draft),
        document: ActiveValue::Set(document.0.to_string()),
        based_on: ActiveValue::Set(based_on),
        note: ActiveValue::Set(note),
        reason: ActiveValue::Set(None),
        edits: ActiveValue::Set(0),
        block_edits: ActiveValue::Set("{}".to_owned()),
        created_by: ActiveValue::Set(Some(right.by())),
        submitted_by: ActiveValue::Set(None),
        published_by: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
        updated_at: ActiveValue::Set(tx.now()),
        published_at: ActiveValue::Set(None),
    };
    // Of two who begin one at once the database lets one through, also of a model that is not here yet.
    Entity::insert(row).exec_with_returning(tx.conn()).await.or_taken(OPEN_ALREADY)
}

pub const fn is_open(status: VersionStatus) -> bool {
    matches!(status, VersionStatus::Draft | VersionStatus::InReview)
}

/// The minor version after the greatest of all.
fn next_of<'a>(numbers: impl Iterator<Item = &'a str>) -> String {
    let parts = |number: &str| {
        let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    let (major, minor) = numbers.map(parts).max().unwrap_or((1, 0));
    format!("{major}.{}.0", minor.saturating_add(1))
}

/// Throws a version away that was never published.
pub async fn discard(tx: &Tx, right: &Granted<Edit>, version: &str, seen: IfMatch) -> Result<()> {
    let row = locked(tx, right.on(), version).await?;
    if !is_open(row.status) {
        return Err(NOT_THE_NEXT_STEP.into());
    }
    seen.expect(row.edits)?;
    Entity::delete_by_id((row.model_key, row.version)).exec(tx.conn()).await?;
    Ok(())
}

/// Gives a draft to be reviewed.
pub async fn submit(tx: &Tx, right: Granted<Edit>, version: &str, seen: IfMatch) -> Result<Model> {
    let row = locked(tx, right.on(), version).await?;
    let by = right.by();
    move_on(tx, row, VersionStatus::Draft, seen, |row| {
        row.status = ActiveValue::Set(VersionStatus::InReview);
        row.submitted_by = ActiveValue::Set(Some(by));
        row.reason = ActiveValue::Set(None);
    })
    .await
}

/// Gives a version that was to be reviewed back to be changed.
pub async fn send_back(tx: &Tx, right: Granted<Review>, version: &str, seen: IfMatch, change: StatusChange) -> Result<Model> {
    let row = locked(tx, &right.on().standing, version).await?;
    move_on(tx, row, VersionStatus::InReview, seen, |row| {
        row.status = ActiveValue::Set(VersionStatus::Draft);
        row.reason = ActiveValue::Set(change.reason.map(LongText::into_string));
    })
    .await
}

/// Makes a version the one that everybody reads. What it holds never changes again.
pub async fn publish(tx: &Tx, right: Granted<Review>, version: &str, seen: IfMatch) -> Result<Model> {
    let model = lock_model(tx, &right.on().standing).await?;
    let row = locked(tx, &right.on().standing, version).await?;
    let mut document = Document::read(&row.document)?;
    let today = tx.now().date_naive();
    document.date_publication(today);
    let (by, text, key) = (right.by(), document.0.to_string(), row.model_key.clone());
    let content = document.in_language(entity::kind::Language::Swedish)?;
    let row = move_on(tx, row, VersionStatus::InReview, seen, |row| {
        row.status = ActiveValue::Set(VersionStatus::Published);
        row.document = ActiveValue::Set(text);
        row.published_by = ActiveValue::Set(Some(by));
        row.published_at = ActiveValue::Set(Some(tx.now()));
    })
    .await?;
    let before = Entity::update_many().col_expr(Column::Status, Expr::value(VersionStatus::Retired.as_str()));
    let before =
        before.filter(Column::ModelKey.eq(key.as_str())).filter(Column::Version.ne(version)).filter(Column::Status.eq(VersionStatus::Published));
    before.exec(tx.conn()).await?;
    let current = support_model::ActiveModel {
        key: ActiveValue::Set(key),
        sort_key: model
            .as_ref()
            .map_or_else(|| ActiveValue::Set(store::sort_key(&content.area, &content.key)), |model| ActiveValue::Set(model.sort_key.clone())),
        area: ActiveValue::Set(content.area),
        version: ActiveValue::Set(row.version.clone()),
        digest: ActiveValue::Set(sha256(row.document.as_bytes())),
        document: ActiveValue::Set(row.document.clone()),
        published_on: ActiveValue::Set(content.published_on),
        next_review_on: ActiveValue::Set(content.next_review_on),
        reminded_on: ActiveValue::Set(None),
    };
    match model {
        Some(_) => support_model::Entity::update(current).exec(tx.conn()).await.map(drop)?,
        None => support_model::Entity::insert(current).exec_without_returning(tx.conn()).await.map(drop)?,
    }
    tx.publish().await?;
    Ok(row)
}

/// Takes a model out of what everybody reads, with a reason. Its versions stay readable.
pub async fn withdraw(tx: &Tx, right: Granted<Withdraw>, version: &str, seen: IfMatch, change: StatusChange) -> Result<Model> {
    lock_model(tx, right.on()).await?;
    let row = locked(tx, right.on(), version).await?;
    let row = move_on(tx, row, VersionStatus::Published, seen, |row| {
        row.status = ActiveValue::Set(VersionStatus::Retired);
        row.reason = ActiveValue::Set(change.reason.map(LongText::into_string));
    })
    .await?;
    support_model::Entity::delete_by_id(right.on().key.clone()).exec(tx.conn()).await?;
    tx.publish().await?;
    Ok(row)
}

async fn move_on(tx: &Tx, row: Model, from: VersionStatus, seen: IfMatch, change: impl FnOnce(&mut ActiveModel)) -> Result<Model> {
    if row.status != from {
        return Err(NOT_THE_NEXT_STEP.into());
    }
    seen.expect(row.edits)?;
    let mut changed = ActiveModel {
        model_key: ActiveValue::Unchanged(row.model_key),
        version: ActiveValue::Unchanged(row.version),
        edits: ActiveValue::Set(row.edits + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    change(&mut changed);
    Ok(Entity::update(changed).exec(tx.conn()).await?)
}

/// The editors of a model, as a member meets them.
pub async fn editors(me: &Member, key: &str, list: &Listing<NoFilter>) -> Result<Slice<EditorView>> {
    use support_model_editor::{Column, Entity};
    standing(me, key).await?;
    let query = Entity::find().filter(Column::ModelKey.eq(key)).filter(members::names_visible(Column::MemberId, me.actor()));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::MemberId, descending: false }).await?;
    let mut cards = members::cards(me, slice.rows.iter().map(|row| row.member_id).collect()).await?;
    Ok(slice.filter_map(|row| Some(EditorView { member: cards.remove(&row.member_id)?, since: row.created_at })))
}

pub async fn appoint(tx: &Tx, right: Granted<Appoint>, member: MemberId) -> Result<()> {
    use support_model_editor::{Column, Entity};
    let row = support_model_editor::ActiveModel {
        model_key: ActiveValue::Set(right.on().key.clone()),
        member_id: ActiveValue::Set(member),
        created_at: ActiveValue::Set(tx.now()),
    };
    let keep = OnConflict::columns([Column::ModelKey, Column::MemberId]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(keep).exec_without_returning(tx.conn()).await.map(drop).map_err(Problem::from)
}

pub async fn dismiss(tx: &Tx, right: Granted<Appoint>, member: MemberId) -> Result<()> {
    let gone = support_model_editor::Entity::delete_by_id((right.on().key.clone(), member)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
