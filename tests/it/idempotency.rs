//! A request that is sent again is done once.

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

const KEY: &str = "7f9c2ba4-e88f-4c3d-9e0a-1d2b3c4d5e6f";

fn group(name: &str) -> Value {
    json!({ "name": name, "purpose": "Att pröva", "visibility": "network", "joining": "open" })
}

async fn posts(person: &Person<'_>, path: &str, key: &str, body: Option<Value>) -> Answer {
    person.send(Method::POST, path, &[("idempotency-key", key)], body).await
}

/// Sends the same request a hundred times at once and expects a hundred equal answers.
async fn a_hundred_times(person: &Person<'_>, path: &str, body: Option<Value>) {
    let answers = join_all((0..100).map(|_| posts(person, path, KEY, body.clone()))).await;
    let told: Vec<_> =
        answers.into_iter().map(|answer| answer.is(201)).map(|answer| (answer.text.clone(), answer.header("location").to_owned())).collect();
    assert!(told.iter().all(|one| *one == told[0] && !one.1.is_empty()), "{told:?}");
}

#[actix_web::test]
async fn a_hundred_equal_requests_at_once_start_one_group() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    a_hundred_times(&alva, "/groups", Some(group("En enda"))).await;
    assert_eq!(alva.get("/members/me/groups").await.is(200).each("/group/name"), ["En enda"]);
}

#[actix_web::test]
async fn whatever_is_created_is_created_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    a_hundred_times(&omar, &format!("/groups/{group}/memberships"), None).await;
    let discussions = format!("/groups/{group}/discussions");
    a_hundred_times(&alva, &discussions, Some(json!({ "title": "Skolvägar", "body": "Hur gör ni?" }))).await;
    let discussion = alva.get(&discussions).await.is(200).each("/id");
    assert_eq!(discussion.len(), 1);
    let replies = format!("/discussions/{}/posts", discussion[0]);
    let sven = app.member("Sven").await;
    sven.joins(&group).await;
    a_hundred_times(&sven, &replies, Some(json!({ "body": "Vi gick dem." }))).await;
    assert_eq!(sven.get(&replies).await.is(200).items().len(), 1);
    assert_eq!(sven.get(&format!("/discussions/{}", discussion[0])).await.body["replyCount"], 1);
    let sara = app.member("Sara").await;
    let position = json!({ "organisationName": "Föreningen Exempel", "title": "Samordnare", "started": "2021-09" });
    a_hundred_times(&sara, "/members/me/positions", Some(position)).await;
    assert_eq!(sara.get("/members/me").await.body["positions"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_retry_of_the_next_day_gets_the_first_answer() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let first = posts(&alva, "/groups", KEY, Some(group("Först"))).await.is(201);
    app.wait(TimeDelta::hours(23));
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    let again = posts(&alva, "/groups", KEY, Some(group("Först"))).await.is(201);
    assert_eq!((first.text.as_str(), first.header("location")), (again.text.as_str(), again.header("location")));
    assert_eq!(first.headers.keys().collect::<Vec<_>>(), again.headers.keys().collect::<Vec<_>>());
}

#[actix_web::test]
async fn a_key_belongs_to_one_request() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let first = posts(&alva, "/groups", KEY, Some(group("Först"))).await.is(201).id();
    posts(&alva, "/groups", KEY, Some(group("Sedan"))).await.is_problem(422, "request.idempotency-key-reused");
    let discussion = json!({ "title": "Skolvägar", "body": "Hur gör ni?" });
    posts(&alva, &format!("/groups/{first}/discussions"), KEY, Some(discussion)).await.is_problem(422, "request.idempotency-key-reused");
    assert_eq!(alva.get("/members/me/groups").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn the_same_key_of_another_member_is_another_key() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let hers = posts(&alva, "/groups", KEY, Some(group("Först"))).await.is(201).id();
    let his = posts(&omar, "/groups", KEY, Some(group("Först"))).await.is(201).id();
    assert_ne!(hers, his);
}

#[actix_web::test]
async fn who_has_left_does_not_get_the_old_answer() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    omar.joins(&group).await;
    let discussion = alva.opens(&group, "Skolvägar").await;
    let (path, body) = (format!("/discussions/{discussion}/posts"), json!({ "body": "En hemlighet" }));
    posts(&omar, &path, KEY, Some(body.clone())).await.is(201);
    omar.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    let left = posts(&omar, &path, KEY, Some(body.clone())).await.is_problem(403, "request.forbidden");
    assert!(!left.text.contains("hemlighet"));
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "closed" })).await.is(200);
    let outside = posts(&omar, &path, KEY, Some(body)).await.is_problem(404, "request.not-found");
    assert!(!outside.text.contains("hemlighet"));
}

#[actix_web::test]
async fn a_request_that_failed_does_not_use_up_its_key() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    posts(&alva, "/groups", KEY, Some(group("X"))).await.is(422);
    let group = posts(&alva, "/groups", KEY, Some(group("Giltig"))).await.is(201).id();
    let path = format!("/groups/{group}/memberships");
    let other = format!("{KEY}-2");
    posts(&alva, &path, &other, None).await.is_problem(409, "groups.already-joined");
    posts(&alva, &path, &other, None).await.is_problem(409, "groups.already-joined");
}

#[actix_web::test]
async fn without_a_key_every_request_is_a_new_one() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    assert_ne!(alva.post("/groups", group("Samma")).await.is(201).id(), alva.post("/groups", group("Samma")).await.is(201).id());
}

#[actix_web::test]
async fn a_key_is_eight_to_128_visible_characters() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for key in ["1234567", "", &"k".repeat(129), "with a space"] {
        posts(&alva, "/groups", key, Some(group("Ingen"))).await.is_problem(422, "request.invalid").has_faults(&[("Idempotency-Key", "characters")]);
    }
    let two = [("idempotency-key", KEY), ("idempotency-key", "87654321")];
    alva.send(Method::POST, "/groups", &two, Some(group("Ingen"))).await.is_problem(422, "request.invalid");
    assert_eq!(alva.get("/members/me/groups").await.is(200).items().len(), 0);
    posts(&alva, "/groups", "12345678", Some(group("Kort"))).await.is(201);
    posts(&alva, "/groups", &"k".repeat(128), Some(group("Lång"))).await.is(201);
}
