//! The JSON Schema (2020-12) of a support model's document, made of the types that the API shows,
//! and the check of a document against it.

use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::content::SupportModelContent;
use super::words::{Key, LINE, Name, PROSE};
use crate::kernel::fault::{Fault, Wrong};

const COMPONENTS: &str = "#/components/schemas/";

/// The schema.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let mut parts = Vec::new();
    SupportModelContent::schemas(&mut parts);
    let parts = parts.into_iter().map(|(name, schema)| (name, json!(schema)));
    let named = |name: &String| !["ModelKey", "ModelLine", "ModelName", "ModelProse", "Language"].contains(&name.as_str());
    let parts: Map<String, Value> = parts.filter(|(name, _)| named(name)).map(|(name, schema)| (name, in_every_language(schema))).collect();
    let mut whole = in_every_language(json!(SupportModelContent::schema()));
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        whole.insert("title".to_owned(), json!("A support model, in every language"));
        whole.insert("$defs".to_owned(), Value::Object(parts));
    }
    whole
});

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| jsonschema::options().should_validate_formats(true).build(&SCHEMA).ok());

/// What of a document is not as the schema says, all of it, with JSON pointers.
pub fn faults(document: &Value) -> Vec<Fault> {
    match &*VALIDATOR {
        Some(validator) => validator.iter_errors(document).flat_map(|error| faults_of(&error)).collect(),
        // It is made of our own types, and a test makes it; without it nothing is known to be right.
        None => vec![Fault::new("", Wrong::Characters)],
    }
}

/// A schema of the API as it is in the document: texts in every language, nothing that is not
/// named, and no list that has to be there when it is empty.
fn in_every_language(schema: Value) -> Value {
    match schema {
        Value::Array(items) => items.into_iter().map(in_every_language).collect(),
        Value::Object(object) => of_object(object),
        plain => plain,
    }
}

fn of_object(mut object: Map<String, Value>) -> Value {
    let referred = object.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix(COMPONENTS)).map(ToOwned::to_owned);
    match referred.as_deref() {
        Some("ModelKey") => beside(object, &json!(Key::schema())),
        Some("ModelName") => beside(object, &json!(Name::schema())),
        Some("ModelLine") => beside(object, &in_languages(LINE)),
        Some("ModelProse") => beside(object, &in_languages(PROSE)),
        Some(name) => {
            object.insert("$ref".to_owned(), json!(format!("#/$defs/{name}")));
            Value::Object(object)
        }
        None => {
            close(&mut object);
            let object = object.into_iter().map(|(name, inner)| (name, in_every_language(inner))).collect();
            or_null(object)
        }
    }
}

/// A text in one language or more.
fn in_languages(longest: usize) -> Value {
    let text = json!({ "type": "string", "minLength": 1, "maxLength": longest, "pattern": "\\S" });
    json!({ "type": "object", "properties": { "sv": text, "en": text }, "minProperties": 1, "additionalProperties": false })
}

fn beside(mut object: Map<String, Value>, value: &Value) -> Value {
    object.remove("$ref");
    if value.get("type").is_some_and(|kind| kind == "object") {
        object.remove("examples");
    }
    object.extend(value.as_object().cloned().unwrap_or_default());
    Value::Object(object)
}

fn close(object: &mut Map<String, Value>) {
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove("language");
    }
    let Some(properties) = object.get("properties").cloned() else { return };
    let is_list =
        |name: &Value| name.as_str().and_then(|name| properties.get(name)).is_none_or(|property| property.get("type") == Some(&json!("array")));
    let required: Vec<_> = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let required: Vec<_> = required.into_iter().filter(|name| !is_list(name)).collect();
    object.insert("required".to_owned(), required.into());
    object.insert("additionalProperties".to_owned(), json!(false));
}

/// `oneOf` a type and null is told better as a type that may be null.
fn or_null(mut object: Map<String, Value>) -> Value {
    let Some(choices) = object.remove("oneOf") else { return Value::Object(object) };
    let real = choices.as_array().into_iter().flatten().find(|choice| choice.get("type") != Some(&json!("null"))).cloned();
    match real.as_ref().and_then(|real| Some((real.as_object()?, real.get("type")?.as_str()?))) {
        Some((real, kind)) => {
            object.extend(real.clone());
            object.insert("type".to_owned(), json!([kind, "null"]));
            if kind == "object" {
                object.remove("examples");
            }
        }
        None => drop(object.insert("anyOf".to_owned(), choices)),
    }
    Value::Object(object)
}

fn faults_of(error: &ValidationError) -> Vec<Fault> {
    let at = error.instance_path().to_string();
    let below = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    let number = |limit: &u64| usize::try_from(*limit).unwrap_or(usize::MAX);
    let wrong = match error.kind() {
        Kind::Required { property } => return vec![Fault::new(below(property.as_str().unwrap_or_default()), Wrong::Missing)],
        Kind::AdditionalProperties { unexpected } => return unexpected.iter().map(|name| Fault::new(below(name), Wrong::Surplus(None))).collect(),
        // One of the two is null: what is wrong is told by the other.
        Kind::AnyOf { context } => {
            let of_type = |errors: &&Vec<_>| errors.iter().any(|error: &ValidationError| matches!(error.kind(), Kind::Type { .. }));
            let meant = context.iter().find(|errors| !of_type(errors)).or_else(|| context.first());
            return meant.into_iter().flatten().flat_map(faults_of).collect();
        }
        Kind::MinProperties { .. } => Wrong::Missing,
        Kind::MaxLength { limit } => Wrong::Long(number(limit)),
        Kind::MinLength { limit } => Wrong::Short(number(limit)),
        Kind::MaxItems { limit } => Wrong::Count(0, number(limit)),
        Kind::Enum { options } => Wrong::Choice(options.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
        Kind::Format { format } if format == "uri" => Wrong::Url,
        Kind::Format { format } => Wrong::Type(format.clone()),
        Kind::Maximum { limit } => Wrong::Type(format!("integer, at most {limit}")),
        Kind::Minimum { limit } => Wrong::Type(format!("integer, at least {limit}")),
        Kind::Pattern { pattern } if pattern.contains("[a-z0-9]+") => Wrong::Slug,
        Kind::Pattern { .. } => Wrong::Characters,
        Kind::Type { kind } => Wrong::Type(types(kind)),
        _ => Wrong::Type(error.kind().keyword().to_owned()),
    };
    vec![Fault::new(at, wrong)]
}

fn types(kind: &jsonschema::error::TypeKind) -> String {
    match kind {
        jsonschema::error::TypeKind::Single(one) => one.to_string(),
        jsonschema::error::TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(" or "),
    }
}
