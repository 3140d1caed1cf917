//! Handles: chosen, compared, and not to be taken for another's.

use actix_web::http::Method;
use futures_util::future;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn takes(person: &Person<'_>, handle: &str) -> Answer {
    person.patch("/members/me", json!({ "handle": handle })).await
}

/// An address with the characters of a handle in it.
fn by(handle: &str) -> String {
    let escaped: String = url::form_urlencoded::byte_serialize(handle.as_bytes()).collect();
    format!("/handles/{escaped}")
}

#[actix_web::test]
async fn a_handle_is_stored_in_its_canonical_form_and_found_however_it_is_written() {
    let app = App::start().await;
    let (asa, omar) = (app.member("Åsa Öberg").await, app.member("Omar").await);
    let first = asa.get("/members/me").await.text_at("/handle");
    assert!(first.starts_with("asa-oberg-"), "{first}");
    omar.get(&by(&first)).await.is(200);
    assert_eq!(takes(&asa, " ＡSA-O\u{308}berg ").await.is(200).text_at("/handle"), "asa-öberg");
    for written in ["asa-öberg", "ASA-ÖBERG", "asa-o\u{308}berg", "ａsa-öberg"] {
        assert_eq!(omar.get(&by(written)).await.is(200).id(), asa.id, "{written}");
    }
    omar.get(&by(&first)).await.is_problem(404, "request.not-found");
    // The same one again is no clash with oneself.
    takes(&asa, "Asa-Öberg").await.is(200);
}

#[actix_web::test]
async fn what_is_read_by_its_handle_is_what_is_read_by_its_id() {
    let app = App::start().await;
    let (asa, omar) = (app.member("Asa").await, app.member("Omar").await);
    takes(&asa, "asa").await.is(200);
    assert_eq!(omar.get(&by("asa")).await.is(200).body, omar.get(&format!("/members/{}", asa.id)).await.body);
    app.stranger().get(&by("asa")).await.is_problem(404, "request.not-found");
    asa.patch("/members/me", json!({ "publicPage": true })).await.is(200);
    app.stranger().get(&by("asa")).await.is(200);
    omar.put(&format!("/members/me/blocks/{}", asa.id), Value::Null).await.is(204);
    omar.get(&by("asa")).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn nobody_takes_a_handle_that_is_easily_taken_for_anothers() {
    let app = App::start().await;
    let (karin, mallory) = (app.member("Karin").await, app.member("Mallory").await);
    takes(&karin, "omar-10").await.is(200);
    for alike in ["omar-10", "OMAR-10", "ornar-10", "omar-lo", "omar-1o", "оmаr-10", "ｏmar-10"] {
        let refused = takes(&mallory, alike).await;
        // Cyrillic a.
        let mixed = alike.contains('\u{430}');
        if mixed {
            refused.is_problem(422, "request.invalid").has_faults(&[("/handle", "scripts")]);
        } else {
            refused.is_problem(409, "members.handle-taken");
        }
    }
    // All of another writing system, and yet the same to look at.
    takes(&karin, "cop").await.is(200);
    takes(&mallory, "сор").await.is_problem(409, "members.handle-taken");
    takes(&mallory, "omar-11").await.is(200);
    for (handle, fault) in [
        ("admin", "reserved"),
        ("torg-support", "reserved"),
        ("t0rg", "reserved"),
        ("adrnin-a", "reserved"),
        ("a_b", "handle"),
        ("ab", "too-short"),
        ("al\u{200b}va", "handle"),
    ] {
        takes(&mallory, handle).await.is_problem(422, "request.invalid").has_faults(&[("/handle", fault)]);
    }
    assert_eq!(mallory.get("/members/me").await.text_at("/handle"), "omar-11");
}

#[actix_web::test]
async fn of_many_who_want_one_handle_at_once_one_gets_it() {
    let app = App::start().await;
    let names = ["Ett", "Två", "Tre", "Fyra", "Fem", "Sex"];
    let mut people = Vec::new();
    for name in names {
        people.push(app.member(name).await);
    }
    let wanted = ["alla-tiders", "alla-tiders", "a11a-tiders", "ALLA-tiders", "alla-tider5", "alla-tiders"];
    let answers = future::join_all(people.iter().zip(wanted).map(|(person, handle)| takes(person, handle))).await;
    let won = answers.iter().zip(wanted).filter(|(answer, wanted)| answer.status == 200 && *wanted != "alla-tider5").count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        answer.is_problem(409, "members.handle-taken");
    }
}

#[actix_web::test]
async fn a_handle_that_was_given_up_is_free_and_null_gives_none_up() {
    let app = App::start().await;
    let (karin, omar) = (app.member("Karin").await, app.member("Omar").await);
    takes(&karin, "skogen").await.is(200);
    takes(&karin, "sjön").await.is(200);
    takes(&omar, "skogen").await.is(200);
    let nothing = karin.send(Method::PATCH, "/members/me", &[], Some(json!({ "handle": null }))).await;
    nothing.is_problem(422, "request.invalid").has_faults(&[("/handle", "type")]);
}
