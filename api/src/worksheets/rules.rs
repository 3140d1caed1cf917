//! What has to hold across the fields of a worksheet, as its template says.

use entity::id::WorksheetEntryId;
use entity::worksheet_entry;
use serde_json::Value;

use super::check::at;
use super::types::Values;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{Problem, Result};
use crate::support_models::{Form, RuleKind, TemplateRule};

/// An entry with what it holds.
pub struct Filled {
    /// The entry.
    pub id: WorksheetEntryId,
    /// Key of its part.
    pub part: String,
    /// The value of each field.
    pub values: Values,
}

impl Filled {
    /// What a row holds.
    pub fn read(row: &worksheet_entry::Model) -> Result<Self> {
        let values = serde_json::from_str(&row.content).map_err(Problem::internal)?;
        Ok(Self { id: row.id, part: row.part.clone(), values })
    }
}

/// An entry that is to hold this, among the others.
pub struct Draft<'a> {
    /// The entry, unless it is a new one.
    pub id: Option<WorksheetEntryId>,
    /// Key of its part.
    pub part: &'a str,
    /// The value of each field.
    pub values: &'a Values,
}

/// What the rules of the template have against an entry.
pub fn against(form: &Form, draft: &Draft<'_>, all: &[Filled]) -> Vec<Fault> {
    let others: Vec<_> = all.iter().filter(|entry| Some(entry.id) != draft.id).collect();
    let broken = |rule: &TemplateRule| {
        let at = broken_at(rule, draft, &others)?;
        Some(Fault::new(at, Wrong::Rule(rule.message.clone())))
    };
    form.template.rules.iter().filter_map(broken).collect()
}

/// Where a rule is broken by the draft, if it is.
fn broken_at(rule: &TemplateRule, draft: &Draft<'_>, others: &[&Filled]) -> Option<String> {
    let own = rule.part == draft.part;
    let others_of = |part: &str| others.iter().filter(move |other| other.part == part).map(|other| &other.values).collect::<Vec<_>>();
    let field = rule.field.as_deref().unwrap_or_default();
    match rule.kind {
        RuleKind::Most => {
            let taken = others_of(&rule.part).len() >= usize::from(rule.count?);
            (own && draft.id.is_none() && taken).then(|| "/part".to_owned())
        }
        RuleKind::Once => {
            let value = draft.values.get(field).filter(|_| own)?;
            others_of(&rule.part).iter().any(|other| other.get(field) == Some(value)).then(|| at(field))
        }
        RuleKind::Needs => {
            let with = &rule.with.as_ref()?.field;
            (own && draft.values.contains_key(field) && !draft.values.contains_key(with)).then(|| at(with))
        }
        RuleKind::NotBefore => {
            let with = rule.with.as_ref()?;
            let before = |later: &Values, earlier: &Values| day(later, field) < day(earlier, &with.field) && later.contains_key(field);
            if own && with.part == rule.part {
                return before(draft.values, draft.values).then(|| at(field));
            }
            if own {
                return others_of(&with.part).iter().any(|earlier| before(draft.values, earlier)).then(|| at(field));
            }
            let broken = with.part == draft.part && others_of(&rule.part).iter().any(|later| before(later, draft.values));
            broken.then(|| at(&with.field))
        }
    }
}

/// A day as it is written: later ones are greater.
fn day<'a>(values: &'a Values, field: &str) -> Option<&'a str> {
    values.get(field).and_then(Value::as_str)
}
