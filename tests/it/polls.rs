//! Polls: who asks, who votes how often, what it comes to, and what nobody is told.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

/// A group with three members and a discussion of the first.
struct Place<'a> {
    people: Vec<Person<'a>>,
    group: String,
    opening: String,
    poll: String,
}

async fn place<'a>(app: &'a App) -> Place<'a> {
    let people = vec![app.member("Alva").await, app.member("Omar").await, app.member("Siv").await];
    let group = people[0].starts_group("De som väljer", "network", "open").await;
    people[1].joins(&group).await;
    people[2].joins(&group).await;
    let opening = format!("/discussions/{}", people[0].opens(&group, "Var möts vi?").await);
    Place { people, group, poll: format!("{opening}/poll"), opening }
}

fn asked(method: &str, options: &[&str]) -> Value {
    let options: Vec<_> = options.iter().map(|text| json!({ "text": text })).collect();
    json!({ "question": "Var möts vi?", "method": method, "options": options })
}

fn with(mut asked: Value, name: &str, value: Value) -> Value {
    asked[name] = value;
    asked
}

fn options(poll: &Answer) -> Vec<String> {
    let options = poll.body["options"].as_array().unwrap_or_else(|| panic!("{}", poll.text));
    options.iter().map(|option| option["id"].as_str().expect("an id").to_owned()).collect()
}

async fn votes(person: &Person<'_>, poll: &str, choices: &[&String]) -> Answer {
    person.put(&format!("{poll}/ballot"), json!({ "choices": choices })).await
}

#[actix_web::test]
async fn each_vote_counts_once_however_often_it_is_cast_and_changes_until_the_end() {
    let app = App::start_with(|config| config.workers = 4).await;
    let Place { people, poll, .. } = place(&app).await;
    let (alva, omar) = (&people[0], &people[1]);
    let made = alva.post(&poll, with(asked("single", &["Umeå", "Lund"]), "endsAt", json!("2026-11-22T10:05:00+01:00"))).await.is(201);
    assert_eq!((made.text_at("/endsAt"), &made.body["result"]["base"]), ("2026-11-22T09:05:00Z".to_owned(), &json!(0)));
    let of = options(&made);
    let path = format!("{poll}/ballot");
    let clicks = join_all((0..100).map(|number| omar.put(&path, json!({ "choices": [of[number % 2]] })))).await;
    assert!(clicks.iter().all(|answer| [200, 503].contains(&answer.status)) && clicks.iter().any(|answer| answer.status == 200));
    votes(omar, &poll, &[&of[0]]).await.is(200);
    let counted = votes(alva, &poll, &[&of[1]]).await.is(200);
    assert_eq!((&counted.body["result"]["base"], &counted.body["voted"]), (&json!(2), &json!(true)));
    let changed = votes(omar, &poll, &[&of[1]]).await.is(200);
    assert_eq!(changed.body["ownBallot"]["choices"], json!([of[1]]));
    assert_eq!((&changed.body["result"]["leading"], &changed.body["result"]["base"]), (&json!([of[1]]), &json!(2)));
    app.wait(TimeDelta::minutes(5));
    votes(omar, &poll, &[&of[0]]).await.is_problem(409, "discussions.poll-ended");
    let over = people[2].get(&poll).await.is(200);
    assert_eq!((&over.body["ended"], &over.body["voted"], &over.body["result"]["base"]), (&json!(true), &json!(false), &json!(2)));
}

#[actix_web::test]
async fn a_result_tells_its_base_and_how_it_is_rounded() {
    let app = App::start().await;
    let Place { people, poll, .. } = place(&app).await;
    let of = options(&people[0].post(&poll, with(asked("several", &["A", "B", "C"]), "maxChoices", json!(2))).await.is(201));
    votes(&people[0], &poll, &[&of[0], &of[1]]).await.is(200);
    votes(&people[1], &poll, &[&of[0]]).await.is(200);
    let result = votes(&people[2], &poll, &[&of[2]]).await.is(200).body["result"].clone();
    let percents: Vec<_> = (0..3).map(|place| result["options"][place]["percent"].as_f64().expect("a share")).collect();
    assert_eq!((result["base"].as_i64(), &result["rounding"], percents), (Some(3), &json!("one-decimal-half-up"), vec![66.7, 33.3, 33.3]));
    let blank = votes(&people[2], &poll, &[]).await.is(200).body["result"].clone();
    assert_eq!((blank["base"].as_i64(), blank["blank"].as_i64(), &blank["options"][0]["percent"]), (Some(2), Some(1), &json!(100.0)));
    let listed = people[1].get(&format!("{poll}/ballots")).await.is(200);
    assert_eq!(
        (listed.each("/member/name"), &listed.items()[0]["choices"]),
        (vec!["Alva".to_owned(), "Omar".to_owned(), "Siv".to_owned()], &json!([of[0], of[1]]))
    );
}

#[actix_web::test]
async fn ranked_votes_run_off_and_dates_find_what_suits_most() {
    let app = App::start().await;
    let Place { people, group, poll, .. } = place(&app).await;
    let of = options(&people[0].post(&poll, asked("ranked", &["A", "B", "C"])).await.is(201));
    votes(&people[0], &poll, &[&of[0], &of[2]]).await.is(200);
    votes(&people[1], &poll, &[&of[2], &of[0]]).await.is(200);
    let result = votes(&people[2], &poll, &[&of[1], &of[2]]).await.is(200).body["result"].clone();
    assert_eq!((&result["leading"], result["rounds"].as_array().map(Vec::len)), (&json!(of), Some(1)), "nothing tells them apart");
    let result = votes(&people[0], &poll, &[&of[2], &of[0]]).await.is(200).body["result"].clone();
    assert_eq!((&result["leading"], &result["rounds"][0]["votes"]), (&json!([of[2]]), &json!([0, 1, 2])));

    let poll = format!("/discussions/{}/poll", people[1].opens(&group, "När?").await);
    let day = |text: &str, at: &str| json!({ "text": text, "startsAt": at });
    let dates = with(asked("date", &[]), "options", json!([day("Måndag", "2026-12-07T09:00:00+01:00"), day("Tisdag", "2026-12-08T09:00:00+01:00")]));
    let of = options(&people[1].post(&poll, dates).await.is(201));
    for (person, ballot) in [
        (0, json!({ "choices": [of[0]], "ifNeedBe": [of[1]] })),
        (1, json!({ "choices": [of[1]] })),
        (2, json!({ "choices": [], "ifNeedBe": [of[1]] })),
    ] {
        people[person].put(&format!("{poll}/ballot"), ballot).await.is(200);
    }
    let result = people[0].get(&poll).await.is(200).body["result"].clone();
    assert_eq!((&result["leading"], &result["options"][1]["ifNeedBe"], &result["base"]), (&json!([of[1]]), &json!(2), &json!(3)));
}

#[actix_web::test]
async fn of_closed_ballots_nobody_learns_who_voted_what() {
    let app = App::start().await;
    let Place { people, poll, .. } = place(&app).await;
    let closed = with(with(asked("single", &["Ja", "Nej"]), "closedBallots", json!(true)), "endsAt", json!("2026-11-22T09:05:00Z"));
    people[0].post(&poll, with(closed.clone(), "endsAt", Value::Null)).await.is(422).has_faults(&[("/endsAt", "missing")]);
    let of = options(&people[0].post(&poll, closed).await.is(201));
    let (one, other) = ("6f9619ff-8b86-4011-b42d-00c04fc964ff", "7d444840-9dc0-41d1-b245-5ffdce74fad2");
    let ballot = |choice: &String, receipt: &str| json!({ "choices": [choice], "receipt": receipt });
    let path = format!("{poll}/ballot");
    people[1].put(&path, json!({ "choices": [of[0]] })).await.is(422).has_faults(&[("/receipt", "missing")]);
    people[1].put(&path, ballot(&of[0], "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47")).await.is(422).has_faults(&[("/receipt", "uuid")]);
    let cast = people[1].put(&path, ballot(&of[0], one)).await.is(200);
    assert_eq!((&cast.body["result"], &cast.body["ownBallot"], &cast.body["voted"]), (&Value::Null, &Value::Null, &json!(true)));
    people[1].put(&path, ballot(&of[1], one)).await.is(200);
    people[1].put(&path, ballot(&of[0], other)).await.is_problem(409, "discussions.already-voted");
    people[2].put(&path, ballot(&of[0], one)).await.is(422).has_faults(&[("/receipt", "clash")]);
    people[2].put(&path, ballot(&of[0], other)).await.is(200);
    let stored = app.stored().await;
    assert_eq!((stored["poll_voter"].len(), stored["poll_ballot"].len()), (2, 2));
    for person in &people {
        assert!(!format!("{:?}{:?}", stored["poll_ballot"], stored["poll_choice"]).contains(&person.id), "a closed ballot names somebody");
        person.get(&format!("{poll}/ballots")).await.is_problem(404, "request.not-found");
        assert!(person.get(&poll).await.is(200).body["result"].is_null());
    }
    app.wait(TimeDelta::minutes(5));
    let over = people[0].get(&poll).await.is(200);
    assert_eq!((&over.body["result"]["base"], &over.body["result"]["leading"]), (&json!(2), &json!(of)));
    assert!(people.iter().all(|person| !over.text.contains(&person.id)) && !over.text.contains(one));
    people[0].get(&format!("{poll}/ballots")).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn the_right_to_vote_is_checked_at_voting_and_a_vote_stays_when_its_voter_leaves() {
    let app = App::start().await;
    let Place { people, group, poll, opening } = place(&app).await;
    let hidden = with(with(asked("single", &["Ja", "Nej"]), "hiddenUntilEnd", json!(true)), "endsAt", json!("2026-11-22T09:05:00Z"));
    let refused = people[1].post(&poll, hidden.clone()).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.text_at("/right"), "discussions.ask-poll");
    let of = options(&people[0].post(&poll, hidden.clone()).await.is(201));
    people[0].post(&poll, hidden).await.is_problem(409, "discussions.poll-exists");
    let outsider = app.member("Utomstående").await;
    let refused = votes(&outsider, &poll, &[&of[0]]).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.text_at("/right"), "discussions.vote");
    votes(&people[1], &poll, &[&of[0]]).await.is(200);
    people[1].delete(&format!("/groups/{group}/memberships/{}", people[1].id)).await.is(204);
    votes(&people[1], &poll, &[&of[1]]).await.is_problem(403, "request.forbidden");
    assert!(people[0].get(&poll).await.is(200).body["result"].is_null());
    people[0].get(&format!("{poll}/ballots")).await.is_problem(404, "request.not-found");

    people[0].patch_version(&poll, 0, json!({ "outcome": "Ja." })).await.is_problem(409, "discussions.poll-runs");
    people[2].patch_version(&poll, 0, json!({ "ended": true })).await.is_problem(403, "request.forbidden");
    let ended = people[0].patch_version(&poll, 0, json!({ "ended": true, "outcome": "Det blev *ja*." })).await.is(200);
    assert_eq!((ended.text_at("/outcomeHtml"), &ended.body["result"]["leading"]), ("<p>Det blev <em>ja</em>.</p>\n".to_owned(), &json!([of[0]])));
    assert_eq!(ended.body["result"]["base"], 1, "who has left has voted");
    people[0].patch_version(&poll, 0, json!({ "outcome": "Nej." })).await.is_problem(412, "request.stale");
    people[0].patch_version(&poll, 1, json!({ "ended": false })).await.is_problem(409, "discussions.poll-ended");
    assert_eq!(people[2].get(&format!("{poll}/ballots")).await.is(200).items().len(), 1);

    people[0].delete(&opening).await.is(204);
    people[0].get(&poll).await.is_problem(404, "request.not-found");
    let stored = app.stored().await;
    for table in ["poll", "poll_option", "poll_voter", "poll_ballot", "poll_choice"] {
        assert!(stored[table].is_empty(), "{table}");
    }
    people[0].post(&poll, asked("single", &["Ja", "Nej"])).await.is_problem(409, "discussions.deleted");
}

#[actix_web::test]
async fn a_poll_or_a_ballot_that_makes_no_sense_is_told_all_its_faults() {
    let app = App::start().await;
    let Place { people, group, poll, .. } = place(&app).await;
    let senseless = json!({
        "question": "Var?", "method": "single", "maxChoices": 2, "endsAt": "2026-11-22T08:00:00Z",
        "options": [{ "text": "A", "startsAt": "2026-12-07T09:00:00Z" }]
    });
    let faults = [("/options", "count"), ("/options/0/startsAt", "clash"), ("/maxChoices", "clash"), ("/endsAt", "clash")];
    people[0].post(&poll, senseless).await.is(422).has_faults(&faults);
    people[0]
        .post(&poll, asked("date", &["A", "B"]))
        .await
        .is(422)
        .has_faults(&[("/options/0/startsAt", "missing"), ("/options/1/startsAt", "missing")]);
    people[0].post(&poll, with(asked("single", &["A", "B"]), "endsAt", json!("i morgon"))).await.is(422).has_faults(&[("/endsAt", "time")]);
    let of = options(&people[0].post(&poll, asked("single", &["A", "B"])).await.is(201));
    let other = format!("/discussions/{}/poll", people[0].opens(&group, "En annan").await);
    let elsewhere = options(&people[0].post(&other, asked("single", &["A", "B"])).await.is(201));
    let ballot = json!({ "choices": [of[0], of[0], elsewhere[0]], "ifNeedBe": [of[1]], "receipt": "6f9619ff-8b86-4011-b42d-00c04fc964ff" });
    let faults = [("/choices", "count"), ("/choices/1", "clash"), ("/choices/2", "unknown"), ("/ifNeedBe", "clash"), ("/receipt", "clash")];
    people[1].put(&format!("{poll}/ballot"), ballot).await.is(422).has_faults(&faults);
    assert!(app.stored().await["poll_voter"].is_empty());
}
