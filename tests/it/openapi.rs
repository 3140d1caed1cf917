//! The committed document is the document.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use api::kernel::document::PUBLISHED_AT;
use serde_json::Value;
use tests::App;

fn committed() -> String {
    contract("openapi.json")
}

fn contract(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi").join(name);
    fs::read_to_string(path).unwrap_or_else(|_| panic!("openapi/{name} is committed"))
}

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let made = serde_json::to_string_pretty(&api::server::openapi(PUBLISHED_AT)).expect("JSON");
    assert!(committed().trim_end() == made, "openapi/openapi.json is not what the code makes: run `cargo run -p openapi` and commit it");
}

#[test]
fn the_committed_schema_of_support_models_is_the_one_the_code_makes() {
    let made = serde_json::to_string_pretty(&api::support_models::schema()).expect("JSON");
    let committed = contract("support-model.schema.json");
    assert!(committed.trim_end() == made, "support-model.schema.json is not what the code makes: run `cargo run -p openapi` and commit it");
}

#[test]
fn operation_ids_are_unique_and_every_operation_has_one_known_tag() {
    let document: Value = serde_json::from_str(&committed()).expect("JSON");
    let tags: BTreeSet<_> = document["tags"].as_array().expect("tags").iter().map(|tag| tag["name"].as_str().expect("a name")).collect();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
            assert!(ids.insert(id), "{id} is there twice");
            let own = operation["tags"].as_array().map_or(&[][..], Vec::as_slice);
            assert!(own.len() == 1 && tags.contains(own[0].as_str().unwrap_or_default()), "{method} {path} has tags {own:?}");
            assert!(operation["summary"].is_string() && operation["description"].is_string(), "{method} {path} is not described");
        }
    }
}

#[test]
fn every_schema_is_there_and_used() {
    let text = committed();
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let named: BTreeSet<_> = document["components"]["schemas"].as_object().expect("schemas").keys().cloned().collect();
    let used: BTreeSet<_> = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned).collect();
    assert_eq!(named, used);
}

#[actix_web::test]
async fn the_document_is_served_in_both_forms_without_signing_in() {
    let app = App::start().await;
    let json = app.stranger().get("/openapi.json").await.is(200);
    let yaml = app.stranger().get("/openapi.yaml").await.is(200);
    assert_eq!(json.body["servers"][0]["url"], "https://torg.test/api/v1");
    assert!(yaml.text.contains("openapi: 3.1.0"));
    let docs = app.request(actix_web::http::Method::GET, "/docs/", &[], None).await.is(200);
    assert!(docs.header("content-security-policy").contains("script-src 'self'") && docs.text.contains("swagger-ui"));
}
