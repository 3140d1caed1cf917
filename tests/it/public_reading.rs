//! What a visitor reaches by following every link: the support models and what else is public, and nothing of anybody.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{App, Contract};

/// Every address that stands somewhere in an answer.
fn links(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::Object(object) => object.iter().for_each(|(name, item)| match (name.as_str(), item) {
            ("href", Value::String(address)) => found.extend(address.strip_prefix("https://torg.test/api/v1").map(ToOwned::to_owned)),
            _ => links(item, found),
        }),
        _ => {}
    }
}

#[actix_web::test]
async fn a_visitor_reaches_what_is_public_and_nothing_else() {
    let app = App::start().await;
    let alva = app.member("Kanariefågeln Alva").await;
    alva.patch("/members/me", json!({ "headline": "kanariefågel", "about": "kanariefågel" })).await.is(200);
    let mut hidden = Vec::new();
    for visibility in ["network", "closed", "secret"] {
        let group = alva.starts_group("Kanariefåglarna", visibility, "request").await;
        hidden.push(alva.opens(&group, "Om kanariefåglar").await);
        hidden.push(group);
    }
    let told = json!({ "block": "head", "kind": "missing", "why": "kanariefåglar" });
    hidden.push(alva.post("/support-models/peer-review/contributions", told).await.is(201).id());
    let visitor = app.stranger();
    let contract = Contract::of(&visitor).await;
    let reads: Vec<_> = contract.operations().into_iter().filter(|operation| operation.method == Method::GET).collect();
    let mut ahead: Vec<_> = reads.iter().filter(|operation| !operation.path.contains('{')).map(|operation| operation.path.clone()).collect();
    // Whoever knows an id gets no further.
    for operation in reads.iter().filter(|operation| operation.path.contains("Id}")) {
        ahead.extend(hidden.iter().chain([&alva.id]).map(|id| operation.at(|_| id.clone())));
    }
    let (mut seen, mut models) = (BTreeSet::new(), BTreeSet::new());
    while let Some(path) = ahead.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = visitor.get(&path).await;
        assert!(!answer.headers.contains_key("set-cookie"), "{path} sets a cookie");
        if answer.status != 200 {
            assert!([401, 404, 422].contains(&answer.status), "{path} answered {}", answer.status);
            continue;
        }
        let told = answer.text.to_lowercase();
        assert!(!told.contains("kanarie") && !hidden.iter().chain([&alva.id]).any(|id| told.contains(id.as_str())), "{path} tells of somebody");
        if let Some(model) = path.strip_prefix("/support-models/").filter(|rest| !rest.contains('/')) {
            models.insert(model.to_owned());
        }
        links(&answer.body, &mut ahead);
    }
    assert!(models.len() >= 8, "only {models:?} were reached");
}
