//! What members keep for themselves, and what is left of a discussion that is moved away from them.

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn says(person: &Person<'_>, opening: &str) -> String {
    let reply = person.post(&format!("{opening}/posts"), json!({ "body": "Så här." })).await.is(201).id();
    format!("{opening}/posts/{reply}")
}

async fn drafts(person: &Person<'_>, place: &str, version: i64, body: &str) -> Answer {
    let tag = format!("\"{version}\"");
    person.send(Method::PUT, &format!("/members/me/drafts/{place}"), &[("if-match", &tag)], Some(json!({ "body": body }))).await
}

async fn closes(owner: &Person<'_>, group: &str) {
    let path = format!("/groups/{group}");
    let version = owner.get(&path).await.is(200).body["version"].as_i64().expect("a version");
    owner.patch_version(&path, version, json!({ "visibility": "closed" })).await.is(200);
}

#[actix_web::test]
async fn a_bookmark_is_ones_own_and_leads_only_where_one_may_read() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    let opening = format!("/discussions/{}", alva.opens(&group, "Hur gör ni?").await);
    let reply = says(&alva, &opening).await;
    for path in [&opening, &reply, &reply] {
        omar.put(&format!("{path}/bookmark"), Value::Null).await.is(204);
    }
    let marked = omar.get("/members/me/bookmarks").await.is(200);
    assert_eq!((marked.items().len(), marked.each("/discussion/title")), (2, vec!["Hur gör ni?".to_owned(); 2]));
    assert_eq!(marked.items().iter().filter(|mark| mark["post"].is_null()).count(), 1);
    assert!(alva.get("/members/me/bookmarks").await.is(200).items().is_empty());
    alva.delete(&reply).await.is(204);
    assert_eq!(omar.get("/members/me/bookmarks").await.is(200).items().len(), 1, "what is deleted is not marked");
    closes(&alva, &group).await;
    assert!(omar.get("/members/me/bookmarks").await.is(200).items().is_empty());
    omar.put(&format!("{opening}/bookmark"), Value::Null).await.is_problem(404, "request.not-found");
    omar.delete(&format!("{opening}/bookmark")).await.is_problem(404, "request.not-found");
    app.stranger().get("/members/me/bookmarks").await.is_problem(401, "request.unauthenticated");
}

#[actix_web::test]
async fn a_draft_is_the_same_on_every_device_and_none_undoes_the_other() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Mellan oss", "closed", "open").await;
    let discussion = alva.opens(&group, "Hur gör ni?").await;
    for place in ["forum", &group, &discussion] {
        assert_eq!(drafts(&alva, place, 0, "Jag tänkte").await.is(200).header("etag"), "\"1\"");
        drafts(&alva, place, 0, "Nej").await.is_problem(412, "request.stale");
        assert_eq!(drafts(&alva, place, 1, "Jag tänkte att").await.is(200).header("etag"), "\"2\"");
        assert_eq!(alva.get(&format!("/members/me/drafts/{place}")).await.is(200).text_at("/body"), "Jag tänkte att");
        omar.get(&format!("/members/me/drafts/{place}")).await.is_problem(404, "request.not-found");
    }
    alva.put("/members/me/drafts/forum", json!({})).await.is_problem(428, "request.precondition-required");
    assert_eq!(alva.get("/members/me/drafts").await.is(200).items().len(), 3);
    for place in [group.as_str(), &discussion, "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47", "skogen"] {
        drafts(&omar, place, 0, "Jag tänkte").await.is_problem(404, "request.not-found");
    }
    alva.delete("/members/me/drafts/forum").await.is(204);
    alva.delete("/members/me/drafts/forum").await.is_problem(404, "request.not-found");
    alva.get("/members/me/drafts/forum").await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_discussion_is_followed_as_its_group_unless_one_says_otherwise() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Läsarna", "network", "open").await;
    let of_group = format!("/groups/{group}/follow-level");
    let of_discussion = format!("/discussions/{}/follow-level", alva.opens(&group, "Hur gör ni?").await);
    let level = |answer: Answer| (answer.text_at("/level"), answer.body["own"] == true);
    let told = |level: &str, own: bool| (level.to_owned(), own);
    assert_eq!(level(omar.get(&of_discussion).await.is(200)), told("mentions", false));
    assert_eq!(level(omar.put(&of_group, json!({ "level": "everything" })).await.is(200)), told("everything", true));
    assert_eq!(level(omar.get(&of_discussion).await.is(200)), told("everything", false));
    assert_eq!(level(omar.put(&of_discussion, json!({ "level": "nothing" })).await.is(200)), told("nothing", true));
    assert_eq!(level(omar.get(&of_group).await.is(200)), told("everything", true));
    assert_eq!(level(alva.get(&of_discussion).await.is(200)), told("mentions", false), "it is one's own");
    assert_eq!(level(omar.put(&of_discussion, json!({ "level": null })).await.is(200)), told("everything", false));
    closes(&alva, &group).await;
    for path in [&of_group, &of_discussion] {
        omar.get(path).await.is_problem(404, "request.not-found");
        omar.put(path, json!({ "level": "nothing" })).await.is_problem(404, "request.not-found");
    }
}

#[actix_web::test]
async fn of_a_discussion_that_is_moved_away_nothing_is_left_for_whoever_may_not_follow() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let (open, closed) = (alva.starts_group("Öppet", "open", "open").await, alva.starts_group("Slutet", "closed", "open").await);
    omar.joins(&open).await;
    siv.joins(&closed).await;
    let discussion = alva.opens(&open, "Viskningen").await;
    let opening = format!("/discussions/{discussion}");
    let reply = says(&omar, &opening).await;
    omar.put(&format!("{reply}/bookmark"), Value::Null).await.is(204);
    omar.put(&format!("{opening}/read-state"), json!({})).await.is(200);
    omar.put(&format!("{opening}/follow-level"), json!({ "level": "everything" })).await.is(200);
    let pointing = omar.post("/discussions", json!({ "title": "Se där", "body": format!("[den]({opening})") })).await.is(201);
    assert_eq!(pointing.body["mentions"][0]["name"], "Viskningen");

    let place = format!("{opening}/place");
    let refused = omar.put(&place, json!({ "group": null })).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.text_at("/right"), "discussions.move");
    omar.put(&place, json!({ "group": closed })).await.is(422).has_faults(&[("/group", "unknown")]);
    alva.put(&place, json!({})).await.is(422).has_faults(&[("/group", "missing")]);
    assert_eq!(alva.put(&place, json!({ "group": closed })).await.is(200).text_at("/groupId"), closed);
    assert_eq!(siv.get(&format!("{opening}/posts")).await.is(200).items().len(), 1);

    for person in [&omar, &app.stranger()] {
        for path in [opening.clone(), format!("{opening}/posts"), reply.clone(), format!("{opening}/revisions"), format!("{reply}/revisions")] {
            person.get(&path).await.is_problem(404, "request.not-found");
        }
        for path in ["/discussions".to_owned(), format!("/groups/{open}/discussions"), format!("/discussions/{}", pointing.id())] {
            let text = person.get(&path).await.text;
            assert!(!text.contains("Viskningen"), "{path}: {text}");
        }
    }
    for path in ["read-state", "follow-level", "poll"] {
        omar.get(&format!("{opening}/{path}")).await.is_problem(404, "request.not-found");
    }
    assert!(omar.get("/members/me/bookmarks").await.is(200).items().is_empty());
    omar.delete(&reply).await.is_problem(404, "request.not-found");

    let written_for_few = [json!({ "group": open }), json!({ "group": null })];
    for wider in written_for_few {
        alva.put(&place, wider).await.is_problem(409, "discussions.wider-audience");
    }
    assert_eq!(siv.get(&opening).await.is(200).text_at("/groupId"), closed);
}

#[actix_web::test]
async fn a_discussion_is_closed_as_solved_by_whoever_opened_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Frågorna", "network", "open").await;
    omar.joins(&group).await;
    siv.joins(&group).await;
    let opening = format!("/discussions/{}", omar.opens(&group, "Hur gör ni?").await);
    let solution = format!("{opening}/solution");
    siv.put(&solution, Value::Null).await.is_problem(403, "request.forbidden");
    assert!(omar.put(&solution, Value::Null).await.is(200).body["solvedAt"].is_string());
    assert_eq!(siv.get(&format!("/groups/{group}/discussions?marked=solved")).await.is(200).each("/title"), ["Hur gör ni?"]);
    says(&siv, &opening).await;
    alva.delete(&solution).await.is(204);
    assert!(siv.get("/discussions?marked=solved").await.is(200).items().is_empty());
}
