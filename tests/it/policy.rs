//! Who may do what: the table that people read, and the proof that the server keeps to it.

mod table;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use api::features::{FEATURES, problems};
use api::kernel::feature::Right;
use entity::kind::{GroupRole, MembershipState, Role};
use serde_json::{Value, json};
use tests::{App, Person, committed, expect_committed};

use table::{DEEDS, FOREWORD, Needs, OWNER, PEOPLE, VISIBILITIES};

struct Stage<'a> {
    people: Vec<Person<'a>>,
    owner: Person<'a>,
    victim: Person<'a>,
    group: String,
    discussion: String,
}

/// One person of every kind, as they stand to groups to come.
async fn cast(app: &App) -> (Vec<Person<'_>>, Person<'_>) {
    let mut people = vec![app.stranger()];
    for name in &PEOPLE[1..10] {
        people.push(app.member(&format!("En {name}")).await);
    }
    people.push(app.staff("Moderator", Role::Moderator).await);
    people.push(app.staff("Administrator", Role::Administrator).await);
    people[OWNER].put(&format!("/members/me/blocks/{}", people[9].id), Value::Null).await.is(204);
    (people, app.member("Någon Annan").await)
}

async fn stage<'a>(app: &'a App, people: &[Person<'a>], victim: &Person<'a>, visibility: &str, joining: &str) -> Stage<'a> {
    let owner = people[OWNER].clone();
    let group = owner.starts_group("Prövogruppen", visibility, joining).await;
    let discussion = owner.opens(&group, "En fråga").await;
    app.invite(&group, &owner.id, &people[2].id).await;
    app.place(&group, &people[3].id, GroupRole::Member, MembershipState::Requested).await;
    app.place(&group, &people[4].id, GroupRole::Member, MembershipState::Active).await;
    app.place(&group, &people[5].id, GroupRole::Moderator, MembershipState::Active).await;
    app.place(&group, &people[7].id, GroupRole::Moderator, MembershipState::Active).await;
    people[7].delete(&format!("/groups/{group}/memberships/{}", people[7].id)).await.is(204);
    app.ban(&group, &people[8].id).await;
    Stage { people: people.to_vec(), owner, victim: victim.clone(), group, discussion }
}

impl Stage<'_> {
    /// What a person tries to read, and what came of it.
    async fn reads(&self, person: &Person<'_>) -> Vec<(&'static str, bool)> {
        let Self { group, discussion, .. } = self;
        let listed = person.walk("/groups?limit=100").await.iter().any(|one| one["id"] == group.as_str());
        let mut read = vec![("find it in the list of groups", listed)];
        for (what, path) in [
            ("see what the group is", format!("/groups/{group}")),
            ("read its discussions", format!("/groups/{group}/discussions")),
            ("read a discussion", format!("/discussions/{discussion}")),
            ("read the replies", format!("/discussions/{discussion}/posts")),
            ("see who its members are", format!("/groups/{group}/memberships")),
        ] {
            let answer = person.get(&path).await;
            let unknown = person.token.is_none() && path.ends_with("memberships");
            assert!([200, if unknown { 401 } else { 404 }].contains(&answer.status), "{}: {}", answer.of, answer.text);
            read.push((what, answer.status == 200));
        }
        read
    }

    /// The requests that carry out an action, when everything is made ready for it.
    async fn requests(&self, app: &App, action: &str, person: &Person<'_>) -> Vec<(Method, String, Value)> {
        let Self { group, discussion, victim, owner, .. } = self;
        let place = format!("/groups/{group}/memberships/{}", victim.id);
        let (role, state) = match action {
            "groups.manage-members" => (GroupRole::Member, MembershipState::Requested),
            "groups.end-membership of an owner" | "groups.ban an owner" => (GroupRole::Owner, MembershipState::Active),
            _ => (GroupRole::Member, MembershipState::Active),
        };
        app.place(group, &victim.id, role, state).await;
        app.place(group, &owner.id, GroupRole::Owner, MembershipState::Active).await;
        match action {
            "groups.start" => {
                let new = json!({ "name": "Ny grupp", "purpose": "Att pröva", "visibility": "secret", "joining": "open" });
                vec![(Method::POST, "/groups".to_owned(), new)]
            }
            "groups.join" => vec![(Method::POST, format!("/groups/{group}/memberships"), Value::Null)],
            "groups.edit" => {
                let version = owner.get(&format!("/groups/{group}")).await.is(200).body["version"].to_string();
                vec![(Method::PATCH, format!("/groups/{group}"), json!({ "description": format!("Version {version}") }))]
            }
            "groups.hand-over to a member" => vec![(Method::PUT, format!("/groups/{group}/owner"), json!({ "member": victim.id }))],
            "groups.succeed" => vec![(Method::PUT, format!("/groups/{group}/succession"), Value::Null)],
            "groups.start-within" => {
                let new = json!({ "name": "Inre grupp", "purpose": "Att pröva", "visibility": "secret", "joining": "open" });
                vec![(Method::POST, format!("/groups/{group}/groups"), new)]
            }
            "groups.manage-members" => vec![(Method::PATCH, place, json!({ "role": "member" }))],
            "groups.appoint a member owner" => vec![(Method::PATCH, place, json!({ "role": "owner" }))],
            "groups.end-membership of a member" | "groups.end-membership of an owner" => vec![(Method::DELETE, place, Value::Null)],
            "groups.ban a member" | "groups.ban an owner" => vec![(Method::PUT, format!("/groups/{group}/bans/{}", victim.id), json!({}))],
            "spaces.write" => vec![
                (Method::POST, format!("/groups/{group}/pages"), json!({ "title": "Vandring", "body": "Börja vid skolan." })),
                (Method::POST, format!("/groups/{group}/links"), json!({ "label": "Rapporten", "url": "https://example.org/r" })),
                (Method::POST, format!("/groups/{group}/decisions"), json!({ "title": "Vi ses i juni." })),
            ],
            "spaces.remove" => {
                let new = json!({ "title": "Vandring", "body": "Börja vid skolan." });
                let page = owner.post(&format!("/groups/{group}/pages"), new).await.is(201).id();
                let decision = owner.post(&format!("/groups/{group}/decisions"), json!({ "title": "Vi ses." })).await.is(201).id();
                let file = Some(("application/octet-stream", b"Hej".to_vec()));
                let file = owner.send_raw(Method::POST, &format!("/groups/{group}/files?name=Hej.txt"), &[], file).await.is(201).id();
                vec![
                    (Method::DELETE, format!("/groups/{group}/files/{file}"), Value::Null),
                    (Method::DELETE, format!("/groups/{group}/pages/{page}"), Value::Null),
                    (Method::DELETE, format!("/groups/{group}/decisions/{decision}"), Value::Null),
                ]
            }
            "charters.write" => {
                let version = owner.get(&format!("/groups/{group}/charter")).await.is(200).body["version"].to_string();
                let works = json!({ "kind": "working", "mandate": format!("Version {version}"), "deliverable": "Ett utkast", "ends": "2027" });
                vec![(Method::PUT, format!("/groups/{group}/charter"), works)]
            }
            "invitations.manage" => {
                let (invitations, links) = (format!("/groups/{group}/invitations"), format!("/groups/{group}/invitation-links"));
                let waiting = app.invite(group, &owner.id, &victim.id).await;
                vec![
                    (Method::DELETE, format!("{invitations}/{waiting}"), Value::Null),
                    (Method::POST, invitations, json!({ "email": format!("{waiting}@example.org") })),
                    (Method::POST, links, json!({ "maxUses": 5 })),
                ]
            }
            "invitations.answer" => {
                let waiting = app.invite(group, &owner.id, &self.people[2].id).await;
                vec![(Method::PUT, format!("/members/me/invitations/{waiting}/answer"), json!({ "accept": false }))]
            }
            "discussions.write" => vec![
                (Method::POST, format!("/groups/{group}/discussions"), json!({ "title": "Jag undrar", "body": "Hur gör ni?" })),
                (Method::POST, format!("/discussions/{discussion}/posts"), json!({ "body": "Så här." })),
                (Method::PUT, format!("/discussions/{discussion}/reactions/thanks"), Value::Null),
            ],
            "discussions.announce" => {
                let new = json!({ "title": "Till alla", "body": "Vi möts.", "kind": "announcement" });
                vec![(Method::POST, format!("/groups/{group}/discussions"), new)]
            }
            "discussions.moderate" => vec![(Method::PATCH, format!("/discussions/{discussion}/moderation"), json!({ "pinned": true }))],
            "discussions.keep-place" => vec![(Method::PUT, format!("/discussions/{discussion}/read-state"), json!({}))],
            "discussions.move" => vec![(Method::PUT, format!("/discussions/{discussion}/place"), json!({ "group": group }))],
            "discussions.vote" => {
                let poll = format!("/discussions/{discussion}/poll");
                owner.post(&poll, yes_or_no()).await;
                let option = owner.get(&poll).await.is(200).text_at("/options/0/id");
                vec![(Method::PUT, format!("{poll}/ballot"), json!({ "choices": [option] }))]
            }
            _ if action.starts_with("discussions.") => {
                let own = action.ends_with("own") && !person.id.is_empty();
                let (discussion, post) = app.asks(group, if own { &person.id } else { &victim.id }).await;
                let (discussion, post) = (format!("/discussions/{discussion}"), (format!("/discussions/{discussion}/posts/{post}"), post));
                if action.starts_with("discussions.ask-poll") {
                    return vec![(Method::POST, format!("{discussion}/poll"), yes_or_no())];
                }
                if action.starts_with("discussions.accept") {
                    return vec![(Method::PUT, format!("{discussion}/accepted-answer"), json!({ "post": post.1 }))];
                }
                let (method, body) =
                    if action.starts_with("discussions.edit") { (Method::PATCH, json!({ "body": "Nej." })) } else { (Method::DELETE, Value::Null) };
                vec![(method.clone(), post.0, body.clone()), (method, discussion, body)]
            }
            _ => panic!("{action}: write down in this test how it is done over HTTP"),
        }
    }
}

fn yes_or_no() -> Value {
    json!({ "question": "Ja eller nej?", "method": "single", "options": [{ "text": "Ja" }, { "text": "Nej" }] })
}

fn rights() -> Vec<Right> {
    FEATURES.iter().flat_map(|feature| (feature.rights)()).collect()
}

fn row(name: &str, cell: impl Fn(&str) -> Option<bool>) -> String {
    let cells = PEOPLE.iter().map(|who| format!("  {:^width$}", cell(who).map_or(".", |yes| if yes { "yes" } else { "no" }), width = who.len()));
    format!("  {name:<72}{}", cells.collect::<String>()).trim_end().to_owned() + "\n"
}

/// The cell of the committed table.
fn says(table: &str, block: &str, what: &str, who: &str) -> bool {
    let place = PEOPLE.iter().position(|one| *one == who).expect("a kind of person");
    let rows = table.lines().skip_while(|line| *line != block).skip(1).take_while(|line| !line.is_empty());
    let mut found = rows.filter(|line| line.trim_start().starts_with(what));
    let line = found.next().unwrap_or_else(|| panic!("policy.txt says nothing of: {block}: {what}"));
    line.get(74..).and_then(|cells| cells.split_whitespace().nth(place)) == Some("yes")
}

#[actix_web::test]
async fn the_table_of_who_may_do_what_is_the_committed_one() {
    let app = App::start().await;
    let (people, victim) = cast(&app).await;
    let head = format!("{:74}{}\n\n", "", PEOPLE.map(|who| format!("  {who}")).concat());
    let mut made = FOREWORD.to_owned() + &head;
    for visibility in VISIBILITIES {
        let stage = stage(&app, &people, &victim, visibility, "request").await;
        let mut columns = Vec::new();
        for person in &stage.people {
            columns.push(stage.reads(person).await);
        }
        made += &format!("{visibility} group\n");
        for (number, (what, _)) in columns[0].iter().enumerate() {
            made += &row(what, |who| columns.get(PEOPLE.iter().position(|one| *one == who)?).map(|column| column[number].1));
        }
        made.push('\n');
    }
    let rights = rights();
    let mut blocks: Vec<_> = rights.iter().map(|right| right.on.as_str()).collect();
    blocks.dedup();
    let mut seen = BTreeSet::new();
    for block in blocks.into_iter().filter(|block| seen.insert(*block)) {
        made += &format!("{block}\n");
        for (action, words, _) in DEEDS {
            let of: Vec<_> = rights.iter().filter(|right| right.on == block && right.action == *action).collect();
            if !of.is_empty() {
                let allowed = |who: &str| of.iter().find(|right| right.who == who).map(|right| right.allowed);
                // Nobody does anything without signing in.
                made += &row(&format!("{words} ({action})"), |who| allowed(who).or((who == "guest").then_some(false)));
            }
        }
        made.push('\n');
    }
    expect_committed("policy.txt", &(made.trim_end().to_owned() + "\n"));
}

#[test]
fn every_action_of_the_matrix_is_in_the_table_once_for_each_kind_of_person() {
    let mut seen = BTreeSet::new();
    for right in rights() {
        assert!(DEEDS.iter().any(|(action, ..)| *action == right.action), "{}: say in this test what it is", right.action);
        assert!(PEOPLE.contains(&right.who), "{}: nobody has heard of a {}", right.action, right.who);
        assert!(seen.insert((right.on.clone(), right.action, right.who)), "{right:?} is there twice");
    }
}

/// The status that the table promises; 200 stands for every success.
fn promised(table: &str, visibility: &str, joining: &str, (action, words, needs): &(&str, &str, Needs), who: &str) -> u16 {
    let reach = |what| says(table, &format!("{visibility} group"), what, who);
    let reached = match needs {
        Needs::Nothing => true,
        Needs::Invitation => who == "invited",
        Needs::See => reach("see what the group is"),
        Needs::Read => reach("read a discussion"),
    };
    let allowed = says(table, &format!("group, joining {joining}"), &format!("{words} ({action})"), who);
    let joined = *action == "groups.join" && ["requested", "member", "moderator", "owner"].contains(&who);
    // The owner is there.
    let joined = joined || *action == "groups.succeed";
    match (who, reached, allowed, joined) {
        ("guest", ..) => 401,
        (_, false, ..) => 404,
        (_, _, false, _) => 403,
        (_, _, _, true) => 409,
        _ => 200,
    }
}

#[actix_web::test]
async fn the_server_keeps_to_the_table_and_a_refused_change_changes_nothing() {
    let app = App::start().await;
    let (people, victim) = cast(&app).await;
    let table = committed("policy.txt");
    let theirs = |action: &str| ["groups.", "spaces.", "charters.", "invitations.", "discussions."].iter().any(|of| action.starts_with(of));
    let of_groups: Vec<_> = DEEDS.iter().filter(|(action, ..)| theirs(action) && *action != "discussions.keep-draft").collect();
    for (visibility, joining) in VISIBILITIES.iter().flat_map(|one| ["open", "request", "invitation"].map(|other| (*one, other))) {
        let stage = stage(&app, &people, &victim, visibility, joining).await;
        // The way of joining makes a difference to joining only.
        let deeds = of_groups.iter().filter(|(action, ..)| joining == "request" || *action == "groups.join");
        for (who, person) in PEOPLE.iter().zip(&stage.people) {
            for (what, can) in stage.reads(person).await {
                assert_eq!(says(&table, &format!("{visibility} group"), what, who), can, "{visibility}, {joining}: {what} as {who}");
            }
            for deed in deeds.clone() {
                let promised = promised(&table, visibility, joining, deed, who);
                for (method, path, body) in stage.requests(&app, deed.0, person).await {
                    let version =
                        body["description"].as_str().or(body["mandate"].as_str()).map_or("0", |text| text.trim_start_matches("Version ")).to_owned();
                    let mut before = BTreeMap::default();
                    if promised > 400 {
                        // What was allowed before may still be being told.
                        app.all_is_told().await;
                        before = app.stored().await;
                    }
                    let answer = person.send(method, &path, &[("if-match", &version)], Some(body)).await;
                    let told = format!("{visibility}, {joining}: {} as {who}: {} {}", deed.1, answer.status, answer.text);
                    assert_eq!(if (200..300).contains(&answer.status) { 200 } else { answer.status }, promised, "{told}");
                    if promised > 400 {
                        assert!(before == app.stored().await, "it changed something: {told}");
                    }
                    if promised == 403 {
                        let lacking = answer.text_at("/right");
                        assert!(deed.0.starts_with(&lacking) || lacking == "groups.manage-members", "{told}");
                    }
                    if answer.status == 201 && deed.0 == "groups.join" {
                        person.delete(&format!("{path}/{}", person.id)).await.is(204);
                    }
                }
            }
        }
    }
}

#[test]
fn the_catalogue_of_problems_is_the_committed_one_and_no_code_ever_leaves_it() {
    let all = problems();
    let codes: BTreeSet<_> = all.iter().map(|kind| kind.code).collect();
    assert_eq!(codes.len(), all.len(), "two kinds of problem have the same code");
    for feature in FEATURES {
        for kind in feature.problems {
            assert!(kind.code.starts_with(&format!("{}.", feature.tag)), "{} belongs to {}", kind.code, feature.tag);
        }
    }
    for line in committed("problems.md").lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let kept = all.iter().any(|kind| kind.code == cells[1] && kind.status.to_string() == cells[2]);
        assert!(kept, "{} ({}) was promised to clients: a code never goes away or changes its status", cells[1], cells[2]);
    }
    let mut made = "# Problems\n\nEvery kind of problem that the API tells, by the code that clients match on. A code never changes its\n\
                    meaning and never goes away.\n\n| code | status | English | Swedish |\n|---|---|---|---|\n"
        .to_owned();
    for kind in all {
        assert!(!kind.en.is_empty() && !kind.sv.is_empty() && kind.en != kind.sv && (400..600).contains(&kind.status), "{kind:?}");
        made += &format!("| `{}` | {} | {} | {} |\n", kind.code, kind.status, kind.en, kind.sv);
    }
    expect_committed("problems.md", &made);
}
