//! What of a template can be answered by many, each in one go: the parts that have a scale.

use entity::id::WorksheetEntryId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::check;
use super::rules::Filled;
use super::types::{NewEntry, Values};
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Result};
use crate::support_models::{Field, FieldKind, Form, WorksheetPart};

/// An entry of an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// Key of the part.
    pub part: String,
    /// The value of each field.
    pub values: Values,
}

/// The parts that have a scale, without the fields that name other entries. A part that cannot do
/// without such a field is left out.
#[must_use]
pub fn answerable(form: &Form) -> Vec<WorksheetPart> {
    let refers = |field: &Field| field.kind == FieldKind::Entries;
    let fits = |part: &&WorksheetPart| {
        part.fields.iter().any(|field| field.kind == FieldKind::Scale) && !part.fields.iter().any(|field| refers(field) && field.required)
    };
    let without = |part: &WorksheetPart| {
        let fields = part.fields.iter().filter(|field| !refers(field)).cloned().collect();
        WorksheetPart { fields, ..part.clone() }
    };
    form.template.parts.iter().filter(fits).map(without).collect()
}

/// What the entries of a part are about, where it takes several: the first choice that each has to make.
#[must_use]
pub fn subject(part: &WorksheetPart) -> Option<&Field> {
    part.fields.iter().filter(|_| part.repeats).find(|field| field.kind == FieldKind::Choice && field.required)
}

/// An answer as it is stored, or every fault of it at once. It says each thing once.
pub fn answered(form: &Form, entries: Vec<NewEntry>) -> Result<Vec<Answered>> {
    let parts = answerable(form);
    let (mut faults, mut filled, mut said) = (Vec::new(), Vec::new(), Vec::new());
    if entries.is_empty() {
        faults.push(Fault::new("/entries", Wrong::Count(1, 100)));
    }
    for (place, NewEntry { part, values }) in entries.into_iter().enumerate() {
        let at = format!("/entries/{place}");
        let Some(part) = parts.iter().find(|one| one.key == part.as_str()) else {
            faults.push(Fault::unknown(format!("{at}/part")));
            continue;
        };
        match check::filled(form, part, &values.0, &filled, None) {
            Ok(values) => {
                let about = subject(part).and_then(|subject| values.get(&subject.key)).cloned();
                let once: (String, Option<Value>) = (part.key.clone(), about);
                if said.contains(&once) {
                    faults.push(Fault::new(at, Wrong::Count(0, 1)));
                }
                said.push(once);
                filled.push(Filled { id: WorksheetEntryId(Uuid::nil()), part: part.key.clone(), values });
            }
            Err(problem) => faults.extend(problem.faults.into_iter().map(|fault| Fault { pointer: format!("{at}{}", fault.pointer), ..fault })),
        }
    }
    let answered = filled.into_iter().map(|Filled { part, values, .. }| Answered { part, values }).collect();
    if faults.is_empty() { Ok(answered) } else { Err(INVALID.pointing_at(faults)) }
}
