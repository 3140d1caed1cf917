//! What a lost update is told: the problem, with what there is now.

use serde_json::{Map, Value, json};

use super::{example_of, has_parameter};

/// The schema of what there is now: what the operation says of 412, or else what it answers.
pub fn current_of(operation: &Value) -> Option<String> {
    let answer = |status: &str| operation["responses"][status].pointer("/content/application~1json/schema/$ref");
    let schema = answer("412").or_else(|| answer("200")).filter(|_| has_parameter(operation, "If-Match"))?;
    schema.as_str()?.rsplit('/').next().map(ToOwned::to_owned)
}

/// Has an operation refuse a lost update with what there is now, and notes the schema of that refusal.
pub fn show(operation: &mut Value, current: &str, refused: &Value, schemas: &Value, more: &mut Map<String, Value>) {
    let name = format!("Stale{current}");
    let mut refused = refused.clone();
    let told = &mut refused["content"]["application/problem+json"];
    told["schema"] = json!({ "$ref": format!("#/components/schemas/{name}") });
    told["example"]["current"] = example_of(&schemas[current], schemas);
    refused["headers"]["ETag"] = json!({ "$ref": "#/components/headers/ETag" });
    operation["responses"]["412"] = refused;
    let now = json!({ "allOf": [{ "$ref": format!("#/components/schemas/{current}") }], "description": "What there is now; nothing where there is none yet, or none any more" });
    let told = json!({ "type": "object", "properties": { "current": now } });
    let schema =
        json!({ "title": name, "description": "It has changed since it was read", "allOf": [{ "$ref": "#/components/schemas/Problem" }, told] });
    more.insert(name, schema);
}
