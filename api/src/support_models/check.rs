//! Whether a document holds together: what no schema can say.

use std::collections::HashSet;

use entity::kind::Language;
use serde_json::Value;

use super::document::{Document, LISTS, items, said, speaks, text};
use super::schema;
use super::template::WorksheetTemplate;
use crate::kernel::fault::{Fault, Wrong};

/// The areas in the order in which they are shown.
pub const AREAS: &[&str] = &["urban-development", "social-development", "participation"];

/// Everything that is wrong with a document, with JSON pointers into it.
pub fn faults(document: &Document) -> Vec<Fault> {
    let mut faults = schema::faults(&document.0);
    if !AREAS.contains(&document.text("area")) {
        faults.push(Fault::new("/area", Wrong::Choice(AREAS.join(", "))));
    }
    for (list, _) in LISTS {
        once(&document.0, "", list, &mut faults);
    }
    for block in document.blocks() {
        if ![Language::Swedish, Language::English].into_iter().any(|language| speaks(&block.value, language)) {
            faults.push(Fault::new(block.pointer, Wrong::Halves));
        }
    }
    for (place, matrix) in items(&document.0, "matrices").iter().enumerate() {
        of_matrix(matrix, &format!("/matrices/{place}"), &mut faults);
    }
    for (place, principle) in items(&document.0, "principles").iter().enumerate() {
        named(principle, "scale", &keys(&document.0, "scales"), &format!("/principles/{place}"), &mut faults);
    }
    for (place, checklist) in items(&document.0, "checklists").iter().enumerate() {
        for (level, of_level) in items(checklist, "levels").iter().enumerate() {
            once(of_level, &format!("/checklists/{place}/levels/{level}"), "items", &mut faults);
        }
    }
    for (place, template) in items(&document.0, "worksheets").iter().enumerate() {
        of_template(document, template, &format!("/worksheets/{place}"), &mut faults);
    }
    faults
}

fn keys<'a>(value: &'a Value, list: &str) -> Vec<&'a str> {
    items(value, list).iter().map(|item| text(item, "key")).collect()
}

/// No two of a list have the same key.
fn once(value: &Value, at: &str, list: &str, faults: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    let again = keys(value, list).into_iter().enumerate().filter(|(_, key)| !seen.insert(*key));
    faults.extend(again.map(|(place, _)| Fault::new(format!("{at}/{list}/{place}/key"), Wrong::Twice)));
}

/// What a member names, if anything, is one of these.
fn named(value: &Value, name: &str, known: &[&str], at: &str, faults: &mut Vec<Fault>) {
    if value.get(name).and_then(Value::as_str).is_some_and(|key| !known.contains(&key)) {
        faults.push(Fault::unknown(format!("{at}/{name}")));
    }
}

fn of_matrix(matrix: &Value, at: &str, faults: &mut Vec<Fault>) {
    for list in ["rows", "columns", "modes", "perspectives"] {
        once(matrix, at, list, faults);
    }
    let [rows, columns, modes, perspectives] = ["rows", "columns", "modes", "perspectives"].map(|list| keys(matrix, list));
    let mut seen = HashSet::new();
    for (place, cell) in items(matrix, "cells").iter().enumerate() {
        let at = format!("{at}/cells/{place}");
        named(cell, "row", &rows, &at, faults);
        named(cell, "column", &columns, &at, faults);
        if !seen.insert((text(cell, "row"), text(cell, "column"))) {
            faults.push(Fault::new(&*at, Wrong::Twice));
        }
        for list in ["articles", "examples"] {
            once(cell, &at, list, faults);
            for (place, item) in items(cell, list).iter().enumerate() {
                let at = format!("{at}/{list}/{place}");
                named(item, "mode", &modes, &at, faults);
                let unknown =
                    items(item, "perspectives").iter().enumerate().filter(|(_, key)| key.as_str().is_some_and(|key| !perspectives.contains(&key)));
                faults.extend(unknown.map(|(place, _)| Fault::unknown(format!("{at}/perspectives/{place}"))));
            }
        }
    }
}

fn of_template(document: &Document, template: &Value, at: &str, faults: &mut Vec<Fault>) {
    once(template, at, "parts", faults);
    // One that cannot be read at all is a fault of its schema.
    if let Ok(read) = serde_json::from_value::<WorksheetTemplate>(said(template, Language::Swedish)) {
        let broken = read.rules.iter().enumerate().filter(|(_, rule)| !read.holds(rule));
        faults.extend(broken.map(|(place, _)| Fault::unknown(format!("{at}/rules/{place}"))));
    }
    let (parts, scales) = (keys(template, "parts"), keys(&document.0, "scales"));
    for (place, part) in items(template, "parts").iter().enumerate() {
        let at = format!("{at}/parts/{place}");
        once(part, &at, "fields", faults);
        // Only what comes before can be what this one comes from, so nothing goes in circles.
        let before = parts.get(..place).unwrap_or_default();
        for (place, field) in items(part, "fields").iter().enumerate() {
            let at = format!("{at}/fields/{place}");
            let mut needs = |name: &str, known: &[&str]| match field.get(name).and_then(Value::as_str) {
                None => faults.push(Fault::new(format!("{at}/{name}"), Wrong::Missing)),
                Some(_) => named(field, name, known, &at, faults),
            };
            match text(field, "kind") {
                "scale" => needs("scale", &scales),
                "entries" => needs("part", before),
                "choice" | "choices" if items(field, "choices").is_empty() => faults.push(Fault::new(format!("{at}/choices"), Wrong::Count(1, 50))),
                _ => {}
            }
            once(field, &at, "choices", faults);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(document: Value) -> Vec<String> {
        let mut told: Vec<_> = faults(&Document(document)).into_iter().map(|fault| format!("{} {:?}", fault.pointer, fault.wrong)).collect();
        told.sort();
        told
    }

    fn text(sv: &str) -> Value {
        json!({ "sv": sv })
    }

    /// A small model with every kind of block.
    fn whole() -> Value {
        let axis = |key: &str| json!({ "key": key, "title": text("Rubrik") });
        json!({
            "key": "small", "area": "participation", "version": "1.0.0", "publishedOn": "2026-11-24", "nextReviewOn": "2027-11-24",
            "licence": "CC-BY-4.0", "owner": { "name": "Exempelstad", "url": null }, "title": text("Liten"), "summary": text("En liten modell"),
            "sections": [{ "key": "about", "title": text("Om"), "body": text("Text") }],
            "steps": [{ "key": "first", "title": text("Först"), "purpose": text("Därför"), "questions": [text("Vem?")], "result": null }],
            "matrices": [{
                "key": "both", "title": text("Båda"), "rows": [axis("who")], "columns": [axis("here"), axis("there")], "modes": [axis("place")],
                "perspectives": [{ "key": "children", "title": text("Barn"), "question": text("Och barn?") }],
                "cells": [{
                    "row": "who", "column": "here", "questions": [text("Hur?")],
                    "articles": [{ "key": "one", "title": text("Ett"), "text": text("Text"), "mode": "place", "perspectives": ["children"] }],
                    "examples": [{ "key": "two", "title": text("Två"), "text": text("Text"), "place": "Exempelstad", "year": 2024 }],
                }],
            }],
            "scales": [{ "key": "kept", "title": text("Hur väl"), "steps": [{ "value": 1, "title": text("Inte") }] }],
            "principles": [{ "key": "equal", "title": text("Lika värde"), "scale": "kept" }],
            "checklists": [{ "key": "before", "title": text("Före"), "levels": [{ "level": 1, "title": text("Tips"), "items": [{ "key": "aim", "text": text("Skriv syftet") }] }] }],
            "library": [{ "key": "report", "title": text("Rapport"), "kind": "publication", "url": "https://example.org/rapport" }],
            "worksheets": [{ "key": "plan", "title": text("Plan"), "parts": [{ "key": "all", "title": text("Allt"), "repeats": false,
                "fields": [{ "key": "kept", "label": text("Hålls den?"), "kind": "scale", "required": true, "scale": "kept" }] }] }],
        })
    }

    #[test]
    fn a_whole_document_has_no_faults_and_each_block_has_a_key_of_its_own() {
        assert_eq!(told(whole()), Vec::<String>::new());
        let keys: Vec<_> = Document(whole()).blocks().into_iter().map(|block| block.key).collect();
        let expected = [
            "head",
            "section.about",
            "step.first",
            "matrix.both",
            "cell.both.who.here",
            "scale.kept",
            "principle.equal",
            "checklist.before",
            "entry.report",
            "worksheet.plan",
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn every_fault_of_a_document_is_told_with_where_it_is() {
        let mut broken = whole();
        let mut put = |pointer: &str, value: Value| *broken.pointer_mut(pointer).unwrap_or(&mut Value::Null) = value;
        put("/area", json!("gardening"));
        put("/owner", json!({ "url": "not an address" }));
        put("/sections/0/title", json!({ "en": "About" }));
        put("/steps/0/questions/0", json!("Vem?"));
        put("/matrices/0/columns/1/key", json!("here"));
        put("/matrices/0/cells/0/row", json!("nobody"));
        put("/matrices/0/cells/0/articles/0/mode", json!("nowhere"));
        put("/matrices/0/cells/0/articles/0/perspectives/0", json!("nobody"));
        put("/principles/0/scale", json!("unknown"));
        put("/library/0/kind", json!("song"));
        put("/library/0/surplus", json!(1));
        put("/worksheets/0/parts/0/fields/0/scale", json!(null));
        let told = told(broken);
        for expected in [
            "/area Choice",
            "/owner/name Missing",
            "/owner/url Url",
            "/sections/0 Halves",
            "/steps/0/questions/0 Type",
            "/matrices/0/columns/1/key Twice",
            "/matrices/0/cells/0/row Unknown",
            "/matrices/0/cells/0/articles/0/mode Unknown",
            "/matrices/0/cells/0/articles/0/perspectives/0 Unknown",
            "/principles/0/scale Unknown",
            "/library/0/kind Choice",
            "/worksheets/0/parts/0/fields/0/scale Missing",
        ] {
            assert!(told.iter().any(|one| one.starts_with(expected)), "{expected} is not in {told:#?}");
        }
    }
}
