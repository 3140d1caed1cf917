//! Getting in touch: asking, answering, writing, and keeping apart.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn asks(from: &Person<'_>, to: &Person<'_>) -> Answer {
    from.post(&format!("/members/{}/contact-requests", to.id), json!({ "message": "Får jag fråga något?" })).await
}

#[actix_web::test]
async fn one_asks_the_other_answers_and_both_write() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let asked = asks(&alva, &omar).await.is(201);
    let contact = asked.id();
    assert_eq!((&asked.body["member"]["name"], &asked.body["askedByMe"], &asked.body["state"]), (&json!("Omar"), &json!(true), &json!("pending")));
    let messages = format!("/contacts/{contact}/messages");
    for person in [&alva, &omar] {
        person.post(&messages, json!({ "body": "Hej" })).await.is_problem(409, "contacts.not-accepted");
    }
    alva.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is_problem(403, "request.forbidden");
    let inbox = omar.get("/members/me/contacts?state=pending").await.is(200);
    assert_eq!((&inbox.items()[0]["member"]["name"], &inbox.items()[0]["askedByMe"]), (&json!("Alva"), &json!(false)));
    omar.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is(200);
    for (person, body) in [(&alva, "Ett"), (&omar, "Två"), (&alva, "Tre")] {
        person.post(&messages, json!({ "body": body })).await.is(201);
    }
    for person in [&alva, &omar] {
        assert_eq!(person.get(&messages).await.is(200).each("/body"), ["Tre", "Två", "Ett"]);
        assert_eq!(person.get(&format!("/contacts/{contact}")).await.is(200).body["state"], "accepted");
    }
    // An address is told to nobody.
    for path in ["/members/me/contacts".to_owned(), messages, format!("/contacts/{contact}")] {
        assert!(!alva.get(&path).await.is(200).text.contains(&omar.email));
    }
}

#[actix_web::test]
async fn a_no_is_not_told_and_can_become_a_yes() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let contact = asks(&alva, &omar).await.is(201).id();
    let path = format!("/contacts/{contact}");
    let before = (alva.get(&path).await.text, alva.get("/members/me/contacts").await.text);
    let pending = alva.get("/members/me/contacts?state=pending").await.text;
    let answered = omar.put(&format!("{path}/answer"), json!({ "accept": false })).await.is(200);
    assert_eq!(answered.body["state"], "declined");
    assert_eq!((alva.get(&path).await.text, alva.get("/members/me/contacts").await.text), before);
    assert_eq!(alva.get("/members/me/contacts?state=pending").await.text, pending);
    assert_eq!(alva.get("/members/me/contacts?state=declined").await.items().len(), 0);
    assert_eq!(omar.get("/members/me/contacts?state=declined").await.items().len(), 1);
    alva.post(&format!("{path}/messages"), json!({ "body": "Hej" })).await.is_problem(409, "contacts.not-accepted");
    asks(&alva, &omar).await.is_problem(409, "contacts.already-asked");
    omar.put(&format!("{path}/answer"), json!({ "accept": true })).await.is(200);
    alva.post(&format!("{path}/messages"), json!({ "body": "Hej" })).await.is(201);
}

#[actix_web::test]
async fn two_who_ask_each_other_at_once_have_one_contact() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let pairs = [(&alva, &omar), (&omar, &alva)].repeat(3);
    let answers = join_all(pairs.into_iter().map(|(from, to)| asks(from, to))).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 5));
    for answer in refused {
        answer.is_problem(409, "contacts.already-asked");
    }
    assert_eq!(alva.get("/members/me/contacts").await.items().len(), 1);
}

#[actix_web::test]
async fn a_member_decides_who_may_ask() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    omar.patch("/members/me", json!({ "contactAudience": "only_me" })).await.is(200);
    asks(&alva, &omar).await.is_problem(403, "request.forbidden");
    omar.patch("/members/me", json!({ "contactAudience": "shared_groups" })).await.is(200);
    let group = omar.starts_group("Rummet", "network", "open").await;
    asks(&alva, &omar).await.is_problem(403, "request.forbidden");
    alva.joins(&group).await;
    asks(&alva, &omar).await.is(201);
    asks(&alva, &alva).await.is_problem(403, "request.forbidden");
    app.protect(&siv.id).await;
    asks(&alva, &siv).await.is_problem(404, "request.not-found");
    for (body, faults) in [(json!({}), [("/message", "missing")]), (json!({ "message": "" }), [("/message", "too-short")])] {
        let path = format!("/members/{}/contact-requests", omar.id);
        alva.post(&path, body).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
}

#[actix_web::test]
async fn nobody_else_knows_of_a_contact_and_a_block_hides_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let administrator = app.staff("Adm", entity::kind::Role::Administrator).await;
    let contact = asks(&alva, &omar).await.is(201).id();
    omar.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is(200);
    let gone = async |person: &Person<'_>| {
        for path in [format!("/contacts/{contact}"), format!("/contacts/{contact}/messages")] {
            person.get(&path).await.is_problem(404, "request.not-found");
        }
        person.post(&format!("/contacts/{contact}/messages"), json!({ "body": "Hej" })).await.is_problem(404, "request.not-found");
        person.put(&format!("/contacts/{contact}/answer"), json!({ "accept": false })).await.is_problem(404, "request.not-found");
        assert_eq!(person.get("/members/me/contacts").await.is(200).items().len(), 0);
    };
    gone(&siv).await;
    gone(&administrator).await;
    alva.put(&format!("/members/me/blocks/{}", omar.id), Value::Null).await.is(204);
    gone(&alva).await;
    gone(&omar).await;
    asks(&omar, &alva).await.is_problem(404, "request.not-found");
    alva.delete(&format!("/members/me/blocks/{}", omar.id)).await.is(204);
    omar.post(&format!("/contacts/{contact}/messages"), json!({ "body": "Hej" })).await.is(201);
}

#[actix_web::test]
async fn one_member_asks_twenty_a_day_at_most() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    asks(&alva, &omar).await.is(201);
    for _ in 0..19 {
        asks(&alva, &omar).await.is_problem(409, "contacts.already-asked");
    }
    let refused = asks(&alva, &omar).await.is_problem(429, "request.too-many");
    assert!(!refused.header("retry-after").is_empty());
    app.wait(chrono::TimeDelta::days(1));
    asks(&app.sign_in(&alva.email, tests::PASSWORD).await, &omar).await.is_problem(409, "contacts.already-asked");
}
