//! Whether an entry holds what its template asks for.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::id::WorksheetEntryId;
use serde_json::Value;
use uuid::Uuid;

use super::rules::{self, Draft, Filled};
use super::types::Values;
use crate::kernel::fault::{Fault, Wrong, nearest};
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::text::LongText;
use crate::support_models::{Field, FieldKind, Form, WorksheetPart};

/// The longest text of a field.
const LONGEST: usize = 5000;
/// The most entries that one comes from.
const MOST_SOURCES: usize = 50;

/// The values of an entry as they are stored, or every fault of them at once.
pub fn filled(form: &Form, part: &WorksheetPart, given: &Values, all: &[Filled], id: Option<WorksheetEntryId>) -> Result<Values> {
    let keys: Vec<_> = part.fields.iter().map(|field| field.key.as_str()).collect();
    let surplus = given.keys().filter(|key| !keys.contains(&key.as_str()));
    let mut faults: Vec<_> = surplus.map(|key| Fault::new(at(key), Wrong::Surplus(nearest(key, &keys)))).collect();
    let mut values = Values::new();
    for field in &part.fields {
        match value(form, field, given.get(&field.key), all) {
            Ok(Some(value)) => drop(values.insert(field.key.clone(), value)),
            Ok(None) => {}
            Err(wrong) => faults.extend(wrong),
        }
    }
    faults.extend(rules::against(form, &Draft { id, part: &part.key, values: &values }, all));
    if faults.is_empty() { Ok(values) } else { Err(INVALID.pointing_at(faults)) }
}

/// The value of a field as it is stored; null is none.
pub fn value(form: &Form, field: &Field, given: Option<&Value>, all: &[Filled]) -> core::result::Result<Option<Value>, Vec<Fault>> {
    match given.filter(|value| !value.is_null()) {
        None if field.required => Err(vec![Fault::new(at(&field.key), Wrong::Missing)]),
        None => Ok(None),
        Some(value) => checked(form, field, value, all).map(Some),
    }
}

/// Whether an entry with these values comes from that one.
pub fn refers(values: &Values, to: WorksheetEntryId) -> bool {
    let to = to.to_string();
    values.values().filter_map(Value::as_array).flatten().any(|id| id.as_str() == Some(&to))
}

/// The pointer to the value of a field.
pub fn at(key: &str) -> String {
    format!("/values/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn checked(form: &Form, field: &Field, value: &Value, all: &[Filled]) -> core::result::Result<Value, Vec<Fault>> {
    let one = |wrong| vec![Fault::new(at(&field.key), wrong)];
    let wants = |kind: &str| one(Wrong::Type(kind.to_owned()));
    match field.kind {
        FieldKind::Text => {
            let text = value.as_str().ok_or_else(|| wants("string"))?;
            let bounds = LongText::<1, LONGEST>::parse(text).map_err(one)?;
            Ok(bounds.into_string().into())
        }
        FieldKind::Choice => {
            let key = value.as_str().ok_or_else(|| wants("string"))?;
            if field.choices.iter().any(|choice| choice.key == key) { Ok(value.clone()) } else { Err(one(among(field))) }
        }
        FieldKind::Choices => {
            let chosen = |key: &Value| field.choices.iter().any(|choice| Some(choice.key.as_str()) == key.as_str());
            several(field, value, field.choices.len(), |key| if chosen(key) { Ok(key.clone()) } else { Err(among(field)) })
        }
        FieldKind::Scale => {
            let number = value.as_i64().ok_or_else(|| wants("integer"))?;
            let steps: Vec<_> = form.scale(field).into_iter().flat_map(|scale| &scale.steps).map(|step| i64::from(step.value)).collect();
            let known = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if steps.contains(&number) { Ok(number.into()) } else { Err(one(Wrong::Choice(known))) }
        }
        FieldKind::Number => {
            let number = value.as_i64().ok_or_else(|| wants("integer"))?;
            let (least, most) = (i64::from(field.minimum.unwrap_or(-1_000_000)), i64::from(field.maximum.unwrap_or(1_000_000)));
            if (least..=most).contains(&number) { Ok(number.into()) } else { Err(one(Wrong::Range(least, most))) }
        }
        FieldKind::Date => {
            let day = value.as_str().ok_or_else(|| wants("string"))?;
            let real = day.len() == 10 && NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
            if real { Ok(value.clone()) } else { Err(wants("date (YYYY-MM-DD)")) }
        }
        FieldKind::Entries => several(field, value, MOST_SOURCES, |id| {
            let id = id.as_str().and_then(|id| Uuid::try_parse(id).ok()).ok_or(Wrong::Uuid)?;
            let there = all.iter().any(|entry| entry.id.0 == id && Some(&entry.part) == field.part.as_ref());
            if there { Ok(id.to_string().into()) } else { Err(Wrong::Unknown) }
        }),
    }
}

fn among(field: &Field) -> Wrong {
    Wrong::Choice(field.choices.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>().join(", "))
}

/// A list, each item of it once; what has to be there is not an empty one.
fn several(
    field: &Field,
    value: &Value,
    most: usize,
    mut check: impl FnMut(&Value) -> core::result::Result<Value, Wrong>,
) -> core::result::Result<Value, Vec<Fault>> {
    let items = value.as_array().ok_or_else(|| vec![Fault::new(at(&field.key), Wrong::Type("array".to_owned()))])?;
    let number = |given: Option<i32>| given.and_then(|given| usize::try_from(given).ok());
    let least = number(field.minimum).unwrap_or_default().max(usize::from(field.required));
    let most = number(field.maximum).unwrap_or(most).min(most);
    let miscounted = || vec![Fault::new(at(&field.key), Wrong::Count(least, most))];
    if items.len() > most {
        return Err(miscounted());
    }
    let (mut kept, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (place, item) in items.iter().enumerate() {
        match check(item) {
            Ok(item) if !seen.insert(item.to_string()) => {}
            Ok(item) => kept.push(item),
            Err(wrong) => faults.push(fault_in(field, place, wrong)),
        }
    }
    match () {
        () if !faults.is_empty() => Err(faults),
        () if kept.len() < least => Err(miscounted()),
        () => Ok(kept.into()),
    }
}

fn fault_in(field: &Field, place: usize, wrong: Wrong) -> Fault {
    Fault::new(format!("{}/{place}", at(&field.key)), wrong)
}
