//! Who is kept out of a group.

use futures_util::future::join;
use serde_json::{Value, json};
use tests::{App, Person};

fn ban_of(group: &str, member: &Person<'_>) -> String {
    format!("/groups/{group}/bans/{}", member.id)
}

#[actix_web::test]
async fn who_is_banned_is_out_and_neither_joins_nor_asks() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for (visibility, joining) in [("closed", "open"), ("closed", "request"), ("network", "open")] {
        let group = alva.starts_group("Trygga torg", visibility, joining).await;
        let (path, memberships) = (format!("/groups/{group}"), format!("/groups/{group}/memberships"));
        omar.joins(&group).await;
        alva.patch(&format!("{memberships}/{}", omar.id), json!({ "role": "member" })).await.is(200);
        let discussion = format!("/discussions/{}", omar.opens(&group, "Mellan oss").await);
        let banned = alva.put(&ban_of(&group, &omar), json!({ "reason": "Annonser" })).await.is(200);
        assert_eq!((banned.text_at("/member/name"), banned.text_at("/reason")), ("Omar".to_owned(), "Annonser".to_owned()));
        omar.get(&discussion).await.is(if visibility == "closed" { 404 } else { 200 });
        let refused = omar.post(&memberships, Value::Null).await.is_problem(403, "request.forbidden");
        assert_eq!(refused.body["right"], "groups.join");
        let seen = omar.get(&path).await.is(200);
        assert!(seen.body["_links"]["join"].is_null() && seen.body["ownPlace"].is_null());
        assert!(!seen.text.contains("Annonser"));
        assert_eq!(alva.get(&memberships).await.each("/member/name"), ["Alva"]);

        alva.delete(&ban_of(&group, &omar)).await.is(204);
        alva.delete(&ban_of(&group, &omar)).await.is_problem(404, "request.not-found");
        omar.joins(&group).await;
    }
}

#[actix_web::test]
async fn bans_are_known_to_those_who_look_after_the_group() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Trygga torg", "network", "open").await;
    siv.joins(&group).await;
    alva.put(&ban_of(&group, &omar), json!({ "reason": "Annonser" })).await.is(200);
    alva.put(&ban_of(&group, &omar), json!({ "reason": "Hot" })).await.is(200);
    let list = format!("/groups/{group}/bans");
    let bans = alva.get(&list).await.is(200);
    assert_eq!((bans.each("/member/name"), bans.each("/reason")), (vec!["Omar".to_owned()], vec!["Hot".to_owned()]));
    for person in [&omar, &siv] {
        for answer in [person.get(&list).await, person.put(&ban_of(&group, &alva), json!({})).await, person.delete(&ban_of(&group, &omar)).await] {
            assert_eq!(answer.is_problem(403, "request.forbidden").body["right"], "groups.manage-members");
        }
    }
    app.protect(&omar.id).await;
    assert_eq!(alva.get(&list).await.is(200).items().len(), 0);
    alva.delete(&ban_of(&group, &omar)).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_moderator_bans_no_owner_and_nobody_bans_themself() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Trygga torg", "network", "open").await;
    omar.joins(&group).await;
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "moderator" })).await.is(200);
    for (who, whom) in [(&omar, &alva), (&alva, &alva), (&omar, &omar)] {
        let refused = who.put(&ban_of(&group, whom), json!({})).await.is_problem(403, "request.forbidden");
        assert_eq!(refused.body["right"], "groups.ban");
    }
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "owner" })).await.is(200);
    let (at_alva, at_omar) = (ban_of(&group, &alva), ban_of(&group, &omar));
    let (one, other) = join(alva.put(&at_omar, json!({})), omar.put(&at_alva, json!({}))).await;
    assert!(one.status == 200 || other.status == 200, "{} {}", one.text, other.text);
    assert!(one.status != 200 || other.status != 200, "one owner stays");
}

#[actix_web::test]
async fn who_is_banned_while_they_join_is_not_in() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for _ in 0..20 {
        let group = alva.starts_group("Trygga torg", "closed", "open").await;
        let (ban, path) = (ban_of(&group, &omar), format!("/groups/{group}/memberships"));
        let (banned, joined) = join(alva.put(&ban, json!({})), omar.post(&path, Value::Null)).await;
        if banned.status == 409 {
            // They were in before the ban was written: it is asked again.
            alva.put(&ban, json!({})).await.is(200);
        } else {
            banned.is(200);
        }
        assert!([201, 403].contains(&joined.status), "{}", joined.text);
        assert_eq!(alva.get(&path).await.each("/member/name"), ["Alva"]);
    }
}
