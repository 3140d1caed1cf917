//! Links with which so many people come into a group.

use actix_web::http::Method;
use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, App, PASSWORD, Person};

/// A link and its token.
async fn link(who: &Person<'_>, group: &str, uses: i32) -> (String, String) {
    let links = format!("/groups/{group}/invitation-links");
    let id = who.post(&links, json!({ "maxUses": uses })).await.is(201).id();
    let token = who.put(&format!("{links}/{id}/token"), Value::Null).await.is(200).text_at("/token");
    (id, token)
}

/// Comes in; a service that is full is asked again.
async fn redeems(who: &Person<'_>, token: &str, key: &str) -> Answer {
    loop {
        let answer = who.send(Method::POST, "/members/me/groups", &[("idempotency-key", key)], Some(json!({ "token": token }))).await;
        if answer.status != 503 {
            return answer;
        }
    }
}

#[actix_web::test]
async fn of_two_hundred_at_once_fifty_come_in_with_fifty_uses() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
    let (_, token) = link(&alva, &group, 50).await;
    let mut people = Vec::new();
    for number in 0..200 {
        let email = format!("nummer{number}@example.org");
        app.member_made(&email).await;
        people.push(app.sign_in(&email, PASSWORD).await);
    }
    let answers = join_all(people.iter().map(|person| redeems(person, &token, "en-nyckel-1"))).await;
    let came = answers.iter().filter(|answer| answer.status == 201).count();
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.is_problem(404, "invitations.spent");
    }
    assert_eq!(came, 50);
    assert_eq!(alva.get(&format!("/groups/{group}")).await.is(200).body["memberCount"], 51);
    assert_eq!(alva.get(&format!("/groups/{group}/invitation-links")).await.is(200).items()[0]["used"], 50);
}

#[actix_web::test]
async fn a_hundred_equal_requests_use_a_link_once_and_create_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "network", "invitation").await;
    let (_, token) = link(&alva, &group, 50).await;
    let answers = join_all((0..100).map(|_| redeems(&omar, &token, "en-nyckel-1"))).await;
    for answer in answers {
        answer.is(201);
    }
    assert_eq!(alva.get(&format!("/groups/{group}/invitation-links")).await.is(200).items()[0]["used"], 1);
    for (path, body) in [("invitations", json!({ "email": "nils@example.org" })), ("invitation-links", json!({ "maxUses": 3 }))] {
        let path = format!("/groups/{group}/{path}");
        let before = alva.get(&path).await.is(200).items().len();
        let sends = || async {
            loop {
                let answer = alva.send(Method::POST, &path, &[("idempotency-key", &format!("nyckel-{}", path.len()))], Some(body.clone())).await;
                if answer.status != 503 {
                    return answer;
                }
            }
        };
        let ids: Vec<_> = join_all((0..100).map(|_| sends())).await.into_iter().map(|answer| answer.is(201).id()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]));
        assert_eq!(alva.get(&path).await.is(200).items().len(), before + 1);
    }
}

#[actix_web::test]
async fn a_link_is_dead_once_what_it_stands_on_is() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    for end in ["withdrawn", "replaced", "demoted", "removed", "banned", "archived", "late"] {
        let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
        app.place(&group, &siv.id, GroupRole::Moderator, MembershipState::Active).await;
        let (id, token) = link(&siv, &group, 50).await;
        app.stranger().post("/invitation-previews", json!({ "token": token })).await.is(200);
        let (at, sivs) = (format!("/groups/{group}/invitation-links/{id}"), format!("/groups/{group}/memberships/{}", siv.id));
        match end {
            "withdrawn" => alva.delete(&at).await.is(204),
            "replaced" => alva.put(&format!("{at}/token"), Value::Null).await.is(200),
            "demoted" => alva.patch(&sivs, json!({ "role": "member" })).await.is(200),
            "removed" => alva.delete(&sivs).await.is(204),
            "banned" => alva.put(&format!("/groups/{group}/bans/{}", omar.id), json!({})).await.is(200),
            "archived" => alva.patch_version(&format!("/groups/{group}"), 0, json!({ "archived": true })).await.is(200),
            _ => {
                app.wait(TimeDelta::days(14));
                app.stranger().get("/groups").await
            }
        };
        let omar = app.sign_in(&omar.email, PASSWORD).await;
        let refused = omar.post("/members/me/groups", json!({ "token": token })).await;
        if end == "banned" {
            refused.is_problem(403, "request.forbidden");
        } else {
            refused.is_problem(404, "invitations.spent");
            app.stranger().post("/invitation-previews", json!({ "token": token })).await.is_problem(404, "invitations.spent");
        }
        omar.get(&format!("/groups/{group}")).await.is(404);
    }
}

#[actix_web::test]
async fn the_token_of_a_link_is_told_once_lies_nowhere_and_is_good_for_nothing_else() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    let (id, token) = link(&alva, &group, 1).await;
    assert!(!app.stored().await.values().flatten().any(|row| row.contains(&token)), "only the hash is kept");
    assert!(!alva.get(&format!("/groups/{group}/invitation-links")).await.is(200).text.contains(&token));
    for other in [&omar.refresh_token, &format!("{token}a"), &id.replace('-', "")] {
        omar.post("/members/me/groups", json!({ "token": other })).await.is_problem(404, "invitations.spent");
    }
    omar.post("/tokens", json!({ "refreshToken": token })).await.is_problem(401, "accounts.token-spent");
    app.stranger().post("/invitation-refusals", json!({ "token": token })).await.is_problem(404, "invitations.spent");

    // Whoever asked comes in, and whoever is in uses nothing up.
    omar.joins(&group).await;
    alva.post("/members/me/groups", json!({ "token": token })).await.is_problem(409, "groups.already-joined");
    assert_eq!(omar.post("/members/me/groups", json!({ "token": token })).await.is(201).body["place"]["state"], "active");
    let late = app.member("Siv").await.post("/members/me/groups", json!({ "token": token })).await;
    late.is_problem(404, "invitations.spent");
}
