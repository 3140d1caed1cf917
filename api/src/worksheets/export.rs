//! A worksheet as a file.

use std::collections::HashMap;
use std::fmt::Write;

use entity::id::WorksheetEntryId;
use entity::kind::Language;
use serde_json::Value;

use super::types::{EntryView, Values, WorksheetView};
use super::version_types::ArchivedEntry;
use crate::kernel::commonmark::plain;
use crate::kernel::problem::{Problem, Result};
use crate::support_models::{Field, FieldKind, Scale, WorksheetPart, WorksheetTemplate};

/// What Excel wants to see before it believes that a table is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A part as people read it.
pub struct ReadPart {
    /// Its title.
    pub title: String,
    /// Its entries.
    pub entries: Vec<ReadEntry>,
}

/// An entry as people read it.
pub struct ReadEntry {
    /// What it is called, where the part takes several.
    pub name: Option<String>,
    /// The fields that are filled in.
    pub fields: Vec<Told>,
}

/// A field as people read it.
pub struct Told {
    /// What was to be filled in.
    pub label: String,
    /// What is.
    pub value: String,
}

/// The file's name.
pub fn name(worksheet: &WorksheetView, extension: &str) -> String {
    format!("{}-{}.{extension}", worksheet.model, worksheet.template.key)
}

/// All that is filled in, as people read it: the parts of the template, and what no longer fits into it.
pub fn read(worksheet: &WorksheetView) -> Vec<ReadPart> {
    let places = places(&worksheet.template, &worksheet.entries);
    let told = |fields: &[Field], scales: &[Scale], values: &Values| {
        let filled = fields.iter().filter_map(|field| Some((field, values.get(&field.key)?)));
        filled.map(|(field, value)| Told { label: field.label.clone(), value: told(scales, &places, field, value) }).collect()
    };
    let part = |part: &WorksheetPart| {
        let entries = worksheet.entries.iter().filter(|entry| entry.part == part.key);
        let entry = |entry: &EntryView| ReadEntry {
            name: places.get(&entry.id).filter(|_| part.repeats).cloned(),
            fields: told(&part.fields, &worksheet.scales, &entry.values),
        };
        ReadPart { title: part.title.clone(), entries: entries.map(entry).collect() }
    };
    worksheet.template.parts.iter().map(part).chain(worksheet.archive.iter().map(|entry| archived(worksheet.language, entry))).collect()
}

/// What no longer fits into the template, as it was filled in.
fn archived(language: Language, entry: &ArchivedEntry) -> ReadPart {
    let fields = entry.fields.iter().map(|field| Told { label: field.label.clone(), value: field.text.clone() });
    let archive = match language {
        Language::Swedish => "Arkiv",
        Language::English => "Archive",
    };
    let title = format!("{archive} ({}): {}", entry.model_version, entry.part_title);
    ReadPart { title, entries: vec![ReadEntry { name: None, fields: fields.collect() }] }
}

/// Whose the template is, and whose what is filled in.
pub fn foot(worksheet: &WorksheetView) -> String {
    let WorksheetView { model_title, model_version, licence, .. } = worksheet;
    match worksheet.language {
        Language::Swedish => format!("Mall: {model_title} {model_version}, {licence}. Det som är ifyllt tillhör dem som har skrivit det."),
        Language::English => format!("Template: {model_title} {model_version}, {licence}. What is filled in belongs to those who wrote it."),
    }
}

/// A text to read. What people wrote stays what they wrote: none of it becomes markup.
pub fn markdown(worksheet: &WorksheetView) -> String {
    let mut text = format!("# {}: {}\n", plain(&worksheet.model_title), plain(&worksheet.template.title));
    if let Some(title) = &worksheet.title {
        let _ = write!(text, "\n**{}**\n", plain(title));
    }
    for part in read(worksheet) {
        let _ = write!(text, "\n## {}\n", plain(&part.title));
        for entry in part.entries {
            if let Some(name) = entry.name {
                let _ = write!(text, "\n### {}\n", plain(&name));
            }
            for Told { label, value } in entry.fields {
                let _ = write!(text, "\n**{}:** {}\n", plain(&label), plain(&value));
            }
        }
    }
    text + "\n---\n\n" + &plain(&foot(worksheet)) + "\n"
}

/// A table with a row for each field that is filled in. No cell of it is a formula.
pub fn csv(worksheet: &WorksheetView) -> Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = match worksheet.language {
        Language::Swedish => ["Del", "Post", "Fält", "Värde"],
        Language::English => ["Part", "Entry", "Field", "Value"],
    };
    table.write_record(head).map_err(Problem::internal)?;
    for part in read(worksheet) {
        for (place, entry) in part.entries.into_iter().enumerate() {
            let name = entry.name.unwrap_or_else(|| format!("{} {}", part.title, place + 1));
            for Told { label, value } in entry.fields {
                table.write_record([&part.title, &name, &label, &value].map(|cell| harmless(cell))).map_err(Problem::internal)?;
            }
        }
    }
    let table = table.into_inner().map_err(Problem::internal)?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8(table).map_err(Problem::internal)?))
}

/// What a spreadsheet would take for a formula, made text (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(starts) { format!("'{cell}") } else { cell.to_owned() }
}

/// What each entry is called: its part, and which of it.
pub fn places(template: &WorksheetTemplate, entries: &[EntryView]) -> HashMap<WorksheetEntryId, String> {
    let mut places = HashMap::new();
    for part in &template.parts {
        for (place, entry) in entries.iter().filter(|entry| entry.part == part.key).enumerate() {
            places.insert(entry.id, format!("{} {}", part.title, place + 1));
        }
    }
    places
}

/// A value as people read it.
pub fn told(scales: &[Scale], places: &HashMap<WorksheetEntryId, String>, field: &Field, value: &Value) -> String {
    let title = |key: &Value| field.choices.iter().find(|choice| Some(choice.key.as_str()) == key.as_str()).map(|choice| choice.title.clone());
    let items = value.as_array().into_iter().flatten();
    match field.kind {
        FieldKind::Text | FieldKind::Date => value.as_str().unwrap_or_default().to_owned(),
        FieldKind::Number => value.to_string(),
        FieldKind::Choice => title(value).unwrap_or_default(),
        FieldKind::Choices => items.filter_map(title).collect::<Vec<_>>().join(", "),
        FieldKind::Scale => {
            let scale = scales.iter().find(|scale| Some(&scale.key) == field.scale.as_ref());
            let step = scale.and_then(|scale| scale.steps.iter().find(|step| Some(i64::from(step.value)) == value.as_i64()));
            step.map_or_else(|| value.to_string(), |step| format!("{} ({})", step.title, step.value))
        }
        FieldKind::Entries => {
            let place = |id: &Value| places.get(&WorksheetEntryId(id.as_str()?.parse().ok()?)).cloned();
            items.filter_map(place).collect::<Vec<_>>().join(", ")
        }
    }
}
