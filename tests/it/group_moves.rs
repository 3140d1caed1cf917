//! A group is moved between visibilities: at once, everywhere, and back.

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, Contract, Person};

/// Words that occur nowhere else: in what a group shows of itself, and in what is said in it.
const OUTSIDE: &str = "fladdermusfoto";
const INSIDE: &str = "kvastprick";

/// Everything that somebody can read with ids that they know from before, and what came of it.
async fn crawl(contract: &Contract, person: &Person<'_>, ids: &BTreeMap<&str, String>) -> BTreeMap<String, (u16, Value)> {
    let mut seen = BTreeMap::new();
    for operation in contract.operations().into_iter().filter(|operation| operation.method == Method::GET) {
        let mut paths = vec![operation.at(|name| ids.get(name).cloned().unwrap_or_else(|| "okand".to_owned())) + &operation.query()];
        if operation.takes("q") {
            let path = paths[0].split('?').next().expect("a path").to_owned();
            paths.extend([OUTSIDE, INSIDE].map(|word| format!("{path}?q={word}")));
        }
        for path in paths {
            let answer = person.get(&path).await;
            let mut body = answer.body;
            if let Some(body) = body.as_object_mut() {
                body.remove("instance");
            }
            seen.insert(path, (answer.status, if body.is_null() { Value::String(answer.text) } else { body }));
        }
    }
    seen
}

fn tells(seen: &BTreeMap<String, (u16, Value)>, word: &str) -> Vec<String> {
    // What was asked is in the links of the answer.
    let told = |path: &str, body: &Value| {
        let mut body = body.clone();
        if path.contains("?q=") {
            for part in ["_links", "query"] {
                body.as_object_mut().and_then(|body| body.remove(part));
            }
        }
        body.to_string().contains(word)
    };
    seen.iter().filter(|(path, (_, body))| told(path, body)).map(|(path, (status, _))| format!("{status} {path}")).collect()
}

#[actix_web::test]
async fn a_group_that_is_moved_is_out_of_sight_everywhere_at_once_and_back_as_it_was() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let contract = Contract::of(&alva).await;
    let (siv, asked, banned) = (app.member("Siv").await, app.member("Nils").await, app.member("Vera").await);
    let new = json!({ "name": format!("Om {OUTSIDE}"), "purpose": format!("{OUTSIDE} i staden"), "visibility": "open", "joining": "request" });
    let group = alva.post("/groups", new).await.is(201).id();
    app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
    let opening = json!({ "title": format!("Var finns {INSIDE}?"), "body": format!("Har du sett {INSIDE}?"), "kind": "question" });
    let discussion = omar.post(&format!("/groups/{group}/discussions"), opening).await.is(201).id();
    let reply = alva.post(&format!("/discussions/{discussion}/posts"), json!({ "body": format!("{INSIDE} är vanlig") })).await.is(201).id();
    alva.put_version(&format!("/groups/{group}/charter"), 0, json!({ "kind": "theme", "themes": ["barn"] })).await.is(200);
    alva.put_version(&format!("/groups/{group}/admission"), 0, json!({ "questions": [format!("Kan du {OUTSIDE}?")] })).await.is(200);
    let poll = json!({ "question": format!("{INSIDE}?"), "method": "single", "options": [{ "text": "Ja" }, { "text": "Nej" }] });
    omar.post(&format!("/discussions/{discussion}/poll"), poll).await.is(201);
    let inner = json!({ "name": "Inre", "purpose": "Att pröva", "visibility": "network", "joining": "open" });
    alva.post(&format!("/groups/{group}/groups"), inner).await.is(201);

    // While it is open they note, follow, mark, draft and react.
    for person in [&siv, &asked, &banned] {
        person.put(&format!("/discussions/{discussion}/bookmark"), Value::Null).await;
        person.put(&format!("/discussions/{discussion}/posts/{reply}/bookmark"), Value::Null).await;
        person.put(&format!("/groups/{group}/follow-level"), json!({ "level": "everything" })).await;
        person.put(&format!("/discussions/{discussion}/read-state"), json!({})).await.is(200);
        person.put_version(&format!("/members/me/drafts/discussion:{discussion}"), 0, json!({ "body": "Jag" })).await;
    }
    app.place(&group, &asked.id, GroupRole::Member, MembershipState::Requested).await;
    app.ban(&group, &banned.id).await;
    app.all_is_told().await;
    let ids = BTreeMap::from([
        ("groupId", group.clone()),
        ("discussionId", discussion.clone()),
        ("postId", reply.clone()),
        ("memberId", omar.id.clone()),
        ("reaction", "thanks".to_owned()),
    ]);
    let people = [app.stranger(), siv.clone(), asked.clone(), banned.clone()];
    let mut before = Vec::new();
    for person in &people {
        let seen = crawl(&contract, person, &ids).await;
        assert!(tells(&seen, OUTSIDE).len() > 4 && tells(&seen, INSIDE).len() > 3, "{:?} {:?}", tells(&seen, OUTSIDE), tells(&seen, INSIDE));
        before.push(seen);
    }
    let at = format!("/groups/{group}");
    for (version, visibility) in (0..).zip(["closed", "secret"]) {
        alva.patch_version(&at, version, json!({ "visibility": visibility })).await.is(200);
        for person in &people {
            let seen = crawl(&contract, person, &ids).await;
            assert_eq!(tells(&seen, INSIDE), Vec::<String>::new(), "{visibility}, {}", person.email);
            if visibility == "secret" || person.token.is_none() {
                assert_eq!(tells(&seen, OUTSIDE), Vec::<String>::new(), "{visibility}, {}", person.email);
                assert_eq!(tells(&seen, &group), Vec::<String>::new(), "{visibility}, {}", person.email);
            } else {
                assert!(!tells(&seen, OUTSIDE).is_empty(), "a closed group is listed");
            }
        }
        assert!(!tells(&crawl(&contract, &omar, &ids).await, INSIDE).is_empty(), "its members read on");
    }

    // Who is new in it is told nobody else; who read before reads again what they read.
    alva.patch_version(&at, 2, json!({ "visibility": "open" })).await.is(200);
    for (person, before) in people.iter().zip(before) {
        let (mut before, mut after) = (before, crawl(&contract, person, &ids).await);
        // The group says which version of it this is; whoever asked is no longer asking, and the service
        // tells of itself.
        for seen in [&mut before, &mut after] {
            seen.retain(|path, _| {
                !["/health", "/metrics", "/sessions", "/members/me/groups", "/history", "/memberships"].iter().any(|other| path.contains(other))
            });
            let own = seen.get_mut(&at).expect("the group");
            for part in ["version", "ownPlace", "_links"] {
                own.1.as_object_mut().and_then(|body| body.remove(part));
            }
        }
        for (path, was) in &before {
            assert_eq!(Some(was), after.get(path), "{path} as {}", person.email);
        }
    }
}

#[actix_web::test]
async fn a_move_to_where_more_people_read_is_told_to_each_member_once_unless_it_is_taken_back() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let told = async |group: &str, member: &Person<'_>| {
        app.all_is_told().await;
        let told = member.get("/members/me/notifications?kind=groups.moved").await.is(200);
        told.items().iter().filter(|one| one["groupId"] == group).map(|one| one["text"].to_string()).collect::<Vec<_>>()
    };
    for (moves, expected) in [
        (["open", "secret"].as_slice(), None),
        (&["open", "closed"], Some("att den finns")),
        (&["closed", "open"], Some("vem som helst")),
        (&["closed", "open", "closed"], Some("att den finns")),
        (&["network"], Some("alla medlemmar")),
    ] {
        let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
        app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
        for (version, visibility) in (0..).zip(moves) {
            alva.patch_version(&format!("/groups/{group}"), version, json!({ "visibility": visibility })).await.is(200);
        }
        let texts = told(&group, &omar).await;
        assert_eq!(texts.len(), usize::from(expected.is_some()), "{moves:?}: {texts:?}");
        assert!(texts.iter().all(|text| text.contains(expected.unwrap_or_default())), "{moves:?}: {texts:?}");
        assert!(told(&group, &siv).await.is_empty(), "who is not in it is told nothing");
    }
    app.all_is_told().await;
    let mail = app.mails_to(&omar.email, 2).await.pop().expect("a mail");
    assert!(mail.contains("alla medlemmar"), "{mail}");
    assert_eq!(app.mails_to(&alva.email, 1).await.len(), 1, "who moved it knows");
}
