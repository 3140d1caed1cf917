//! Every query of worksheets and their entries.

use chrono::TimeDelta;
use entity::id::{WorksheetEntryId, WorksheetId};
use entity::{worksheet, worksheet_entry, worksheet_template};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::check;
use super::policy::visible_to;
use super::problems::{FULL, PART_TAKEN, REFERRED_TO};
use super::types::{EntryChange, NewEntry, NewWorksheet, Secret, Values, WorksheetView};
use crate::kernel::access::{System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::throttle::Limit;
use crate::support_models::{self, Form, StoredForm};

/// How long a worksheet is kept after it was last used.
const LIFE: TimeDelta = TimeDelta::days(30);
/// How much of its life has to be gone before it is renewed: reading is not to write every time.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(1);
/// The most entries of a worksheet.
const MOST: usize = 500;
/// How many worksheets one network may begin: a whole school behind one address, but not a flood.
const BEGUN: Limit = Limit { name: "worksheets", attempts: 1000, window: TimeDelta::hours(1) };

/// A worksheet whose secret the caller holds. Only [`begin`] and [`hold`] make one: no secret, no write.
pub struct Held {
    system: System,
    row: worksheet::Model,
    form: Form,
}

impl Held {
    /// The worksheet as it is shown, with what is filled in.
    pub async fn into_view(self, viewer: &Viewer) -> Result<WorksheetView> {
        let entries = entries_of(&self).all(self.system.conn()).await?;
        WorksheetView::of(viewer, &self.row, self.form, entries)
    }
}

fn entries_of(held: &Held) -> sea_orm::Select<worksheet_entry::Entity> {
    use worksheet_entry::{Column, Entity};
    Entity::find().filter(Column::WorksheetId.eq(held.row.id)).order_by_asc(Column::Id)
}

/// Begins a worksheet; the secret is told to the caller, and its hash is all that stays.
pub async fn begin(viewer: &Viewer, new: NewWorksheet) -> Result<(Held, String)> {
    let NewWorksheet { model, template } = new;
    let StoredForm { model, version, document } = support_models::form(viewer, model.as_str(), template.as_str()).await?;
    let form = support_models::form_in(&document, viewer.language())?;
    let system = viewer.system("a visitor begins a worksheet without an account");
    system.count_try(BEGUN, &viewer.request().network()).await?;
    let secret = new_token("torg_ws_")?;
    let (digest, secret_hash) = (sha256(document.as_bytes()), sha256(secret.as_bytes()));
    let row = system
        .write(async |tx| {
            let template = worksheet_template::ActiveModel {
                digest: ActiveValue::Set(digest.clone()),
                model_key: ActiveValue::Set(model),
                model_version: ActiveValue::Set(version),
                document: ActiveValue::Set(document),
            };
            let keep = OnConflict::column(worksheet_template::Column::Digest).do_nothing().to_owned();
            worksheet_template::Entity::insert(template).on_conflict(keep).exec_without_returning(tx.conn()).await?;
            let row = worksheet::ActiveModel {
                id: ActiveValue::Set(WorksheetId(tx.new_id())),
                template_digest: ActiveValue::Set(digest),
                secret_hash: ActiveValue::Set(secret_hash),
                created_at: ActiveValue::Set(tx.now()),
                expires_at: ActiveValue::Set(tx.now() + LIFE),
            };
            Ok(worksheet::Entity::insert(row).exec_with_returning(tx.conn()).await?)
        })
        .await?;
    Ok((Held { system, row, form }, secret))
}

/// Opens a worksheet with its secret, which renews its life. A wrong secret finds nothing.
pub async fn hold(viewer: &Viewer, id: WorksheetId, secret: &Secret) -> Result<Held> {
    use worksheet::{Column, Entity};
    let now = viewer.now();
    let row = Entity::find_by_id(id).filter(visible_to(secret, now)).one(viewer.conn()).await?;
    let mut row = row.ok_or(NOT_FOUND)?;
    let template = worksheet_template::Entity::find_by_id(row.template_digest.clone()).one(viewer.conn()).await?;
    let template = template.ok_or_else(|| Problem::internal("a worksheet without its template"))?;
    let form = support_models::form_in(&template.document, viewer.language())?;
    let system = viewer.system("the secret of a worksheet is all that is known");
    if row.expires_at < now + LIFE - RENEWED_AFTER {
        row.expires_at = now + LIFE;
        let renewed = Entity::update_many().col_expr(Column::ExpiresAt, Expr::value(row.expires_at)).filter(Column::Id.eq(id));
        system.write(async |tx| Ok(renewed.exec(tx.conn()).await.map(drop)?)).await?;
    }
    Ok(Held { system, row, form })
}

/// Deletes a worksheet; its entries go with it.
pub async fn discard(held: &Held) -> Result<()> {
    held.system.write(async |tx| Ok(worksheet::Entity::delete_by_id(held.row.id).exec(tx.conn()).await.map(drop)?)).await
}

pub async fn entry(held: &Held, id: WorksheetEntryId) -> Result<worksheet_entry::Model> {
    let row = entries_of(held).filter(worksheet_entry::Column::Id.eq(id)).one(held.system.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// The entries, while nobody else changes any: what refers to what is decided by one at a time.
async fn locked(tx: &Tx, held: &Held) -> Result<Vec<worksheet_entry::Model>> {
    let still_there = worksheet::Entity::find_by_id(held.row.id).lock_exclusive().one(tx.conn()).await?;
    still_there.ok_or(NOT_FOUND)?;
    Ok(entries_of(held).all(tx.conn()).await?)
}

pub async fn add(held: &Held, new: NewEntry) -> Result<worksheet_entry::Model> {
    let NewEntry { part, values } = new;
    let part = held.form.part(part.as_str()).ok_or_else(|| unknown("/part"))?;
    held.system
        .write(async |tx| {
            let entries = locked(tx, held).await?;
            if entries.len() >= MOST {
                return Err(FULL.into());
            }
            if !part.repeats && entries.iter().any(|entry| entry.part == part.key) {
                return Err(PART_TAKEN.into());
            }
            let values = check::filled(&held.form, part, &values.0, &entries)?;
            let row = worksheet_entry::ActiveModel {
                id: ActiveValue::Set(WorksheetEntryId(tx.new_id())),
                worksheet_id: ActiveValue::Set(held.row.id),
                part: ActiveValue::Set(part.key.clone()),
                content: ActiveValue::Set(serde_json::Value::Object(values).to_string()),
                version: ActiveValue::Set(0),
                created_at: ActiveValue::Set(tx.now()),
                updated_at: ActiveValue::Set(tx.now()),
            };
            Ok(worksheet_entry::Entity::insert(row).exec_with_returning(tx.conn()).await?)
        })
        .await
}

pub async fn edit(held: &Held, id: WorksheetEntryId, seen: IfMatch, change: EntryChange) -> Result<worksheet_entry::Model> {
    let EntryChange { values } = change;
    held.system
        .write(async |tx| {
            let entries = locked(tx, held).await?;
            let row = entries.iter().find(|entry| entry.id == id).ok_or(NOT_FOUND)?;
            seen.expect(row.version)?;
            let Patch::Set(changed) = values else { return Ok(row.clone()) };
            let part = held.form.part(&row.part).ok_or_else(|| Problem::internal("an entry of no part"))?;
            let mut merged: Values = serde_json::from_str(&row.content).map_err(Problem::internal)?;
            merged.extend(changed.0);
            let values = check::filled(&held.form, part, &merged, &entries)?;
            let changed = worksheet_entry::ActiveModel {
                id: ActiveValue::Unchanged(id),
                content: ActiveValue::Set(serde_json::Value::Object(values).to_string()),
                version: ActiveValue::Set(row.version + 1),
                updated_at: ActiveValue::Set(tx.now()),
                ..Default::default()
            };
            Ok(worksheet_entry::Entity::update(changed).exec(tx.conn()).await?)
        })
        .await
}

/// Removes an entry that no other comes from.
pub async fn remove(held: &Held, id: WorksheetEntryId, seen: IfMatch) -> Result<()> {
    held.system
        .write(async |tx| {
            let entries = locked(tx, held).await?;
            let row = entries.iter().find(|entry| entry.id == id).ok_or(NOT_FOUND)?;
            seen.expect(row.version)?;
            for other in entries.iter().filter(|other| other.id != id) {
                let values: Values = serde_json::from_str(&other.content).map_err(Problem::internal)?;
                if check::refers(&values, id) {
                    return Err(REFERRED_TO.into());
                }
            }
            worksheet_entry::Entity::delete_by_id(id).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}

/// Forgets the worksheets that nobody has used for so long.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    let old = worksheet::Entity::delete_many().filter(worksheet::Column::ExpiresAt.lte(now));
    system.write(async |tx| Ok(old.exec(tx.conn()).await.map(drop)?)).await
}
