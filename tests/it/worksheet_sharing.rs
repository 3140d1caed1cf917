//! Worksheets that members keep: whose they are, with whom they are shared, copies and secrets.

use actix_web::http::Method;
use api::kernel::access::System;
use api::server;
use chrono::TimeDelta;
use entity::kind::Role;
use entity::worksheet;
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{Answer, App, Person, committed};

use super::worksheets::{assessment, finding};

const NEW: (&str, &str) = ("social-impact-assessment", "assessment");
/// An id that nothing has.
const NOBODYS: &str = "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47";

/// Begins a worksheet as a member; its path and its secret.
async fn begins(person: &Person<'_>, title: &str) -> (String, String) {
    let begun = person.post("/worksheets", json!({ "model": NEW.0, "template": NEW.1, "title": title })).await.is(201);
    (format!("/worksheets/{}", begun.id()), begun.text_at("/secret"))
}

async fn with_secret(person: &Person<'_>, secret: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    person.send(method, path, &[("worksheet-secret", secret)], body).await
}

async fn share(owner: &Person<'_>, path: &str, with: &str, role: &str) -> Answer {
    owner.put(&format!("{path}/{with}"), json!({ "role": role })).await
}

fn entry(text: &str) -> Value {
    json!({ "part": "inventory", "values": finding(text) })
}

#[actix_web::test]
async fn a_member_keeps_a_worksheet_for_as_long_as_they_like() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (path, secret) = begins(&alva, "Torget").await;
    alva.post(&format!("{path}/entries"), entry("Torget")).await.is(201);
    app.wait(TimeDelta::days(400));
    let system = System::because("what is forgotten belongs to nobody", &app.inner);
    server::forget(&system).await.expect("forgotten");
    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    let seen = alva.get(&path).await.is(200);
    assert_eq!((&seen.body["expiresAt"], &seen.body["role"], seen.text_at("/title").as_str()), (&Value::Null, &json!("owner"), "Torget"));
    assert_eq!(seen.text_at("/owner/name"), "Alva");
    assert_eq!(seen.body["entries"].as_array().map(Vec::len), Some(1));
    let held = with_secret(&app.stranger(), &secret, Method::GET, &path, None).await.is(200);
    assert_eq!((&held.body["role"], &held.body["owner"]), (&json!("writer"), &Value::Null), "a name is for members");
    alva.patch(&path, json!({ "title": "Torget och bron" })).await.is(200);
    assert_eq!(alva.patch(&path, json!({})).await.is(200).text_at("/title"), "Torget och bron");
    assert_eq!(alva.patch(&path, json!({ "title": null })).await.is(200).body["title"], Value::Null);
    alva.patch(&path, json!({ "title": "" })).await.is(422).has_faults(&[("/title", "too-short")]);
    alva.delete(&path).await.is(204);
    alva.get(&path).await.is(404);
    assert_eq!(worksheet::Entity::find().count(app.inner.db.for_migration()).await.expect("a count"), 0);
}

#[actix_web::test]
async fn one_lists_what_one_keeps_and_what_is_shared_with_one() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Torggruppen", "secret", "open").await;
    let mut paths = Vec::new();
    for title in ["Ett", "Två", "Tre", "Fyra"] {
        paths.push(begins(&alva, title).await.0);
    }
    begins(&omar, "Eget").await;
    share(&alva, &paths[0], &format!("members/{}", omar.id), "writer").await.is(200);
    share(&alva, &paths[1], &format!("groups/{group}"), "reader").await.is(200);
    share(&alva, &paths[2], &format!("groups/{group}"), "reader").await.is(200);
    share(&alva, &paths[2], &format!("members/{}", omar.id), "writer").await.is(200);
    let titles = |answer: Answer| answer.is(200).each("/title");
    assert_eq!(titles(alva.get("/members/me/worksheets").await), ["Fyra", "Tre", "Två", "Ett"]);
    assert_eq!(titles(omar.get("/members/me/worksheets").await), ["Eget", "Tre", "Ett"]);
    app.place(&group, &omar.id, entity::kind::GroupRole::Member, entity::kind::MembershipState::Active).await;
    let all = omar.get("/members/me/worksheets").await.is(200);
    assert_eq!(
        (all.each("/title"), all.each("/role")),
        (["Eget", "Tre", "Två", "Ett"].map(str::to_owned).to_vec(), ["owner", "writer", "reader", "writer"].map(str::to_owned).to_vec(),)
    );
    assert_eq!(all.each("/owner/name"), ["Omar", "Alva", "Alva", "Alva"]);
    assert_eq!(titles(omar.get("/members/me/worksheets?role=reader").await), ["Tre", "Två"]);
    assert_eq!(titles(omar.get("/members/me/worksheets?role=owner").await), ["Eget"]);
    assert_eq!(omar.walk("/members/me/worksheets?limit=1").await.len(), 4);
    omar.get("/members/me/worksheets?role=king").await.is(422);
}

/// Everybody of the matrix, as they stand to one worksheet.
struct Cast<'a> {
    people: Vec<(&'static str, Person<'a>, String)>,
}

#[actix_web::test]
async fn the_server_keeps_to_the_table_of_worksheets() {
    let app = App::start().await;
    let table = committed("policy.txt");
    let (alva, victim) = (app.member("Alva").await, app.member("Vera").await);
    let group = alva.starts_group("Torggruppen", "open", "open").await;
    let mut people = vec![("guest", app.stranger(), String::new()), ("holder", app.stranger(), "held".to_owned())];
    for name in ["stranger", "member", "former member", "reader", "writer"] {
        people.push((name, app.member(&format!("En {name}")).await, String::new()));
    }
    people.push(("site moderator", app.staff("Moderator", Role::Moderator).await, String::new()));
    people.push(("administrator", app.staff("Administrator", Role::Administrator).await, String::new()));
    for (name, person, _) in &people {
        if ["member", "former member"].contains(name) {
            person.joins(&group).await;
        }
    }
    let (cast, nobody) = (Cast { people }, app.stranger());
    for on in ["worksheet of a member, shared with a group", "worksheet of nobody"] {
        for (who, person, held) in &cast.people {
            for deed in ["worksheets.read", "worksheets.write", "worksheets.keep"] {
                let kept = on.contains("member");
                let (path, secret) = begins(if kept { &alva } else { &nobody }, "Torget").await;
                let sheet = written(&app, &path, &secret).await;
                if kept {
                    share(&alva, &path, &format!("groups/{group}"), "reader").await.is(200);
                    if ["reader", "writer"].contains(who) {
                        share(&alva, &path, &format!("members/{}", person.id), who).await.is(200);
                    }
                    if *who == "former member" {
                        person.get(&path).await.is(200);
                        person.delete(&format!("/groups/{group}/memberships/{}", person.id)).await.is(204);
                    }
                }
                let secret = if held.is_empty() { "torg_ws_0000000000000000000000000000000000000000000" } else { &secret };
                let (reads, may) = (says(&table, on, "worksheets.read", who), says(&table, on, deed, who));
                for (method, below, body) in tries(deed, &sheet, &victim.id, kept) {
                    let before = app.stored().await;
                    let headers = [("worksheet-secret", secret), ("if-match", "\"0\"")];
                    let answer = person.send(method, &format!("{path}{below}"), &headers, body).await;
                    let needs_account = person.token.is_none() && ["/copies", "/members", "/shares"].iter().any(|one| below.starts_with(one));
                    let told = format!("{on}: {deed} as {who}: {} {}", answer.of, answer.text);
                    match (needs_account, may, reads) {
                        (true, ..) => drop(answer.is_problem(401, "request.unauthenticated")),
                        (_, true, _) => assert!((200..300).contains(&answer.status), "{told}"),
                        (_, false, true) => assert_eq!(answer.is_problem(403, "request.forbidden").text_at("/right"), deed, "{told}"),
                        (_, false, false) => {
                            assert_eq!(answer.status, 404, "{told}");
                            assert!(before == app.stored().await, "it changed something: {told}");
                        }
                    }
                }
                if kept && *who == "former member" {
                    person.joins(&group).await;
                }
            }
        }
    }
}

fn tries(deed: &str, sheet: &str, victim: &str, kept: bool) -> Vec<(Method, String, Option<Value>)> {
    let at = format!("/entries/{sheet}");
    match deed {
        "worksheets.read" => vec![
            (Method::GET, String::new(), None),
            (Method::GET, "/export?format=csv".to_owned(), None),
            (Method::GET, at.clone(), None),
            (Method::GET, format!("{at}/fields/source"), None),
            (Method::POST, "/copies".to_owned(), Some(json!({}))),
        ],
        "worksheets.write" => vec![
            (Method::POST, "/entries".to_owned(), Some(entry("Bron"))),
            (Method::PATCH, at.clone(), Some(json!({ "values": {} }))),
            (Method::PUT, format!("{at}/fields/source"), Some(json!({ "value": "Gåtur" }))),
        ],
        _ => {
            let share = (Method::PUT, format!("/members/{victim}"), Some(json!({ "role": "reader" })));
            let mut tries = vec![(Method::PATCH, String::new(), Some(json!({ "title": "Bron" })))];
            tries.extend(kept.then_some(share));
            tries.push((Method::DELETE, String::new(), None));
            tries
        }
    }
}

/// The cell of the committed table.
fn says(table: &str, block: &str, action: &str, who: &str) -> bool {
    let head: Vec<_> = table.lines().find(|line| line.trim_start().starts_with("guest")).expect("a head").trim().split("  ").collect();
    let place = head.iter().position(|one| *one == who).unwrap_or_else(|| panic!("no {who} in {head:?}"));
    let rows = table.lines().skip_while(|line| *line != block).skip(1).take_while(|line| !line.is_empty());
    let line = rows.into_iter().find(|line| line.contains(&format!("({action})"))).unwrap_or_else(|| panic!("{block} says nothing of {action}"));
    line.get(74..).and_then(|cells| cells.split_whitespace().nth(place)) == Some("yes")
}

/// An entry that nobody comes from.
async fn written(app: &App, path: &str, secret: &str) -> String {
    with_secret(&app.stranger(), secret, Method::POST, &format!("{path}/entries"), Some(entry("Torget"))).await.is(201).id()
}

#[actix_web::test]
async fn a_worksheet_is_shared_with_people_and_groups_whom_one_may_know_and_until_its_owner_ends_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let (path, _) = begins(&alva, "Torget").await;
    let with_omar = format!("{path}/members/{}", omar.id);
    assert_eq!(share(&alva, &path, &format!("members/{}", omar.id), "reader").await.is(200).text_at("/member/name"), "Omar");
    omar.post(&format!("{path}/entries"), entry("x")).await.is_problem(403, "request.forbidden");
    share(&alva, &path, &format!("members/{}", omar.id), "writer").await.is(200);
    omar.post(&format!("{path}/entries"), entry("x")).await.is(201);
    let foreign = siv.starts_group("Sivs", "network", "open").await;
    let hidden = siv.starts_group("Hemlig", "secret", "open").await;
    let refused = share(&alva, &path, &format!("groups/{foreign}"), "reader").await.is_problem(403, "request.forbidden");
    assert_eq!(refused.text_at("/right"), "worksheets.share-with-group");
    share(&alva, &path, &format!("groups/{hidden}"), "reader").await.is_problem(404, "request.not-found");
    share(&alva, &path, &format!("members/{NOBODYS}"), "reader").await.is_problem(404, "request.not-found");
    siv.put(&format!("/members/me/blocks/{}", alva.id), json!({})).await;
    share(&alva, &path, &format!("members/{}", omar.id), "owner").await.is(422).has_faults(&[("/role", "choice")]);
    share(&alva, &path, &format!("members/{}", alva.id), "reader").await.is_problem(409, "worksheets.owned");
    alva.joins(&foreign).await;
    share(&alva, &path, &format!("groups/{foreign}"), "writer").await.is(200);
    let shares = alva.get(&format!("{path}/shares")).await.is(200);
    assert_eq!((shares.each("/role"), shares.each("/group/name")), (vec!["writer".to_owned(); 2], vec![String::new(), "Sivs".to_owned()]));
    omar.get(&format!("{path}/shares")).await.is_problem(403, "request.forbidden");
    siv.post(&format!("{path}/entries"), entry("y")).await.is(201);
    alva.delete(&format!("{path}/groups/{foreign}")).await.is(204);
    siv.get(&path).await.is_problem(404, "request.not-found");
    omar.delete(&with_omar).await.is(204);
    omar.get(&path).await.is_problem(404, "request.not-found");
    alva.delete(&with_omar).await.is_problem(404, "request.not-found");
    alva.delete(&format!("{path}/members/{}", alva.id)).await.is_problem(404, "request.not-found");
    alva.get(&path).await.is(200);
}

#[actix_web::test]
async fn one_begun_before_signing_up_is_claimed_with_its_secret_by_one_of_many() {
    let app = App::start_with(|config| config.workers = 4).await;
    let sheet = assessment(&app).await;
    sheet.add("inventory", finding("Torget")).await.is(201);
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(app.member(&format!("Nummer {number}")).await);
    }
    let owner = format!("{}/owner", sheet.path);
    people[0].send(Method::PUT, &owner, &[], None).await.is_problem(404, "request.not-found");
    people[0].put(&format!("{}/members/{}", sheet.path, people[1].id), json!({ "role": "reader" })).await.is(404);
    let answers = join_all(people.iter().map(|person| with_secret(person, &sheet.secret, Method::PUT, &owner, None))).await;
    let won: Vec<_> = answers.iter().zip(&people).filter(|(answer, _)| answer.status == 200).collect();
    assert_eq!((won.len(), answers.iter().filter(|answer| answer.text.contains("worksheets.owned")).count()), (1, 9), "{answers:#?}");
    let winner = won[0].1;
    assert_eq!(winner.get(&sheet.path).await.is(200).body["role"], "owner");
    with_secret(winner, &sheet.secret, Method::PUT, &owner, None).await.is(200);
    // The secret goes on working, for less.
    assert_eq!(sheet.add("inventory", finding("Bron")).await.is(201).text_at("/values/description"), "Bron");
    sheet.send(Method::DELETE, "", &[], None).await.is_problem(403, "request.forbidden");
    sheet.send(Method::PUT, "/secret", &[], None).await.is_problem(403, "request.forbidden");
    app.wait(TimeDelta::days(31));
    sheet.get("").await.is(200);
}

#[actix_web::test]
async fn a_secret_is_renewed_and_ended_by_who_may_dispose_of_the_worksheet() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (path, first) = begins(&alva, "Torget").await;
    let nobody = app.stranger();
    let second = alva.send(Method::PUT, &format!("{path}/secret"), &[], None).await.is(200).text_at("/secret");
    with_secret(&nobody, &first, Method::GET, &path, None).await.is_problem(404, "request.not-found");
    with_secret(&nobody, &second, Method::GET, &path, None).await.is(200);
    assert!(app.stored().await.values().flatten().all(|row| !row.contains(&second)), "only the hash is stored");
    alva.delete(&format!("{path}/secret")).await.is(204);
    with_secret(&nobody, &second, Method::GET, &path, None).await.is_problem(404, "request.not-found");
    alva.get(&path).await.is(200);
    let sheet = assessment(&app).await;
    with_secret(&alva, &sheet.secret, Method::DELETE, &format!("{}/secret", sheet.path), None).await.is_problem(409, "worksheets.unowned");
    let renewed = sheet.send(Method::PUT, "/secret", &[], None).await.is(200).text_at("/secret");
    sheet.get("").await.is(404);
    with_secret(&nobody, &renewed, Method::GET, &sheet.path, None).await.is(200);
}

#[actix_web::test]
async fn a_copy_is_ones_own_and_its_entries_come_from_each_other_as_those_of_the_original_do() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let (path, secret) = begins(&alva, "Torget").await;
    let found = alva.post(&format!("{path}/entries"), entry("Torget")).await.is(201).id();
    let measure = json!({ "part": "measures", "values": { "inventory": [found], "description": "Fler bänkar" } });
    alva.post(&format!("{path}/entries"), measure).await.is(201);
    let copies = format!("{path}/copies");
    omar.post(&copies, json!({})).await.is_problem(404, "request.not-found");
    let headers = [("worksheet-secret", secret.as_str()), ("idempotency-key", "en-kopia-till-omar")];
    let copy = omar.send(Method::POST, &copies, &headers, Some(json!({ "title": "Bron" }))).await.is(201);
    let again = omar.send(Method::POST, &copies, &headers, Some(json!({ "title": "Bron" }))).await.is(201);
    assert_eq!(copy.body, again.body);
    assert!(copy.id() != path.trim_start_matches("/worksheets/") && copy.body.get("secret").is_none());
    assert_eq!((copy.text_at("/title").as_str(), copy.text_at("/role").as_str()), ("Bron", "owner"));
    let own = copy.text_at("/entries/0/id");
    assert!(own != found);
    assert_eq!(copy.body.pointer("/entries/1/values/inventory"), Some(&json!([own])));
    let at = format!("/worksheets/{}", copy.id());
    omar.send(Method::DELETE, &format!("{at}/entries/{own}"), &[("if-match", "\"0\"")], None).await.is_problem(409, "worksheets.referred-to");
    alva.get(&at).await.is_problem(404, "request.not-found");
    with_secret(&app.stranger(), &secret, Method::GET, &at, None).await.is_problem(404, "request.not-found");
    omar.patch(&at, json!({ "title": null })).await.is(200);
    assert_eq!(alva.get(&path).await.is(200).text_at("/title"), "Torget");
}
