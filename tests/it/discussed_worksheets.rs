//! A worksheet taken into a group: a discussion about it, which those who may read it see.

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, Person};

async fn begins(person: &Person<'_>) -> String {
    let new = json!({ "model": "social-impact-assessment", "template": "assessment", "title": "Torget" });
    person.post("/worksheets", new).await.is(201).id()
}

fn about(worksheet: &str) -> Value {
    json!({ "title": "Torgets analys", "body": "Vad ser ni?", "worksheet": worksheet })
}

#[actix_web::test]
async fn a_discussion_about_a_worksheet_shows_it_to_the_group_and_to_nobody_else() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Torggruppen", "open", "open").await;
    omar.joins(&group).await;
    let worksheet = begins(&alva).await;
    let path = format!("/worksheets/{worksheet}");
    omar.get(&path).await.is(404);
    let opened = alva.post(&format!("/groups/{group}/discussions"), about(&worksheet)).await.is(201);
    assert_eq!((opened.text_at("/worksheet/id"), opened.text_at("/worksheet/title")), (worksheet.clone(), "Torget".to_owned()));
    let discussion = format!("/discussions/{}", opened.id());
    assert_eq!(omar.get(&discussion).await.is(200).text_at("/worksheet/id"), worksheet);
    assert_eq!(omar.get(&path).await.is(200).text_at("/role"), "reader");
    // The group is open, the worksheet is not.
    for person in [&siv, &app.stranger()] {
        let seen = person.get(&discussion).await.is(200);
        assert_eq!(seen.body["worksheet"], Value::Null);
        assert!(!seen.text.contains(&worksheet));
        person.get(&path).await.is(404);
    }
    omar.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    assert_eq!(omar.get(&discussion).await.is(200).body["worksheet"], Value::Null);
    omar.get(&path).await.is(404);
    omar.joins(&group).await;
    alva.delete(&format!("{path}/groups/{group}")).await.is(204);
    assert_eq!(omar.get(&discussion).await.is(200).body["worksheet"], Value::Null);
    assert_eq!(alva.get(&discussion).await.is(200).text_at("/worksheet/id"), worksheet);
    alva.delete(&path).await.is(204);
    assert_eq!(alva.get(&discussion).await.is(200).body["worksheet"], Value::Null);
}

#[actix_web::test]
async fn one_brings_only_what_one_keeps_where_one_may_write_and_both_happen_or_neither() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = omar.starts_group("Omars", "network", "open").await;
    let discussions = format!("/groups/{group}/discussions");
    let worksheet = begins(&alva).await;
    let path = format!("/worksheets/{worksheet}");
    let before = app.stored().await;
    let lacking = alva.post(&discussions, about(&worksheet)).await.is_problem(403, "request.forbidden");
    assert_eq!(lacking.text_at("/right"), "discussions.write");
    omar.post(&discussions, about(&worksheet)).await.is_problem(422, "request.invalid").has_faults(&[("/worksheet", "unknown")]);
    assert!(before == app.stored().await);
    app.place(&group, &alva.id, GroupRole::Member, MembershipState::Active).await;
    alva.put(&format!("{path}/members/{}", omar.id), json!({ "role": "writer" })).await.is(200);
    assert_eq!(omar.post(&discussions, about(&worksheet)).await.is_problem(403, "request.forbidden").text_at("/right"), "worksheets.keep");
    // An archived group takes no discussion, and then it is not shown the worksheet either.
    omar.patch_version(&format!("/groups/{group}"), 0, json!({ "archived": true })).await.is(200);
    alva.post(&discussions, about(&worksheet)).await.is_problem(409, "groups.archived");
    assert_eq!(alva.get(&format!("{path}/shares")).await.is(200).items().len(), 1);
    omar.patch_version(&format!("/groups/{group}"), 1, json!({ "archived": false })).await.is(200);
    // A greater part stays, and a request that is sent again is done once.
    alva.put(&format!("{path}/groups/{group}"), json!({ "role": "writer" })).await.is(200);
    for _ in 0..2 {
        alva.send(Method::POST, &discussions, &[("idempotency-key", "en-diskussion")], Some(about(&worksheet))).await.is(201);
    }
    assert_eq!(alva.get(&discussions).await.is(200).items().len(), 1);
    assert_eq!(alva.get(&format!("{path}/shares")).await.is(200).each("/role"), ["writer", "writer"]);
}
