//! Every query of worksheets and their entries.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::id::{WorksheetEntryId, WorksheetId};
use entity::kind::WorksheetRole;
use entity::{worksheet, worksheet_entry, worksheet_template};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::check;
use super::fields::{NewFieldValue, WorksheetFieldView};
use super::held::{Held, Keeper, LIFE, Writer};
use super::policy::{Deed, kept};
use super::problems::{FULL, PART_TAKEN, REFERRED_TO};
use super::rules::{self, Draft, Filled};
use super::sharing;
use super::types::{Beside, EntryChange, EntryView, NewEntry, NewWorksheet, Values, Versions, WorksheetChange, WorksheetView};
use super::versions;
use crate::kernel::access::{System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::Fault;
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::Text;
use crate::kernel::throttle::Limit;
use crate::members;
use crate::support_models::{self, Field, StoredForm, WorksheetPart};

/// The most entries of a worksheet.
const MOST: usize = 500;
/// How many worksheets may be begun from one address (IPv6: one /64): a whole school sits behind it.
const BEGUN: Limit = Limit { name: "worksheets", attempts: 1000, window: TimeDelta::hours(1) };
/// And from the network around it, where whoever floods has many addresses.
const BEGUN_NEARBY: Limit = Limit { name: "worksheets-network", attempts: 10_000, window: TimeDelta::hours(1) };

/// The worksheet as it is shown, with what is filled in.
pub async fn view(viewer: &Viewer, held: Held) -> Result<WorksheetView> {
    shown(viewer, viewer.conn(), held).await
}

/// The same, of one that is only now being made.
pub async fn view_in(tx: &Tx, viewer: &Viewer, held: Held) -> Result<WorksheetView> {
    shown(viewer, tx.conn(), held).await
}

async fn shown(viewer: &Viewer, conn: &impl ConnectionTrait, held: Held) -> Result<WorksheetView> {
    let owner = members::cards(viewer, held.owner.into_iter().collect()).await?.into_values().next();
    let entries = entries_of(&held).all(conn).await?.into_iter().map(|entry| EntryView::of(viewer, entry)).collect::<Result<Vec<_>>>()?;
    let archive = versions::archived(viewer, conn, &held, &entries).await?;
    let present = if Deed::Keep.is_for(held.role) { versions::present(viewer, &held).await? } else { None };
    let newer = present.map(|(_, form)| versions::newer(&held.form, &form));
    Ok(WorksheetView::of(viewer, held, Beside { owner, entries, archive, newer }))
}

fn entries_of(held: &Held) -> sea_orm::Select<worksheet_entry::Entity> {
    use worksheet_entry::{Column, Entity};
    Entity::find().filter(Column::WorksheetId.eq(held.row.id)).order_by_asc(Column::Id)
}

/// Begins a worksheet; the secret is told to the caller, and its hash is all that stays. It belongs
/// to whoever is signed in.
pub async fn begin(viewer: &Viewer, new: NewWorksheet) -> Result<(Held, String)> {
    let NewWorksheet { model, template, title } = new;
    let stored = support_models::form(viewer, model.as_str(), template.as_str()).await?;
    let form = support_models::form_in(&stored.document, viewer.language())?;
    let system = viewer.system("a visitor begins a worksheet without an account");
    system.count_try(BEGUN, &viewer.request().sender()).await?;
    system.count_try(BEGUN_NEARBY, &viewer.request().network()).await?;
    let secret = new_token("torg_ws_")?;
    let secret_hash = sha256(secret.as_bytes());
    let owner = viewer.actor().map(|actor| actor.id);
    let row = system
        .write(async |tx| {
            let row = insert(tx, keep_template(tx, stored).await?, title.map(Text::into_string), secret_hash).await?;
            if let Some(owner) = owner {
                sharing::own(tx, row.id, owner).await?;
            }
            Ok(row)
        })
        .await?;
    Ok((Held { system, row, form, role: WorksheetRole::Owner, owner }, secret))
}

/// Keeps a template under its digest, once.
pub async fn keep_template(tx: &Tx, form: StoredForm) -> Result<String> {
    let StoredForm { model, version, document } = form;
    let digest = sha256(document.as_bytes());
    let template = worksheet_template::ActiveModel {
        digest: ActiveValue::Set(digest.clone()),
        model_key: ActiveValue::Set(model),
        model_version: ActiveValue::Set(version),
        document: ActiveValue::Set(document),
    };
    let keep = OnConflict::column(worksheet_template::Column::Digest).do_nothing().to_owned();
    worksheet_template::Entity::insert(template).on_conflict(keep).exec_without_returning(tx.conn()).await?;
    Ok(digest)
}

/// A worksheet without entries.
pub async fn insert(tx: &Tx, template_digest: String, title: Option<String>, secret_hash: String) -> Result<worksheet::Model> {
    let row = worksheet::ActiveModel {
        id: ActiveValue::Set(WorksheetId(tx.new_id())),
        template_digest: ActiveValue::Set(template_digest),
        title: ActiveValue::Set(title),
        secret_hash: ActiveValue::Set(secret_hash),
        created_at: ActiveValue::Set(tx.now()),
        expires_at: ActiveValue::Set(tx.now() + LIFE),
    };
    Ok(worksheet::Entity::insert(row).exec_with_returning(tx.conn()).await?)
}

/// Names a worksheet, and moves it to another version.
pub async fn change(viewer: &Viewer, keeper: Keeper, change: WorksheetChange) -> Result<Held> {
    let WorksheetChange { title, model_version } = change;
    let to = match &model_version {
        Patch::Set(version) => versions::named(viewer, &keeper, version.as_str()).await?,
        Patch::Absent => None,
    };
    let system = keeper.system.clone();
    system
        .write(async |tx| {
            lock(tx, &keeper).await?;
            let mut form = keeper.form.clone();
            if let Some((stored, new)) = to {
                versions::move_over(tx, &keeper, stored, &new).await?;
                form = new;
            }
            let row = worksheet::ActiveModel {
                id: ActiveValue::Unchanged(keeper.row.id),
                title: title.into_active(|title| title.map(Text::into_string)),
                ..Default::default()
            };
            let row = worksheet::Entity::update(row).exec(tx.conn()).await?;
            Ok(Held { row, form, ..keeper.into_held() })
        })
        .await
}

/// Deletes a worksheet; its entries go with it.
pub async fn discard(keeper: &Keeper) -> Result<()> {
    keeper.system.write(async |tx| Ok(worksheet::Entity::delete_by_id(keeper.row.id).exec(tx.conn()).await.map(drop)?)).await
}

pub async fn entry(held: &Held, id: WorksheetEntryId) -> Result<worksheet_entry::Model> {
    let row = entries_of(held).filter(worksheet_entry::Column::Id.eq(id)).one(held.system.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// A field of an entry that was already found.
pub fn field(held: &Held, row: &worksheet_entry::Model, key: &str) -> Result<WorksheetFieldView> {
    part_of(held, row)?.fields.iter().find(|field| field.key == key).ok_or(NOT_FOUND)?;
    WorksheetFieldView::of(row, key)
}

fn part_of<'a>(held: &'a Held, row: &worksheet_entry::Model) -> Result<&'a WorksheetPart> {
    held.form.part(&row.part).ok_or_else(|| Problem::internal("an entry of no part"))
}

/// Whoever changes what refers to what, or who has which part, waits here for their turn.
pub async fn lock(tx: &Tx, held: &Held) -> Result<worksheet::Model> {
    let still_there = worksheet::Entity::find_by_id(held.row.id).lock_exclusive().one(tx.conn()).await?;
    still_there.ok_or_else(|| NOT_FOUND.into())
}

/// The entries, while nobody else changes any.
pub async fn locked(tx: &Tx, held: &Held) -> Result<(Vec<worksheet_entry::Model>, Vec<Filled>)> {
    lock(tx, held).await?;
    let rows = entries_of(held).all(tx.conn()).await?;
    let filled = rows.iter().map(Filled::read).collect::<Result<_>>()?;
    Ok((rows, filled))
}

pub async fn add(writer: &Writer, new: NewEntry) -> Result<worksheet_entry::Model> {
    let NewEntry { part, values } = new;
    let part = writer.form.part(part.as_str()).ok_or_else(|| unknown("/part"))?;
    writer
        .system
        .write(async |tx| {
            let (rows, all) = locked(tx, writer).await?;
            if rows.len() >= MOST {
                return Err(FULL.into());
            }
            if !part.repeats && rows.iter().any(|entry| entry.part == part.key) {
                return Err(PART_TAKEN.into());
            }
            let values = check::filled(&writer.form, part, &values.0, &all, None)?;
            let row = worksheet_entry::ActiveModel {
                id: ActiveValue::Set(WorksheetEntryId(tx.new_id())),
                worksheet_id: ActiveValue::Set(writer.row.id),
                part: ActiveValue::Set(part.key.clone()),
                content: ActiveValue::Set(serde_json::Value::Object(values).to_string()),
                versions: ActiveValue::Set("{}".to_owned()),
                version: ActiveValue::Set(0),
                created_at: ActiveValue::Set(tx.now()),
                updated_at: ActiveValue::Set(tx.now()),
            };
            Ok(worksheet_entry::Entity::insert(row).exec_with_returning(tx.conn()).await?)
        })
        .await
}

pub async fn edit(viewer: &Viewer, writer: &Writer, id: WorksheetEntryId, seen: IfMatch, change: EntryChange) -> Result<worksheet_entry::Model> {
    let EntryChange { values } = change;
    writer
        .system
        .write(async |tx| {
            let (rows, all) = locked(tx, writer).await?;
            let row = rows.iter().find(|entry| entry.id == id).ok_or(NOT_FOUND)?;
            let now = EntryView::of(viewer, row.clone())?;
            seen.expect(row.version).map_err(|stale| stale.showing(&now))?;
            let Patch::Set(changed) = values else { return Ok(row.clone()) };
            let mut merged = now.values.clone();
            merged.extend(changed.0);
            let values = check::filled(&writer.form, part_of(writer, row)?, &merged, &all, Some(id))?;
            replace(tx, row, &now.values, values).await
        })
        .await
}

/// Changes one field. Those who change other fields of the entry meanwhile are not in the way.
pub async fn put_field(writer: &Writer, id: WorksheetEntryId, key: &str, seen: IfMatch, new: NewFieldValue) -> Result<WorksheetFieldView> {
    writer
        .system
        .write(async |tx| {
            let (rows, all) = locked(tx, writer).await?;
            let row = rows.iter().find(|entry| entry.id == id).ok_or(NOT_FOUND)?;
            let now = field(writer, row, key)?;
            seen.expect(now.version).map_err(|stale| stale.showing(&now))?;
            let field = writer.form.field(&row.part, key).ok_or(NOT_FOUND)?;
            let before: Values = serde_json::from_str(&row.content).map_err(Problem::internal)?;
            let values = with_field(writer, row, field, &new.value.0, &before, &all)?;
            WorksheetFieldView::of(&replace(tx, row, &before, values).await?, key)
        })
        .await
}

/// The entry's values with one of them changed. All that is wrong is wrong with the new value.
fn with_field(
    writer: &Writer,
    row: &worksheet_entry::Model,
    field: &Field,
    value: &serde_json::Value,
    before: &Values,
    all: &[Filled],
) -> Result<Values> {
    let under = check::at(&field.key);
    let at_value =
        |fault: Fault| Fault::new(fault.pointer.strip_prefix(&under).map_or("/value".to_owned(), |rest| format!("/value{rest}")), fault.wrong);
    let told = |faults: Vec<Fault>| INVALID.pointing_at(faults.into_iter().map(at_value).collect());
    let value = check::value(&writer.form, field, Some(value), all).map_err(told)?;
    let mut values = before.clone();
    values.remove(&field.key);
    values.extend(value.map(|value| (field.key.clone(), value)));
    let draft = |values| rules::against(&writer.form, &Draft { id: Some(row.id), part: &row.part, values }, all);
    let already = draft(before);
    let broken: Vec<_> = draft(&values).into_iter().filter(|fault| !already.contains(fault)).collect();
    if broken.is_empty() { Ok(values) } else { Err(told(broken)) }
}

/// Stores the values of an entry, and counts the fields of it that are now different.
pub async fn replace(tx: &Tx, row: &worksheet_entry::Model, before: &Values, values: Values) -> Result<worksheet_entry::Model> {
    let mut versions: Versions = serde_json::from_str(&row.versions).map_err(Problem::internal)?;
    let keys: BTreeSet<_> = before.keys().chain(values.keys()).collect();
    for key in keys.into_iter().filter(|key| before.get(*key) != values.get(*key)) {
        *versions.entry(key.clone()).or_default() += 1;
    }
    let changed = worksheet_entry::ActiveModel {
        id: ActiveValue::Unchanged(row.id),
        content: ActiveValue::Set(serde_json::Value::Object(values).to_string()),
        versions: ActiveValue::Set(serde_json::to_string(&versions).map_err(Problem::internal)?),
        version: ActiveValue::Set(row.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    Ok(worksheet_entry::Entity::update(changed).exec(tx.conn()).await?)
}

/// Removes an entry that no other comes from.
pub async fn remove(viewer: &Viewer, writer: &Writer, id: WorksheetEntryId, seen: IfMatch) -> Result<()> {
    writer
        .system
        .write(async |tx| {
            let (rows, all) = locked(tx, writer).await?;
            let row = rows.iter().find(|entry| entry.id == id).ok_or(NOT_FOUND)?;
            let now = EntryView::of(viewer, row.clone())?;
            seen.expect(row.version).map_err(|stale| stale.showing(&now))?;
            if all.iter().any(|other| other.id != id && check::refers(&other.values, id)) {
                return Err(REFERRED_TO.into());
            }
            worksheet_entry::Entity::delete_by_id(id).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}

/// Forgets the worksheets of nobody that nobody has used for so long.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    let old = worksheet::Entity::delete_many().filter(worksheet::Column::ExpiresAt.lte(now)).filter(kept().not());
    system.write(async |tx| Ok(old.exec(tx.conn()).await.map(drop)?)).await
}
