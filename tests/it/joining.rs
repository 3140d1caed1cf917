//! Asking to join, with answers and agreements, and being answered.

use api::kernel::access::System;
use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{Answer, App, PASSWORD, Person};

async fn asks(who: &Person<'_>, group: &str, body: Value) -> Answer {
    who.post(&format!("/groups/{group}/memberships"), body).await
}

async fn says(owner: &Person<'_>, group: &str, version: i64, admission: Value) -> Answer {
    owner.put_version(&format!("/groups/{group}/admission"), version, admission).await
}

#[actix_web::test]
async fn who_asks_to_join_answers_every_question_and_accepts_what_the_group_has_agreed_on() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    let asked = json!({ "questions": ["Vad kan du?", "Varför?"], "agreements": "Vi **lyssnar**. <script>", "welcome": "Säg hej!" });
    assert_eq!(says(&omar, &group, 0, asked.clone()).await.is_problem(403, "request.forbidden").body["right"], "groups.edit");
    says(&alva, &group, 1, asked.clone()).await.is_problem(412, "request.stale");
    says(&alva, &group, 0, asked).await.is(200);
    let told = omar.get(&format!("/groups/{group}/admission")).await.is(200);
    assert_eq!((told.body["questions"].clone(), told.body["welcome"].clone()), (json!(["Vad kan du?", "Varför?"]), Value::Null));
    let html = told.text_at("/agreements/html");
    assert!(html.contains("<strong>lyssnar</strong>") && !html.contains("<script>"), "{html}");

    let answers = json!(["Mycket", "Jag vill bidra"]);
    for (body, faults) in [
        (Value::Null, [("/answers", "count")].as_slice()),
        (json!({ "answers": ["Mycket"], "acceptedAgreements": 1 }), &[("/answers", "count")]),
        (json!({ "answers": answers }), &[("/acceptedAgreements", "missing")]),
    ] {
        asks(&omar, &group, body).await.is_problem(422, "request.invalid").has_faults(faults);
    }
    asks(&omar, &group, json!({ "answers": answers, "acceptedAgreements": 2 })).await.is_problem(409, "groups.agreements-changed");
    asks(&omar, &group, json!({ "answers": answers, "acceptedAgreements": 1 })).await.is(201);

    let waiting = alva.get(&format!("/groups/{group}/requests")).await.is(200);
    assert_eq!(waiting.items()[0]["answers"][1], json!({ "question": "Varför?", "answer": "Jag vill bidra" }));
    app.place(&group, &siv.id, GroupRole::Member, MembershipState::Active).await;
    siv.get(&format!("/groups/{group}/requests")).await.is(403);
    omar.get(&format!("/groups/{group}/requests")).await.is(404);
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "member" })).await.is(200);
    assert!(app.stored().await["group_answer"].is_empty(), "the answers have done what they were given for");
    assert_eq!(app.stored().await["group_consent"].len(), 1, "what was accepted is kept");
    let mail = app.mails_to(&omar.email, 2).await.pop().expect("a mail");
    assert!(mail.contains("nu med i gruppen Skolvägar") && mail.contains("Säg hej!"), "{mail}");
    assert_eq!(omar.get(&format!("/groups/{group}/admission")).await.is(200).text_at("/welcome"), "Säg hej!");
}

#[actix_web::test]
async fn a_request_is_declined_with_a_reason_that_reaches_whoever_asked_and_nobody_else() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    let refusal = format!("/groups/{group}/refusals/{}", omar.id);
    alva.put(&refusal, json!({})).await.is_problem(404, "request.not-found");
    asks(&omar, &group, Value::Null).await.is(201);
    siv.put(&refusal, json!({ "reason": "Nej" })).await.is(404);
    alva.put(&refusal, json!({ "reason": "Bara för kommuner" })).await.is(204);
    alva.put(&refusal, json!({ "reason": "Bara för kommuner" })).await.is(404);
    let told = omar.get("/members/me/refusals").await.is(200);
    assert_eq!((told.each("/group/name"), told.each("/reason")), (vec!["Skolvägar".to_owned()], vec!["Bara för kommuner".to_owned()]));
    assert_eq!(siv.get("/members/me/refusals").await.is(200).items().len(), 0);
    let mail = app.mails_to(&omar.email, 2).await.pop().expect("a mail");
    assert!(mail.contains("svarat nej") && mail.contains("> Bara för kommuner"), "{mail}");
    // A member is not declined.
    app.place(&group, &siv.id, GroupRole::Member, MembershipState::Active).await;
    alva.put(&format!("/groups/{group}/refusals/{}", siv.id), json!({})).await.is(404);

    // Asking again is new; a group that went out of sight is out of sight here, too.
    asks(&omar, &group, Value::Null).await.is(201);
    assert_eq!(omar.get("/members/me/refusals").await.is(200).items().len(), 0);
    alva.put(&refusal, json!({ "reason": "Igen" })).await.is(204);
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);
    assert_eq!(omar.get("/members/me/refusals").await.is(200).items().len(), 0);
    alva.patch_version(&format!("/groups/{group}"), 1, json!({ "visibility": "closed" })).await.is(200);
    assert_eq!(omar.get("/members/me/refusals").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn an_answer_is_not_told_once_it_no_longer_holds() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    let told = async || {
        app.all_is_told().await;
        omar.get("/members/me/notifications?kind=groups.answered").await.is(200).each("/quote").pop()
    };
    asks(&omar, &group, Value::Null).await.is(201);
    assert_eq!(told().await, None, "nothing is answered yet");
    alva.put(&format!("/groups/{group}/refusals/{}", omar.id), json!({ "reason": "Nej" })).await.is(204);
    assert_eq!(told().await.as_deref(), Some("Nej"));
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);
    assert_eq!(told().await, None, "of a group that went out of sight nothing is told");
    alva.patch_version(&format!("/groups/{group}"), 1, json!({ "visibility": "closed" })).await.is(200);
    asks(&omar, &group, Value::Null).await.is(201);
    assert_eq!(told().await, None, "who has asked again waits again");
}

#[actix_web::test]
async fn whoever_comes_in_by_invitation_accepts_the_agreements_too() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
    says(&alva, &group, 0, json!({ "agreements": "Vi lyssnar.", "questions": ["Varför?"] })).await.is(200);
    let sent = alva.post(&format!("/groups/{group}/invitations"), json!({ "member": omar.id })).await.is(201).id();
    assert_eq!(omar.get("/members/me/invitations").await.is(200).each("/agreements/text"), ["Vi lyssnar."]);
    let answer = format!("/members/me/invitations/{sent}/answer");
    omar.put(&answer, json!({ "accept": true })).await.is_problem(422, "request.invalid").has_faults(&[("/acceptedAgreements", "missing")]);
    omar.get(&format!("/groups/{group}")).await.is(404);
    omar.put(&answer, json!({ "accept": true, "acceptedAgreements": 1 })).await.is(200);

    // Other words are another version.
    says(&alva, &group, 1, json!({ "agreements": "Vi lyssnar, och svarar." })).await.is(200);
    let link = alva.post(&format!("/groups/{group}/invitation-links"), json!({ "maxUses": 1 })).await.is(201).id();
    let token = alva.put(&format!("/groups/{group}/invitation-links/{link}/token"), Value::Null).await.is(200).text_at("/token");
    let told = app.stranger().post("/invitation-previews", json!({ "token": token })).await.is(200);
    assert_eq!((told.text_at("/agreements/text"), told.body["agreements"]["version"].clone()), ("Vi lyssnar, och svarar.".to_owned(), json!(2)));
    siv.post("/members/me/groups", json!({ "token": token, "acceptedAgreements": 1 })).await.is_problem(409, "groups.agreements-changed");
    siv.post("/members/me/groups", json!({ "token": token, "acceptedAgreements": 2 })).await.is(201);
    assert_eq!(app.stored().await["group_consent"].len(), 2);
}

#[actix_web::test]
async fn why_a_request_was_declined_is_forgotten_after_ninety_days() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    asks(&omar, &group, Value::Null).await.is(201);
    alva.put(&format!("/groups/{group}/refusals/{}", omar.id), json!({ "reason": "Nej" })).await.is(204);
    for (days, left) in [(89, 1), (2, 0)] {
        app.wait(TimeDelta::days(days));
        let system = System::because("what is old belongs to nobody", &app.inner);
        api::server::forget(&system).await.expect("forgotten");
        let omar = app.sign_in(&omar.email, PASSWORD).await;
        assert_eq!(omar.get("/members/me/refusals").await.is(200).items().len(), left);
    }
}
