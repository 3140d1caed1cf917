//! Worksheets: several people in one entry at once, each in a field of their own.

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::support_model;
use futures_util::future::{join, join_all};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{Answer, App};

use super::worksheets::{Sheet, assessment, begin, finding};

impl Sheet<'_> {
    pub async fn put(&self, entry: &str, field: &str, version: i64, value: Value) -> Answer {
        let tag = format!("\"{version}\"");
        self.send(Method::PUT, &format!("/entries/{entry}/fields/{field}"), &[("if-match", &tag)], Some(json!({ "value": value }))).await
    }
}

/// Changes a template of the models that the program ships.
pub async fn retell(app: &App, model: &str, version: &str, change: impl FnOnce(&mut Value)) {
    let db = app.inner.db.for_migration();
    let row = support_model::Entity::find_by_id(model).one(db).await.expect("read").expect("the model");
    let mut document: Value = serde_json::from_str(&row.document).expect("JSON");
    document["version"] = version.into();
    change(&mut document["worksheets"][0]);
    let update = support_model::Entity::update_many()
        .col_expr(support_model::Column::Document, Expr::value(document.to_string()))
        .col_expr(support_model::Column::Version, Expr::value(version))
        .filter(support_model::Column::Key.eq(model));
    update.exec(db).await.expect("the model");
}

#[actix_web::test]
async fn fifty_who_fill_in_different_fields_of_one_entry_at_once_lose_nothing() {
    let app = App::start_with(|config| config.workers = 4).await;
    retell(&app, "social-impact-assessment", "9.0.0", |template| {
        let text = template["parts"][0]["fields"][1].clone();
        let field = |number: usize| {
            json!({ "key": format!("field-{number}"), "label": text["label"], "help": null, "kind": "text", "required": false,
            "choices": [], "scale": null, "minimum": null, "maximum": null, "part": null })
        };
        template["parts"][0]["fields"] = (0..50).map(field).collect();
        template["rules"] = json!([]);
    })
    .await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("about", json!({})).await.is(201).id();
    let field = |number: usize| format!("field-{number}");
    let answers = join_all((0..50).map(|number| {
        let (sheet, entry) = (&sheet, &entry);
        async move { sheet.put(entry, &field(number), 0, json!(format!("Svar {number}"))).await }
    }))
    .await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.header("etag") == "\"1\""), "{answers:#?}");
    let now = sheet.get(&format!("/entries/{entry}")).await.is(200);
    let expected: BTreeMap<_, _> = (0..50).map(|number| (field(number), json!(format!("Svar {number}")))).collect();
    assert_eq!(now.body["values"], json!(expected));
    assert_eq!((&now.body["version"], now.body["fieldVersions"].as_object().map(serde_json::Map::len)), (&json!(50), Some(50)));
}

#[actix_web::test]
async fn of_fifty_who_fill_in_the_same_field_at_once_one_wins_and_the_others_are_told_what_it_says() {
    let app = App::start_with(|config| config.workers = 4).await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("inventory", finding("Torget")).await.is(201).id();
    let answers = join_all((0..50).map(|number| sheet.put(&entry, "description", 0, json!(format!("Svar {number}"))))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:#?}");
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((lost.status, lost.text_at("/code").as_str(), lost.header("etag")), (412, "request.stale", "\"1\""));
        assert_eq!(lost.body["current"], won[0].body);
    }
    assert_eq!(sheet.get(&format!("/entries/{entry}/fields/description")).await.is(200).body, won[0].body);
}

#[actix_web::test]
async fn a_field_has_a_version_of_its_own() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("inventory", finding("Torget")).await.is(201).id();
    let path = |field: &str| format!("/entries/{entry}/fields/{field}");
    assert_eq!(sheet.put(&entry, "source", 0, json!("Gåtur")).await.is(200).body, json!({ "key": "source", "value": "Gåtur", "version": 1 }));
    assert_eq!(sheet.put(&entry, "source", 1, json!("Gåtur")).await.is(200).body["version"], 1, "the same again is no change");
    sheet.edit(&entry, 2, json!({ "description": "Bron", "aspect": "identity" })).await.is(200);
    let read = sheet.get(&path("description")).await.is(200);
    assert_eq!((read.header("etag"), &read.body["value"]), ("\"1\"", &json!("Bron")));
    assert_eq!(sheet.get(&path("aspect")).await.is(200).body["version"], 0);
    sheet.put(&entry, "source", 1, Value::Null).await.is(200);
    assert_eq!(sheet.get(&path("source")).await.is(200).body, json!({ "key": "source", "value": null, "version": 2 }));
    let whole = sheet.edit(&entry, 0, json!({})).await.is_problem(412, "request.stale");
    assert_eq!(whole.body["current"], sheet.get(&format!("/entries/{entry}")).await.body);
    sheet.get(&path("nonsense")).await.is_problem(404, "request.not-found");
    sheet.put(&entry, "nonsense", 0, json!("x")).await.is_problem(404, "request.not-found");
    sheet.send(Method::PUT, &path("source"), &[], Some(json!({ "value": "x" }))).await.is_problem(428, "request.precondition-required");
}

#[actix_web::test]
async fn what_is_wrong_with_a_field_is_told_at_its_value() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("inventory", finding("Torget")).await.is(201).id();
    let measure = sheet.add("measures", json!({ "inventory": [entry], "description": "Fler bänkar" })).await.is(201).id();
    let before = app.stored().await;
    for (at, field, value, fault) in [
        (&entry, "aspect", json!("colour"), ("/value", "choice")),
        (&entry, "description", Value::Null, ("/value", "missing")),
        (&measure, "inventory", json!([entry, "x"]), ("/value/1", "uuid")),
        (&measure, "inventory", json!([measure]), ("/value/0", "unknown")),
        (&measure, "inventory", json!([]), ("/value", "count")),
    ] {
        sheet.put(at, field, 0, value).await.is_problem(422, "request.invalid").has_faults(&[fault]);
    }
    sheet
        .send(Method::PUT, &format!("/entries/{entry}/fields/aspect"), &[("if-match", "\"0\"")], Some(json!({})))
        .await
        .is(422)
        .has_faults(&[("/value", "missing")]);
    assert!(before == app.stored().await, "a refused value changed something");
}

#[actix_web::test]
async fn of_removing_an_entry_and_naming_it_in_a_field_one_succeeds() {
    let app = App::start_with(|config| config.workers = 4).await;
    let sheet = assessment(&app).await;
    let stays = sheet.add("inventory", finding("Torget")).await.is(201).id();
    for _ in 0..5 {
        let found = sheet.add("inventory", finding("Bron")).await.is(201).id();
        let measure = sheet.add("measures", json!({ "inventory": [stays], "description": "Fler bänkar" })).await.is(201).id();
        let (removed, named) = join(sheet.remove(&found, 0), sheet.put(&measure, "inventory", 0, json!([stays, found]))).await;
        assert!([(204, 422), (409, 200)].contains(&(removed.status, named.status)), "{} and {}", removed.text, named.text);
    }
}

#[actix_web::test]
async fn what_the_template_asks_across_fields_is_held_in_the_language_of_the_request() {
    let app = App::start().await;
    retell(&app, "social-impact-assessment", "9.0.0", |template| {
        let message = json!({ "sv": "Så får det inte vara.", "en": "It must not be so." });
        template["rules"] = json!([
            { "kind": "notBefore", "part": "footer", "field": "follow-up", "with": { "part": "about", "field": "date" }, "count": null, "message": message },
            { "kind": "once", "part": "inventory", "field": "description", "with": null, "count": null, "message": message },
            { "kind": "most", "part": "inventory", "field": null, "with": null, "count": 2, "message": message },
            { "kind": "needs", "part": "inventory", "field": "source", "with": { "part": "inventory", "field": "kind" }, "count": null, "message": message },
        ]);
        template["parts"][1]["fields"][2]["required"] = false.into();
        template["parts"].as_array_mut().expect("parts").push(json!({ "key": "footer", "title": message, "description": null, "repeats": false, "fields":
            [{ "key": "follow-up", "label": message, "help": null, "kind": "date", "required": false, "choices": [], "scale": null,
               "minimum": null, "maximum": null, "part": null }] }));
    })
    .await;
    let sheet = assessment(&app).await;
    let about = sheet.add("about", json!({ "place": "Torget", "date": "2026-11-01" })).await.is(201).id();
    let early = sheet.add("footer", json!({ "follow-up": "2026-10-31" })).await.is(422).has_faults(&[("/values/follow-up", "rule")]);
    assert_eq!(early.text_at("/errors/0/detail"), "Så får det inte vara.");
    let footer = sheet.add("footer", json!({ "follow-up": "2026-11-01" })).await.is(201).id();
    sheet.edit(&about, 0, json!({ "date": "2026-11-02" })).await.is(422).has_faults(&[("/values/date", "rule")]);
    let body = Some(json!({ "value": "2026-10-31" }));
    let path = format!("/entries/{footer}/fields/follow-up");
    let english = sheet.send(Method::PUT, &path, &[("if-match", "\"0\""), ("accept-language", "en")], body).await.is(422);
    assert_eq!(english.has_faults(&[("/value", "rule")]).text_at("/errors/0/detail"), "It must not be so.");
    sheet.put(&about, "date", 0, json!("2026-11-02")).await.is(422).has_faults(&[("/value", "rule")]);
    sheet.put(&footer, "follow-up", 0, json!("2026-12-01")).await.is(200);
    sheet.put(&about, "date", 0, json!("2026-11-02")).await.is(200);

    let one = sheet.add("inventory", finding("Torget")).await.is(201).id();
    sheet.add("inventory", finding("Torget")).await.is(422).has_faults(&[("/values/description", "rule")]);
    let mut sourced = finding("Bron");
    sourced["source"] = "Gåtur".into();
    sourced["kind"] = Value::Null;
    sheet.add("inventory", sourced.clone()).await.is(422).has_faults(&[("/values/kind", "rule")]);
    sourced["kind"] = "need".into();
    let two = sheet.add("inventory", sourced).await.is(201).id();
    sheet.put(&two, "kind", 0, Value::Null).await.is(422).has_faults(&[("/value", "rule")]);
    sheet.put(&two, "description", 0, json!("Torget")).await.is(422).has_faults(&[("/value", "rule")]);
    sheet.put(&one, "description", 0, json!("Torget och parken")).await.is(200);
    sheet.put(&two, "description", 0, json!("Torget")).await.is(200);
    sheet.add("inventory", finding("Parken")).await.is(422).has_faults(&[("/part", "rule")]);
    begin(&app, "place-evaluation", "evaluation").await;
}
