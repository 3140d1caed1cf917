//! Languages, links and how a name is said.

use serde_json::{Value, json};
use tests::App;

#[actix_web::test]
async fn languages_are_replaced_as_a_whole_and_stand_with_the_best_first() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let spoken = |levels: Value| json!({ "languages": levels });
    let first = spoken(json!([
        { "language": "EN-gb", "level": "c1" },
        { "language": "sv", "level": "native" },
        { "language": "zh-hant", "level": "a1" },
        { "language": "swl", "level": "b2" },
    ]));
    let told = alva.put("/members/me/languages", first).await.is(200);
    let order: Vec<_> = told.body["languages"].as_array().into_iter().flatten().map(|one| one["language"].clone()).collect();
    assert_eq!(order, ["sv", "en-GB", "swl", "zh-Hant"]);
    assert_eq!(alva.get("/members/me").await.body["languages"], told.body["languages"]);
    alva.put("/members/me/languages", spoken(json!([{ "language": "fi", "level": "c2" }]))).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["languages"], json!([{ "language": "fi", "level": "c2" }]));
    alva.put("/members/me/languages", spoken(json!([]))).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["languages"], json!([]));
}

#[actix_web::test]
async fn what_is_no_language_or_stands_twice_is_pointed_at() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for tag in ["svenska", "und", "", "s", "sv_SE", "sv-", "en-GB-oxendict", "sv-x-hemma", "åå"] {
        let body = json!({ "languages": [{ "language": tag, "level": "a1" }] });
        alva.put("/members/me/languages", body).await.is_problem(422, "request.invalid").has_faults(&[("/languages/0/language", "language")]);
    }
    let twice =
        json!({ "languages": [{ "language": "en-gb", "level": "a1" }, { "language": "sv", "level": "c1" }, { "language": "en-GB", "level": "c2" }] });
    alva.put("/members/me/languages", twice).await.is_problem(422, "request.invalid").has_faults(&[("/languages/2/language", "clash")]);
    let level = json!({ "languages": [{ "language": "sv", "level": "C3" }] });
    alva.put("/members/me/languages", level).await.is_problem(422, "request.invalid").has_faults(&[("/languages/0/level", "choice")]);
    let many: Vec<_> = (b'a'..=b'u').map(|letter| json!({ "language": format!("a{}", char::from(letter)), "level": "a1" })).collect();
    alva.put("/members/me/languages", json!({ "languages": many })).await.is_problem(422, "request.invalid").has_faults(&[("/languages", "count")]);
    assert_eq!(alva.get("/members/me").await.body["languages"], json!([]));
}

#[actix_web::test]
async fn links_keep_their_order_and_lead_to_the_web_only() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let link = |label: &str, url: &str| json!({ "label": label, "url": url });
    let links = json!({ "links": [link("Sist", "https://example.org/z"), link("Först", "http://example.org/a")] });
    assert_eq!(alva.put("/members/me/links", links.clone()).await.is(200).body, links);
    assert_eq!(alva.get("/members/me").await.body["links"], links["links"]);
    for url in [
        "javascript:alert(1)",
        "data:text/html,hej",
        "file:///etc/passwd",
        "ftp://example.org",
        "https://bank.se@example.org",
        "//example.org",
        "mailto:a@b.se",
    ] {
        let refused = alva.put("/members/me/links", json!({ "links": [link("Fel", url)] })).await;
        refused.is_problem(422, "request.invalid").has_faults(&[("/links/0/url", "url")]);
    }
    let many = vec![link("En", "https://example.org"); 11];
    alva.put("/members/me/links", json!({ "links": many })).await.is_problem(422, "request.invalid").has_faults(&[("/links", "count")]);
    let nameless = json!({ "links": [link(" ", "https://example.org"), { "url": "https://example.org" }] });
    let faults = [("/links/0/label", "too-short"), ("/links/1/label", "missing")];
    alva.put("/members/me/links", nameless).await.is_problem(422, "request.invalid").has_faults(&faults);
    assert_eq!(alva.get("/members/me").await.body["links"], links["links"], "what was refused changed nothing");
}

#[actix_web::test]
async fn how_a_name_is_said_is_told_and_cleared() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    alva.patch("/members/me", json!({ "pronunciation": "AL-va" })).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["pronunciation"], "AL-va");
    let two_lines = alva.patch("/members/me", json!({ "pronunciation": "AL\nva" })).await;
    two_lines.is_problem(422, "request.invalid").has_faults(&[("/pronunciation", "characters")]);
    alva.patch("/members/me", json!({ "pronunciation": null })).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["pronunciation"], Value::Null);
}

#[actix_web::test]
async fn a_script_in_any_field_is_text_and_stays_text() {
    let app = App::start().await;
    let (alva, viewer) = (app.member("Alva").await, app.member("Viola").await);
    let script = "<script>alert(1)</script>";
    let change = json!({ "name": script, "headline": script, "about": script, "pronunciation": script, "publicPage": true });
    alva.patch("/members/me", change).await.is(200);
    let position = json!({ "organisationName": script, "title": script, "unit": script, "started": "2020" });
    alva.post("/members/me/positions", position).await.is(201);
    alva.post("/members/me/educations", json!({ "school": script, "subject": script, "degree": script })).await.is(201);
    alva.put("/members/me/links", json!({ "links": [{ "label": script, "url": "https://example.org" }] })).await.is(200);
    alva.put("/members/me/competences/etik", json!({ "level": "knows", "note": script })).await.is(200);
    alva.put("/members/me/topics/need/etik", json!({ "note": script })).await.is(200);
    for person in [&alva, &viewer, &app.stranger()] {
        let path = if person.id == alva.id { "/members/me".to_owned() } else { format!("/members/{}", alva.id) };
        let shown = person.get(&path).await.is(200);
        assert_eq!((shown.header("content-type"), shown.header("x-content-type-options")), ("application/json", "nosniff"));
        assert_eq!((shown.text_at("/name"), shown.text_at("/headline")), (script.to_owned(), script.to_owned()));
    }
    let file = alva.get("/members/me/json-resume").await.is(200);
    assert_eq!((file.header("content-type"), file.header("x-content-type-options")), ("application/json", "nosniff"));
    // Where only a name of letters or the web may stand it is a fault that says where.
    let link = json!({ "links": [{ "label": "Elak", "url": script }] });
    alva.put("/members/me/links", link).await.is_problem(422, "request.invalid").has_faults(&[("/links/0/url", "url")]);
    alva.patch("/members/me", json!({ "handle": script })).await.is_problem(422, "request.invalid").has_faults(&[("/handle", "handle")]);
    for (body, pointer) in [
        (json!({ "language": script, "level": "a1" }), "/languages/0/language"),
        (json!({ "language": "sv", "level": script }), "/languages/0/level"),
    ] {
        let code = if pointer.ends_with("level") { "choice" } else { "language" };
        alva.put("/members/me/languages", json!({ "languages": [body] })).await.is_problem(422, "request.invalid").has_faults(&[(pointer, code)]);
    }
    let evidence = json!({ "level": "knows", "evidenceUrls": [script] });
    alva.put("/members/me/competences/etik", evidence).await.is_problem(422, "request.invalid").has_faults(&[("/evidenceUrls/0", "url")]);
}
