//! What is no longer needed is forgotten.

use api::kernel::access::System;
use api::server;
use chrono::TimeDelta;
use entity::{idempotency_key, one_time_token, registration, session, throttle};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use tests::{App, PASSWORD};

#[actix_web::test]
async fn what_is_no_longer_needed_is_forgotten_and_the_rest_is_kept() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let stranger = app.stranger();
    stranger.post("/registrations", json!({ "name": "Omar", "email": "omar@example.org", "password": PASSWORD })).await.is(202);
    app.token_mailed_to("omar@example.org").await;
    let group = json!({ "name": "Grupp", "purpose": "Att pröva", "visibility": "open", "joining": "open" });
    alva.send(actix_web::http::Method::POST, "/groups", &[("idempotency-key", "en-nyckel-1")], Some(group)).await.is(201);
    stranger.post("/sessions", json!({ "email": "omar@example.org", "password": PASSWORD })).await.is(401);

    let system = System::because("what is forgotten belongs to nobody", &app.inner);
    server::forget(&system).await.expect("forgotten");
    assert!(counts(&app).await.iter().all(|count| *count > 0), "nothing is old yet: {:?}", counts(&app).await);

    app.wait(TimeDelta::hours(25));
    server::forget(&system).await.expect("forgotten");
    assert_eq!(counts(&app).await, [0, 0, 0, 0, 1]);

    app.wait(TimeDelta::days(121));
    server::forget(&system).await.expect("forgotten");
    assert_eq!(counts(&app).await, [0, 0, 0, 0, 0]);
}

/// Registrations, tokens, answers kept for retries, throttles, sessions.
async fn counts(app: &App) -> [u64; 5] {
    let db = app.inner.db.for_migration();
    [
        registration::Entity::find().count(db).await.expect("a count"),
        one_time_token::Entity::find().count(db).await.expect("a count"),
        idempotency_key::Entity::find().count(db).await.expect("a count"),
        throttle::Entity::find().count(db).await.expect("a count"),
        session::Entity::find().count(db).await.expect("a count"),
    ]
}
