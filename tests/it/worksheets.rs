//! Worksheets: begun without an account, kept by a secret, filled in by several people at once.

use actix_web::http::Method;
use entity::support_model;
use futures_util::future::join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{Answer, App};

/// A worksheet, and whoever holds its secret.
pub struct Sheet<'a> {
    app: &'a App,
    pub path: String,
    pub secret: String,
}

impl Sheet<'_> {
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let headers: Vec<_> = [("worksheet-secret", self.secret.as_str())].into_iter().chain(headers.iter().copied()).collect();
        self.app.stranger().send(method, &format!("{}{path}", self.path), &headers, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn add(&self, part: &str, values: Value) -> Answer {
        self.send(Method::POST, "/entries", &[], Some(json!({ "part": part, "values": values }))).await
    }

    pub async fn edit(&self, entry: &str, version: i64, values: Value) -> Answer {
        let tag = format!("\"{version}\"");
        self.send(Method::PATCH, &format!("/entries/{entry}"), &[("if-match", &tag)], Some(json!({ "values": values }))).await
    }

    pub async fn remove(&self, entry: &str, version: i64) -> Answer {
        self.send(Method::DELETE, &format!("/entries/{entry}"), &[("if-match", &format!("\"{version}\""))], None).await
    }
}

pub async fn begin<'a>(app: &'a App, model: &str, template: &str) -> Sheet<'a> {
    let begun = app.stranger().post("/worksheets", json!({ "model": model, "template": template })).await.is(201);
    assert_eq!(begun.header("location"), format!("https://torg.test/api/v1/worksheets/{}", begun.id()));
    assert_eq!(begun.header("cache-control"), "no-store", "what carries a secret is kept by nobody");
    Sheet { app, path: format!("/worksheets/{}", begun.id()), secret: begun.text_at("/secret") }
}

pub async fn assessment(app: &App) -> Sheet<'_> {
    begin(app, "social-impact-assessment", "assessment").await
}

pub fn finding(description: &str) -> Value {
    json!({ "aspect": "identity", "scale": "district", "kind": "value", "description": description })
}

#[actix_web::test]
async fn a_visitor_begins_a_worksheet_and_goes_on_with_it_on_another_device() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    assert!(sheet.secret.starts_with("torg_ws_") && sheet.secret.len() > 50);
    let entry = sheet.add("inventory", finding("  Torget är välbesökt  ")).await.is(201);
    assert_eq!(entry.text_at("/values/description"), "Torget är välbesökt");
    let seen = sheet.get("").await.is(200);
    assert_eq!((seen.text_at("/model").as_str(), seen.text_at("/entries/0/id")), ("social-impact-assessment", entry.id()));
    assert_eq!((seen.text_at("/template/parts/1/title").as_str(), seen.text_at("/scales/0/key").as_str()), ("Inventering", "direction"));
    assert!(!seen.text.contains(&sheet.secret), "the secret is told once");
    let english = sheet.send(Method::GET, "", &[("accept-language", "en")], None).await.is(200);
    assert_eq!((english.text_at("/language").as_str(), english.text_at("/template/parts/1/title").as_str()), ("en", "Inventory"));
    let alone = sheet.get(&format!("/entries/{}", entry.id())).await.is(200);
    assert_eq!((alone.header("etag"), alone.text_at("/part").as_str()), ("\"0\"", "inventory"));
    assert!(app.stored().await.values().flatten().all(|row| !row.contains(&sheet.secret)), "only the hash is stored");
}

#[actix_web::test]
async fn a_worksheet_is_begun_with_a_template_that_is_there() {
    let app = App::start().await;
    let nobody = app.stranger();
    for (body, faults) in [
        (json!({ "model": "nonsense", "template": "assessment" }), vec![("/model", "unknown")]),
        (json!({ "model": "knowledge-matrix", "template": "assessment" }), vec![("/template", "unknown")]),
        (json!({ "model": "Å", "tempalte": "x" }), vec![("/model", "slug"), ("/template", "missing"), ("/tempalte", "surplus")]),
    ] {
        nobody.post("/worksheets", body).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    for model in nobody.get("/support-models?limit=100").await.is(200).each("/key") {
        let model = nobody.get(&format!("/support-models/{model}")).await.is(200);
        for template in model.body["worksheets"].as_array().expect("templates") {
            begin(&app, &model.text_at("/key"), template["key"].as_str().expect("a key")).await;
        }
    }
}

#[actix_web::test]
async fn what_comes_from_nothing_is_refused_in_the_language_of_the_request_at_its_field() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let other = assessment(&app).await;
    let (found, foreign) = (sheet.add("inventory", finding("Torget")).await.is(201).id(), other.add("inventory", finding("Bron")).await.is(201).id());
    let missing = sheet.add("measures", json!({ "description": "Fler bänkar" })).await.is(422);
    assert_eq!(missing.has_faults(&[("/values/inventory", "missing")]).text_at("/errors/0/detail"), "måste anges");
    let body = json!({ "part": "measures", "values": { "description": "More benches", "inventory": [foreign] } });
    let english = sheet.send(Method::POST, "/entries", &[("accept-language", "en")], Some(body)).await.is(422);
    assert_eq!(english.has_faults(&[("/values/inventory/0", "unknown")]).text_at("/errors/0/detail"), "names something that does not exist");
    for (values, faults) in [
        (json!({ "inventory": [] }), vec![("/values/inventory", "count"), ("/values/description", "missing")]),
        (json!({ "inventory": found, "description": "x" }), vec![("/values/inventory", "type")]),
        (json!({ "inventory": [found, "x", 7], "description": "x" }), vec![("/values/inventory/1", "uuid"), ("/values/inventory/2", "uuid")]),
        (json!({ "inventory": null, "description": "x" }), vec![("/values/inventory", "missing")]),
    ] {
        sheet.add("measures", values).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    let measure = sheet.add("measures", json!({ "inventory": [found, found], "description": "Fler bänkar" })).await.is(201);
    assert_eq!(measure.body["values"]["inventory"], json!([found]));
    let consequence = json!({ "measures": [found], "description": "x", "direction": 1, "reasons": "x" });
    sheet.add("consequences", consequence.clone()).await.is(422).has_faults(&[("/values/measures/0", "unknown")]);
    let mut consequence = consequence;
    consequence["measures"] = json!([measure.id()]);
    sheet.add("consequences", consequence).await.is(201);
}

#[actix_web::test]
async fn a_wrong_value_is_refused_at_its_field_and_nothing_is_stored() {
    let app = App::start().await;
    let (sheet, plan) = (assessment(&app).await, begin(&app, "dialogue-tool", "dialogue-plan").await);
    let before = app.stored().await;
    let place = |values: Value| {
        (
            "about",
            json!({ "place": "Torget" })
                .as_object()
                .into_iter()
                .flatten()
                .chain(values.as_object().into_iter().flatten())
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect::<Value>(),
        )
    };
    for ((part, values), faults) in [
        (
            ("inventory", json!({ "aspect": "colour", "scale": 1, "kind": null, "description": "" })),
            vec![("/values/aspect", "choice"), ("/values/scale", "type"), ("/values/kind", "missing"), ("/values/description", "too-short")],
        ),
        (place(json!({ "date": "2026-02-30" })), vec![("/values/date", "type")]),
        (place(json!({ "date": "2026-2-3" })), vec![("/values/date", "type")]),
        (place(json!({ "date": 20_260_203 })), vec![("/values/date", "type")]),
        (place(json!({ "purpose": "a\u{0}b" })), vec![("/values/purpose", "characters")]),
        (place(json!({ "purpose": "å".repeat(5001) })), vec![("/values/purpose", "too-long")]),
        (place(json!({ "purpose": { "sv": "x" } })), vec![("/values/purpose", "type")]),
        (place(json!({ "purpos": "x", "a/b~c": "x" })), vec![("/values/purpos", "surplus"), ("/values/a~1b~0c", "surplus")]),
    ] {
        sheet.add(part, values).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    for (part, values, faults) in [
        (
            "level",
            json!({ "boverket": 5, "conflict": "1", "skr": 1.5 }),
            vec![("/values/boverket", "choice"), ("/values/conflict", "type"), ("/values/skr", "type")],
        ),
        ("feedback", json!({ "recipients": ["participants", "press"] }), vec![("/values/recipients/1", "choice")]),
        ("nonsense", json!({}), vec![("/part", "unknown")]),
    ] {
        plan.add(part, values).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    plan.send(Method::POST, "/entries", &[], Some(json!({ "part": "level", "values": [] }))).await.is(422).has_faults(&[("/values", "type")]);
    assert!(before == app.stored().await, "a refused entry changed something");
    let group = plan.add("groups", json!({ "group": "Unga", "reach": "Genom skolan" })).await.is(201).id();
    for participants in [-1, 1_000_001] {
        let values = json!({ "groups": [group], "method": "Gåtur", "participants": participants });
        plan.add("activities", values).await.is(422).has_faults(&[("/values/participants", "range")]);
    }
    plan.add("activities", json!({ "groups": [group], "method": "Gåtur", "participants": 0, "date": "2026-12-01" })).await.is(201);
    plan.add("feedback", json!({ "recipients": ["participants", "absent"] })).await.is(201);
}

#[actix_web::test]
async fn the_dialogue_plan_asks_for_each_of_the_seven_principles() {
    let app = App::start().await;
    let model = app.stranger().get("/support-models/dialogue-tool").await.is(200);
    let principles: Vec<_> = model.body["principles"].as_array().expect("principles").iter().map(|one| one["key"].as_str().expect("a key")).collect();
    assert_eq!(principles.len(), 7);
    let plan = begin(&app, "dialogue-tool", "dialogue-plan").await;
    let answers: Value = principles.iter().map(|key| ((*key).to_owned(), json!(2))).collect();
    let entry = plan.add("principles", answers).await.is(201);
    plan.add("principles", json!({})).await.is_problem(409, "worksheets.part-taken");
    plan.edit(&entry.id(), 0, json!({ "equal-worth": 4 })).await.is(422).has_faults(&[("/values/equal-worth", "choice")]);
    let changed = plan.edit(&entry.id(), 0, json!({ "equal-worth": 3, "equal-worth-why": "Tolk finns", "at-least-heard": null })).await.is(200);
    assert_eq!((&changed.body["values"]["equal-worth"], &changed.body["values"]["at-least-heard"]), (&json!(3), &Value::Null));
}

#[actix_web::test]
async fn an_entry_that_others_come_from_stays_until_they_no_longer_do() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let (one, other) = (sheet.add("inventory", finding("Torget")).await.is(201).id(), sheet.add("inventory", finding("Bron")).await.is(201).id());
    let measure = sheet.add("measures", json!({ "inventory": [one], "description": "Fler bänkar" })).await.is(201).id();
    sheet.remove(&one, 0).await.is_problem(409, "worksheets.referred-to");
    sheet.edit(&measure, 0, json!({ "inventory": null })).await.is(422).has_faults(&[("/values/inventory", "missing")]);
    sheet.edit(&measure, 0, json!({ "inventory": [other] })).await.is(200);
    sheet.remove(&one, 0).await.is(204);
    sheet.get(&format!("/entries/{one}")).await.is(404);
    sheet.remove(&one, 0).await.is(404);
}

#[actix_web::test]
async fn a_change_names_the_version_that_was_seen_and_is_told_the_present_one() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("inventory", finding("Torget")).await.is(201).id();
    assert_eq!(sheet.edit(&entry, 0, json!({ "description": "Torget och bron" })).await.is(200).header("etag"), "\"1\"");
    let path = format!("/entries/{entry}");
    for method in [Method::PATCH, Method::DELETE] {
        let body = (method == Method::PATCH).then(|| json!({ "values": { "description": "Fel" } }));
        sheet.send(method.clone(), &path, &[], body.clone()).await.is_problem(428, "request.precondition-required");
        let stale = sheet.send(method, &path, &[("if-match", "\"0\"")], body).await.is_problem(412, "request.stale");
        assert_eq!(stale.header("etag"), "\"1\"");
    }
    let now = sheet.get(&path).await.is(200);
    assert_eq!((now.text_at("/values/description").as_str(), now.text_at("/values/aspect").as_str()), ("Torget och bron", "identity"));
}

#[actix_web::test]
async fn fifty_who_edit_different_entries_at_once_lose_nothing() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let mut entries = Vec::new();
    for number in 0..50 {
        entries.push(sheet.add("inventory", finding(&format!("Plats {number}"))).await.is(201).id());
    }
    let values = |number: usize| json!({ "description": format!("Ändrad {number}"), "source": "Gåtur" });
    let edits = join_all(entries.iter().enumerate().map(|(number, entry)| sheet.edit(entry, 0, values(number)))).await;
    assert!(edits.iter().all(|answer| answer.status == 200), "{edits:#?}");
    let all = sheet.get("").await.is(200);
    for (number, entry) in all.body["entries"].as_array().expect("entries").iter().enumerate() {
        assert_eq!((&entry["values"]["description"], &entry["version"]), (&json!(format!("Ändrad {number}")), &json!(1)));
    }
}

#[actix_web::test]
async fn of_fifty_who_edit_the_same_entry_at_once_exactly_one_wins() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let entry = sheet.add("inventory", finding("Torget")).await.is(201).id();
    let edits = join_all((0..50).map(|number| sheet.edit(&entry, 0, json!({ "description": format!("Ändrad {number}") })))).await;
    let won: Vec<_> = edits.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!((won.len(), edits.iter().filter(|answer| answer.status == 412 && answer.header("etag") == "\"1\"").count()), (1, 49));
    assert_eq!(sheet.get(&format!("/entries/{entry}")).await.text_at("/values/description"), won[0].text_at("/values/description"));
}

#[actix_web::test]
async fn of_removing_an_entry_and_coming_from_it_one_succeeds() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    for _ in 0..5 {
        let found = sheet.add("inventory", finding("Torget")).await.is(201).id();
        let measure = json!({ "inventory": [found], "description": "Fler bänkar" });
        let (removed, added) = futures_util::future::join(sheet.remove(&found, 0), sheet.add("measures", measure)).await;
        assert!([(204, 422), (409, 201)].contains(&(removed.status, added.status)), "{} and {}", removed.text, added.text);
    }
}

#[actix_web::test]
async fn a_worksheet_stays_on_the_version_with_which_it_was_begun() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let before = sheet.get("").await.is(200);
    let db = app.inner.db.for_migration();
    let row = support_model::Entity::find_by_id("social-impact-assessment").one(db).await.expect("read").expect("the model");
    let next = row.document.replace("Inventering", "Kartläggning");
    let update = support_model::Entity::update_many()
        .col_expr(support_model::Column::Document, Expr::value(next))
        .col_expr(support_model::Column::Version, Expr::value("2.0.0"))
        .filter(support_model::Column::Key.eq(row.key));
    update.exec(db).await.expect("the next version");
    let after = sheet.get("").await.is(200);
    assert_eq!((&after.body["template"], after.text_at("/modelVersion")), (&before.body["template"], row.version));
    let new = assessment(&app).await.get("").await.is(200);
    assert_eq!((new.text_at("/template/parts/1/title").as_str(), new.text_at("/modelVersion").as_str()), ("Kartläggning", "2.0.0"));
}
