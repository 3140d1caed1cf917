//! What members are told in the app: grouped, counted exactly, and gone with its cause.

use actix_web::http::Method;
use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, PASSWORD, Person};

const LIST: &str = "/members/me/notifications";

/// Titles of what somebody is told, the newest first.
pub async fn told(person: &Person<'_>) -> Vec<String> {
    person.app.all_is_told().await;
    person.get(&format!("{LIST}?limit=100")).await.is(200).each("/title")
}

/// How much of it is not read, and how much there is.
pub async fn counts(person: &Person<'_>) -> (u64, u64) {
    person.app.all_is_told().await;
    let counts = person.get("/members/me/notification-counts").await.is(200).body;
    (counts["unread"].as_u64().expect("a number"), counts["total"].as_u64().expect("a number"))
}

/// Says how somebody wants to be told of a kind.
pub async fn wants(person: &Person<'_>, kind: &str, in_app: bool, mail: &str) {
    person.put(&format!("/members/me/notification-settings/{kind}"), json!({ "inApp": in_app, "mail": mail })).await.is(200);
}

/// Replies, and returns the reply's id.
pub async fn replies(person: &Person<'_>, discussion: &str, text: &str) -> String {
    person.post(&format!("/discussions/{discussion}/posts"), json!({ "body": text })).await.is(201).id()
}

pub async fn handle(person: &Person<'_>) -> String {
    person.get("/members/me").await.is(200).text_at("/handle")
}

#[actix_web::test]
async fn five_replies_are_one_notification_that_names_the_latest() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    omar.joins(&group).await;
    siv.joins(&group).await;
    let discussion = alva.opens(&group, "Hur gör ni?").await;
    assert_eq!(told(&omar).await, Vec::<String>::new(), "who does not follow hears nothing");
    for (number, person) in [&omar, &siv, &omar, &siv, &omar].into_iter().enumerate() {
        replies(person, &discussion, &format!("Svar {number}")).await;
    }
    assert_eq!(told(&alva).await, ["5 nya inlägg i ”Hur gör ni?”, senast av Omar"]);
    let one = alva.get(LIST).await.is(200).items()[0].clone();
    assert_eq!((&one["count"], &one["actor"]["name"], &one["quote"], &one["groupId"]), (&json!(5), &json!("Omar"), &json!("Svar 4"), &json!(group)));
    assert_eq!((&one["kind"], &one["readAt"]), (&json!("discussions.reply"), &Value::Null));
    let english = alva.send(Method::GET, LIST, &[("accept-language", "en")], None).await.is(200);
    assert_eq!(english.each("/title"), ["5 new posts in “Hur gör ni?”, the last by Omar"]);

    // Who reads in the discussion has read what is told of it; what comes then begins anew.
    let last = alva.get(&format!("/discussions/{discussion}/posts?limit=100")).await.is(200).each("/id").pop().expect("a reply");
    alva.put(&format!("/discussions/{discussion}/read-state"), json!({ "post": last })).await.is(200);
    assert_eq!(counts(&alva).await, (0, 1));
    replies(&siv, &discussion, "En till").await;
    assert_eq!(told(&alva).await, ["Siv svarade i ”Hur gör ni?”"]);
    assert_eq!(counts(&alva).await, (1, 1));
    assert_eq!(told(&omar).await, Vec::<String>::new());
}

#[actix_web::test]
async fn what_is_gone_or_hidden_is_neither_shown_nor_counted() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Mellan oss", "closed", "request").await;
    for person in [&omar, &siv] {
        app.place(&group, &person.id, GroupRole::Member, MembershipState::Active).await;
    }
    let discussion = alva.opens(&group, "Skolvägar").await;
    let body = format!("Vad säger @{}?", handle(&omar).await);
    let reply = replies(&siv, &discussion, &body).await;
    assert_eq!(told(&omar).await, ["Siv nämner dig i ”Skolvägar”"]);
    assert_eq!((counts(&omar).await, counts(&alva).await), ((1, 1), (1, 1)));

    // A block, and its end; a place in the group, and its loss; the text itself.
    omar.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204);
    assert_eq!((told(&omar).await.len(), counts(&omar).await), (0, (0, 0)));
    omar.delete(&format!("/members/me/blocks/{}", siv.id)).await.is(204);
    assert_eq!(counts(&omar).await, (1, 1));
    alva.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    assert_eq!((told(&omar).await.len(), counts(&omar).await), (0, (0, 0)));
    let id = {
        app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
        omar.get(LIST).await.is(200).each("/id").remove(0)
    };
    siv.delete(&format!("/discussions/{discussion}/posts/{reply}")).await.is(204);
    assert_eq!((counts(&omar).await, counts(&alva).await), ((0, 0), (0, 0)));
    for method in [Method::PUT, Method::DELETE] {
        omar.send(method, &format!("{LIST}/{id}/read"), &[], None).await.is_problem(404, "request.not-found");
    }
}

#[actix_web::test]
async fn a_changed_text_tells_those_whom_it_names_anew_and_nobody_twice() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let (omars, sivs) = (handle(&omar).await, handle(&siv).await);
    let new = json!({ "title": "Vem vet?", "body": format!("@{omars}") });
    let discussion = alva.post("/discussions", new).await.is(201).id();
    assert_eq!((told(&omar).await.len(), told(&siv).await.len(), told(&alva).await.len()), (1, 0, 0));
    let id = omar.get(LIST).await.each("/id").remove(0);
    omar.put(&format!("{LIST}/{id}/read"), Value::Null).await.is(204);
    let body = json!({ "body": format!("@{omars} @{sivs}") });
    alva.patch_version(&format!("/discussions/{discussion}"), 0, body).await.is(200);
    assert_eq!((counts(&omar).await, counts(&siv).await), ((0, 1), (1, 1)));
    alva.patch_version(&format!("/discussions/{discussion}"), 1, json!({ "body": "Ingen" })).await.is(200);
    assert_eq!((counts(&omar).await, counts(&siv).await), ((0, 0), (0, 0)));
}

#[actix_web::test]
async fn what_one_has_seen_is_marked_and_what_has_come_since_is_not() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let own = [alva.post("/discussions", json!({ "title": "Ett", "body": "1" })), alva.post("/discussions", json!({ "title": "Två", "body": "2" }))];
    let mut discussions = Vec::new();
    for opened in own {
        discussions.push(opened.await.is(201).id());
    }
    replies(&omar, &discussions[0], "Hej").await;
    assert_eq!(counts(&alva).await, (1, 1));
    let seen = alva.get(LIST).await.is(200).each("/updatedAt").remove(0);
    app.wait(TimeDelta::minutes(1));
    replies(&omar, &discussions[1], "Hej").await;
    assert_eq!(counts(&alva).await, (2, 2));
    alva.put(&format!("{LIST}/read"), json!({ "until": seen })).await.is(204);
    assert_eq!(counts(&alva).await, (1, 2));
    let unread = |state: &str| format!("{LIST}?state={state}");
    assert_eq!(alva.get(&unread("unread")).await.is(200).each("/title"), ["Omar svarade i ”Två”"]);
    let read = alva.get(&unread("read")).await.is(200);
    assert_eq!(read.each("/title"), ["Omar svarade i ”Ett”"]);
    let one = format!("{LIST}/{}/read", read.each("/id")[0]);
    alva.delete(&one).await.is(204);
    assert_eq!(counts(&alva).await, (2, 2));
    alva.put(&one, Value::Null).await.is(204);
    alva.put(&one, Value::Null).await.is(204);
    assert_eq!(counts(&alva).await, (1, 2));
    siv.put(&one, Value::Null).await.is_problem(404, "request.not-found");
    assert_eq!(alva.get(&format!("{LIST}?kind=discussions.mention")).await.is(200).items().len(), 0);
    alva.get(&format!("{LIST}?state=gone")).await.is_problem(422, "request.invalid").has_faults(&[("?state", "choice")]);
    alva.put(&format!("{LIST}/read"), json!({ "until": "igår" })).await.is(422).has_faults(&[("/until", "time")]);
}

#[actix_web::test]
async fn follow_levels_say_of_which_group_and_discussion_one_hears() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Torg", "network", "open").await;
    omar.joins(&group).await;
    siv.joins(&group).await;
    omar.put(&format!("/groups/{group}/follow-level"), json!({ "level": "everything" })).await.is(200);
    siv.put(&format!("/groups/{group}/follow-level"), json!({ "level": "nothing" })).await.is(200);
    let new = json!({ "title": "Nytt", "body": format!("@{}", handle(&siv).await) });
    let discussion = alva.post(&format!("/groups/{group}/discussions"), new).await.is(201).id();
    assert_eq!(told(&omar).await, ["Alva startade ”Nytt”"]);
    assert_eq!(told(&siv).await, Vec::<String>::new(), "nothing is nothing, also by name");
    // A discussion can be another matter than its group.
    omar.put(&format!("/discussions/{discussion}/follow-level"), json!({ "level": "mentions" })).await.is(200);
    siv.put(&format!("/discussions/{discussion}/follow-level"), json!({ "level": "everything" })).await.is(200);
    alva.put(&format!("/discussions/{discussion}/follow-level"), json!({ "level": "nothing" })).await.is(200);
    replies(&siv, &discussion, "Jaha").await;
    replies(&omar, &discussion, &format!("@{}", handle(&siv).await)).await;
    assert_eq!(told(&siv).await, ["Omar nämner dig i ”Nytt”"], "who is named hears it once");
    assert_eq!((counts(&omar).await, counts(&alva).await), ((1, 1), (0, 0)));
}

#[actix_web::test]
async fn each_kind_has_its_setting_and_its_default() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let discussion = alva.post("/discussions", json!({ "title": "Ett", "body": "1" })).await.is(201).id();
    let settings = alva.get("/members/me/notification-settings").await.is(200).body;
    let of = |kind: &str| settings["kinds"].as_array().expect("kinds").iter().find(|one| one["kind"] == kind).expect("the kind").clone();
    for (kind, in_app, mail) in [
        ("invitations.invitation", true, "now"),
        ("contacts.request", true, "now"),
        ("introductions.asked", true, "now"),
        ("groups.answered", true, "now"),
        ("curation.decided", true, "now"),
        ("discussions.reply", true, "digest"),
        ("saved-searches.found", true, "digest"),
        ("discussions.reaction", false, "never"),
    ] {
        assert_eq!((&of(kind)["inApp"], &of(kind)["mail"], &of(kind)["default"]), (&json!(in_app), &json!(mail), &json!(true)), "{kind}");
    }
    wants(&alva, "discussions.reply", false, "never").await;
    replies(&omar, &discussion, "Hej").await;
    assert_eq!((told(&alva).await.len(), counts(&alva).await), (0, (0, 0)));
    alva.delete("/members/me/notification-settings/discussions.reply").await.is(204);
    replies(&omar, &discussion, "Hej igen").await;
    assert_eq!(counts(&alva).await, (1, 1));
    alva.put("/members/me/notification-settings/accounts.reset", json!({ "inApp": false, "mail": "never" })).await.is(404);
    let wrong = json!({ "timeZone": "Europa/Stockholm", "mailsAWeek": 0, "digestHour": 24, "quietHours": { "from": -1, "until": 7 } });
    let faults = [("/timeZone", "time-zone"), ("/mailsAWeek", "range"), ("/digestHour", "range"), ("/quietHours/from", "range")];
    alva.patch("/members/me/notification-settings", wrong).await.is_problem(422, "request.invalid").has_faults(&faults);
    let change = json!({ "timeZone": "America/New_York", "mailsAWeek": 3, "quietHours": null, "digest": "weekly" });
    let changed = alva.patch("/members/me/notification-settings", change).await.is(200).body;
    assert_eq!((&changed["timeZone"], &changed["mailsAWeek"], &changed["quietHours"]), (&json!("America/New_York"), &json!(3), &Value::Null));
    assert_eq!((&changed["digest"], &changed["digestHour"], &changed["mailRefusedAt"]), (&json!("weekly"), &json!(7), &Value::Null));
}

#[actix_web::test]
async fn who_looks_after_a_group_hears_of_requests_while_they_wait() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Barn i planering", "network", "request").await;
    omar.joins(&group).await;
    siv.joins(&group).await;
    assert_eq!(told(&alva).await, ["2 vill gå med i gruppen Barn i planering, senast Siv"]);
    siv.delete(&format!("/groups/{group}/memberships/{}", siv.id)).await.is(204);
    assert_eq!(told(&alva).await, ["Omar vill gå med i gruppen Barn i planering"]);
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "member" })).await.is(200);
    assert_eq!((told(&alva).await.len(), counts(&alva).await), (0, (0, 0)));
    assert_eq!(told(&omar).await, ["Välkommen till gruppen Barn i planering"]);
    let alva = app.sign_in(&alva.email, PASSWORD).await;
    alva.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    assert_eq!(counts(&omar).await, (0, 0));
}

#[actix_web::test]
async fn contacts_and_messages_are_told_to_the_other() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let asked = alva.post(&format!("/members/{}/contact-requests", omar.id), json!({ "message": "Får jag fråga?" })).await.is(201).id();
    assert_eq!(told(&omar).await, ["Alva vill ha kontakt med dig"]);
    omar.put(&format!("/contacts/{asked}/answer"), json!({ "accept": true })).await.is(200);
    assert_eq!((told(&omar).await.len(), told(&alva).await), (0, vec!["Omar har sagt ja till kontakt".to_owned()]));
    for text in ["Hej", "Är du där?"] {
        omar.post(&format!("/contacts/{asked}/messages"), json!({ "body": text })).await.is(201);
    }
    assert_eq!(told(&alva).await, ["2 nya meddelanden från Omar", "Omar har sagt ja till kontakt"]);
    let mails = app.mails_to(&alva.email, 3).await;
    assert_eq!(mails.len(), 3, "of two messages one mail: {mails:?}");
    omar.put(&format!("/contacts/{asked}/answer"), json!({ "accept": false })).await.is(200);
    assert_eq!(told(&alva).await, ["2 nya meddelanden från Omar"]);
    assert_eq!(told(&omar).await.len(), 0);
}
