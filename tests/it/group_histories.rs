//! What is changed about groups, who answers for them, and groups within others.

use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{Answer, App, PASSWORD, Person};

async fn changes(who: &Person<'_>, group: &str) -> Vec<String> {
    let answer = who.get(&format!("/groups/{group}/history?limit=100")).await.is(200);
    let line = |change: &Value| {
        let text = |at: &str| change.pointer(at).and_then(Value::as_str).unwrap_or("-").to_owned();
        format!("{} {} {} {} by {}", text("/kind"), text("/member/name"), text("/before"), text("/after"), text("/by/name"))
    };
    answer.items().iter().map(line).collect()
}

#[actix_web::test]
async fn the_history_says_who_changed_what_and_of_people_to_those_only_who_look_after_them() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "request").await;
    let at = format!("/groups/{group}");
    alva.patch_version(&at, 0, json!({ "name": "Trygga vägar", "visibility": "closed", "archived": true })).await.is(200);
    alva.patch_version(&at, 1, json!({ "archived": false })).await.is(200);
    alva.patch_version(&at, 2, json!({ "name": "Trygga vägar" })).await.is(200);
    alva.put_version(&format!("{at}/charter"), 0, json!({ "kind": "theme" })).await.is(200);
    alva.put_version(&format!("{at}/admission"), 0, json!({ "welcome": "Hej" })).await.is(200);
    omar.joins(&group).await;
    siv.joins(&group).await;
    alva.patch(&format!("{at}/memberships/{}", omar.id), json!({ "role": "member" })).await.is(200);
    alva.patch(&format!("{at}/memberships/{}", omar.id), json!({ "role": "moderator" })).await.is(200);
    omar.put(&format!("{at}/refusals/{}", siv.id), json!({ "reason": "Nej" })).await.is(204);
    omar.put(&format!("{at}/bans/{}", siv.id), json!({})).await.is(200);
    omar.delete(&format!("{at}/bans/{}", siv.id)).await.is(204);
    let of_the_group = [
        "admission - - - by Alva",
        "charter - - - by Alva",
        "reopened - - - by Alva",
        "archived - - - by Alva",
        "visibility - network closed by Alva",
        "name - Skolvägar Trygga vägar by Alva",
        "started - - - by Alva",
    ];
    let of_people = ["unbanned Siv - - by Omar", "banned Siv - - by Omar", "declined Siv - - by Omar", "role Omar member moderator by Alva"];
    assert_eq!(changes(&omar, &group).await, [of_people.as_slice(), &of_the_group].concat());
    app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
    assert_eq!(changes(&omar, &group).await, of_the_group);
    siv.get(&format!("{at}/history")).await.is(404);
    // Whoever is protected later is not told of, neither as who did it nor as whom it was about.
    app.protect(&siv.id).await;
    assert_eq!(changes(&alva, &group).await, [&of_people[3..], &of_the_group].concat());
}

#[actix_web::test]
async fn a_group_is_handed_over_in_one_step_to_somebody_who_is_in_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "request").await;
    let at = format!("/groups/{group}/owner");
    siv.joins(&group).await;
    for other in [&alva, &omar, &siv] {
        alva.put(&at, json!({ "member": other.id })).await.is_problem(422, "request.invalid").has_faults(&[("/member", "unknown")]);
    }
    app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
    omar.put(&at, json!({ "member": omar.id })).await.is(403);
    assert_eq!(alva.put(&at, json!({ "member": omar.id })).await.is(200).body["place"]["role"], "owner");
    for (who, role) in [(&alva, "moderator"), (&omar, "owner")] {
        assert_eq!(who.get(&format!("/groups/{group}")).await.body["ownPlace"]["role"], role);
    }
    alva.put(&at, json!({ "member": alva.id })).await.is_problem(403, "request.forbidden");
}

async fn follows(who: &Person<'_>, group: &str) -> Answer {
    who.put(&format!("/groups/{group}/succession"), Value::Null).await
}

#[actix_web::test]
async fn a_moderator_follows_owners_who_stay_silent_though_they_were_told() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    app.place(&group, &omar.id, GroupRole::Moderator, MembershipState::Active).await;
    app.place(&group, &siv.id, GroupRole::Member, MembershipState::Active).await;
    follows(&omar, &group).await.is_problem(409, "groups.owner-present");
    app.wait(TimeDelta::days(61));
    let again = async |who: &Person<'_>| app.sign_in(&who.email, PASSWORD).await;
    let (omar, siv) = (again(&omar).await, again(&siv).await);
    follows(&siv, &group).await.is_problem(403, "request.forbidden");
    let offered = follows(&omar, &group).await.is(200);
    assert_eq!(offered.body["place"]["role"], "moderator");
    assert_eq!(follows(&omar, &group).await.is(200).body, offered.body, "asking again before the time changes nothing");
    let mail = app.mails_to(&alva.email, 2).await.pop().expect("a mail");
    assert!(mail.contains("Omar erbjuder sig att svara för gruppen Skolvägar"), "{mail}");

    // The owner is back: the offer is worth nothing, then or later.
    let back = again(&alva).await;
    follows(&omar, &group).await.is_problem(409, "groups.owner-present");
    app.wait(TimeDelta::days(61));
    let omar = again(&omar).await;
    let offered = follows(&omar, &group).await.is(200);
    assert!(offered.body["dueAt"].is_string(), "it begins anew: {}", offered.text);
    app.place(&group, &siv.id, GroupRole::Moderator, MembershipState::Active).await;
    let siv = again(&siv).await;
    follows(&siv, &group).await.is_problem(409, "groups.succession-taken");
    app.wait(TimeDelta::days(14));
    let omar = again(&omar).await;
    let done = follows(&omar, &group).await.is(200);
    assert_eq!((done.body["place"]["role"].clone(), done.body["dueAt"].clone()), (json!("owner"), Value::Null));
    assert_eq!(changes(&omar, &group).await[0], "succeeded Omar - - by Omar");
    // Nobody loses anything by it.
    let alva = again(&back).await;
    assert_eq!(alva.get(&format!("/groups/{group}")).await.body["ownPlace"]["role"], "owner");
}

#[actix_web::test]
async fn a_member_follows_where_nobody_else_looks_after_the_group() {
    let app = App::start().await;
    let (alva, siv) = (app.member("Alva").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    app.place(&group, &siv.id, GroupRole::Member, MembershipState::Active).await;
    app.wait(TimeDelta::days(61));
    let siv = app.sign_in(&siv.email, PASSWORD).await;
    follows(&siv, &group).await.is(200);
    app.wait(TimeDelta::days(45));
    // Too late: the offer has lapsed, and the owners are told again.
    let siv = app.sign_in(&siv.email, PASSWORD).await;
    assert!(follows(&siv, &group).await.is(200).body["dueAt"].is_string());
    app.wait(TimeDelta::days(14));
    let siv = app.sign_in(&siv.email, PASSWORD).await;
    assert_eq!(follows(&siv, &group).await.is(200).body["place"]["role"], "owner");
    assert_eq!(alva.get(&format!("/groups/{group}/history")).await.status, 401, "the owner's session has ended long ago");
}

#[actix_web::test]
async fn a_group_has_groups_within_it_one_level_and_each_shows_to_whom_it_wants() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let outer = alva.starts_group("Skolvägar", "network", "open").await;
    let at = format!("/groups/{outer}/groups");
    let new = |name: &str, visibility: &str| json!({ "name": name, "purpose": "Att pröva", "visibility": visibility, "joining": "open" });
    assert_eq!(omar.post(&at, new("Omars", "open")).await.is(403).body["right"], "groups.start-within");
    let open = alva.post(&at, new("Öppna", "open")).await.is(201).id();
    let secret = alva.post(&at, new("Hemliga", "secret")).await.is(201).id();
    assert_eq!(alva.get(&at).await.is(200).each("/name"), ["Hemliga", "Öppna"]);
    assert_eq!(omar.get(&at).await.is(200).each("/name"), ["Öppna"]);
    assert_eq!(omar.get(&format!("/groups/{open}")).await.is(200).text_at("/parent/name"), "Skolvägar");
    app.stranger().get(&at).await.is(404);
    assert!(app.stranger().get(&format!("/groups/{open}")).await.is(200).body["parent"].is_null(), "the outer one is not for strangers");
    alva.post(&format!("/groups/{open}/groups"), new("För djupt", "open")).await.is_problem(409, "groups.too-deep");
    omar.get(&format!("/groups/{secret}")).await.is(404);

    // The outer one goes out of sight, and comes back.
    alva.patch_version(&format!("/groups/{outer}"), 0, json!({ "visibility": "secret" })).await.is(200);
    omar.get(&at).await.is(404);
    assert!(omar.get(&format!("/groups/{open}")).await.is(200).body["parent"].is_null());
    alva.patch_version(&format!("/groups/{outer}"), 1, json!({ "visibility": "network", "archived": true })).await.is(200);
    assert_eq!(omar.get(&at).await.is(200).each("/name"), ["Öppna"]);
    alva.post(&at, new("För sent", "open")).await.is_problem(409, "groups.archived");
}
