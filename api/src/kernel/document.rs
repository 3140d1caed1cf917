//! Finishes the OpenAPI document: what is true of every operation is said here, once.
//!
//! A handler declares its parameters and its success. From those follow, by rule, the problems it
//! may answer, the headers that every answer carries, bounds for whatever has none, and an example
//! for every body, put together from the examples of its parts.

#![expect(clippy::indexing_slicing, reason = "indexing JSON gives null for what is missing, and inserts what is written")]

mod stale;
mod tidy;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema, ToSchema};

use super::fault::FaultBody;
use super::feature::Feature;
use super::problem::{GENERAL, ProblemBody};

/// Where the committed document says that the API is.
pub const PUBLISHED_AT: &str = "https://torg.example.org";

/// Which methods each path has, from the document.
#[derive(Clone, Debug, Default)]
pub struct Methods(BTreeMap<String, String>);

impl Methods {
    /// Reads them from a finished document.
    #[must_use]
    pub fn of_document(document: &Value) -> Self {
        let paths = document.pointer("/paths").and_then(Value::as_object).into_iter().flatten();
        let allow = |item: &Value| {
            let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase());
            let methods = methods.flat_map(|method| if method == "GET" { vec![method, "HEAD".to_owned()] } else { vec![method] });
            methods.collect::<Vec<_>>().join(", ")
        };
        Self(paths.map(|(path, item)| (format!("/api/v1{path}"), allow(item))).collect())
    }

    /// The methods of a route template, as `Allow` lists them.
    #[must_use]
    pub fn of(&self, pattern: &str) -> Option<String> {
        self.0.get(pattern).cloned()
    }
}

/// The finished document, for a service that is reached at this address.
#[must_use]
pub fn finish(collected: &OpenApi, features: &[Feature], public_url: &str) -> Value {
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    let schemas = [("Problem", ProblemBody::schema()), ("Fault", FaultBody::schema())];
    let mut more = Vec::new();
    ProblemBody::schemas(&mut more);
    for (name, schema) in schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).chain(more) {
        put(&mut document, &["components", "schemas", &name], json!(schema));
    }
    document["openapi"] = json!("3.1.0");
    document["info"] = info();
    document["servers"] = json!([{ "url": format!("{public_url}/api/v1"), "description": if public_url == PUBLISHED_AT { "Production" } else { "This service" }, "x-internal": false }]);
    document["tags"] = features.iter().map(|feature| json!({ "name": feature.tag, "description": feature.about })).collect();
    document["security"] = json!([{ "bearer": [] }]);
    tidy::tidy(&mut document);
    bound(&mut document);
    close_request_bodies(&mut document);
    let components = document["components"]["schemas"].clone();
    shared_components(&mut document, &components);
    // Each operation refuses a lost update in its own way.
    let refused = document["components"]["responses"].as_object_mut().and_then(|responses| responses.remove(&name_of(412))).unwrap_or_default();
    let mut more = Map::new();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let current = stale::current_of(operation);
            finish_operation(path, method, operation, &components);
            if let Some(current) = current {
                stale::show(operation, &current, &refused, &components, &mut more);
            }
        }
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(more);
    }
    document
}

fn put(document: &mut Value, path: &[&str], value: Value) {
    let place = path.iter().fold(document, |place, name| &mut place[*name]);
    *place = value;
}

fn info() -> Value {
    json!({
        "title": "Torg",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "A member network for social sustainability that one can host oneself",
        "description": "Torg är ett medlemsnätverk för alla som arbetar för social hållbarhet. Medlemmar anger bakgrund och kompetens, hittar varandra och ser varför de passar ihop, går med i grupper och för samtal. Stödmodellerna läser alla, utan konto.\n\nTorg is a member network for people who work for social sustainability. Members state their background and competences, find each other and learn why they match, join groups and hold discussions. Anybody reads the support models, without an account.\n\nAuthentication: sign in with `POST /sessions` and send the access token as a bearer token; it is good for ten minutes and renewed with `POST /tokens`. Texts follow `Accept-Language` (sv, en). A HEAD request is answered like GET, without the body. Clients ignore members and enumeration values that they do not know. Lists go on with the `next` link. The document is the contract; within a major version it only grows.\n\nKnown limitations: see `x-limitations`. Terms of use: the operator of each installation sets them.",
        "termsOfService": "https://torg.example.org/terms",
        "contact": { "name": "Torg", "url": "https://torg.example.org", "email": "api@torg.example.org" },
        "license": { "name": "EUPL-1.2", "url": "https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12" },
        "x-sla": { "availability": "set by each operator", "responseTime": "p99 under 300 ms for reads on the recommended machine", "support": "set by each operator" },
        "x-limitations": [
            "The API is in its alpha stage: version 0.x may change between releases, as the changelog tells.",
            "Page numbers reach to 10 000 items; a cursor goes further, except where the order is by relevance."
        ],
    })
}

/// Gives every string, list and number a bound; those that were declared stay.
fn bound(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(bound),
        Value::Object(object) => {
            bound_schema(object);
            object.iter_mut().filter(|(name, _)| !matches!(name.as_str(), "example" | "examples")).for_each(|(_, inner)| bound(inner));
        }
        _ => {}
    }
}

fn bound_schema(schema: &mut Map<String, Value>) {
    let kinds: Vec<String> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        _ => return,
    };
    let mut unless_said = |name: &str, value: Value| {
        schema.entry(name).or_insert(value);
    };
    if kinds.iter().any(|kind| kind == "array") {
        unless_said("maxItems", json!(1000));
    }
    if kinds.iter().any(|kind| kind == "integer") {
        unless_said("format", json!("int64"));
        unless_said("minimum", json!(0));
        unless_said("maximum", json!(9_007_199_254_740_991_i64));
    }
    if kinds.iter().any(|kind| kind == "string") && !schema.contains_key("enum") && !schema.contains_key("const") {
        let (length, example) = match schema.get("format").and_then(Value::as_str) {
            Some("uuid") => (36, Some("0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47")),
            Some("date") => (10, Some("2026-11-22")),
            Some("date-time") => (32, Some("2026-11-22T09:30:00Z")),
            _ => (1_000_000, None),
        };
        schema.entry("maxLength").or_insert(json!(length));
        if let (Some(example), false) = (example, schema.contains_key("example")) {
            schema.entry("examples").or_insert(json!([example]));
        }
    }
}

/// A request body takes nothing that it does not name, and a change requires nothing (RFC 7396).
fn close_request_bodies(document: &mut Value) {
    let operations = document["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object().into_iter().flatten());
    let taken: Vec<String> = operations
        .filter_map(|(_, operation)| {
            operation.pointer("/requestBody/content/application~1json/schema/$ref")?.as_str()?.rsplit('/').next().map(ToOwned::to_owned)
        })
        .collect();
    for name in taken {
        let Some(schema) = document["components"]["schemas"][&name].as_object_mut() else { continue };
        schema.insert("additionalProperties".to_owned(), json!(false));
        if name.ends_with("Change") {
            schema.remove("required");
        }
    }
}

/// The header by which a trace goes on (W3C Trace Context).
fn traceparent() -> Value {
    json!({ "name": "traceparent", "in": "header", "required": false, "description": "The trace that the request belongs to (W3C Trace Context); a malformed one is replaced", "schema": { "type": "string", "maxLength": 512 }, "example": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" })
}

fn idempotency_key() -> Value {
    json!({ "name": "Idempotency-Key", "in": "header", "required": false, "description": "Makes a retry safe: the same key and body get the same answer, and the effect happens once", "schema": { "type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]+$" }, "example": "9f1b6a52-6b1d-4d0e-8f53-1c8c2b6b9a10" })
}

fn header(description: &str, example: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string", "maxLength": 2000, "examples": [example] } })
}

fn shared_components(document: &mut Value, schemas: &Value) {
    let components = &mut document["components"];
    components["securitySchemes"] = json!({ "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token from POST /sessions: a JWT (RFC9068) that follows RFC8725, signed with Ed25519, good for ten minutes." } });
    components["parameters"] = json!({ "traceparent": traceparent(), "idempotencyKey": idempotency_key() });
    components["headers"] = json!({
        "traceparent": header("The trace that the answer belongs to (W3C Trace Context)", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        "RateLimit": header("What is left of the caller's allowance, and in how many seconds it is full again (draft)", "\"minute\";r=2990;t=1"),
        "RetryAfter": header("After how many seconds a retry makes sense", "2"),
        "Location": header("Where the new thing is", "https://torg.example.org/api/v1/groups/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"),
        "ETag": header("The version, for If-Match and If-None-Match", "\"3\""),
    });
    // 405 is for a method that is no operation.
    for kind in GENERAL.iter().filter(|kind| kind.status != 405) {
        let status = kind.status;
        let mut example = example_of(&schemas["Problem"], schemas);
        for (name, value) in [
            ("type", json!(format!("{PUBLISHED_AT}/api/v1/problems/{}", kind.code))),
            ("code", json!(kind.code)),
            ("title", json!(kind.en)),
            ("detail", json!(kind.en)),
            ("status", json!(status)),
        ] {
            example[name] = value;
        }
        if let Some(example) = example.as_object_mut() {
            if status != 422 {
                example.remove("errors");
            }
            if status != 403 {
                example.remove("right");
            }
        }
        let mut headers = answer_headers();
        if matches!(status, 429 | 503) {
            headers["Retry-After"] = json!({ "$ref": "#/components/headers/RetryAfter" });
        }
        let response = json!({
            "description": kind.en,
            "headers": headers,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" }, "example": example } },
        });
        components["responses"].as_object_mut().map(|responses| responses.entry(name_of(status)).or_insert(response.clone()));
        if components["responses"].is_null() {
            components["responses"] = json!({ name_of(status): response });
        }
    }
}

fn name_of(status: u16) -> String {
    format!("Problem{status}")
}

fn answer_headers() -> Value {
    json!({ "RateLimit": { "$ref": "#/components/headers/RateLimit" }, "traceparent": { "$ref": "#/components/headers/traceparent" } })
}

fn finish_operation(path: &str, method: &str, operation: &mut Value, schemas: &Value) {
    if let Some(id) = operation["operationId"].as_str().map(camel) {
        operation["operationId"] = json!(id);
    }
    let secured = operation["security"].is_null();
    if secured {
        operation["security"] = json!([{ "bearer": [] }]);
    }
    let may_sign_in = operation["security"].as_array().is_some_and(|ways| ways.iter().any(|way| way.get("bearer").is_some()));
    let takes_body = !operation["requestBody"].is_null();
    let creates = !operation["responses"]["201"].is_null();
    let locked = has_parameter(operation, "If-Match");
    let reads_query = operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["in"] == "query"));

    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        if parameter["in"] != "path" && parameter["required"].is_null() {
            parameter["required"] = json!(false);
        }
        plain_parameter(parameter);
    }
    parameters.push(json!({ "$ref": "#/components/parameters/traceparent" }));
    if creates && secured {
        parameters.push(json!({ "$ref": "#/components/parameters/idempotencyKey" }));
    }
    operation["parameters"] = json!(parameters);

    let rules: &[(bool, &[u16])] = &[
        // Every door refuses a token that is not good, also where none is needed.
        (true, &[400, 401, 408, 414, 429, 431, 500, 503]),
        (may_sign_in && method != "get", &[403, 409]),
        (path.contains('{'), &[404]),
        (takes_body, &[413, 415, 422]),
        (reads_query || (creates && secured), &[422]),
        (locked, &[412, 428]),
        (method != "get", &[507]),
    ];
    let named = operation["responses"].as_object().into_iter().flatten().filter_map(|(status, _)| status.parse().ok());
    let named: Vec<u16> = named.filter(|status| *status >= 400).collect();
    let problems = rules.iter().filter(|(holds, _)| *holds).flat_map(|(_, statuses)| statuses.iter().copied());
    for status in problems.chain(named) {
        let responses = &mut operation["responses"];
        responses[status.to_string()] = json!({ "$ref": format!("#/components/responses/{}", name_of(status)) });
    }
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        response["headers"] = answer_headers();
        if is_versioned(response.pointer("/content/application~1json/schema").unwrap_or(&Value::Null), schemas) {
            response["headers"]["ETag"] = json!({ "$ref": "#/components/headers/ETag" });
        }
        if status == "201" {
            response["headers"]["Location"] = json!({ "$ref": "#/components/headers/Location" });
        }
        if response["description"].as_str().is_none_or(str::is_empty) {
            response["description"] = json!(match status.as_str() {
                "201" => "Created",
                "202" => "Accepted",
                "204" => "Done",
                _ => "Found",
            });
        }
        give_examples(response, schemas);
    }
    if takes_body {
        operation["requestBody"]["required"] = json!(true);
        if method == "patch" {
            let content = operation["requestBody"]["content"]["application/json"].clone();
            operation["requestBody"]["content"]["application/merge-patch+json"] = content;
        }
        give_examples(&mut operation["requestBody"], schemas);
    }
}

fn has_parameter(operation: &Value, name: &str) -> bool {
    operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == name))
}

/// Whether it carries the version that is its entity tag.
fn is_versioned(schema: &Value, schemas: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return is_versioned(&schemas[name], schemas);
    }
    let parts = schema["allOf"].as_array().into_iter().flatten();
    !schema["properties"]["version"].is_null() || parts.into_iter().any(|part| is_versioned(part, schemas))
}

/// A parameter cannot be null: it is there or not.
fn plain_parameter(parameter: &mut Value) {
    let schema = &mut parameter["schema"];
    if let Some(kinds) = schema["type"].as_array() {
        let kind = kinds.iter().find(|kind| *kind != "null").cloned();
        schema["type"] = kind.unwrap_or_default();
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let real = choices.iter().find(|choice| choice["type"] != "null").cloned();
        *schema = real.unwrap_or_default();
    }
}

fn give_examples(holder: &mut Value, schemas: &Value) {
    for (_, media) in holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        media["example"] = example_of(&media["schema"], schemas);
    }
}

/// An example of a schema, put together from the examples of its parts.
fn example_of(schema: &Value, schemas: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return example_of(&schemas[name], schemas);
    }
    let given = schema.get("example").or_else(|| schema["examples"].get(0)).or_else(|| schema["enum"].get(0)).or_else(|| schema.get("const"));
    if let Some(given) = given {
        return given.clone();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let merged = parts.iter().map(|part| example_of(part, schemas)).filter_map(|part| part.as_object().cloned()).flatten();
        return Value::Object(merged.collect());
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let real = choices.iter().find(|choice| choice["type"] != "null");
        return real.map_or(Value::Null, |real| example_of(real, schemas));
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"));
    match kind {
        Some("object") => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            Value::Object(properties.map(|(name, property)| (name.clone(), example_of(property, schemas))).collect())
        }
        Some("array") => json!([example_of(&schema["items"], schemas)]),
        Some("boolean") => json!(false),
        Some("integer" | "number") => schema["minimum"].clone(),
        Some("string") => json!("Social hållbarhet"),
        _ => Value::Null,
    }
}

/// `list_groups` as `listGroups`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}
