//! Groups: who may know of one, how one gets in, and who answers for it.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::rt::time::sleep;
use entity::id::{GroupId, MemberId};
use entity::kind::{GroupRole, MembershipState, Role};
use entity::{group, group_membership};
use futures_util::future::join;
use sea_orm::{ActiveValue, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, TransactionTrait};
use serde_json::{Value, json};
use tests::{Answer, App, Person};

fn place(group: &str, member: &Person<'_>) -> String {
    format!("/groups/{group}/memberships/{}", member.id)
}

fn gid(group: &str) -> GroupId {
    GroupId(group.parse().expect("an id"))
}

fn mid(member: &Person<'_>) -> MemberId {
    MemberId(member.id.parse().expect("an id"))
}

async fn owners(app: &App, group: &str) -> u64 {
    use group_membership::{Column, Entity};
    let owners = Entity::find().filter(Column::GroupId.eq(gid(group))).filter(Column::Role.eq(GroupRole::Owner));
    owners.count(app.inner.db.for_migration()).await.expect("a count")
}

/// Lets somebody ask while the group is held, and changes it before they get their turn.
#[expect(clippy::disallowed_methods, reason = "the test takes the place of another instance of the server")]
async fn meanwhile(app: &App, group: &str, asked: impl Future<Output = Answer>, change: impl AsyncFnOnce(&DatabaseTransaction)) -> Answer {
    let held = app.inner.db.for_migration().begin().await.expect("a transaction");
    group::Entity::find_by_id(gid(group)).lock_exclusive().one(&held).await.expect("the group");
    let other = async {
        sleep(Duration::from_millis(200)).await;
        change(&held).await;
        held.commit().await.expect("it is done");
    };
    join(asked, other).await.0
}

async fn becomes(tx: &DatabaseTransaction, group: &str, member: &Person<'_>, role: GroupRole) {
    let row = group_membership::ActiveModel {
        group_id: ActiveValue::Unchanged(gid(group)),
        member_id: ActiveValue::Unchanged(mid(member)),
        role: ActiveValue::Set(role),
        ..Default::default()
    };
    group_membership::Entity::update(row).exec(tx).await.expect("another part");
}

async fn leaves(tx: &DatabaseTransaction, group: &str, member: &Person<'_>) {
    group_membership::Entity::delete_by_id((gid(group), mid(member))).exec(tx).await.expect("gone");
}

#[actix_web::test]
async fn whoever_starts_a_group_owns_it() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let new = json!({ "name": "Barn i planering", "purpose": "Att pröva", "visibility": "network", "joining": "request" });
    let group = alva.post("/groups", new).await.is(201);
    assert!(group.header("location").ends_with(&format!("/groups/{}", group.id())));
    assert_eq!((&group.body["ownPlace"]["role"], &group.body["memberCount"]), (&json!("owner"), &json!(1)));
    assert!(group.body["_links"]["edit"].is_object() && group.body["_links"]["join"].is_null());
    let seen = app.member("Omar Påhittberg").await.get(&format!("/groups/{}", group.id())).await.is(200);
    assert!(seen.body["_links"]["edit"].is_null() && seen.body["_links"]["join"].is_object() && seen.body["ownPlace"].is_null());
}

#[actix_web::test]
async fn who_asked_is_a_member_nowhere_until_they_are_let_in() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "request").await;
    alva.knows("medborgardialog", "leads").await;
    let asked = omar.post(&format!("/groups/{group}/memberships"), Value::Null).await.is(201);
    assert_eq!(asked.body["place"]["state"], "requested");

    let (path, discussions) = (format!("/groups/{group}/memberships"), format!("/groups/{group}/discussions"));
    assert_eq!(siv.get(&path).await.each("/member/name"), ["Alva"]);
    assert_eq!(alva.get(&path).await.each("/member/name"), ["Alva", "Omar"]);
    assert_eq!(alva.get(&format!("{path}?state=requested")).await.each("/member/name"), ["Omar"]);
    assert_eq!(siv.get(&format!("{path}?state=requested")).await.items().len(), 0);
    assert_eq!(alva.get(&format!("/groups/{group}")).await.body["memberCount"], 1);
    assert_eq!(omar.get("/members/me/groups").await.each("/place/state"), ["requested"]);
    let hits = omar.get("/members?competence=medborgardialog").await.is(200);
    assert_eq!(hits.items()[0]["reasons"]["sharedGroups"], json!([]));
    let opening = json!({ "title": "Får jag?", "body": "Hur gör ni?" });
    let refused = omar.post(&discussions, opening.clone()).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "discussions.write");
    omar.patch(&place(&group, &omar), json!({ "role": "member" })).await.is(403);
    omar.post(&path, Value::Null).await.is_problem(409, "groups.already-joined");

    alva.patch(&place(&group, &omar), json!({ "role": "member" })).await.is(200);
    omar.post(&discussions, opening).await.is(201);
    assert_eq!(omar.get(&format!("/groups/{group}")).await.body["memberCount"], 2);
    let hits = omar.get("/members?competence=medborgardialog").await.is(200);
    assert_eq!(hits.items()[0]["reasons"]["sharedGroups"][0]["name"], "Skolvägar");
}

#[actix_web::test]
async fn a_request_can_be_withdrawn_and_a_member_can_leave_and_come_back() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for joining in ["request", "open"] {
        let group = alva.starts_group("Trygga torg", "closed", joining).await;
        omar.joins(&group).await;
        omar.delete(&place(&group, &omar)).await.is(204);
        omar.delete(&place(&group, &omar)).await.is(404);
        omar.joins(&group).await;
    }
}

#[actix_web::test]
async fn nobody_joins_by_asking_where_an_invitation_is_needed() {
    let app = App::start().await;
    let group = app.member("Alva").await.starts_group("Styrgruppen", "open", "invitation").await;
    let omar = app.member("Omar").await;
    assert!(omar.get(&format!("/groups/{group}")).await.is(200).body["_links"]["join"].is_null());
    let refused = omar.post(&format!("/groups/{group}/memberships"), Value::Null).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "groups.join");
}

#[actix_web::test]
async fn the_last_owner_neither_leaves_nor_steps_down() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Hållbara bostäder", "network", "open").await;
    omar.joins(&group).await;
    alva.delete(&place(&group, &alva)).await.is_problem(409, "groups.last-owner");
    alva.patch(&place(&group, &alva), json!({ "role": "moderator" })).await.is_problem(409, "groups.last-owner");
    alva.patch(&place(&group, &omar), json!({ "role": "owner" })).await.is(200);
    alva.patch(&place(&group, &alva), json!({ "role": "member" })).await.is(200);
    alva.delete(&place(&group, &alva)).await.is(204);
    omar.delete(&place(&group, &omar)).await.is_problem(409, "groups.last-owner");
}

#[actix_web::test]
async fn of_two_owners_who_leave_at_once_one_stays() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for _ in 0..20 {
        let group = alva.starts_group("Två ägare", "network", "open").await;
        app.place(&group, &omar.id, GroupRole::Owner, MembershipState::Active).await;
        let (at_alva, at_omar) = (place(&group, &alva), place(&group, &omar));
        let (one, other) = join(alva.delete(&at_alva), omar.delete(&at_omar)).await;
        let refused = if one.status == 204 {
            other
        } else {
            other.is(204).is(204);
            one
        };
        refused.is_problem(409, "groups.last-owner");
        assert_eq!(owners(&app, &group).await, 1);
    }
}

#[actix_web::test]
async fn of_two_owners_who_demote_each_other_at_once_one_stays() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for _ in 0..20 {
        let group = alva.starts_group("Två ägare", "network", "open").await;
        app.place(&group, &omar.id, GroupRole::Owner, MembershipState::Active).await;
        let (at_alva, at_omar) = (place(&group, &alva), place(&group, &omar));
        let (one, other) = join(alva.patch(&at_omar, json!({ "role": "member" })), omar.patch(&at_alva, json!({ "role": "member" }))).await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert!(matches!(statuses, [200, 403 | 409]), "{statuses:?}");
        assert_eq!(owners(&app, &group).await, 1);
    }
}

#[actix_web::test]
async fn who_became_the_only_owner_meanwhile_stays() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Stafetten", "network", "open").await;
    omar.joins(&group).await;
    let at = place(&group, &omar);
    let answer = meanwhile(&app, &group, omar.delete(&at), async |tx| {
        becomes(tx, &group, &omar, GroupRole::Owner).await;
        leaves(tx, &group, &alva).await;
    });
    answer.await.is(409);
    assert_eq!(owners(&app, &group).await, 1);
}

#[actix_web::test]
async fn who_was_demoted_or_has_left_meanwhile_changes_nothing() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Stafetten", "network", "request").await;
    siv.joins(&group).await;
    app.place(&group, &omar.id, GroupRole::Owner, MembershipState::Active).await;
    let (at, path) = (place(&group, &siv), format!("/groups/{group}"));
    let lets_in = omar.patch(&at, json!({ "role": "member" }));
    meanwhile(&app, &group, lets_in, async |tx| becomes(tx, &group, &omar, GroupRole::Member).await).await.is(409);
    app.place(&group, &omar.id, GroupRole::Owner, MembershipState::Active).await;
    let renames = omar.patch_version(&path, 0, json!({ "name": "Omars grupp" }));
    meanwhile(&app, &group, renames, async |tx| leaves(tx, &group, &omar).await).await.is(404);
    let lets_in = alva.patch(&at, json!({ "role": "member" }));
    meanwhile(&app, &group, lets_in, async |tx| leaves(tx, &group, &siv).await).await.is(404);
    assert_eq!(alva.get(&path).await.body["name"], "Stafetten");
    assert_eq!(alva.get(&format!("{path}/memberships")).await.each("/member/name"), ["Alva"]);
}

#[actix_web::test]
async fn a_moderator_neither_makes_nor_removes_an_owner() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Mötesplatser", "closed", "open").await;
    omar.joins(&group).await;
    siv.joins(&group).await;
    alva.patch(&place(&group, &omar), json!({ "role": "moderator" })).await.is(200);
    for whom in [&siv, &omar] {
        let refused = omar.patch(&place(&group, whom), json!({ "role": "owner" })).await.is_problem(403, "request.forbidden");
        assert_eq!(refused.body["right"], "groups.appoint");
    }
    omar.patch(&place(&group, &alva), json!({ "role": "member" })).await.is(403);
    let refused = omar.delete(&place(&group, &alva)).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "groups.end-membership");
    omar.patch(&place(&group, &siv), json!({ "role": "moderator" })).await.is(200);
    siv.delete(&place(&group, &omar)).await.is(204);
    siv.patch(&place(&group, &siv), json!({ "role": "member" })).await.is(200);
    siv.patch(&place(&group, &siv), json!({ "role": "moderator" })).await.is(403);
}

#[actix_web::test]
async fn an_archived_group_is_read_and_not_written() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Avslutat", "network", "open").await;
    let discussion = alva.opens(&group, "Vad lärde vi oss?").await;
    let (path, posts) = (format!("/groups/{group}"), format!("/discussions/{discussion}/posts"));
    let archived = alva.patch_version(&path, 0, json!({ "archived": true })).await.is(200);
    assert!(archived.body["archivedAt"].is_string());
    let new = json!({ "title": "En sak till", "body": "Hur gör ni?" });
    alva.post(&format!("{path}/discussions"), new).await.is_problem(409, "groups.archived");
    alva.post(&posts, json!({ "body": "Allt." })).await.is_problem(409, "groups.archived");
    omar.post(&format!("{path}/memberships"), Value::Null).await.is_problem(409, "groups.archived");
    for read in [&path, &posts, &format!("{path}/discussions"), &format!("{path}/memberships"), &format!("/discussions/{discussion}")] {
        omar.get(read).await.is(200);
    }
    alva.patch_version(&path, 1, json!({ "archived": false })).await.is(200);
    alva.post(&posts, json!({ "body": "Allt." })).await.is(201);
}

#[actix_web::test]
async fn a_change_names_the_version_that_was_seen() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = format!("/groups/{}", alva.starts_group("Jämlik hälsa", "open", "open").await);
    alva.patch(&path, json!({ "name": "Hälsa" })).await.is_problem(428, "request.precondition-required");
    let changed = alva.patch_version(&path, 0, json!({ "name": "Hälsa", "description": "Varje måndag" })).await.is(200);
    assert_eq!((changed.header("etag"), &changed.body["version"]), ("\"1\"", &json!(1)));
    alva.patch_version(&path, 0, json!({ "name": "Sjukdom" })).await.is_problem(412, "request.stale");
    let (lost, won) = (json!({ "purpose": "A" }), json!({ "purpose": "B" }));
    let (one, other) = join(alva.patch_version(&path, 1, lost), alva.patch_version(&path, 1, won)).await;
    assert_eq!(one.status.min(other.status) + one.status.max(other.status), 200 + 412);
    let cleared = alva.patch_version(&path, 2, json!({ "description": null })).await.is(200);
    assert_eq!((&cleared.body["description"], &cleared.body["name"]), (&Value::Null, &json!("Hälsa")));
    assert_eq!(alva.get("/groups?q=halsa").await.each("/name"), ["Hälsa"]);
}

#[actix_web::test]
async fn what_changed_around_a_group_is_told_to_whoever_has_its_version() {
    let app = App::start().await;
    let path = format!("/groups/{}", app.member("Alva").await.starts_group("Odling", "open", "open").await);
    let omar = app.member("Omar").await;
    let tag = omar.get(&path).await.header("etag").to_owned();
    omar.post(&format!("{path}/memberships"), Value::Null).await.is(201);
    let again = omar.send(Method::GET, &path, &[("if-none-match", &tag)], None).await.is(200);
    assert_eq!(again.body["ownPlace"]["state"], "active");
}

#[actix_web::test]
async fn groups_stand_in_swedish_order_on_every_page() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for name in ["Ögonblick", "Äldre", "arkitektur", "Årstider", "Zoner", "Östersjön", "Åldrar", "Zoner"] {
        alva.starts_group(name, "open", "open").await;
    }
    let expected = ["arkitektur", "Zoner", "Zoner", "Åldrar", "Årstider", "Äldre", "Ögonblick", "Östersjön"];
    for limit in [1, 2, 3, 8, 100] {
        let groups = app.stranger().walk(&format!("/groups?limit={limit}")).await;
        assert_eq!(groups.iter().map(|group| group["name"].as_str().unwrap_or_default()).collect::<Vec<_>>(), expected);
    }
    assert_eq!(app.stranger().get("/groups?limit=3&page=3").await.each("/name"), expected[6..]);
    assert_eq!(app.stranger().get("/groups?q=OSTER").await.each("/name"), ["Östersjön"]);
}

#[actix_web::test]
async fn a_secret_group_shows_only_to_its_members() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Hemliga sällskapet", "closed", "open").await;
    for person in [&alva, &omar] {
        person.knows("medborgardialog", "leads").await;
    }
    omar.joins(&group).await;
    app.place(&group, &siv.id, GroupRole::Member, MembershipState::Requested).await;
    let discussion = omar.opens(&group, "Viskningar").await;
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);

    let hidden = ["/groups", "/groups?q=hemliga", "/members/me/groups", "/members?competence=medborgardialog", "/members?q=omar"];
    let everybody_else = [app.stranger(), siv.clone(), app.staff("Mod", Role::Moderator).await, app.staff("Adm", Role::Administrator).await];
    for person in &everybody_else {
        for path in hidden {
            let answer = person.get(path).await;
            assert!(!answer.text.contains("Hemliga") && !answer.text.contains(&group), "{}: {}", answer.of, answer.text);
        }
        person.get(&format!("/groups/{group}")).await.is_problem(404, "request.not-found");
        person.get(&format!("/discussions/{discussion}")).await.is_problem(404, "request.not-found");
    }
    let hits = omar.get("/members?competence=medborgardialog&q=alva").await;
    assert_eq!(hits.items()[0]["reasons"]["sharedGroups"][0]["name"], "Hemliga sällskapet");
    assert_eq!(omar.get("/groups?q=hemliga").await.items().len(), 1);
    alva.delete(&place(&group, &omar)).await.is(204);
    omar.get(&format!("/discussions/{discussion}")).await.is(404);
    assert_eq!(omar.get("/members/me/groups").await.items().len(), 0);
}

#[actix_web::test]
async fn a_request_does_not_outlive_the_knowledge_of_the_group() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Sluten krets", "closed", "request").await;
    omar.joins(&group).await;
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "member" })).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn the_links_offer_only_what_the_caller_may_do() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let closed = alva.starts_group("Sluten krets", "closed", "request").await;
    let links = |answer: tests::Answer| answer.body["_links"].as_object().map(|links| links.keys().cloned().collect::<Vec<_>>());
    assert_eq!(links(omar.get(&format!("/groups/{closed}")).await), Some(vec!["join".into(), "self".into()]));
    assert_eq!(links(alva.get(&format!("/groups/{closed}")).await), Some(vec!["discussions".into(), "edit".into(), "self".into()]));
    alva.patch_version(&format!("/groups/{closed}"), 0, json!({ "archived": true })).await.is(200);
    assert_eq!(links(omar.get(&format!("/groups/{closed}")).await), Some(vec!["self".into()]));
}
