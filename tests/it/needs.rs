//! Posted needs: seen by whom they are for, matched with who could help, closed with what came of it.

use chrono::TimeDelta;
use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

fn need(title: &str, audience: &str) -> Value {
    json!({ "title": title, "body": "Vi vill **gärna** prata.", "competences": ["medborgardialog", "etik"], "days": 30, "audience": audience })
}

async fn posts(person: &Person<'_>, title: &str, audience: &str) -> String {
    person.post("/needs", need(title, audience)).await.is(201).id()
}

async fn list(person: &Person<'_>, query: &str) -> Vec<String> {
    person.get(&format!("/needs{query}")).await.is(200).each("/title")
}

async fn closes(person: &Person<'_>, id: &str, outcome: &str) -> Answer {
    person.put(&format!("/needs/{id}/closure"), json!({ "outcome": outcome })).await
}

#[actix_web::test]
async fn a_need_is_posted_matched_and_closed_with_what_came_of_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    omar.knows("medborgardialog", "leads").await;
    siv.knows("etik", "knows").await;
    alva.knows("etik", "teaches").await;
    let id = posts(&alva, "Någon som kan dialog", "members").await;
    let path = format!("/needs/{id}");
    let seen = omar.get(&path).await.is(200);
    assert_eq!((seen.text_at("/state"), seen.text_at("/member/name")), ("open".to_owned(), "Alva".to_owned()));
    assert_eq!(seen.text_at("/bodyHtml").trim(), "<p>Vi vill <strong>gärna</strong> prata.</p>");
    let matches = alva.get(&format!("{path}/matches")).await.is(200);
    assert_eq!(matches.each("/member/name"), ["Omar", "Siv"], "best first, and not oneself");
    assert_eq!(matches.text_at("/items/0/reasons/matched/0/competence/key"), "medborgardialog");
    assert_eq!(matches.text_at("/items/0/reasons/unmet/0/key"), "etik");
    omar.patch("/members/me", json!({ "competenceAudience": "only_me" })).await.is(200);
    assert_eq!(alva.get(&format!("{path}/matches")).await.is(200).each("/member/name"), ["Siv"], "what is hidden helps nobody");
    for answer in
        [omar.get(&format!("{path}/matches")).await, omar.patch(&path, json!({})).await, closes(&omar, &id, "Nej").await, omar.delete(&path).await]
    {
        assert_eq!(answer.is(403).text_at("/right"), "needs.keep");
    }
    closes(&alva, &id, "Vi fick hjälp.").await.is(200);
    let closed = omar.get(&path).await.is(200);
    assert_eq!((closed.text_at("/state"), closed.text_at("/outcome")), ("closed".to_owned(), "Vi fick hjälp.".to_owned()));
    alva.patch(&path, json!({ "title": "Något annat" })).await.is_problem(409, "needs.closed");
    assert_eq!((list(&omar, "?state=open").await.len(), list(&omar, "?state=closed").await.len()), (0, 1));
    alva.delete(&path).await.is(204);
    omar.get(&path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn needs_are_seen_by_whom_they_are_for() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let administrator = app.staff("Adm", Role::Administrator).await;
    let group = alva.starts_group("Rummet", "network", "open").await;
    omar.joins(&group).await;
    let (open, close) = (posts(&alva, "Till alla", "members").await, posts(&alva, "Till de mina", "shared_groups").await);
    assert_eq!(list(&omar, "").await, ["Till de mina", "Till alla"]);
    for person in [&siv, &administrator] {
        assert_eq!(list(person, "").await, ["Till alla"]);
        person.get(&format!("/needs/{close}")).await.is_problem(404, "request.not-found");
        person.get(&format!("/needs/{close}/matches")).await.is_problem(404, "request.not-found");
    }
    omar.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    assert_eq!(list(&omar, "").await, ["Till alla"]);
    omar.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    let gone = async |person: &Person<'_>| {
        person.get(&format!("/needs/{open}")).await.is_problem(404, "request.not-found");
        person.patch(&format!("/needs/{open}"), json!({})).await.is_problem(404, "request.not-found");
        closes(person, &open, "Nej").await.is_problem(404, "request.not-found");
    };
    gone(&omar).await;
    app.protect(&alva.id).await;
    gone(&siv).await;
    assert_eq!(list(&alva, "").await.len(), 2, "one's own are one's own");
}

#[actix_web::test]
async fn a_need_lasts_as_long_as_was_said() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let id = posts(&alva, "Någon som kan dialog", "members").await;
    app.wait(TimeDelta::days(30));
    let (alva, omar) = (app.sign_in(&alva.email, tests::PASSWORD).await, app.sign_in(&omar.email, tests::PASSWORD).await);
    omar.get(&format!("/needs/{id}")).await.is_problem(404, "request.not-found");
    assert_eq!(list(&omar, "").await.len(), 0);
    assert_eq!((list(&alva, "?state=expired").await.len(), list(&alva, "?state=open").await.len()), (1, 0));
    assert_eq!(alva.patch(&format!("/needs/{id}"), json!({ "days": 1 })).await.is(200).text_at("/state"), "open");
    assert_eq!(list(&omar, "?state=open").await.len(), 1);
}

#[actix_web::test]
async fn needs_are_filtered_by_word_competence_place_and_member() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    alva.post(
        "/needs",
        json!({ "title": "Övergödning", "body": "x", "competences": ["etik"], "municipality": "1480", "days": 9, "audience": "members" }),
    )
    .await
    .is(201);
    posts(&omar, "Dialog", "members").await;
    for (query, found) in [
        ("q=overgodning", vec!["Övergödning"]),
        ("competence=medborgardialog", vec!["Dialog"]),
        ("competence=medborgardialog&competence=etik", vec!["Dialog", "Övergödning"]),
        ("municipality=1480", vec!["Övergödning"]),
        ("region=14", vec!["Övergödning"]),
        ("region=12", vec![]),
        (&format!("member={}", omar.id), vec!["Dialog"]),
    ] {
        assert_eq!(list(&alva, &format!("?{query}")).await, found, "{query}");
    }
    for (change, pointer, code) in [
        (json!({ "competences": [] }), "/competences", "count"),
        (json!({ "competences": ["finns-inte"] }), "/competences", "unknown"),
        (json!({ "municipality": "9999" }), "/municipality", "unknown"),
        (json!({ "days": 0 }), "/days", "range"),
        (json!({ "audience": "everyone" }), "/audience", "choice"),
    ] {
        let mut new = need("Fel", "members");
        new.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        alva.post("/needs", new).await.is_problem(422, "request.invalid").has_faults(&[(pointer, code)]);
    }
}

#[actix_web::test]
async fn a_need_follows_a_competence_to_its_successor() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Editor).await);
    let id = posts(&alva, "Dialog", "members").await;
    let body = json!({ "successor": "etik", "synonyms": false, "reason": "Prov" });
    editor.send(actix_web::http::Method::PUT, "/competences/medborgardialog/retirement", &[("if-match", "\"0\"")], Some(body)).await.is(200);
    let need = alva.get(&format!("/needs/{id}")).await.is(200);
    assert_eq!(need.body["competences"].as_array().map(Vec::len), Some(1));
    assert_eq!(need.text_at("/competences/0/key"), "etik");
    assert_eq!(list(&alva, "?competence=medborgardialog").await, ["Dialog"]);
    let again = need_of(&["medborgardialog"]);
    alva.post("/needs", again).await.is_problem(409, "vocabulary.retired");
}

fn need_of(keys: &[&str]) -> Value {
    json!({ "title": "Dialog", "body": "x", "competences": keys, "days": 9, "audience": "members" })
}
