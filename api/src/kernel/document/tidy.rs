//! Makes the collected schemas what a reader of the document expects: a name for each thing, none
//! for what is only a string with bounds.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// Puts bounded strings and numbers where they are used, and names pages after what is on them.
pub fn tidy(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object().cloned() else { return };
    let values: BTreeMap<String, Value> = schemas
        .iter()
        .filter(|(name, schema)| is_value(name, schema))
        .map(|(name, schema)| (name.clone(), value_of(name, schema, &schemas)))
        .collect();
    let named = schemas.into_iter().filter(|(name, _)| !values.contains_key(name)).map(|(name, schema)| (renamed(&name), settled(&name, schema)));
    document["components"]["schemas"] = Value::Object(named.collect());
    settle(document, &values);
}

/// A string, a number or a list with bounds; an enumeration and a choice are things of their own.
fn is_value(name: &str, schema: &Value) -> bool {
    let composed = name.starts_with("Patch_") || name.starts_with("List_");
    composed || (schema["type"] != "object" && schema["enum"].is_null() && schema["allOf"].is_null() && schema["oneOf"].is_null())
}

/// A patch of something that has a name of its own refers to it.
fn value_of(name: &str, schema: &Value, schemas: &Map<String, Value>) -> Value {
    match name.strip_prefix("Patch_").filter(|inner| schemas.get(*inner).is_some_and(|inner| !inner["enum"].is_null())) {
        Some(inner) => json!({ "$ref": format!("{SCHEMAS}{inner}") }),
        None => schema.clone(),
    }
}

/// `Page_GroupCard` as `GroupCardPage`, `Faceted_SearchHit_KindCount` as `FacetedSearchHitPage`.
fn renamed(name: &str) -> String {
    match (name.split_once('_'), faceted(name)) {
        (Some(("Page", item)), _) => format!("{item}Page"),
        (_, Some((item, _))) => format!("Faceted{item}Page"),
        _ => name.to_owned(),
    }
}

/// What is on a page with facets, and what these count.
fn faceted(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("Faceted_")?.split_once('_')
}

/// A page refers to what is on it. Answers may grow: only requests are closed, and that is said elsewhere.
fn settled(name: &str, mut schema: Value) -> Value {
    if let Some(item) = name.strip_prefix("Page_") {
        schema["properties"]["items"]["items"] = json!({ "$ref": format!("{SCHEMAS}{item}") });
    }
    if let Some((_, facet)) = faceted(name) {
        schema["allOf"][1]["properties"]["facets"]["items"] = json!({ "$ref": format!("{SCHEMAS}{facet}") });
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("additionalProperties");
    }
    schema
}

/// Replaces references to values by the values, wherever they stand.
fn settle(place: &mut Value, values: &BTreeMap<String, Value>) {
    match place {
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, values)),
        Value::Object(object) => {
            if let Some(name) = object.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(SCHEMAS)) {
                match values.get(name) {
                    Some(value) => spread(object, value),
                    None => drop(object.insert("$ref".to_owned(), json!(format!("{SCHEMAS}{}", renamed(name))))),
                }
            }
            object.iter_mut().for_each(|(_, inner)| settle(inner, values));
            merge_null(object);
        }
        _ => {}
    }
}

/// The value in place of the reference; what stands beside the reference stays.
fn spread(object: &mut Map<String, Value>, value: &Value) {
    object.remove("$ref");
    for (name, part) in value.as_object().into_iter().flatten() {
        object.entry(name.clone()).or_insert_with(|| part.clone());
    }
}

/// `oneOf` a plain type and null as a type that may be null; a description stands outside.
fn merge_null(object: &mut Map<String, Value>) {
    let Some(choices) = object.get("oneOf").and_then(Value::as_array) else { return };
    let (nulls, real): (Vec<_>, Vec<_>) = choices.iter().cloned().partition(|choice| choice["type"] == "null");
    let ([_], [only]) = (nulls.as_slice(), real.as_slice()) else { return };
    let mut only = only.clone();
    if let Some(description) = only.as_object_mut().and_then(|only| only.remove("description")) {
        object.entry("description").or_insert(description);
    }
    if let Some(kind) = only["type"].as_str().map(ToOwned::to_owned) {
        only["type"] = json!([kind, "null"]);
        object.remove("oneOf");
        spread(object, &only);
    } else {
        object.insert("oneOf".to_owned(), json!([only, { "type": "null" }]));
    }
}
