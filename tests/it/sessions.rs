//! Sessions: ended at once, renewed in a chain, and never lost to a lost answer.

use std::collections::HashSet;

use actix_web::http::Method;
use chrono::TimeDelta;
use entity::kind::Role;
use entity::refresh_token;
use futures_util::future::{join, join_all};
use sea_orm::EntityTrait;
use serde_json::json;
use tests::{Answer, App, PASSWORD, Person};

use super::accounts::{OTHER_PASSWORD, suspend};

async fn renews(app: &App, token: &str) -> Answer {
    app.stranger().post("/tokens", json!({ "refreshToken": token })).await
}

/// Renews and expects the next refresh token.
async fn next_of(app: &App, token: &str) -> String {
    renews(app, token).await.is(201).text_at("/refreshToken")
}

/// Expects that neither token of somebody is good any more.
async fn is_out(person: &Person<'_>) {
    person.get("/members/me").await.is_problem(401, "request.invalid-token");
    person.get("/groups").await.is_problem(401, "request.invalid-token");
    renews(person.app, &person.refresh_token).await.is_problem(401, "accounts.token-spent");
}

async fn own_session(person: &Person<'_>) -> String {
    let sessions = person.get("/members/me/sessions").await.is(200);
    let own = sessions.items().iter().find(|session| session["current"] == true).expect("the session in use");
    own["id"].as_str().expect("an id").to_owned()
}

/// The refresh tokens that nothing has replaced.
async fn leaves(app: &App) -> usize {
    let rows = refresh_token::Entity::find().all(app.inner.db.for_migration()).await.expect("the chain");
    let parents: Vec<_> = rows.iter().filter_map(|row| row.parent_hash.clone()).collect();
    assert_eq!(parents.iter().collect::<HashSet<_>>().len(), parents.len(), "a token has two successors");
    rows.iter().filter(|row| !parents.contains(&row.hash)).count()
}

#[actix_web::test]
async fn who_signs_out_is_out_at_the_next_request_and_elsewhere_still_in() {
    let app = App::start().await;
    let here = app.member("Alva").await;
    let there = app.sign_in(&here.email, PASSWORD).await;
    let id = own_session(&here).await;
    here.delete(&format!("/members/me/sessions/{id}")).await.is(204);
    is_out(&here).await;
    there.get("/members/me").await.is(200);
    there.delete(&format!("/members/me/sessions/{id}")).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_device_can_be_signed_out_from_another() {
    let app = App::start().await;
    let here = app.member("Alva").await;
    let there = app.sign_in(&here.email, PASSWORD).await;
    here.delete(&format!("/members/me/sessions/{}", own_session(&there).await)).await.is(204);
    is_out(&there).await;
    here.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = App::start().await;
    let here = app.member("Alva").await;
    let there = app.sign_in(&here.email, PASSWORD).await;
    let omar = app.member("Omar").await;
    there.delete("/members/me/sessions").await.is(204);
    is_out(&here).await;
    is_out(&there).await;
    omar.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn a_changed_password_ends_every_session_and_is_told() {
    let app = App::start().await;
    let here = app.member("Alva").await;
    let there = app.sign_in(&here.email, PASSWORD).await;
    here.put("/members/me/password", json!({ "currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD })).await.is(204);
    is_out(&here).await;
    is_out(&there).await;
    app.stranger().post("/sessions", json!({ "email": here.email, "password": PASSWORD })).await.is(401);
    app.sign_in(&here.email, OTHER_PASSWORD).await;
    assert!(app.mails_to(&here.email, 2).await[1].contains("utloggad överallt"));
}

#[actix_web::test]
async fn a_reset_password_ends_every_session() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    app.stranger().post("/password-resets", json!({ "email": alva.email })).await.is(202);
    app.mails_to(&alva.email, 2).await;
    let token = app.token_mailed_to(&alva.email).await;
    alva.get("/members/me").await.is(200);
    app.stranger().post("/password-resets/completions", json!({ "token": token, "newPassword": OTHER_PASSWORD })).await.is(204);
    is_out(&alva).await;
    app.sign_in(&alva.email, OTHER_PASSWORD).await;
}

#[actix_web::test]
async fn a_suspended_member_is_out_at_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    suspend(&app, &alva.email).await;
    is_out(&alva).await;
}

#[actix_web::test]
async fn a_password_given_by_the_command_line_ends_every_session() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let staff = app.staff("Alva", Role::Moderator).await;
    is_out(&alva).await;
    staff.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn nothing_gets_through_once_the_end_of_a_session_is_answered() {
    let app = App::start_with(|config| config.workers = 4).await;
    let mut alva = app.member("Alva").await;
    for _ in 0..10 {
        let end = alva.delete("/members/me/sessions");
        let (ended, _) = join(end, join_all((0..8).map(|_| alva.get("/members/me")))).await;
        ended.is(204);
        for answer in join_all((0..8).map(|_| alva.get("/members/me"))).await {
            answer.is_problem(401, "request.invalid-token");
        }
        alva = app.sign_in(&alva.email, PASSWORD).await;
    }
}

#[actix_web::test]
async fn the_session_of_another_is_not_there() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let of_alva = omar.delete(&format!("/members/me/sessions/{}", own_session(&alva).await)).await.is_problem(404, "request.not-found");
    let of_nobody = omar.delete("/members/me/sessions/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47").await.is_problem(404, "request.not-found");
    assert_eq!(
        (&of_alva.body["detail"], of_alva.headers.keys().collect::<Vec<_>>()),
        (&of_nobody.body["detail"], of_nobody.headers.keys().collect())
    );
    alva.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn sessions_are_listed_newest_first_with_client_and_coarse_network() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    app.wait(TimeDelta::minutes(1));
    let body = json!({ "email": alva.email, "password": PASSWORD });
    app.stranger().send(Method::POST, "/sessions", &[("user-agent", "Lasplatta 1.0")], Some(body.clone())).await.is(201);
    app.stranger().send(Method::POST, "/sessions", &[("user-agent", &"x".repeat(500))], Some(body)).await.is(201);
    let sessions = alva.get("/members/me/sessions").await.is(200);
    assert_eq!(sessions.items().len(), 3);
    assert_eq!(sessions.items()[2]["current"], true);
    assert_eq!(sessions.each("/client")[0], "x".repeat(120));
    assert_eq!(sessions.each("/network"), ["127.0.0.0/24"; 3]);
    assert_eq!(sessions.items()[2]["createdAt"], "2026-11-22T09:00:00Z");
}

#[actix_web::test]
async fn a_session_that_has_ended_of_itself_is_not_listed() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    app.wait(TimeDelta::days(30));
    renews(&app, &alva.refresh_token).await.is_problem(401, "accounts.token-spent");
    let alva = app.sign_in(&alva.email, PASSWORD).await;
    assert_eq!(alva.get("/members/me/sessions").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn tokens_are_renewed_in_a_chain() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut token = alva.refresh_token.clone();
    for _ in 0..5 {
        app.wait(TimeDelta::minutes(9));
        let tokens = renews(&app, &token).await.is(201);
        token = tokens.text_at("/refreshToken");
        let renewed = Person { token: Some(tokens.text_at("/accessToken")), ..alva.clone() };
        let sessions = renewed.get("/members/me/sessions").await.is(200);
        assert_eq!((sessions.items().len(), &sessions.items()[0]["lastUsedAt"]), (1, &json!(app.inner.clock.now())));
    }
    assert_eq!(leaves(&app).await, 1);
}

#[actix_web::test]
async fn a_session_that_is_used_ends_after_ninety_days_all_the_same() {
    let app = App::start().await;
    let mut token = app.member("Alva").await.refresh_token;
    for _ in 0..3 {
        app.wait(TimeDelta::days(30) - TimeDelta::seconds(1));
        token = next_of(&app, &token).await;
    }
    app.wait(TimeDelta::seconds(3));
    renews(&app, &token).await.is_problem(401, "accounts.token-spent");
}

#[actix_web::test]
async fn an_old_refresh_token_that_turns_up_again_ends_the_session_and_is_told() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let elsewhere = app.sign_in(&alva.email, PASSWORD).await;
    let second = next_of(&app, &alva.refresh_token).await;
    let third = next_of(&app, &second).await;
    let thief = renews(&app, &alva.refresh_token).await.is_problem(401, "accounts.token-spent");
    let unknown = renews(&app, &format!("torg_rt_{}", "a".repeat(43))).await.is_problem(401, "accounts.token-spent");
    assert_eq!(thief.body["detail"], unknown.body["detail"]);
    renews(&app, &third).await.is_problem(401, "accounts.token-spent");
    alva.get("/members/me").await.is_problem(401, "request.invalid-token");
    elsewhere.get("/members/me").await.is(200);
    assert!(app.mails_to(&alva.email, 2).await[1].contains("En gammal nyckel till en av dina inloggningar användes igen"));
}

#[actix_web::test]
async fn a_client_whose_answer_was_lost_asks_again_within_ten_seconds() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let lost = next_of(&app, &alva.refresh_token).await;
    app.wait(TimeDelta::seconds(10));
    let second = next_of(&app, &alva.refresh_token).await;
    renews(&app, &lost).await.is_problem(401, "accounts.token-spent");
    assert_eq!(leaves(&app).await, 1);
    let third = next_of(&app, &second).await;
    app.wait(TimeDelta::seconds(11));
    renews(&app, &second).await.is_problem(401, "accounts.token-spent");
    renews(&app, &third).await.is_problem(401, "accounts.token-spent");
}

#[actix_web::test]
async fn of_twenty_renewals_at_once_one_branch_lives() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let answers = join_all((0..20).map(|_| renews(&app, &alva.refresh_token))).await;
    let tokens: Vec<_> = answers.into_iter().map(|answer| answer.is(201).text_at("/refreshToken")).collect();
    assert_eq!(leaves(&app).await, 1);
    let mut good = 0;
    for token in &tokens {
        good += usize::from(renews(&app, token).await.status == 201);
    }
    assert_eq!(good, 1);
}

#[actix_web::test]
async fn a_token_and_its_successor_at_once_leave_at_most_one_branch() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let mut member = alva.clone();
    for _ in 0..5 {
        let child = next_of(&app, &member.refresh_token).await;
        let both = [&member.refresh_token, &child];
        for answer in join_all((0..16).map(|number| renews(&app, both[number % 2]))).await {
            assert!(matches!(answer.status, 201 | 401), "{} answered {}", answer.of, answer.text);
        }
        leaves(&app).await;
        member = app.sign_in(&alva.email, PASSWORD).await;
    }
}

#[actix_web::test]
async fn nobody_slips_in_with_the_old_password_while_it_is_changed() {
    let app = App::start_with(|config| (config.workers, config.password_memory_kib) = (4, 4096)).await;
    let alva = app.member("Alva").await;
    let mut passwords = [PASSWORD, OTHER_PASSWORD];
    for _ in 0..5 {
        let [old, new] = passwords;
        let owner = app.sign_in(&alva.email, old).await;
        let change = owner.put("/members/me/password", json!({ "currentPassword": old, "newPassword": new }));
        let tries = (0..8).map(|_| async {
            let body = json!({ "email": alva.email, "password": old });
            app.stranger().post("/sessions", body).await
        });
        let (changed, tried) = join(change, join_all(tries)).await;
        changed.is(204);
        for answer in tried.into_iter().filter(|answer| answer.status == 201) {
            let late = Person { token: Some(answer.text_at("/accessToken")), refresh_token: answer.text_at("/refreshToken"), ..app.stranger() };
            is_out(&late).await;
        }
        passwords.reverse();
    }
}

#[actix_web::test]
async fn of_two_changes_of_a_password_at_once_one_is_made() {
    let app = App::start_with(|config| config.workers = 4).await;
    let (here, mut passwords) = (app.member("Alva").await, vec![PASSWORD.to_owned()]);
    for round in 0..5 {
        let present = passwords.pop().expect("a password");
        let person = app.sign_in(&here.email, &present).await;
        let new: Vec<_> = (0..6).map(|number| format!("{OTHER_PASSWORD} {round} {number}")).collect();
        let change = |new: &String| person.put("/members/me/password", json!({ "currentPassword": present, "newPassword": new }));
        let changed = join_all(new.iter().map(change)).await;
        let made: Vec<_> = new.iter().zip(&changed).filter(|(_, answer)| answer.status == 204).map(|(new, _)| new.clone()).collect();
        assert_eq!(made.len(), 1, "{:?}", changed.iter().map(|answer| answer.status).collect::<Vec<_>>());
        passwords.extend(made);
    }
}
