//! What holds of a group whatever people do in it, told by random histories.

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::id::GroupId;
use entity::kind::{GroupRole, InvitationState, MembershipState};
use entity::{group_ban, group_membership, invitation};
use fastrand::Rng;
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{App, Person};

/// Everybody's part, of those who are in.
type Parts = BTreeMap<String, GroupRole>;

async fn parts(app: &App, group: GroupId) -> Parts {
    use group_membership::{Column, Entity};
    let active = Column::GroupId.eq(group).and(Column::State.eq(MembershipState::Active));
    let rows = Entity::find().filter(active).all(app.inner.db.for_migration()).await.expect("rows");
    rows.into_iter().map(|row| (row.member_id.to_string(), row.role)).collect()
}

/// What somebody does next: to themself, or to another.
fn deed(rng: &mut Rng, group: &str, people: &[Person<'_>], of: &Person<'_>) -> (Method, String, Value) {
    let other = &people[rng.usize(..people.len())].id;
    let (place, role) = (format!("/groups/{group}/memberships"), ["member", "moderator", "owner"][rng.usize(..3)]);
    match rng.u8(..9) {
        0 | 1 => (Method::POST, place, Value::Null),
        2 => (Method::DELETE, format!("{place}/{}", of.id), Value::Null),
        3 => (Method::DELETE, format!("{place}/{other}"), Value::Null),
        4 => (Method::PUT, format!("/groups/{group}/bans/{other}"), json!({})),
        5 => (Method::DELETE, format!("/groups/{group}/bans/{other}"), Value::Null),
        6 => (Method::POST, format!("/groups/{group}/invitations"), json!({ "member": other })),
        _ => (Method::PATCH, format!("{place}/{other}"), json!({ "role": role })),
    }
}

/// The rules that hold after everything.
async fn holds(app: &App, group: &str, watcher: &Person<'_>) -> Parts {
    let (id, db) = (GroupId(group.parse().expect("an id")), app.inner.db.for_migration());
    let now = parts(app, id).await;
    assert!(now.values().any(|role| *role == GroupRole::Owner), "somebody answers for the group: {now:?}");
    let banned = group_ban::Entity::find().filter(group_ban::Column::GroupId.eq(id)).all(db).await.expect("rows");
    assert!(banned.iter().all(|ban| !now.contains_key(&ban.member_id.to_string())), "who is banned is out");
    let count = watcher.get(&format!("/groups/{group}")).await.is(200).body["memberCount"].clone();
    assert_eq!(count, now.len(), "the count is the recount");
    let waits = invitation::Column::GroupId.eq(id).and(invitation::Column::State.ne(InvitationState::Accepted));
    let waiting = invitation::Entity::find().filter(waits).all(db).await.expect("rows").len();
    if let Some(owner) = now.iter().find(|(_, role)| **role == GroupRole::Owner).map(|(id, _)| id)
        && watcher.id == *owner
    {
        assert_eq!(watcher.get(&format!("/groups/{group}/invitations?limit=100")).await.is(200).items().len(), waiting);
    }
    now
}

async fn cast(app: &App) -> Vec<Person<'_>> {
    let mut people = Vec::new();
    for name in ["Alva", "Omar", "Siv", "Nils", "Vera"] {
        people.push(app.member(name).await);
    }
    people
}

#[actix_web::test]
async fn nobody_gives_or_takes_a_part_above_their_own_whatever_came_before() {
    let app = App::start().await;
    let people = cast(&app).await;
    for seed in 0..6 {
        let mut rng = Rng::with_seed(seed);
        let joining = ["open", "request"][rng.usize(..2)];
        let group = people[0].starts_group("Skolvägar", "network", joining).await;
        let mut before = holds(&app, &group, &people[0]).await;
        for step in 0..60 {
            let actor = &people[rng.usize(..people.len())];
            let (method, path, body) = deed(&mut rng, &group, &people, actor);
            let told = format!("history {seed}, step {step}: {method} {path} {body} by {}", actor.email);
            actor.send(method, &path, &[], Some(body)).await;
            let after = holds(&app, &group, &people[0]).await;
            let own = before.get(&actor.id).copied();
            for person in &people {
                let (was, is) = (before.get(&person.id).copied(), after.get(&person.id).copied());
                let themself = person.id == actor.id && (is.is_none() || (was.is_none() && joining == "open" && is == Some(GroupRole::Member)));
                let entitled = own >= Some(GroupRole::Moderator) && was <= own && is <= own;
                assert!(was == is || themself || entitled, "{told}: {was:?} became {is:?} by {own:?}");
            }
            before = after;
        }
    }
}

#[actix_web::test]
async fn an_owner_stays_and_the_counts_are_right_when_everybody_acts_at_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let people = cast(&app).await;
    let group = people[0].starts_group("Skolvägar", "network", "open").await;
    let mut rng = Rng::with_seed(7);
    for _ in 0..40 {
        let deeds: Vec<_> = (0..20).map(|_| &people[rng.usize(..people.len())]).collect();
        let deeds = deeds.into_iter().map(|actor| (actor, deed(&mut rng, &group, &people, actor))).collect::<Vec<_>>();
        let answers =
            join_all(deeds.into_iter().map(|(actor, (method, path, body))| async move { actor.send(method, &path, &[], Some(body)).await }));
        for answer in answers.await {
            assert!(answer.status < 500 || answer.status == 503, "{} {}", answer.of, answer.text);
        }
        holds(&app, &group, &people[0]).await;
    }
}
