//! Educations, and pages that show what a claim rests on.

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::App;

#[actix_web::test]
async fn educations_stand_with_what_lasts_first_and_name_the_school_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let school = app.organisation("Högskolan Exempel", "akademi", None, None, &[]).await;
    for new in [
        json!({ "school": "Folkhögskolan", "subject": "Skrivande" }),
        json!({ "organisation": school, "subject": "Statsvetenskap", "degree": "Magister", "started": "2001", "ended": "2006-01" }),
        json!({ "school": "Universitetet", "started": "2025-09" }),
        json!({ "school": "Komvux", "started": "2006", "ended": "2007" }),
    ] {
        alva.post("/members/me/educations", new).await.is(201);
    }
    let own = alva.get("/members/me").await;
    let educations = own.body["educations"].as_array().expect("a list");
    let names: Vec<_> = educations.iter().map(|one| one["school"].as_str().or(one["organisation"]["name"].as_str()).unwrap_or_default()).collect();
    assert_eq!(names, ["Universitetet", "Komvux", "Högskolan Exempel", "Folkhögskolan"]);
    let path = format!("/members/me/educations/{}", educations[1]["id"].as_str().expect("an id"));
    app.member("Omar").await.delete(&path).await.is_problem(404, "request.not-found");
    alva.delete(&path).await.is(204);
    alva.delete(&path).await.is_problem(404, "request.not-found");
    assert_eq!(alva.get("/members/me").await.body["educations"].as_array().map(Vec::len), Some(3));
}

#[actix_web::test]
async fn what_is_wrong_with_an_education_is_told_all_at_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let school = app.organisation("Högskolan Exempel", "akademi", None, None, &[]).await;
    for (new, faults) in [
        (json!({}), &[("/organisation", "missing")][..]),
        (json!({ "school": "Komvux", "started": "2007-05", "ended": "2007-04" }), &[("/ended", "clash")]),
        (json!({ "organisation": school, "school": "Komvux", "started": "2008", "ended": "2007" }), &[("/school", "clash"), ("/ended", "clash")]),
        (json!({ "organisation": "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47" }), &[("/organisation", "unknown")]),
        (json!({ "school": "K", "started": "07", "grade": "A" }), &[("/school", "too-short"), ("/started", "month"), ("/grade", "surplus")]),
    ] {
        alva.post("/members/me/educations", new).await.is_problem(422, "request.invalid").has_faults(faults);
    }
    alva.post("/members/me/educations", json!({ "school": "Komvux", "started": "2007-05", "ended": "2007" })).await.is(201);
    for _ in 1..30 {
        alva.post("/members/me/educations", json!({ "school": "Komvux" })).await.is(201);
    }
    let one_more = alva.post("/members/me/educations", json!({ "school": "Komvux" })).await;
    one_more.is_problem(422, "request.invalid").has_faults(&[("", "count")]);
}

#[actix_web::test]
async fn a_retried_education_is_entered_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let key = [("idempotency-key", "utbildning-1")];
    let new = || Some(json!({ "school": "Komvux" }));
    let first = alva.send(Method::POST, "/members/me/educations", &key, new()).await.is(201);
    assert_eq!(alva.send(Method::POST, "/members/me/educations", &key, new()).await.is(201).text, first.text);
    assert_eq!(alva.get("/members/me").await.body["educations"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_claim_shows_up_to_five_pages_and_a_new_claim_those_alone_that_it_names() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = "/members/me/competences/medborgardialog";
    let pages = |count: usize| (0..count).map(|page| format!("https://example.org/{page}")).collect::<Vec<_>>();
    let claimed = alva.put(path, json!({ "level": "leads", "evidenceUrls": pages(5) })).await.is(200);
    assert_eq!(claimed.body["evidenceUrls"], json!(pages(5)));
    assert_eq!(alva.get("/members/me").await.body["competences"][0], claimed.body);
    let six = alva.put(path, json!({ "level": "leads", "evidenceUrls": pages(6) })).await;
    six.is_problem(422, "request.invalid").has_faults(&[("/evidenceUrls", "count")]);
    alva.put(path, json!({ "level": "leads", "evidenceUrls": ["https://example.org/ny"] })).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["competences"][0]["evidenceUrls"], json!(["https://example.org/ny"]));
    alva.put(path, json!({ "level": "leads" })).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["competences"][0]["evidenceUrls"], json!([]));
    alva.put(path, json!({ "level": "leads", "evidenceUrls": pages(1) })).await.is(200);
    alva.delete(path).await.is(204);
    alva.put(path, json!({ "level": "leads" })).await.is(200);
    assert_eq!(alva.get("/members/me").await.body["competences"][0]["evidenceUrls"], json!([]), "evidence goes with its claim");
}

#[actix_web::test]
async fn completeness_counts_what_is_there_and_names_the_next_useful_step() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = "/members/me/completeness";
    let empty = alva.get(path).await.is(200);
    assert_eq!((&empty.body["done"], &empty.body["of"], &empty.body["next"]), (&json!(0), &json!(10), &json!("competences")));
    for key in ["medborgardialog", "etik", "sociologi"] {
        alva.knows(key, "knows").await;
    }
    assert_eq!(alva.get(path).await.body["next"], "headline");
    alva.patch("/members/me", json!({ "headline": "Strateg", "municipality": "1880", "about": "Hej", "placeAudience": "only_me" })).await.is(200);
    alva.put("/members/me/topics/offer/etik", json!({})).await.is(200);
    alva.put("/members/me/topics/need/etik", json!({})).await.is(200);
    alva.post("/members/me/positions", json!({ "organisationName": "Nätverket", "title": "Strateg", "started": "2018" })).await.is(201);
    let told = alva.send(Method::GET, path, &[("accept-language", "en")], None).await.is(200);
    assert_eq!((&told.body["done"], &told.body["next"]), (&json!(7), &json!("photo")));
    assert!(told.body["steps"][7]["brings"].as_str().is_some_and(|text| text.starts_with("With a photo")), "{}", told.text);
    alva.send_raw(Method::PUT, "/members/me/photo", &[], Some(("image/png", crate::photos::png(64, 64)))).await.is(200);
    alva.put("/members/me/languages", json!({ "languages": [{ "language": "sv", "level": "native" }] })).await.is(200);
    alva.put("/members/me/competences/etik", json!({ "level": "knows", "evidenceUrls": ["https://example.org"] })).await.is(200);
    let full = alva.get(path).await;
    assert_eq!((&full.body["done"], &full.body["next"]), (&json!(10), &Value::Null));
}
