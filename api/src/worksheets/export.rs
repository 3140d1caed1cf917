//! A worksheet as a file.

use std::collections::HashMap;
use std::fmt::Write;

use entity::id::WorksheetEntryId;
use entity::kind::Language;
use serde_json::Value;

use super::types::WorksheetView;
use crate::kernel::commonmark::plain;
use crate::kernel::problem::{Problem, Result};
use crate::support_models::{Field, FieldKind};

/// What Excel wants to see before it believes that a table is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The file's name.
pub fn name(worksheet: &WorksheetView, extension: &str) -> String {
    format!("{}-{}.{extension}", worksheet.model, worksheet.template.key)
}

/// A text to read. What people wrote stays what they wrote: none of it becomes markup.
pub fn markdown(worksheet: &WorksheetView) -> String {
    let places = places(worksheet);
    let mut text = format!("# {}: {}\n", plain(&worksheet.model_title), plain(&worksheet.template.title));
    for part in &worksheet.template.parts {
        let _ = write!(text, "\n## {}\n", plain(&part.title));
        for entry in worksheet.entries.iter().filter(|entry| entry.part == part.key) {
            if let (true, Some(place)) = (part.repeats, places.get(&entry.id)) {
                let _ = write!(text, "\n### {}\n", plain(place));
            }
            for field in &part.fields {
                if let Some(value) = entry.values.get(&field.key) {
                    let _ = write!(text, "\n**{}:** {}\n", plain(&field.label), plain(&told(worksheet, &places, field, value)));
                }
            }
        }
    }
    let WorksheetView { model_title, model_version, licence, .. } = worksheet;
    let foot = match worksheet.language {
        Language::Swedish => format!("Mall: {model_title} {model_version}, {licence}. Det som är ifyllt tillhör dem som har skrivit det."),
        Language::English => format!("Template: {model_title} {model_version}, {licence}. What is filled in belongs to those who wrote it."),
    };
    text + "\n---\n\n" + &plain(&foot) + "\n"
}

/// A table with a row for each field that is filled in. No cell of it is a formula.
pub fn csv(worksheet: &WorksheetView) -> Result<String> {
    let places = places(worksheet);
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = match worksheet.language {
        Language::Swedish => ["Del", "Post", "Fält", "Värde"],
        Language::English => ["Part", "Entry", "Field", "Value"],
    };
    table.write_record(head).map_err(Problem::internal)?;
    for part in &worksheet.template.parts {
        for entry in worksheet.entries.iter().filter(|entry| entry.part == part.key) {
            let place = places.get(&entry.id).map(String::as_str).unwrap_or_default();
            for field in &part.fields {
                if let Some(value) = entry.values.get(&field.key) {
                    let cells = [&part.title, place, &field.label, &told(worksheet, &places, field, value)];
                    table.write_record(cells.map(harmless)).map_err(Problem::internal)?;
                }
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
fn places(worksheet: &WorksheetView) -> HashMap<WorksheetEntryId, String> {
    let mut places = HashMap::new();
    for part in &worksheet.template.parts {
        for (place, entry) in worksheet.entries.iter().filter(|entry| entry.part == part.key).enumerate() {
            places.insert(entry.id, format!("{} {}", part.title, place + 1));
        }
    }
    places
}

/// A value as people read it.
fn told(worksheet: &WorksheetView, places: &HashMap<WorksheetEntryId, String>, field: &Field, value: &Value) -> String {
    let title = |key: &Value| field.choices.iter().find(|choice| Some(choice.key.as_str()) == key.as_str()).map(|choice| choice.title.clone());
    let items = value.as_array().into_iter().flatten();
    match field.kind {
        FieldKind::Text | FieldKind::Date => value.as_str().unwrap_or_default().to_owned(),
        FieldKind::Number => value.to_string(),
        FieldKind::Choice => title(value).unwrap_or_default(),
        FieldKind::Choices => items.filter_map(title).collect::<Vec<_>>().join(", "),
        FieldKind::Scale => {
            let scale = worksheet.scales.iter().find(|scale| Some(&scale.key) == field.scale.as_ref());
            let step = scale.and_then(|scale| scale.steps.iter().find(|step| Some(i64::from(step.value)) == value.as_i64()));
            step.map_or_else(|| value.to_string(), |step| format!("{} ({})", step.title, step.value))
        }
        FieldKind::Entries => {
            let place = |id: &Value| places.get(&WorksheetEntryId(id.as_str()?.parse().ok()?)).cloned();
            items.filter_map(place).collect::<Vec<_>>().join(", ")
        }
    }
}
