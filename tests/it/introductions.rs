//! Introductions by consent: whoever is asked decides in private, and only a yes is told.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

const ASKED: &str = "/introduction-requests";

async fn asks(person: &Person<'_>, competence: &str) -> Answer {
    person.post("/introductions", json!({ "competence": competence, "message": "Vi börjar i höst." })).await
}

async fn answers(person: &Person<'_>, id: &str, accept: bool) -> Answer {
    person.put(&format!("{ASKED}/{id}/answer"), json!({ "accept": accept })).await
}

/// Whom the introduction has reached, of these.
async fn reached(app: &App, people: &[&Person<'_>]) -> Vec<bool> {
    app.all_is_told().await;
    let mut reached = Vec::new();
    for person in people {
        reached.push(!person.get(ASKED).await.is(200).items().is_empty());
    }
    reached
}

/// Everything that the one who asked can read of introductions and contacts.
async fn outlook(asker: &Person<'_>, id: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for path in [format!("/introductions/{id}"), "/introductions".to_owned(), "/members/me/contacts".to_owned(), ASKED.to_owned()] {
        seen.push(asker.get(&path).await.is(200).text);
    }
    seen.push(asker.get(&format!("{ASKED}/{id}")).await.status.to_string());
    seen.push(asker.app.mails_to(&asker.email, 1).await.len().to_string());
    seen
}

#[actix_web::test]
async fn a_yes_opens_a_contact_and_nothing_is_told_before() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar Hemlig").await);
    omar.knows("medborgardialog", "leads").await;
    let asked = asks(&alva, "medborgardialog").await.is(201);
    let id = asked.id();
    assert_eq!(reached(&app, &[&omar, &alva]).await, [true, false]);
    assert!(outlook(&alva, &id).await.iter().all(|text| !text.contains("Omar") && !text.contains(&omar.id)));
    let request = omar.get(ASKED).await.is(200);
    assert_eq!(
        (request.text_at("/items/0/member/name"), request.text_at("/items/0/competence/key")),
        ("Alva".to_owned(), "medborgardialog".to_owned())
    );
    let mails = app.mails_to(&omar.email, 2).await;
    assert!(mails.iter().any(|mail| mail.contains("Alva") && mail.contains("Vi börjar i höst.")), "{mails:?}");
    let contact = answers(&omar, &id, true).await.is(200).text_at("/contact");
    assert_eq!(answers(&omar, &id, true).await.is(200).text_at("/contact"), contact, "a yes that is sent again is one yes");
    assert_eq!(alva.get(&format!("/introductions/{id}")).await.is(200).body["contacts"], json!([contact]));
    assert_eq!(alva.get(&format!("/contacts/{contact}")).await.is(200).text_at("/member/name"), "Omar Hemlig");
    alva.post(&format!("/contacts/{contact}/messages"), json!({ "body": "Hej!" })).await.is(201);
    answers(&omar, &id, false).await.is_problem(409, "introductions.answered");
    app.all_is_told().await;
    assert_eq!(app.mails_to(&alva.email, 2).await.iter().filter(|mail| mail.contains("Omar Hemlig")).count(), 1);
}

#[actix_web::test]
async fn a_no_looks_like_no_answer_for_ever() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    omar.knows("medborgardialog", "leads").await;
    let id = asks(&alva, "medborgardialog").await.is(201).id();
    assert_eq!(reached(&app, &[&omar]).await, [true]);
    let before = outlook(&alva, &id).await;
    assert_eq!(answers(&omar, &id, false).await.is(200).text_at("/state"), "declined");
    app.all_is_told().await;
    assert_eq!(outlook(&alva, &id).await, before);
    app.wait(TimeDelta::days(30));
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    assert_eq!(outlook(&alva, &id).await, before, "also when it is over");
    let omar = app.sign_in(&omar.email, tests::PASSWORD).await;
    assert_eq!(omar.get(ASKED).await.is(200).items().len(), 0);
    answers(&omar, &id, true).await.is_problem(404, "request.not-found");
    // Whoever has said no is not asked again by the same member.
    asks(&alva, "medborgardialog").await.is(201);
    assert_eq!(reached(&app, &[&omar]).await, [false]);
}

#[actix_web::test]
async fn the_answer_tells_neither_who_nor_how_many() {
    let app = App::start().await;
    let people = [app.member("Alva").await, app.member("Bo").await, app.member("Cilla").await];
    let names: Vec<_> = (0..5).map(|number| format!("Kunnig {number}")).collect();
    // Of the first competence there is nobody, of the second one who blocks, of the third there are five.
    for (number, name) in names.iter().enumerate() {
        let person = app.member(name).await;
        person.knows("medborgardialog", "leads").await;
        if number == 0 {
            person.knows("etik", "leads").await;
            person.put(&format!("/members/me/blocks/{}", people[1].id), Value::Null).await.is(204);
        }
    }
    let mut gists = Vec::new();
    for (person, competence) in people.iter().zip(["epidemiologi", "etik", "medborgardialog"]) {
        let answer = asks(person, competence).await.is(201);
        let id = answer.id();
        app.all_is_told().await;
        let plain = |text: &str| text.replace(&id, "id").replace(competence, "competence");
        let mut headers = answer.headers.clone();
        headers.retain(|name, _| !["date", "traceparent", "ratelimit", "location"].contains(&name.as_str()));
        headers.insert("content-length".to_owned(), String::new());
        let after = person.get(&format!("/introductions/{id}")).await.is(200);
        let name = answer.text_at("/competence/name");
        gists.push((plain(&answer.text).replace(&name, "name"), headers, plain(&after.text).replace(&name, "name")));
    }
    assert_eq!(gists[0], gists[1]);
    assert_eq!(gists[1], gists[2]);
}

#[actix_web::test]
async fn only_who_can_be_found_and_takes_requests_is_asked() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut people = Vec::new();
    for name in ["Hides", "Blocks", "Protected", "Refuses", "Known", "Fits", "Dismissed"] {
        let person = app.member(name).await;
        person.knows("medborgardialog", "leads").await;
        people.push(person);
    }
    people[0].patch("/members/me", json!({ "competenceAudience": "only_me" })).await.is(200);
    people[1].put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    app.protect(&people[2].id).await;
    people[3].patch("/members/me", json!({ "contactAudience": "only_me" })).await.is(200);
    alva.post(&format!("/members/{}/contact-requests", people[4].id), json!({ "message": "Hej" })).await.is(201);
    alva.put(&format!("/members/me/dismissals/{}", people[6].id), Value::Null).await.is(204);
    let id = asks(&alva, "medborgardialog").await.is(201).id();
    let everybody: Vec<_> = people.iter().collect();
    assert_eq!(reached(&app, &everybody).await, [false, false, false, false, false, true, false]);
    for person in &people[..5] {
        answers(person, &id, true).await.is_problem(404, "request.not-found");
    }
    // A block that comes later hides the asking, and the yes that was said before.
    people[5].put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    answers(&people[5], &id, true).await.is_problem(404, "request.not-found");
    assert_eq!(people[5].get(ASKED).await.is(200).items().len(), 0);
    people[5].delete(&format!("/members/me/blocks/{}", alva.id)).await.is(204);
    answers(&people[5], &id, true).await.is(200);
    alva.put(&format!("/members/me/blocks/{}", people[5].id), Value::Null).await.is(204);
    assert_eq!(alva.get(&format!("/introductions/{id}")).await.is(200).body["contacts"], json!([]));
}

#[actix_web::test]
async fn for_a_need_three_are_asked_at_most_and_nobody_too_often() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut people = Vec::new();
    for number in 0..5 {
        let person = app.member(&format!("Kunnig {number}")).await;
        person.knows("medborgardialog", "leads").await;
        people.push(person);
    }
    let need = json!({ "title": "Dialog", "body": "x", "competences": ["medborgardialog"], "days": 9, "audience": "members" });
    let need = alva.post("/needs", need).await.is(201).id();
    let ask = json!({ "need": need, "message": "Hjälp oss" });
    people[0].post("/introductions", ask.clone()).await.is(422).has_faults(&[("/need", "unknown")]);
    let both = json!({ "need": need, "competence": "etik", "message": "Hjälp oss" });
    alva.post("/introductions", both).await.is(422).has_faults(&[("/competence", "clash")]);
    alva.post("/introductions", json!({ "message": "Hjälp oss" })).await.is(422).has_faults(&[("/need", "missing")]);
    let id = alva.post("/introductions", ask.clone()).await.is(201).id();
    let everybody: Vec<_> = people.iter().collect();
    assert_eq!(reached(&app, &everybody).await.iter().filter(|reached| **reached).count(), 3);
    // The next time it is the others' turn; and taken back, it reaches nobody.
    alva.post("/introductions", ask.clone()).await.is(201);
    assert_eq!(reached(&app, &everybody).await, [true; 5]);
    for one in alva.get("/introductions").await.is(200).each("/id") {
        alva.delete(&format!("/introductions/{one}")).await.is(204);
    }
    assert_eq!(reached(&app, &everybody).await, [false; 5]);
    alva.get(&format!("/introductions/{id}")).await.is_problem(404, "request.not-found");
    // Nobody is asked anew because it was taken back. Five a day.
    for _ in 0..2 {
        alva.post("/introductions", ask.clone()).await.is(201);
    }
    assert_eq!(reached(&app, &everybody).await, [false; 5]);
    alva.send(Method::POST, "/introductions", &[("idempotency-key", "en-nyckel-1")], Some(ask.clone())).await.is(201);
    alva.post("/introductions", ask).await.is_problem(429, "request.too-many");
    // Whoever was asked three times in a week has peace.
    let expert = app.member("Ensam").await;
    expert.knows("epidemiologi", "leads").await;
    for number in 0..4 {
        asks(&app.member(&format!("Frågar {number}")).await, "epidemiologi").await.is(201);
        app.all_is_told().await;
    }
    assert_eq!(expert.get(ASKED).await.is(200).items().len(), 3);
}
