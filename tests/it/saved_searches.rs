//! Saved searches: kept, run by link, and word of those whom they find anew.

use api::kernel::access::System;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use tests::{Answer, App, Person};

const LIST: &str = "/members/me/saved-searches";

/// Wants word at once.
async fn at_once(person: &Person<'_>) {
    super::notifications::wants(person, "saved-searches.found", true, "now").await;
}

async fn saves(person: &Person<'_>, query: &str, notify: bool) -> Answer {
    person.post(LIST, json!({ "name": "De som kan dialog", "query": query, "notify": notify })).await
}

/// A day passes, and the searches are looked into.
async fn a_day_later(app: &App) {
    app.wait(TimeDelta::days(1));
    look(app).await;
}

async fn look(app: &App) {
    let system = System::because("what is done now and then nobody asks for", &app.inner);
    api::saved_searches::look(&system).await.expect("a look");
}

/// The mails about hits that somebody has, once everything that was to be told is told.
async fn told(app: &App, person: &Person<'_>) -> Vec<String> {
    app.all_is_told().await;
    app.mails_to(&person.email, 1).await.into_iter().filter(|mail| mail.contains("hittar nu")).collect()
}

#[actix_web::test]
async fn a_search_is_kept_as_the_query_that_the_directory_reads() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    omar.knows("medborgardialog", "leads").await;
    let saved = saves(&alva, "competence=medborgardialog&minLevel=practised", false).await.is(201);
    let link = saved.text_at("/_links/search/href");
    let found = alva.get(link.split_once("/api/v1").expect("an address").1).await.is(200);
    assert_eq!(found.each("/member/name"), ["Omar"]);
    saves(&alva, "kompetens=x&minLevel=bra", false).await.is(422).has_faults(&[("/query", "surplus"), ("/query", "choice")]);
    saves(&alva, "limit=5", false).await.is(422).has_faults(&[("/query", "surplus")]);
    let path = format!("{LIST}/{}", saved.id());
    assert_eq!(alva.patch(&path, json!({ "name": "Dialog" })).await.is(200).text_at("/name"), "Dialog");
    for answer in [omar.get(&path).await, omar.patch(&path, json!({ "notify": true })).await, omar.delete(&path).await] {
        answer.is_problem(404, "request.not-found");
    }
    alva.delete(&path).await.is(204);
    assert_eq!(alva.get(LIST).await.is(200).items().len(), 0);
}

#[actix_web::test]
async fn a_member_keeps_twenty_searches_also_when_all_are_saved_at_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let answers = join_all((0..30).map(|_| saves(&alva, "q=dialog", false))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 20);
    assert_eq!(alva.get(&format!("{LIST}?limit=100")).await.is(200).items().len(), 20);
}

#[actix_web::test]
async fn whoever_is_found_anew_is_told_of_once_and_together() {
    let app = App::start_with(|config| config.workers = 4).await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    at_once(&alva).await;
    omar.knows("medborgardialog", "leads").await;
    let search = saves(&alva, "competence=medborgardialog", true).await.is(201).id();
    a_day_later(&app).await;
    assert_eq!(told(&app, &alva).await, Vec::<String>::new(), "Omar was found before");
    let (siv, eva) = (app.member("Siv Ny").await, app.member("Eva Ny").await);
    siv.knows("medborgardialog", "leads").await;
    eva.knows("medborgardialog", "knows").await;
    look(&app).await;
    assert_eq!(told(&app, &alva).await.len(), 0, "one mail a day at most");
    app.wait(TimeDelta::days(1));
    // Several processes look at once.
    join_all((0..4).map(|_| look(&app))).await;
    let mails = told(&app, &alva).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Siv Ny") && mails[0].contains("Eva Ny") && !mails[0].contains("Omar"), "{}", mails[0]);
    a_day_later(&app).await;
    assert_eq!(told(&app, &alva).await.len(), 1, "each is told of once");
    // Off, and on again: from then on.
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    alva.patch(&format!("{LIST}/{search}"), json!({ "notify": false })).await.is(200);
    let ola = app.member("Ola Ny").await;
    ola.knows("medborgardialog", "leads").await;
    a_day_later(&app).await;
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    alva.patch(&format!("{LIST}/{search}"), json!({ "notify": true })).await.is(200);
    a_day_later(&app).await;
    assert_eq!(told(&app, &alva).await.len(), 1);
}

#[actix_web::test]
async fn nobody_is_told_of_who_hides_before_the_notice_is_written() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    at_once(&alva).await;
    saves(&alva, "competence=medborgardialog", true).await.is(201);
    let mut people = Vec::new();
    for name in ["Hidden Hilda", "Blocked Bo", "Protected Pia", "Gone Gun", "Seen Sara"] {
        let person = app.member(name).await;
        person.knows("medborgardialog", "leads").await;
        people.push(person);
    }
    app.wait(TimeDelta::days(1));
    let mut back = Vec::new();
    for person in &people {
        back.push(app.sign_in(&person.email, tests::PASSWORD).await);
    }
    // They are found, but the notice cannot be sent at once.
    app.all_is_told().await;
    app.mail_breaks();
    look(&app).await;
    while app.tries().await == 0 {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    back[0].patch("/members/me", json!({ "competenceAudience": "only_me" })).await.is(200);
    back[1].put(&format!("/members/me/blocks/{}", alva.id), serde_json::Value::Null).await.is(204);
    app.protect(&people[2].id).await;
    back[3].delete("/members/me/competences/medborgardialog").await.is(204);
    app.mail_mends();
    let mails = told(&app, &alva).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let named: Vec<_> = ["Hilda", "Bo", "Pia", "Gun", "Sara"].into_iter().filter(|name| mails[0].contains(name)).collect();
    assert_eq!(named, ["Sara"], "{}", mails[0]);
    // Whoever could not be told of is, as soon as they may be, for as long as it is not read.
    let (alva, hilda) = (app.sign_in(&alva.email, tests::PASSWORD).await, app.sign_in(&back[0].email, tests::PASSWORD).await);
    assert!(!alva.get("/members/me/notifications").await.is(200).text.contains("Hilda"));
    hilda.patch("/members/me", json!({ "competenceAudience": "members" })).await.is(200);
    assert!(alva.get("/members/me/notifications").await.is(200).text.contains("Hilda"));
}
