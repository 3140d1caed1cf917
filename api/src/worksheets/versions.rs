//! Newer versions of a worksheet's template: what changed, and moving over so that nothing is lost.

use std::collections::{HashMap, HashSet};

use entity::id::WorksheetArchiveId;
use entity::{worksheet, worksheet_archive, worksheet_entry};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;

use super::check;
use super::export::{places, told};
use super::held::{Held, forms_of};
use super::rules::Filled;
use super::store::{keep_template, locked, replace};
use super::types::{EntryView, Values};
use super::version_types::{ArchivedEntry, ArchivedField, Difference, FieldDifference, NewerVersion};
use crate::kernel::access::Viewer;
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Problem, Result};
use crate::kernel::secret::sha256;
use crate::support_models::{self, Field, FieldKind, Form, StoredForm, WorksheetPart};

/// The present version of the template, where the worksheet is on another one.
pub async fn present(viewer: &Viewer, held: &Held) -> Result<Option<(StoredForm, Form)>> {
    let stored = match support_models::form(viewer, &held.form.model, &held.form.template.key).await {
        Ok(stored) => stored,
        // The model has no such template any more.
        Err(problem) if problem.kind == INVALID => return Ok(None),
        Err(problem) => return Err(problem),
    };
    if sha256(stored.document.as_bytes()) == held.row.template_digest {
        return Ok(None);
    }
    let form = support_models::form_in(&stored.document, viewer.language())?;
    Ok(Some((stored, form)))
}

/// The present version that a change of a worksheet names.
pub async fn named(viewer: &Viewer, held: &Held, version: &str) -> Result<Option<(StoredForm, Form)>> {
    let present = present(viewer, held).await?;
    let there = present.as_ref().map_or(held.form.version.as_str(), |(stored, _)| stored.version.as_str());
    if there == version { Ok(present) } else { Err(INVALID.pointing_at(vec![Fault::new("/modelVersion", Wrong::Choice(there.to_owned()))])) }
}

/// What is different in another version, field by field.
pub fn newer(old: &Form, new: &Form) -> NewerVersion {
    let of = |part: &WorksheetPart, field: &Field, change| FieldDifference {
        part: part.key.clone(),
        part_title: part.title.clone(),
        field: field.key.clone(),
        label: field.label.clone(),
        change,
    };
    let mut changes = Vec::new();
    for (part, field) in fields(old) {
        match new.part(&part.key).zip(new.field(&part.key, &field.key)) {
            None => changes.push(of(part, field, Difference::Removed)),
            Some((now, _)) if now.repeats != part.repeats => changes.push(of(part, field, Difference::Changed)),
            Some((_, now)) if asks(old, field) != asks(new, now) => changes.push(of(part, now, Difference::Changed)),
            Some(_) => {}
        }
    }
    let added = fields(new).filter(|(part, field)| old.field(&part.key, &field.key).is_none());
    changes.extend(added.map(|(part, field)| of(part, field, Difference::Added)));
    NewerVersion { model_version: new.version.clone(), changes }
}

fn fields(form: &Form) -> impl Iterator<Item = (&WorksheetPart, &Field)> {
    form.template.parts.iter().flat_map(|part| part.fields.iter().map(move |field| (part, field)))
}

/// All that a field asks, its scale included.
fn asks(form: &Form, field: &Field) -> Value {
    serde_json::json!([field, form.scale(field)])
}

/// Moves a worksheet to another version of its template. What fits stays where it is; what no longer
/// fits is archived.
pub async fn move_over(tx: &Tx, held: &Held, to: StoredForm, form: &Form) -> Result<worksheet::Model> {
    let (rows, all) = locked(tx, held).await?;
    let mut taken = HashSet::new();
    let has_room =
        |entry: &Filled, taken: &mut HashSet<String>| form.part(&entry.part).is_some_and(|part| part.repeats || taken.insert(part.key.clone()));
    let (staying, leaving): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| has_room(entry, &mut taken));
    for Filled { id, part, values } in leaving {
        archive(tx, held, Filled { id, part, values }).await?;
        worksheet_entry::Entity::delete_by_id(id).exec(tx.conn()).await?;
    }
    for row in &rows {
        let Some(entry) = staying.iter().find(|entry| entry.id == row.id) else { continue };
        let (fits, left) = sorted(form, entry, &staying);
        if !left.is_empty() {
            archive(tx, held, Filled { id: entry.id, part: entry.part.clone(), values: left }).await?;
            replace(tx, row, &entry.values, fits).await?;
        }
    }
    let moved = worksheet::ActiveModel {
        id: ActiveValue::Unchanged(held.row.id),
        template_digest: ActiveValue::Set(keep_template(tx, to).await?),
        ..Default::default()
    };
    Ok(worksheet::Entity::update(moved).exec(tx.conn()).await?)
}

/// The values of an entry that fit into the form, and those that do not.
fn sorted(form: &Form, entry: &Filled, staying: &[Filled]) -> (Values, Values) {
    let (mut fits, mut left) = (Values::new(), Values::new());
    for (key, value) in &entry.values {
        let fitted = form.field(&entry.part, key).and_then(|field| fitted(form, field, value, staying));
        if fitted.as_ref() != Some(value) {
            left.insert(key.clone(), value.clone());
        }
        fits.extend(fitted.map(|fitted| (key.clone(), fitted)));
    }
    (fits, left)
}

/// A value as the field takes it; of entries that are named, those that stay. A list of none is no value.
fn fitted(form: &Form, field: &Field, value: &Value, staying: &[Filled]) -> Option<Value> {
    let stays =
        |id: &&Value| staying.iter().any(|entry| Some(entry.id.to_string().as_str()) == id.as_str() && Some(&entry.part) == field.part.as_ref());
    let left = match (field.kind, value.as_array()) {
        (FieldKind::Entries, Some(ids)) => ids.iter().filter(stays).cloned().collect(),
        _ => value.clone(),
    };
    let fitted = check::value(form, field, Some(&left), staying).ok().flatten();
    fitted.filter(|value| value.as_array().is_none_or(|items| !items.is_empty()))
}

async fn archive(tx: &Tx, held: &Held, entry: Filled) -> Result<()> {
    let row = worksheet_archive::ActiveModel {
        id: ActiveValue::Set(WorksheetArchiveId(tx.new_id())),
        worksheet_id: ActiveValue::Set(held.row.id),
        template_digest: ActiveValue::Set(held.row.template_digest.clone()),
        entry_id: ActiveValue::Set(entry.id),
        part: ActiveValue::Set(entry.part),
        content: ActiveValue::Set(Value::Object(entry.values).to_string()),
        created_at: ActiveValue::Set(tx.now()),
    };
    worksheet_archive::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What no longer fitted when the worksheet was moved, as it was filled in.
pub async fn archived(viewer: &Viewer, conn: &impl ConnectionTrait, held: &Held, entries: &[EntryView]) -> Result<Vec<ArchivedEntry>> {
    use worksheet_archive::{Column, Entity};
    let rows = Entity::find().filter(Column::WorksheetId.eq(held.row.id)).order_by_asc(Column::Id).all(conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let forms = forms_of(viewer, rows.iter().map(|row| row.template_digest.clone()).collect()).await?;
    let places = places(&held.form.template, entries);
    rows.iter().map(|row| shown(row, &forms, &places)).collect()
}

fn shown(
    row: &worksheet_archive::Model,
    forms: &HashMap<String, Form>,
    places: &HashMap<entity::id::WorksheetEntryId, String>,
) -> Result<ArchivedEntry> {
    let form = forms.get(&row.template_digest).ok_or_else(|| Problem::internal("an archived entry without its template"))?;
    let part = form.part(&row.part).ok_or_else(|| Problem::internal("an archived entry of no part"))?;
    let mut values: Values = serde_json::from_str(&row.content).map_err(Problem::internal)?;
    let field = |field: &Field| {
        let value = values.remove(&field.key)?;
        let text = told(&form.scales, places, field, &value);
        Some(ArchivedField { key: field.key.clone(), label: field.label.clone(), value, text })
    };
    Ok(ArchivedEntry {
        model_version: form.version.clone(),
        part: part.key.clone(),
        part_title: part.title.clone(),
        entry: row.entry_id,
        fields: part.fields.iter().filter_map(field).collect(),
        archived_at: row.created_at,
    })
}
