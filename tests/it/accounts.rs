//! Registering, signing in, and passwords.

use std::time::Duration;

use actix_web::http::Method;
use chrono::TimeDelta;
use entity::kind::Role;
use entity::{account, one_time_token, refresh_token};
use futures_util::future::join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{Answer, App, PASSWORD, Person};

/// Another password that nobody guesses.
pub const OTHER_PASSWORD: &str = "tolv lila krokodiler dansar";

fn registration(email: &str) -> Value {
    json!({ "name": "Alva Exempelgren", "email": email, "password": PASSWORD })
}

async fn registers(app: &App, email: &str) -> Answer {
    app.stranger().post("/registrations", registration(email)).await.is(202)
}

/// Asks for a new password.
pub async fn asks_for_reset(app: &App, email: &str) -> Answer {
    app.stranger().post("/password-resets", json!({ "email": email })).await.is(202)
}

/// Confirms with the token out of a mail.
pub async fn confirms(app: &App, token: &str) -> Answer {
    confirms_with(app, token, PASSWORD).await
}

/// Confirms with the token out of a mail and a password.
pub async fn confirms_with(app: &App, token: &str, password: &str) -> Answer {
    app.stranger().post("/registrations/confirmations", json!({ "token": token, "password": password })).await
}

/// Chooses a new password with the token out of a mail.
pub async fn resets(app: &App, token: &str, password: &str) -> Answer {
    app.stranger().post("/password-resets/completions", json!({ "token": token, "newPassword": password })).await
}

/// Tries to sign in.
pub async fn tries(app: &App, email: &str, password: &str) -> Answer {
    app.stranger().post("/sessions", json!({ "email": email, "password": password })).await
}

/// The tokens in an address's mails, oldest first, once it has so many mails.
pub async fn tokens_mailed(app: &App, email: &str, mails: usize) -> Vec<String> {
    let mails = app.mails_to(email, mails).await;
    mails.iter().filter_map(|mail| mail.lines().find(|line| line.starts_with("torg_once_"))).map(|line| line.trim().to_owned()).collect()
}

/// Suspends an account, as only the staff can.
pub async fn suspend(app: &App, email: &str) {
    let now = app.inner.clock.now();
    let suspended = account::Entity::update_many().col_expr(account::Column::SuspendedAt, Expr::value(Some(now)));
    let suspended = suspended.filter(account::Column::EmailKey.eq(email)).exec(app.inner.db.for_migration()).await;
    assert_eq!(suspended.expect("suspended").rows_affected, 1);
}

/// Expects that nobody can tell the answers apart.
#[track_caller]
fn alike(answers: &[Answer]) {
    let told = |answer: &Answer| {
        let mut body = answer.body.clone();
        if let Some(body) = body.as_object_mut() {
            body.remove("instance");
        }
        (answer.status, answer.headers.keys().cloned().collect::<Vec<_>>(), body)
    };
    for answer in answers {
        assert_eq!(told(answer), told(&answers[0]));
    }
}

#[actix_web::test]
async fn a_member_registers_confirms_and_signs_in() {
    let app = App::start().await;
    let receipt = registers(&app, "alva@example.org").await;
    assert_eq!(receipt.text_at("/message"), "Läs din e-post: där finns nästa steg.");
    tries(&app, "alva@example.org", PASSWORD).await.is_problem(401, "accounts.sign-in-refused");

    let token = app.token_mailed_to("alva@example.org").await;
    let confirmed = confirms(&app, &token).await.is(201);
    let id = confirmed.text_at("/memberId");
    assert_eq!(confirmed.header("location"), format!("https://torg.test/api/v1/members/{id}"));

    let tokens = tries(&app, "Alva@Example.ORG", PASSWORD).await.is(201);
    assert_eq!(tokens.text_at("/tokenType"), "Bearer");
    assert!(tokens.header("location").ends_with(&format!("/members/me/sessions/{}", tokens.text_at("/sessionId"))));
    assert_eq!(tokens.header("cache-control"), "no-store");
    let alva = Person { token: Some(tokens.text_at("/accessToken")), ..app.stranger() };
    assert_eq!(alva.get("/members/me").await.is(200).text_at("/id"), id);
}

#[actix_web::test]
async fn mail_is_in_the_language_of_the_request_unless_another_is_chosen() {
    let app = App::start().await;
    let english = [("accept-language", "en-GB, sv;q=0.5")];
    let receipt = app.stranger().send(Method::POST, "/registrations", &english, Some(registration("a@example.org"))).await.is(202);
    assert_eq!(receipt.text_at("/message"), "Read your mail: it holds the next step.");
    let mut chosen = registration("b@example.org");
    chosen["language"] = json!("sv");
    app.stranger().send(Method::POST, "/registrations", &english, Some(chosen)).await.is(202);
    assert!(app.mails_to("a@example.org", 1).await[0].contains("Welcome to Torg."));
    assert!(app.mails_to("b@example.org", 1).await[0].contains("Välkommen till Torg."));
}

#[actix_web::test]
async fn nobody_learns_from_an_answer_whether_an_address_is_known() {
    let app = App::start().await;
    let (known, suspended) = (app.member("Alva").await, app.member("Omar").await);
    suspend(&app, &suspended.email).await;
    registers(&app, "waiting@example.org").await;
    let mut registrations = Vec::new();
    let mut resets = Vec::new();
    for email in ["new@example.org", &known.email, &suspended.email, "waiting@example.org"] {
        registrations.push(registers(&app, email).await);
        resets.push(asks_for_reset(&app, email).await);
    }
    alike(&registrations);
    alike(&resets);

    let mails = app.mails_to(&known.email, 3).await;
    assert!(mails[1].contains("Den har redan ett konto") && !mails[1].contains("torg_once_"));
    assert!(mails[2].contains("torg_once_"));
    assert_eq!(app.mails_to(&suspended.email, 1).await.len(), 1);
}

#[actix_web::test]
async fn sign_in_is_refused_alike_whatever_the_reason() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    suspend(&app, &omar.email).await;
    registers(&app, "waiting@example.org").await;
    let mut refused = Vec::new();
    for (email, password) in [
        ("nobody@example.org", PASSWORD),
        (&alva.email, OTHER_PASSWORD),
        (&omar.email, PASSWORD),
        (&omar.email, OTHER_PASSWORD),
        ("waiting@example.org", PASSWORD),
    ] {
        refused.push(tries(&app, email, password).await.is_problem(401, "accounts.sign-in-refused"));
    }
    alike(&refused);
}

#[actix_web::test]
async fn reading_the_mail_alone_does_not_activate_a_password_that_a_stranger_chose() {
    let app = App::start().await;
    let theirs = json!({ "name": "Någon annan", "email": "offer@example.org", "password": OTHER_PASSWORD });
    app.stranger().post("/registrations", theirs).await.is(202);
    let token = app.token_mailed_to("offer@example.org").await;
    confirms(&app, &token).await.is_problem(403, "accounts.wrong-password");
    tries(&app, "offer@example.org", OTHER_PASSWORD).await.is(401);
}

#[actix_web::test]
async fn of_two_registrations_one_becomes_the_account() {
    let app = App::start().await;
    registers(&app, "alva@example.org").await;
    registers(&app, "ALVA@example.org").await;
    let first = tokens_mailed(&app, "alva@example.org", 1).await;
    let second = tokens_mailed(&app, "ALVA@example.org", 1).await;
    confirms(&app, &second[0]).await.is(201);
    confirms(&app, &first[0]).await.is_problem(401, "accounts.token-spent");
    tries(&app, "alva@example.org", PASSWORD).await.is(201);
}

#[actix_web::test]
async fn a_code_is_good_for_one_use_also_when_twenty_come_at_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    registers(&app, "alva@example.org").await;
    let token = app.token_mailed_to("alva@example.org").await;
    let answers = join_all((0..20).map(|_| confirms(&app, &token))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (201, &[401; 19][..]));

    asks_for_reset(&app, "alva@example.org").await;
    let token = tokens_mailed(&app, "alva@example.org", 2).await.remove(1);
    let answers = join_all((0..20).map(|_| resets(&app, &token, OTHER_PASSWORD))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 19);
    tries(&app, "alva@example.org", OTHER_PASSWORD).await.is(201);
}

#[actix_web::test]
async fn a_code_is_good_for_its_own_purpose_only() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    asks_for_reset(&app, &alva.email).await;
    registers(&app, "new@example.org").await;
    let reset = tokens_mailed(&app, &alva.email, 2).await.remove(1);
    let confirm = app.token_mailed_to("new@example.org").await;
    let access = alva.token.clone().expect("signed in");

    for token in [&reset, &alva.refresh_token] {
        confirms(&app, token).await.is_problem(401, "accounts.token-spent");
    }
    for token in [&confirm, &alva.refresh_token] {
        resets(&app, token, OTHER_PASSWORD).await.is_problem(401, "accounts.token-spent");
    }
    for token in [&confirm, &reset] {
        app.stranger().post("/tokens", json!({ "refreshToken": token })).await.is_problem(401, "accounts.token-spent");
    }
    for token in [&confirm, &reset, &alva.refresh_token] {
        let bearer = Person { token: Some(token.clone()), ..app.stranger() };
        bearer.get("/members/me").await.is_problem(401, "request.invalid-token");
    }
    confirms(&app, &access).await.is(422);

    confirms(&app, &confirm).await.is(201);
    resets(&app, &reset, OTHER_PASSWORD).await.is(204);
}

#[actix_web::test]
async fn a_code_dies_of_age() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for (age, confirmed) in [(TimeDelta::hours(24) - TimeDelta::seconds(1), 201), (TimeDelta::hours(24), 401)] {
        let email = format!("{}@example.org", age.num_seconds());
        registers(&app, &email).await;
        let token = app.token_mailed_to(&email).await;
        app.wait(age);
        confirms(&app, &token).await.is(confirmed);
    }
    for (mail, (age, reset)) in [(TimeDelta::minutes(30), 401), (TimeDelta::minutes(30) - TimeDelta::seconds(1), 204)].into_iter().enumerate() {
        asks_for_reset(&app, &alva.email).await;
        let token = tokens_mailed(&app, &alva.email, mail + 2).await.remove(mail + 1);
        app.wait(age);
        resets(&app, &token, OTHER_PASSWORD).await.is(reset);
    }
}

#[actix_web::test]
async fn a_new_password_makes_every_older_code_worthless() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    asks_for_reset(&app, &alva.email).await;
    asks_for_reset(&app, &alva.email).await;
    let tokens = tokens_mailed(&app, &alva.email, 3).await;
    resets(&app, &tokens[1], OTHER_PASSWORD).await.is(204);
    resets(&app, &tokens[2], PASSWORD).await.is_problem(401, "accounts.token-spent");
    let mails = app.mails_to(&alva.email, 4).await;
    assert!(mails[3].contains("Lösenordet till ditt konto är ändrat"));
}

#[actix_web::test]
async fn only_digests_of_secrets_lie_in_the_database() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    asks_for_reset(&app, &alva.email).await;
    let issued = tokens_mailed(&app, &alva.email, 2).await;
    let db = app.inner.db.for_migration();
    let once = one_time_token::Entity::find().all(db).await.expect("the codes");
    let refresh = refresh_token::Entity::find().all(db).await.expect("the refresh tokens");
    let account = account::Entity::find().all(db).await.expect("the accounts").remove(0);
    let notices = entity::outbox_notice::Entity::find().all(db).await.expect("the notices");
    let kept = format!("{once:?} {refresh:?} {account:?} {notices:?}");
    assert!(once.len() == 2 && refresh.len() == 1 && account.password_hash.starts_with("$argon2id$"));
    assert!(issued.iter().chain([&alva.refresh_token, &PASSWORD.to_owned()]).all(|secret| !kept.contains(secret)));
}

#[actix_web::test]
async fn the_eleventh_wrong_password_waits_as_long_as_it_is_told_to() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for _ in 0..10 {
        tries(&app, &alva.email, OTHER_PASSWORD).await.is(401);
    }
    let wrong = tries(&app, &alva.email, OTHER_PASSWORD).await.is_problem(429, "request.too-many");
    let right = tries(&app, &alva.email.to_uppercase(), PASSWORD).await.is_problem(429, "request.too-many");
    let wait: i64 = right.header("retry-after").parse().expect("seconds");
    alike(&[wrong, right]);
    tries(&app, &omar.email, PASSWORD).await.is(201);

    app.wait(TimeDelta::seconds(wait - 2));
    tries(&app, &alva.email, PASSWORD).await.is(429);
    app.wait(TimeDelta::seconds(2));
    tries(&app, &alva.email, PASSWORD).await.is(201);
}

#[actix_web::test]
async fn signing_in_clears_the_count_of_wrong_passwords() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for password in [[OTHER_PASSWORD; 9].as_slice(), &[PASSWORD], &[OTHER_PASSWORD; 9], &[PASSWORD]].concat() {
        assert_ne!(tries(&app, &alva.email, password).await.status, 429);
    }
}

#[actix_web::test]
async fn twenty_wrong_passwords_at_once_are_still_only_ten_tries() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let answers = join_all((0..20).map(|_| tries(&app, &alva.email, OTHER_PASSWORD))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 10);
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 10);
}

#[actix_web::test]
async fn the_present_password_cannot_be_guessed_by_changing_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let change = |current: &str| json!({ "currentPassword": current, "newPassword": OTHER_PASSWORD });
    for _ in 0..10 {
        alva.put("/members/me/password", change("fel lösenord är detta")).await.is_problem(403, "accounts.wrong-password");
    }
    let refused = alva.put("/members/me/password", change(PASSWORD)).await.is_problem(429, "request.too-many");
    app.wait(TimeDelta::seconds(refused.header("retry-after").parse().expect("seconds")));
    let alva = app.sign_in(&alva.email, PASSWORD).await;
    alva.put("/members/me/password", change(PASSWORD)).await.is(204);
}

#[actix_web::test]
async fn strangers_can_have_five_mails_an_hour_sent_to_an_address() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(registers(&app, &alva.email).await);
        answers.push(asks_for_reset(&app, &alva.email.to_uppercase()).await);
    }
    alike(&answers);
    // Mail goes out in turn: when this one is there, all before it are.
    app.member("Omar").await;
    actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(app.mails_to(&alva.email, 5).await.len(), 5);
    app.wait(TimeDelta::hours(1));
    asks_for_reset(&app, &alva.email).await;
    assert_eq!(app.mails_to(&alva.email, 6).await.len(), 6);
}

#[actix_web::test]
async fn mail_carries_no_address_that_a_request_could_choose() {
    let app = App::start_with(|config| config.web_url = Some("https://fram.test".to_owned())).await;
    for (number, name) in ["x-forwarded-host", "forwarded", "x-original-host", "origin", "referer"].into_iter().enumerate() {
        let email = format!("a{number}@example.org");
        let hostile = [(name, if name == "forwarded" { "host=evil.test" } else { "https://evil.test" })];
        app.stranger().send(Method::POST, "/registrations", &hostile, Some(registration(&email))).await.is(202);
        let mail = app.mails_to(&email, 1).await.remove(0);
        assert!(mail.contains("https://fram.test/confirm#torg_once_") && !mail.contains("evil"), "{mail}");
    }
}

#[actix_web::test]
async fn the_command_line_gives_a_known_address_a_role_and_a_password() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    app.staff("Alva", Role::Administrator).await;
    alva.get("/members/me").await.is_problem(401, "request.invalid-token");
    assert!(app.mails_to(&alva.email, 2).await[1].contains("Lösenordet till ditt konto är ändrat"));
}
