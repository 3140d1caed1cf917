//! Rounds: many answer, nobody has a name, and no figure points at one of them.

use std::collections::BTreeSet;

use actix_web::http::Method;
use api::kernel::access::System;
use api::server;
use chrono::TimeDelta;
use entity::round_answer;
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{Answer, App, Person, committed};

/// A round, and the two secrets of it.
struct Round<'a> {
    app: &'a App,
    path: String,
    secret: String,
    answer_secret: String,
}

impl Round<'_> {
    async fn send(&self, secret: &str, method: Method, below: &str, body: Option<Value>) -> Answer {
        self.app.stranger().send(method, &format!("{}{below}", self.path), &[("worksheet-secret", secret)], body).await
    }

    async fn answer(&self, entries: Value) -> Answer {
        self.send(&self.answer_secret, Method::POST, "/answers", Some(json!({ "entries": entries }))).await
    }

    async fn close(&self) {
        self.send(&self.secret, Method::PATCH, "", Some(json!({ "closed": true }))).await.is(200);
    }

    async fn result(&self, secret: &str) -> Answer {
        self.send(secret, Method::GET, "/result", None).await
    }
}

async fn start<'a>(app: &'a App, person: &Person<'_>) -> Round<'a> {
    let new = json!({ "model": "place-evaluation", "template": "evaluation", "title": "Torget" });
    let started = person.post("/worksheet-rounds", new).await.is(201);
    assert_eq!(started.header("cache-control"), "no-store");
    let (secret, answer_secret) = (started.text_at("/secret"), started.text_at("/answerSecret"));
    Round { app, path: format!("/worksheet-rounds/{}", started.id()), secret, answer_secret }
}

fn theme(theme: &str, rating: i64) -> Value {
    json!({ "part": "themes", "values": { "theme": theme, "rating": rating } })
}

fn of<'a>(result: &'a Answer, theme: &str) -> &'a Value {
    result.body["themes"].as_array().expect("themes").iter().find(|one| one["theme"] == theme).expect("the theme")
}

#[actix_web::test]
async fn a_round_is_answered_without_a_name_and_summed_up_theme_by_theme() {
    let app = App::start().await;
    let round = start(&app, &app.stranger()).await;
    let seen = round.send(&round.answer_secret, Method::GET, "", None).await.is(200);
    assert_eq!((&seen.body["own"], &seen.body["answerCount"], seen.text_at("/parts/0/key").as_str()), (&json!(false), &json!(0), "themes"));
    assert_eq!((seen.body["parts"].as_array().map(Vec::len), seen.text_at("/title").as_str()), (Some(1), "Torget"));
    for (number, rating) in [7, 1, 4, 2, 6].into_iter().enumerate() {
        let mut safety = theme("safety", rating);
        safety["values"]["good"] = json!(format!("{} bra", ["d", "a", "c", "e", "b"][number]));
        let mut entries = vec![safety];
        if number < 4 {
            entries.push(json!({ "part": "themes", "values": { "theme": "nature", "rating": rating, "good": "Parken", "priority": 1 } }));
        }
        let answer = round.answer(json!(entries)).await.is(201);
        assert_eq!(answer.body["answerCount"], number + 1);
        assert_eq!(answer.id().chars().nth(14), Some('4'), "an id that tells the time would tell whose answer it is");
    }
    round.result(&round.secret).await.is_problem(409, "worksheet-rounds.open");
    round.close().await;
    let result = round.result(&round.secret).await.is(200);
    assert_eq!((&result.body["answerCount"], result.body["themes"].as_array().map(Vec::len)), (&json!(5), Some(14)));
    let safety = of(&result, "safety");
    assert_eq!(safety["title"], "Trygghet");
    assert_eq!(safety["scales"][0]["count"], 5);
    assert_eq!(safety["scales"][0]["summary"], json!({ "mean": 4.0, "median": 4.0, "standardDeviation": 2.55 }));
    assert_eq!(safety["texts"][0]["texts"], json!(["a bra", "b bra", "c bra", "d bra", "e bra"]));
    // Four are told as four, and nothing else of them.
    let nature = of(&result, "nature");
    assert_eq!((&nature["scales"][0]["count"], &nature["scales"][0]["summary"]), (&json!(4), &Value::Null));
    assert_eq!((&nature["texts"][0]["count"], &nature["texts"][0]["texts"]), (&json!(4), &Value::Null));
    assert!(!result.text.contains("Parken"));
    // Who answered sees the figures, and no text.
    let shown = round.result(&round.answer_secret).await.is(200);
    assert_eq!(of(&shown, "safety")["scales"], safety["scales"]);
    assert!(shown.body["themes"].as_array().expect("themes").iter().all(|theme| theme["texts"] == Value::Null));
}

#[actix_web::test]
async fn no_two_results_of_a_round_differ_by_an_answer() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let round = start(&app, &alva).await;
    for rating in [3, 3, 3, 3, 4] {
        round.answer(json!([theme("safety", rating)])).await.is(201);
        round.result(&round.answer_secret).await.is_problem(409, "worksheet-rounds.open");
        alva.get(&format!("{}/result", round.path)).await.is_problem(409, "worksheet-rounds.open");
    }
    round.close().await;
    let result = round.result(&round.secret).await.is(200).body;
    let before = app.stored().await;
    round.answer(json!([theme("safety", 7)])).await.is_problem(409, "worksheet-rounds.closed");
    for change in [json!({ "closed": false }), json!({ "closed": null })] {
        let answer = round.send(&round.secret, Method::PATCH, "", Some(change)).await;
        assert!([409, 422].contains(&answer.status), "{}", answer.text);
    }
    assert!(before["round_answer"] == app.stored().await["round_answer"]);
    app.wait(TimeDelta::days(1));
    round.close().await;
    assert_eq!(round.result(&round.secret).await.is(200).body, result, "and closing again moves nothing");
    // Nothing sums up several themes: what is left out of one figure is in no other.
    let members: BTreeSet<_> = result.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["answerCount", "closedAt", "fewest", "themes"]));
}

#[actix_web::test]
async fn nothing_that_is_stored_or_told_ties_an_answer_to_who_gave_it() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let round = start(&app, &alva).await;
    let headers = [("worksheet-secret", round.answer_secret.as_str()), ("idempotency-key", "omars-egen-nyckel")];
    let body = json!({ "entries": [theme("safety", 5)] });
    let answer = omar.send(Method::POST, &format!("{}/answers", round.path), &headers, Some(body)).await.is(201);
    let stored = app.stored().await;
    let row = &stored["round_answer"];
    assert_eq!(row.len(), 1);
    assert!(!row[0].contains(&omar.id) && !row[0].contains("2026-11-22"), "{row:?}");
    for (table, rows) in stored.iter().filter(|(table, _)| *table != "round_answer") {
        assert!(rows.iter().all(|row| !row.contains(&answer.id())), "{table} knows of the answer");
    }
    let below = format!("{}/answers/{}", round.path, answer.id());
    for person in [&alva, &omar] {
        person.get(&below).await.is_problem(404, "request.not-found");
    }
}

#[actix_web::test]
async fn an_answer_is_checked_by_the_template_with_all_faults_at_once() {
    let app = App::start().await;
    let round = start(&app, &app.stranger()).await;
    for (entries, faults) in [
        (json!([]), vec![("/entries", "count")]),
        (json!([theme("safety", 8)]), vec![("/entries/0/values/rating", "choice")]),
        (json!([theme("safety", 3), theme("nature", 3), theme("safety", 4)]), vec![("/entries/2/values/theme", "rule")]),
        (
            json!([{ "part": "actions", "values": { "description": "x" } }, theme("nonsense", 3)]),
            vec![("/entries/0/part", "unknown"), ("/entries/1/values/theme", "choice")],
        ),
        (json!([{ "part": "themes", "values": { "theme": "safety", "rating": 3, "name": "Omar" } }]), vec![("/entries/0/values/name", "surplus")]),
    ] {
        round.answer(entries).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    let nobody = app.stranger();
    for (model, template, fault) in
        [("place-evaluation", "x", "/template"), ("x", "x", "/model"), ("social-impact-assessment", "assessment", "/template")]
    {
        let answer = nobody.post("/worksheet-rounds", json!({ "model": model, "template": template, "title": "x" })).await;
        answer.is_problem(422, "request.invalid").has_faults(&[(fault, "unknown")]);
    }
    // Any template with a scale will do.
    let other = nobody.post("/worksheet-rounds", json!({ "model": "dialogue-tool", "template": "dialogue-plan", "title": "x" })).await.is(201);
    let round = Round {
        app: &app,
        path: format!("/worksheet-rounds/{}", other.id()),
        secret: other.text_at("/secret"),
        answer_secret: other.text_at("/answerSecret"),
    };
    let twice = json!({ "part": "principles", "values": { "equal-worth": 1 } });
    round.answer(json!([twice, twice])).await.is(422).has_faults(&[("/entries/1", "count")]);
    for number in 0..6 {
        let entry = json!([{ "part": "principles", "values": { "equal-worth": 1 + number % 3, "equal-worth-why": "Tolk finns" } }]);
        round.answer(entry).await.is(201);
    }
    round.close().await;
    let result = round.result(&round.secret).await.is(200);
    let principles = result.body["themes"].as_array().expect("themes").iter().find(|one| one["part"] == "principles").expect("the part");
    let equal = principles["scales"].as_array().expect("scales").iter().find(|one| one["field"] == "equal-worth").expect("the field");
    assert_eq!(
        (&principles["theme"], &equal["count"], &equal["summary"]["mean"], &equal["summary"]["median"]),
        (&Value::Null, &json!(6), &json!(2.0), &json!(2.0))
    );
}

#[actix_web::test]
async fn thirty_who_answer_while_the_round_is_closed_are_all_counted_or_refused() {
    let app = App::start_with(|config| config.workers = 4).await;
    let round = start(&app, &app.stranger()).await;
    let answers = join_all((0..30).map(|number| {
        let round = &round;
        async move {
            if number == 15 {
                round.close().await;
                return None;
            }
            Some(round.answer(json!([theme("safety", 1 + number % 7)])).await.status)
        }
    }))
    .await;
    let counted = answers.iter().flatten().filter(|status| **status == 201).count();
    assert!(answers.iter().flatten().all(|status| [201, 409].contains(status)), "{answers:?}");
    let result = round.result(&round.secret).await.is(200);
    assert_eq!(result.body["answerCount"], counted);
    assert_eq!(of(&result, "safety")["scales"][0]["count"], counted);
}

#[actix_web::test]
async fn the_server_keeps_to_the_table_of_rounds() {
    let app = App::start().await;
    let table = committed("policy.txt");
    let alva = app.member("Alva").await;
    let people = [
        ("guest", app.stranger()),
        ("stranger", app.member("Siv").await),
        ("site moderator", app.staff("Moderator", entity::kind::Role::Moderator).await),
        ("administrator", app.staff("Administrator", entity::kind::Role::Administrator).await),
        ("holder", app.stranger()),
        ("themself", alva.clone()),
    ];
    let says = |action: &str, who: &str| {
        let head: Vec<_> = table.lines().find(|line| line.trim_start().starts_with("guest")).expect("a head").trim().split("  ").collect();
        let place = head.iter().position(|one| *one == who).expect("a kind of person");
        let mut rows = table.lines().skip_while(|line| *line != "round").skip(1).take_while(|line| !line.is_empty());
        let row = rows.find(|line| line.contains(&format!("({action})"))).expect("the row");
        row.get(74..).and_then(|cells| cells.split_whitespace().nth(place)) == Some("yes")
    };
    for (who, person) in &people {
        let round = start(&app, &alva).await;
        let secret = if *who == "holder" { round.answer_secret.as_str() } else { "torg_wa_0000000000000000000000000000000000000000000" };
        for (action, method, below, body) in [
            ("worksheet-rounds.answer", Method::GET, "", None),
            ("worksheet-rounds.answer", Method::POST, "/answers", Some(json!({ "entries": [theme("safety", 5)] }))),
            ("worksheet-rounds.keep", Method::PATCH, "", Some(json!({ "closed": true }))),
            ("worksheet-rounds.answer", Method::GET, "/result", None),
            ("worksheet-rounds.keep", Method::DELETE, "", None),
        ] {
            if below == "/result" {
                round.close().await;
            }
            let answer = person.send(method, &format!("{}{below}", round.path), &[("worksheet-secret", secret)], body).await;
            let told = format!("{action} as {who}: {} {}", answer.of, answer.text);
            match (says(action, who), says("worksheet-rounds.answer", who)) {
                (true, _) => assert!((200..300).contains(&answer.status), "{told}"),
                (false, true) => assert_eq!(answer.is_problem(403, "request.forbidden").text_at("/right"), action, "{told}"),
                (false, false) => drop(answer.is_problem(404, "request.not-found")),
            }
        }
    }
}

#[actix_web::test]
async fn a_round_of_nobody_lives_for_thirty_days_after_its_last_use_and_a_members_until_it_is_deleted() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (kept, used, left) = (start(&app, &alva).await, start(&app, &app.stranger()).await, start(&app, &app.stranger()).await);
    for round in [&kept, &used, &left] {
        round.answer(json!([theme("safety", 5)])).await.is(201);
    }
    app.wait(TimeDelta::days(29));
    used.send(&used.answer_secret, Method::GET, "", None).await.is(200);
    app.wait(TimeDelta::days(2));
    left.send(&left.answer_secret, Method::GET, "", None).await.is_problem(404, "request.not-found");
    let system = System::because("what is forgotten belongs to nobody", &app.inner);
    server::forget(&system).await.expect("forgotten");
    let db = app.inner.db.for_migration();
    assert_eq!(round_answer::Entity::find().count(db).await.expect("a count"), 2);
    assert_eq!(kept.send(&kept.secret, Method::GET, "", None).await.is(200).body["expiresAt"], Value::Null);
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    let own = alva.get("/members/me/worksheet-rounds").await.is(200);
    assert_eq!((own.each("/title"), &own.items()[0]["answerCount"]), (vec!["Torget".to_owned()], &json!(1)));
    alva.delete(&kept.path).await.is(204);
    used.send(&used.secret, Method::DELETE, "", None).await.is(204);
    assert_eq!(round_answer::Entity::find().count(db).await.expect("a count"), 0);
}
