//! Profiles: what one enters, who sees which part of it, and whom nobody sees.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use chrono::TimeDelta;
use entity::kind::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{App, Contract, Person};

/// An id that nothing has.
const NOBODYS: &str = "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47";

fn position(started: &str, ended: Option<&str>) -> Value {
    json!({ "organisationName": "Föreningen Exempel", "title": "Samordnare", "started": started, "ended": ended })
}

#[actix_web::test]
async fn a_profile_is_changed_in_part_and_cleared_with_null() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let change = json!({ "headline": "Strateg", "about": "Om *mig*", "municipality": "1880" });
    let changed = alva.patch("/members/me", change).await.is(200);
    assert_eq!((changed.header("etag"), &changed.body["municipality"]), ("\"1\"", &json!({ "code": "1880", "name": "Örebro" })));
    let changed = alva.patch("/members/me", json!({ "headline": null, "name": "Alva Nygren" })).await.is(200);
    assert_eq!((&changed.body["headline"], &changed.body["about"]), (&Value::Null, &json!("Om *mig*")));
    let seen = app.member("Omar").await.get(&format!("/members/{}", alva.id)).await.is(200);
    assert_eq!((&seen.body["name"], &seen.body["audiences"]), (&json!("Alva Nygren"), &Value::Null));
    alva.patch("/members/me", json!({ "municipality": "9999" })).await.is_problem(422, "request.invalid").has_faults(&[("/municipality", "unknown")]);
    assert_eq!(alva.get("/members/me").await.body["municipality"]["name"], "Örebro");
    app.stranger().get(&format!("/members/{}", alva.id)).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_hidden_part_looks_like_one_that_was_never_filled_in() {
    let app = App::start().await;
    let (hilda, tomas, viewer) = (app.member("Hilda").await, app.member("Tomas").await, app.member("Viola").await);
    let hiding = json!({ "aboutAudience": "only_me", "placeAudience": "only_me", "backgroundAudience": "only_me", "competenceAudience": "only_me" });
    hilda.patch("/members/me", hiding).await.is(200);
    hilda.patch("/members/me", json!({ "about": "Om mig", "municipality": "1880" })).await.is(200);
    hilda.post("/members/me/positions", position("2018", None)).await.is(201);
    hilda.knows("medborgardialog", "leads").await;
    for _ in 0..2 {
        tomas.patch("/members/me", json!({})).await.is(200);
    }
    let own = hilda.get("/members/me").await.is(200);
    assert!(own.body["about"].is_string() && own.body["municipality"].is_object() && own.body["audiences"]["place"] == "only_me");
    assert_eq!((own.body["positions"].as_array().map(Vec::len), own.body["competences"].as_array().map(Vec::len)), (Some(1), Some(1)));
    let mut seen = Vec::new();
    for person in [&hilda, &tomas] {
        let answer = viewer.get(&format!("/members/{}", person.id)).await.is(200);
        let tail = person.id.rsplit('-').next().map(|tail| tail[4..].to_owned()).unwrap_or_default();
        let body = [&person.id, &tail, "Hilda", "hilda", "Tomas", "tomas"].iter().fold(answer.text, |text, one| text.replace(*one, "X"));
        let headers: BTreeMap<_, _> =
            answer.headers.into_iter().filter(|(name, _)| !["date", "traceparent", "ratelimit"].contains(&name.as_str())).collect();
        seen.push((body, headers.get("etag").cloned(), headers.into_keys().collect::<Vec<_>>()));
    }
    assert_eq!(seen[0], seen[1]);
    // Each part has its own audience.
    for (audience, part) in [("placeAudience", 0), ("aboutAudience", 1), ("backgroundAudience", 2), ("competenceAudience", 3)] {
        hilda.patch("/members/me", json!({ (audience): "members" })).await.is(200);
        let seen = viewer.get(&format!("/members/{}", hilda.id)).await.is(200).body;
        let shown = [&seen["municipality"]["name"], &seen["about"], &seen["positions"][0]["title"], &seen["competences"][0]["level"]];
        assert_eq!(shown.into_iter().filter_map(Value::as_str).collect::<Vec<_>>(), ["Örebro", "Om mig", "Samordnare", "leads"][..=part]);
    }
}

#[actix_web::test]
async fn a_position_is_in_the_register_or_in_ones_own_words() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let alva = app.member("Alva").await;
    for (given, faults) in [
        (json!({ "organisation": ngo, "organisationName": "Annan" }), vec![("/organisationName", "clash")]),
        (json!({}), vec![("/organisation", "missing")]),
        (json!({ "organisation": NOBODYS }), vec![("/organisation", "unknown")]),
        (json!({ "organisationName": "Annan", "ended": "2017" }), vec![("/ended", "clash")]),
        (json!({ "organisationName": "Annan", "ended": "2018-08" }), vec![("/ended", "clash")]),
        (json!({ "ended": "2017-12" }), vec![("/organisation", "missing"), ("/ended", "clash")]),
        (json!({ "organisationName": "Annan", "ended": "2018-13" }), vec![("/ended", "month")]),
    ] {
        let mut new = json!({ "title": "Samordnare", "started": "2018-09" });
        if let (Value::Object(new), Value::Object(given)) = (&mut new, given) {
            new.extend(given);
        }
        alva.post("/members/me/positions", new).await.is_problem(422, "request.invalid").has_faults(&faults);
    }
    for (started, ended) in [("2018-09", Some("2018")), ("2018", Some("2018-03")), ("2018-09", Some("2018-09")), ("2024", None)] {
        alva.post("/members/me/positions", position(started, ended)).await.is(201);
    }
    let new = json!({ "organisation": ngo, "title": "Chef", "unit": "Kansliet", "started": "2019-01" });
    let entered = alva.post("/members/me/positions", new).await.is(201);
    assert_eq!((&entered.body["organisation"]["name"], &entered.body["organisationName"]), (&json!("Föreningen Exempel"), &Value::Null));
    let own = alva.get("/members/me").await.is(200);
    let started: Vec<_> = own.body["positions"].as_array().into_iter().flatten().filter_map(|position| position["started"].as_str()).collect();
    assert_eq!(started, ["2024", "2019-01", "2018-09", "2018-09", "2018"]);
}

#[actix_web::test]
async fn a_position_is_removed_by_its_member_only() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let id = alva.post("/members/me/positions", position("2018", None)).await.is(201).id();
    let path = format!("/members/me/positions/{id}");
    omar.delete(&path).await.is_problem(404, "request.not-found");
    alva.delete(&path).await.is(204);
    alva.delete(&path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn there_is_room_for_fifty_positions_however_many_come_at_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for _ in 0..45 {
        alva.post("/members/me/positions", position("2018", None)).await.is(201);
    }
    let at_once = join_all((0..10).map(|_| alva.post("/members/me/positions", position("2019", None)))).await;
    let (entered, refused): (Vec<_>, Vec<_>) = at_once.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((entered.len(), refused.len()), (5, 5));
    for answer in refused {
        answer.is_problem(422, "request.invalid").has_faults(&[("", "count")]);
    }
    assert_eq!(alva.get("/members/me").await.body["positions"].as_array().map(Vec::len), Some(50));
}

#[actix_web::test]
async fn a_claim_replaces_the_one_before() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = "/members/me/competences/medborgardialog";
    let first = json!({ "level": "leads", "years": 6, "lastUsed": 2026, "note": "I två planer", "evidenceUrls": ["https://example.org/rapport", "https://example.org/plan"] });
    alva.put(path, first.clone()).await.is(200);
    let claim = alva.put(path, json!({ "level": "teaches" })).await.is(200);
    assert_eq!((&claim.body["level"], &claim.body["years"], &claim.body["note"]), (&json!("teaches"), &Value::Null, &Value::Null));
    let own = alva.get("/members/me").await.is(200);
    assert_eq!(own.body["competences"].as_array().map(Vec::len), Some(1));
    for key in ["finns-inte", "Medborgardialog", "x%00y"] {
        alva.put(&format!("/members/me/competences/{key}"), json!({ "level": "knows" })).await.is_problem(404, "request.not-found");
    }
    let wrong = json!({ "level": "master", "years": 71, "lastUsed": 1900, "evidenceUrls": ["https://example.org", "javascript:alert(1)"] });
    let faults = [("/level", "choice"), ("/years", "range"), ("/lastUsed", "range"), ("/evidenceUrls/1", "url")];
    alva.put(path, wrong).await.is_problem(422, "request.invalid").has_faults(&faults);
    alva.delete(path).await.is(204);
    alva.delete(path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn there_is_room_for_a_hundred_claims_however_many_come_at_once() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let competences = app.stranger().walk("/competences?limit=100").await;
    let keys: Vec<_> = competences.iter().filter_map(|one| one["key"].as_str()).collect();
    for key in &keys[..95] {
        alva.knows(key, "knows").await;
    }
    let paths: Vec<_> = keys[95..105].iter().map(|key| format!("/members/me/competences/{key}")).collect();
    let at_once = join_all(paths.iter().map(|path| alva.put(path, json!({ "level": "leads" })))).await;
    let (claimed, refused): (Vec<_>, Vec<_>) = at_once.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((claimed.len(), refused.len()), (5, 5));
    for answer in refused {
        answer.is_problem(422, "request.invalid").has_faults(&[("", "count")]);
    }
    // One that is there already is replaced.
    alva.knows(keys[0], "teaches").await;
    let own = alva.get("/members/me").await.is(200);
    assert_eq!(own.body["competences"].as_array().map(Vec::len), Some(100));
    assert_eq!(own.body["competences"][0]["competence"]["key"], keys[0]);
}

#[actix_web::test]
async fn a_protected_member_is_not_there_for_anybody_but_themself() {
    let app = App::start().await;
    let (alva, skygg) = (app.member("Alva").await, app.member("Skygg Skyddad").await);
    let group = alva.starts_group("Barn i planering", "open", "open").await;
    for person in [&alva, &skygg] {
        person.knows("medborgardialog", "leads").await;
    }
    skygg.joins(&group).await;
    let discussion = skygg.opens(&group, "Hur gör ni?").await;
    skygg.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Så här." })).await.is(201);
    app.protect(&skygg.id).await;
    let administrator = app.staff("Adm", Role::Administrator).await;
    for viewer in [&alva, &administrator] {
        for path in [format!("/discussions/{discussion}"), format!("/discussions/{discussion}/posts"), format!("/groups/{group}/discussions")] {
            let answer = viewer.get(&path).await.is(200);
            assert!(!answer.text.contains("Skygg") && !answer.text.contains(&skygg.id), "{}", answer.text);
        }
        for path in [
            "/members".to_owned(),
            "/members?q=skygg".to_owned(),
            "/members?competence=medborgardialog".to_owned(),
            format!("/groups/{group}/memberships"),
        ] {
            assert!(!viewer.get(&path).await.is(200).text.contains("Skygg"), "{path}");
        }
        viewer.get(&format!("/members/{}", skygg.id)).await.is_problem(404, "request.not-found");
    }
    assert_eq!(alva.get(&format!("/groups/{group}")).await.body["memberCount"], 1);
    for (method, body) in [(Method::PATCH, Some(json!({ "role": "moderator" }))), (Method::DELETE, None)] {
        let there = alva.send(method.clone(), &format!("/groups/{group}/memberships/{}", skygg.id), &[], body.clone()).await;
        let not_there = alva.send(method, &format!("/groups/{group}/memberships/{NOBODYS}"), &[], body).await;
        assert_eq!((there.status, there.text_at("/code")), (not_there.status, not_there.text_at("/code")));
    }
    assert_eq!(skygg.get("/members/me").await.is(200).body["name"], "Skygg Skyddad");
    assert_eq!(skygg.get(&format!("/discussions/{discussion}")).await.body["author"]["name"], "Skygg Skyddad");
}

/// The same network twice, but for one protected member in the second.
async fn network(app: &App, with_somebody_protected: bool) -> (Vec<Person<'_>>, BTreeMap<&'static str, String>) {
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let (open, asking) = (alva.starts_group("Öppna", "open", "open").await, alva.starts_group("Slutna", "closed", "request").await);
    let mut people = vec![omar.clone(), siv.clone()];
    if with_somebody_protected {
        let skygg = app.member("Berta Skygg").await;
        app.protect(&skygg.id).await;
        people.insert(1, skygg);
    }
    for person in &people {
        person.patch("/members/me", json!({ "municipality": "1880", "headline": "Strateg" })).await.is(200);
        person
            .post("/members/me/positions", json!({ "organisation": ngo, "title": "Strateg", "roleType": "strategist", "started": "2018" }))
            .await
            .is(201);
        person.knows("medborgardialog", "leads").await.knows("etik", "knows").await;
        for kind in ["interest", "offer", "need"] {
            person.put(&format!("/members/me/topics/{kind}/etik"), json!({})).await.is(200);
        }
        person.put("/members/me/languages", json!({ "languages": [{ "language": "sv", "level": "native" }] })).await.is(200);
        person.post("/members/me/educations", json!({ "organisation": ngo, "subject": "Statistik" })).await.is(201);
        let photo = Some(("image/png", crate::photos::png(40, 40)));
        person.send_raw(Method::PUT, "/members/me/photo", &[], photo).await.is(200);
        person.patch("/members/me", json!({ "publicPage": true, "aboutAudience": "everyone" })).await.is(200);
        person.joins(&open).await.joins(&asking).await;
        if !person.email.starts_with("berta") {
            app.wait(TimeDelta::seconds(1));
        }
    }
    alva.knows("medborgardialog", "practised").await.knows("sociologi", "leads").await;
    alva.put("/members/me/topics/need/etik", json!({})).await.is(200);
    let mut contact = String::new();
    for person in &people {
        let asked = json!({ "message": "Får jag fråga något?" });
        contact = person.post(&format!("/members/{}/contact-requests", alva.id), asked).await.is(201).id();
    }
    alva.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is(200);
    siv.post(&format!("/contacts/{contact}/messages"), json!({ "body": "Hej" })).await.is(201);
    let discussion = omar.opens(&open, "Hur gör ni?").await;
    let post = siv.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Så här." })).await.is(201).id();
    for person in &people {
        person.put(&format!("/discussions/{discussion}/posts/{post}/reactions/thanks"), Value::Null).await.is(204);
    }
    let photo = omar.patch("/members/me", json!({ "handle": "omar-i-kommunen" })).await.is(200).text_at("/photo/small");
    let photo = photo.rsplit('/').nth(1).expect("a hash").to_owned();
    let of_omar = [("handle", "omar-i-kommunen".to_owned()), ("photoHash", photo), ("photoSize", "small".to_owned()), ("memberId", omar.id.clone())];
    let example = alva.post("/members/me/examples", crate::examples::an_example(&ngo)).await.is(201).id();
    app.stands(&example, entity::kind::ExampleState::Published, 1).await;
    let in_open = [("groupId", open), ("discussionId", discussion), ("postId", post), ("exampleId", example)];
    let ids = in_open.into_iter().chain(of_omar).chain([("contactId", contact), ("asking", asking), ("organisationId", ngo)]).collect();
    (vec![app.stranger(), alva, siv, app.staff("Adm", Role::Administrator).await], ids)
}

/// What an answer says, without what no two worlds have in common.
fn masked(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(masked),
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match name.as_str() {
                    "id" | "authorId" | "groupId" | "handle" | "slug" | "instance" | "firstUnread" | "small" | "medium" | "large" | "canonical" => {
                        *value = Value::Null
                    }
                    "key" if value.as_str().is_some_and(|key| key.len() == NOBODYS.len()) => *value = Value::Null,
                    "href" => *value = value.as_str().and_then(|href| href.split(['?', '&']).find(|part| part.starts_with("page="))).into(),
                    _ => masked(value),
                }
            }
        }
        _ => {}
    }
}

/// Everything that each person can read, with every filter that the lists have.
async fn crawl(people: &[Person<'_>], ids: &BTreeMap<&str, String>) -> BTreeMap<String, Value> {
    let contract = Contract::of(&people[0]).await;
    let mut read = BTreeMap::new();
    let mut paths = BTreeSet::new();
    // Keys and sessions are other ones in every installation; the list of who is protected is to tell.
    let untold = |path: &str| path.ends_with("/sessions") || ["/keys", "/protected-members"].contains(&path);
    let operations = contract.operations().into_iter().filter(|one| one.method == Method::GET && !untold(&one.path));
    for operation in operations {
        for group in ["groupId", "asking"] {
            let path = operation.at(|name| match name {
                "groupId" => ids[group].clone(),
                "modelKey" => "knowledge-matrix".to_owned(),
                "matrixKey" => "aspects-by-scale".to_owned(),
                "problemCode" => "request.invalid".to_owned(),
                "blockKey" => "matrix.aspects-by-scale".to_owned(),
                "competenceKey" => "etik".to_owned(),
                "place" => "forum".to_owned(),
                "version" => "1.0.0".to_owned(),
                "before" | "after" => "1".to_owned(),
                // These are one person's own: to everybody else they are not there.
                "worksheetId" | "entryId" | "fieldKey" | "introductionId" | "needId" | "proposalId" | "roundId" | "savedSearchId"
                | "contributionId" | "pageId" | "fileId" | "notificationId" | "kind" | "link" => "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47".to_owned(),
                name => ids.get(name).unwrap_or_else(|| panic!("{}: give this test a {name}", operation.path)).clone(),
            });
            let filters = ["limit=1&page=2", "limit=1&page=3", "q=skygg", "competence=etik", "competence=medborgardialog&competence=etik&limit=2"];
            let others =
                ["municipality=1880", "region=18", "sector=ideburen", "roleType=strategist", "area=grunder", "state=requested", "joining=open"];
            let topics = ["offer=etik", "need=etik", "interest=etik", "by=myNeeds", "by=myOffers", "audience=everyone", "audience=shared_groups"];
            paths.extend(filters.into_iter().chain(others).chain(topics).map(|filter| format!("{path}?{filter}")));
            paths.extend([format!("{path}?organisation={}", ids["organisationId"]), path]);
        }
    }
    for (number, person) in people.iter().enumerate() {
        for path in &paths {
            let mut answer = person.get(path).await;
            assert!(answer.status < 500, "{} answered {}", answer.of, answer.text);
            masked(&mut answer.body);
            let path = ids.iter().fold(path.clone(), |path, (name, id)| path.replace(id, name));
            read.insert(format!("{number} {path}"), json!([answer.status, answer.body]));
        }
    }
    read
}

#[actix_web::test]
async fn a_network_with_a_protected_member_reads_like_one_without() {
    let (without, with) = (App::start().await, App::start().await);
    let (people, ids) = network(&without, false).await;
    without.all_is_told().await;
    let before = crawl(&people, &ids).await;
    let (people, ids) = network(&with, true).await;
    with.all_is_told().await;
    let after = crawl(&people, &ids).await;
    assert_eq!(before.len(), after.len());
    for (path, said) in before {
        assert_eq!(after[&path], said, "{path}");
    }
}
