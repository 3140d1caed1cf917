//! Worksheets: who reaches one, for how long, how many there may be, and how one is taken along.

use std::collections::BTreeSet;

use actix_web::http::Method;
use api::kernel::access::System;
use api::server;
use chrono::TimeDelta;
use entity::{throttle, worksheet, worksheet_entry};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{Answer, App};

use super::worksheets::{assessment, finding};

/// An answer without what differs from request to request.
fn gist(answer: Answer) -> Value {
    let mut headers = answer.headers;
    headers.retain(|name, _| !["connection", "date", "traceparent", "ratelimit"].contains(&name.as_str()));
    let mut body = answer.body;
    body.as_object_mut().and_then(|body| body.remove("instance"));
    json!([answer.status, headers, body])
}

#[actix_web::test]
async fn a_guessed_an_expired_and_a_missing_secret_are_the_same_404_everywhere() {
    let app = App::start().await;
    let old = assessment(&app).await;
    let entry = old.add("inventory", finding("Torget")).await.is(201).id();
    app.wait(TimeDelta::days(30));
    let (other, gone) = (assessment(&app).await, assessment(&app).await);
    gone.send(Method::DELETE, "", &[], None).await.is(204);
    let nowhere = "/worksheets/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47";
    let guessed = other.secret.chars().rev().collect::<String>();
    for (method, below, body) in [
        (Method::GET, String::new(), None),
        (Method::GET, "/export?format=csv".to_owned(), None),
        (Method::POST, "/entries".to_owned(), Some(json!({ "part": "inventory", "values": finding("Torget") }))),
        (Method::GET, format!("/entries/{entry}"), None),
        (Method::PATCH, format!("/entries/{entry}"), Some(json!({ "values": {} }))),
        (Method::DELETE, format!("/entries/{entry}"), None),
        (Method::DELETE, String::new(), None),
    ] {
        let mut answers = Vec::new();
        for (at, secret) in [
            (nowhere, other.secret.as_str()),
            (&old.path, old.secret.as_str()),
            (&gone.path, &gone.secret),
            (&other.path, &gone.secret),
            (&other.path, &guessed),
            (&other.path, "x"),
            (&other.path, "å"),
            (&other.path, ""),
        ] {
            let headers: Vec<_> = [("if-match", "\"0\"")].into_iter().chain((!secret.is_empty()).then_some(("worksheet-secret", secret))).collect();
            let answer = app.stranger().send(method.clone(), &format!("{at}{below}"), &headers, body.clone()).await;
            answers.push(gist(answer.is_problem(404, "request.not-found")));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{method} {below}: {answers:#?}");
    }
    other.get("").await.is(200);
}

#[actix_web::test]
async fn a_worksheet_lives_for_thirty_days_after_its_last_use_and_is_then_forgotten() {
    let app = App::start().await;
    let (used, left) = (assessment(&app).await, assessment(&app).await);
    left.add("inventory", finding("Torget")).await.is(201);
    app.wait(TimeDelta::days(29));
    assert_eq!(used.get("").await.is(200).text_at("/expiresAt"), "2027-01-20T09:00:00Z");
    app.wait(TimeDelta::days(2));
    used.get("").await.is(200);
    left.get("").await.is(404);
    let system = System::because("what is forgotten belongs to nobody", &app.inner);
    server::forget(&system).await.expect("forgotten");
    let db = app.inner.db.for_migration();
    assert_eq!(worksheet::Entity::find().count(db).await.expect("a count"), 1);
    assert_eq!(worksheet_entry::Entity::find().count(db).await.expect("a count"), 0);
    used.get("").await.is(200);
}

#[actix_web::test]
async fn a_discarded_worksheet_is_gone_at_once_with_all_that_was_in_it() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let before = app.stored().await["worksheet_entry"].clone();
    sheet.add("inventory", finding("Torget")).await.is(201);
    sheet.send(Method::DELETE, "", &[], None).await.is(204);
    sheet.get("").await.is(404);
    let after = app.stored().await;
    assert_eq!((&after["worksheet"], &after["worksheet_entry"]), (&before, &before));
}

#[actix_web::test]
async fn a_worksheet_is_exported_as_json_as_markdown_and_as_a_table_without_formulas() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    sheet
        .add("about", json!({ "place": "=HYPERLINK(\"https://evil.test\";\"Klicka\")", "purpose": "1. # <b>Rubrik</b>\n- och \"citat\", mera" }))
        .await
        .is(201);
    let mut found = Vec::new();
    for evil in ["+1+1", "-2", "@SUM(A1)", "＝1", "plain"] {
        found.push(sheet.add("inventory", finding(evil)).await.is(201).id());
    }
    let measure = sheet.add("measures", json!({ "inventory": [found[0], found[2]], "description": "Fler bänkar" })).await.is(201).id();
    sheet.add("consequences", json!({ "measures": [measure], "description": "x", "direction": 3, "reasons": "x" })).await.is(201);

    let whole = sheet.get("").await.is(200);
    for format in ["", "?format=json"] {
        let json = sheet.get(&format!("/export{format}")).await.is(200);
        assert_eq!((&json.body, json.header("content-type")), (&whole.body, "application/json"));
        assert_eq!(json.header("content-disposition"), "attachment; filename=\"social-impact-assessment-assessment.json\"");
    }
    let csv = sheet.get("/export?format=csv").await.is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"social-impact-assessment-assessment.csv\"");
    let text = csv.text.strip_prefix('\u{feff}').expect("a byte order mark");
    let cells: BTreeSet<_> = csv_cells(text).into_iter().flatten().collect();
    for told in ["'+1+1", "'-2", "'@SUM(A1)", "'＝1", "plain", "Negativ (3)", "Inventering 1, Inventering 3", "Konsekvenser 1", "Sammanhang", "Värde"]
    {
        assert_eq!(cells.contains(told), told != "Sammanhang", "{told}: {text}");
    }
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])), "{text}");
    assert!(csv_cells(text).iter().all(|row| row.len() == 4), "{text}");

    let markdown = sheet.get("/export?format=markdown").await.is(200);
    assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
    for told in
        ["# Social konsekvensanalys: Konsekvensanalys\n", "\n### Inventering 1\n", "1\\. \\# \\<b\\>Rubrik\\</b\\>\\\n\\- och", "CC\\-BY\\-4.0"]
    {
        assert!(markdown.text.contains(told), "no {told} in {}", markdown.text);
    }
    let english = sheet.send(Method::GET, "/export?format=markdown", &[("accept-language", "en")], None).await.is(200);
    assert!(english.text.contains("### Inventory 1"), "{}", english.text);
    sheet.get("/export?format=pdf").await.is_problem(422, "request.invalid").has_faults(&[("?format", "choice")]);
}

/// The cells of a table, as RFC 4180 has it.
fn csv_cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

#[actix_web::test]
async fn a_school_behind_one_address_begins_its_worksheets_and_a_flood_is_stopped() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let db = app.inner.db.for_migration();
    let begun = |times: i32| throttle::Entity::update_many().col_expr(throttle::Column::Attempts, Expr::value(times));
    let body = json!({ "model": "social-impact-assessment", "template": "assessment" });
    begun(999).exec(db).await.expect("many");
    app.stranger().post("/worksheets", body.clone()).await.is(201);
    let refused = app.stranger().post("/worksheets", body.clone()).await.is_problem(429, "request.too-many");
    assert_eq!(refused.header("retry-after"), "3601");
    sheet.get("").await.is(200);
    app.wait(TimeDelta::hours(1));
    app.stranger().post("/worksheets", body).await.is(201);
}

#[actix_web::test]
async fn a_neighbour_of_a_flood_still_begins_a_worksheet_and_a_flood_from_many_addresses_ends() {
    let app = App::start_with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")]).await;
    let db = app.inner.db.for_migration();
    let body = json!({ "model": "social-impact-assessment", "template": "assessment" });
    let begin = async |from: &str| app.stranger().send(Method::POST, "/worksheets", &[("x-forwarded-for", from)], Some(body.clone())).await;
    for (flood, same, neighbour) in [("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1")] {
        begin(flood).await.is(201);
        // Both counts stand at this now: of the address all are used up, of the network around it a tenth.
        throttle::Entity::update_many().col_expr(throttle::Column::Attempts, Expr::value(1000)).exec(db).await.expect("many");
        let refused = begin(same).await.is_problem(429, "request.too-many");
        assert_eq!(refused.header("retry-after"), "3601");
        begin(neighbour).await.is(201);
        throttle::Entity::update_many().col_expr(throttle::Column::Attempts, Expr::value(10_000)).exec(db).await.expect("many");
        // A third address, whose own count has just begun, is stopped by that of the network.
        begin(if flood.contains(':') { "2001:db8:0:3::1" } else { "192.0.2.3" }).await.is_problem(429, "request.too-many");
        throttle::Entity::delete_many().exec(db).await.expect("none");
        begin(flood).await.is(201);
    }
}

#[actix_web::test]
async fn a_worksheet_takes_five_hundred_entries() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let first = sheet.add("inventory", finding("Torget")).await.is(201).id();
    let db = app.inner.db.for_migration();
    let row = worksheet_entry::Entity::find().one(db).await.expect("read").expect("the entry");
    let rows = (1..500).map(|_| worksheet_entry::Model { id: entity::id::WorksheetEntryId(app.inner.clock.new_id()), ..row.clone() }.into());
    let rows: Vec<worksheet_entry::ActiveModel> = rows.collect();
    for some in rows.chunks(100) {
        worksheet_entry::Entity::insert_many(some.to_vec()).exec_without_returning(db).await.expect("entries");
    }
    sheet.add("inventory", finding("En till")).await.is_problem(409, "worksheets.full");
    sheet.remove(&first, 0).await.is(204);
    sheet.add("inventory", finding("En till")).await.is(201);
}

#[actix_web::test]
async fn a_browser_may_send_the_secret() {
    let app = App::start().await;
    let headers =
        [("origin", "http://localhost:5173"), ("access-control-request-method", "GET"), ("access-control-request-headers", "worksheet-secret")];
    let answer = app.stranger().send(Method::OPTIONS, "/worksheets", &headers, None).await.is(200);
    assert!(answer.header("access-control-allow-headers").contains("worksheet-secret"), "{:?}", answer.headers);
}
