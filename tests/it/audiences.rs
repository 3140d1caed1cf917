//! Who sees which part of a profile, by every way there is to it.

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, Person};

/// A competence that a part is about, so that it can be looked for everywhere.
const KEY: &str = "medborgardialog";

/// The parts of a profile: what their audience is called, and what they themselves are.
pub const PARTS: [(&str, &str); 12] = [
    ("about", "about"),
    ("place", "municipality"),
    ("background", "positions"),
    ("competence", "competences"),
    ("interest", "interests"),
    ("offer", "offers"),
    ("need", "needs"),
    ("pronunciation", "pronunciation"),
    ("language", "languages"),
    ("link", "links"),
    ("education", "educations"),
    ("photo", "photo"),
];

/// A member with every part filled in, all shown to the same audience.
pub async fn filled_in<'a>(app: &'a App, audience: &str, public_page: bool) -> (Person<'a>, String) {
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let hilda = app.member("Hilda Exempelgren").await;
    let audiences: serde_json::Map<_, _> = PARTS
        .map(|(part, _)| part)
        .map(|part| (format!("{part}Audience"), json!(audience)))
        .into_iter()
        .chain([("publicPage".to_owned(), json!(public_page))])
        .collect();
    hilda.patch("/members/me", Value::Object(audiences)).await.is(200);
    hilda.patch("/members/me", json!({ "about": "Om mig", "municipality": "1880", "region": "18", "pronunciation": "HIL-da" })).await.is(200);
    let position = json!({ "organisation": ngo, "title": "Samordnare", "roleType": "organiser", "started": "2018" });
    hilda.post("/members/me/positions", position).await.is(201);
    hilda.put("/members/me/languages", json!({ "languages": [{ "language": "sv", "level": "native" }] })).await.is(200);
    hilda.put("/members/me/links", json!({ "links": [{ "label": "Om mig", "url": "https://example.org" }] })).await.is(200);
    hilda.post("/members/me/educations", json!({ "school": "Komvux", "started": "2001" })).await.is(201);
    hilda.send_raw(Method::PUT, "/members/me/photo", &[], Some(("image/png", crate::photos::png(80, 60)))).await.is(200);
    hilda.put(&format!("/members/me/competences/{KEY}"), json!({ "level": "leads", "evidenceUrls": ["https://example.org"] })).await.is(200);
    for kind in ["interest", "offer", "need"] {
        hilda.put(&format!("/members/me/topics/{kind}/{KEY}"), json!({ "note": "Gärna" })).await.is(200);
    }
    (hilda, ngo)
}

/// Which parts of a profile somebody is shown.
fn parts(profile: &Value) -> Vec<&'static str> {
    let shown = |name: &&str| match &profile[*name] {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    PARTS.map(|(_, name)| name).into_iter().filter(shown).collect()
}

#[actix_web::test]
async fn each_audience_sees_the_parts_that_are_for_it() {
    for (audience, public_page, seen_by) in [
        ("everyone", true, ["visitor", "member", "mate", "own"].as_slice()),
        ("everyone", false, &["member", "mate", "own"]),
        ("members", true, &["member", "mate", "own"]),
        ("shared_groups", true, &["mate", "own"]),
        ("only_me", true, &["own"]),
    ] {
        let app = App::start().await;
        let (hilda, ngo) = filled_in(&app, audience, public_page).await;
        let (member, mate) = (app.member("Viola").await, app.member("Mats").await);
        let group = hilda.starts_group("Slutna rummet", "closed", "request").await;
        app.place(&group, &mate.id, GroupRole::Member, MembershipState::Active).await;
        app.place(&group, &member.id, GroupRole::Member, MembershipState::Requested).await;
        let photo = hilda.get("/members/me").await.text_at("/photo/small").rsplit('/').nth(1).expect("a hash").to_owned();
        let people = [("visitor", app.stranger()), ("member", member), ("mate", mate), ("own", hilda.clone())];
        for (who, person) in people {
            let sees = seen_by.contains(&who);
            let profile = person.get(&format!("/members/{}", hilda.id)).await;
            if who == "visitor" && !public_page {
                profile.is_problem(404, "request.not-found");
                continue;
            }
            let photo = format!("/members/{}/photos/{photo}/small", hilda.id);
            let file = person.get(&photo).await;
            if sees {
                file.is(200);
            } else {
                file.is_problem(404, "request.not-found");
            }
            let shown = parts(&profile.is(200).body).len();
            assert_eq!(shown, if sees { PARTS.len() } else { 0 }, "{audience}: {who}");
            if who == "visitor" {
                continue;
            }
            let of_the_background = [format!("organisation={ngo}"), "sector=ideburen".to_owned(), "roleType=organiser&sector=ideburen".to_owned()];
            let of_the_place = ["municipality=1880", "region=18"].map(str::to_owned);
            let of_competences = ["competence", "interest", "offer", "need"].map(|part| format!("{part}={KEY}"));
            for filter in of_the_background.into_iter().chain(of_the_place).chain(of_competences).chain(["area=medinflytande".to_owned()]) {
                let found = person.get(&format!("/members?{filter}")).await.is(200).text.contains("Hilda");
                assert_eq!(found, sees, "{audience}: {who}: {filter}");
            }
            let facets = person.get("/members/facets?q=hilda").await.is(200).body;
            assert_eq!(facets["total"], 1);
            let facets_of_parts = [
                "competences",
                "areas",
                "interests",
                "offers",
                "needs",
                "regions",
                "municipalities",
                "municipalitySizes",
                "organisations",
                "sectors",
                "roleTypes",
                "languages",
            ];
            for facet in facets_of_parts {
                assert_eq!(facets[facet].as_array().map(Vec::len), Some(usize::from(sees)), "{audience}: {who}: {facet}");
            }
            let hits = person.get("/members?q=hilda").await.is(200);
            for place in ["municipality", "region"] {
                assert_eq!(hits.items()[0]["member"][place].is_object(), sees, "{audience}: {who}: {}", hits.text);
            }
        }
        app.stranger().get("/members").await.is_problem(401, "request.unauthenticated");
    }
}

#[actix_web::test]
async fn sharing_a_group_ends_with_the_membership() {
    let app = App::start().await;
    let (hilda, _) = filled_in(&app, "shared_groups", false).await;
    let mate = app.member("Mats").await;
    let group = hilda.starts_group("Rummet", "secret", "invitation").await;
    app.place(&group, &mate.id, GroupRole::Member, MembershipState::Active).await;
    let path = format!("/members/{}", hilda.id);
    assert_eq!(parts(&mate.get(&path).await.is(200).body).len(), PARTS.len());
    mate.delete(&format!("/groups/{group}/memberships/{}", mate.id)).await.is(204);
    assert_eq!(parts(&mate.get(&path).await.is(200).body).len(), 0);
}

#[actix_web::test]
async fn a_protected_member_has_no_public_page() {
    let app = App::start().await;
    let (hilda, _) = filled_in(&app, "everyone", true).await;
    let path = format!("/members/{}", hilda.id);
    app.stranger().get(&path).await.is(200);
    app.protect(&hilda.id).await;
    app.stranger().get(&path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn topics_are_entered_replaced_and_withdrawn() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = format!("/members/me/topics/need/{KEY}");
    alva.put(&path, json!({ "note": "Snart" })).await.is(200);
    let replaced = alva.put(&path, json!({})).await.is(200);
    assert_eq!((&replaced.body["competence"]["key"], &replaced.body["note"]), (&json!(KEY), &Value::Null));
    assert_eq!(alva.get("/members/me").await.body["needs"].as_array().map(Vec::len), Some(1));
    alva.put("/members/me/topics/need/finns-inte", json!({})).await.is_problem(404, "request.not-found");
    alva.put("/members/me/topics/wish/medborgardialog", json!({})).await.is_problem(404, "request.not-found");
    let too_much = json!({ "level": "leads", "note": "x".repeat(301) });
    alva.put(&path, too_much).await.is_problem(422, "request.invalid").has_faults(&[("/level", "surplus"), ("/note", "too-long")]);
    alva.delete(&path).await.is(204);
    alva.delete(&path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn there_is_room_for_fifty_topics_of_a_kind() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let competences = app.stranger().walk("/competences?limit=100").await;
    let keys: Vec<_> = competences.iter().filter_map(|one| one["key"].as_str()).collect();
    for key in &keys[..50] {
        alva.put(&format!("/members/me/topics/offer/{key}"), json!({})).await.is(200);
    }
    let one_more = alva.put(&format!("/members/me/topics/offer/{}", keys[50]), json!({})).await;
    one_more.is_problem(422, "request.invalid").has_faults(&[("", "count")]);
    alva.put(&format!("/members/me/topics/offer/{}", keys[0]), json!({})).await.is(200);
    alva.put(&format!("/members/me/topics/need/{}", keys[50]), json!({})).await.is(200);
}

#[actix_web::test]
async fn who_blocks_and_who_is_blocked_meet_nowhere() {
    let app = App::start().await;
    let (hilda, _) = filled_in(&app, "everyone", true).await;
    let (omar, viewer) = (app.member("Omar Påhittberg").await, app.member("Viola").await);
    omar.knows(KEY, "knows").await;
    let group = viewer.starts_group("Barn i planering", "open", "open").await;
    hilda.joins(&group).await;
    omar.joins(&group).await;
    let discussion = hilda.opens(&group, "Hur gör ni?").await;
    omar.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Så här." })).await.is(201);
    let paths = [
        "/members".to_owned(),
        "/members?q=hilda".to_owned(),
        "/members?q=omar".to_owned(),
        format!("/members?competence={KEY}"),
        "/members/me/matches".to_owned(),
        format!("/groups/{group}/memberships"),
        format!("/discussions/{discussion}"),
        format!("/discussions/{discussion}/posts"),
        format!("/groups/{group}/discussions"),
    ];
    for (by, of) in [(&hilda, &omar), (&omar, &hilda)] {
        by.put(&format!("/members/me/blocks/{}", of.id), json!(null)).await.is(204);
        by.put(&format!("/members/me/blocks/{}", of.id), json!(null)).await.is(204);
        for (one, other) in [(by, of), (of, by)] {
            for path in &paths {
                let said = one.get(path).await.is(200).text;
                assert!(!said.contains(&other.id), "{path} tells {} of {}", one.email, other.email);
            }
            one.get(&format!("/members/{}", other.id)).await.is_problem(404, "request.not-found");
        }
        // Others meet both, and see the same counts.
        let hits = viewer.get(&format!("/members?competence={KEY}")).await.is(200);
        assert_eq!(hits.items().len(), 2);
        let list = by.get("/members/me/blocks").await.is(200);
        assert_eq!((list.items().len(), &list.items()[0]["memberId"]), (1, &json!(of.id)));
        assert!(list.items()[0]["name"].is_string());
        // Who is blocked is told nothing, and cannot lift it.
        assert_eq!(of.get("/members/me/blocks").await.items().len(), 0);
        of.delete(&format!("/members/me/blocks/{}", by.id)).await.is_problem(404, "request.not-found");
        by.delete(&format!("/members/me/blocks/{}", of.id)).await.is(204);
        of.get(&format!("/members/{}", by.id)).await.is(200);
    }
    hilda.put(&format!("/members/me/blocks/{}", hilda.id), json!(null)).await.is_problem(403, "request.forbidden");
}

#[actix_web::test]
async fn who_answers_for_a_group_answers_also_for_those_who_block_them() {
    let app = App::start().await;
    let (owner, omar, mate) = (app.member("Olga").await, app.member("Omar").await, app.member("Mats").await);
    let group = owner.starts_group("Rummet", "network", "open").await;
    omar.joins(&group).await;
    mate.joins(&group).await;
    for of in [&owner, &mate] {
        omar.put(&format!("/members/me/blocks/{}", of.id), json!(null)).await.is(204);
    }
    let path = format!("/groups/{group}/memberships");
    let names = |answer: &tests::Answer| answer.each("/member/name");
    assert_eq!(names(&owner.get(&path).await.is(200)), ["Olga", "Omar", "Mats"]);
    assert_eq!(names(&mate.get(&path).await.is(200)), ["Olga", "Mats"]);
    owner.get(&format!("/members/{}", omar.id)).await.is_problem(404, "request.not-found");
    let of_omar = format!("{path}/{}", omar.id);
    mate.delete(&of_omar).await.is_problem(403, "request.forbidden");
    owner.patch(&of_omar, json!({ "role": "moderator" })).await.is(200);
    owner.delete(&of_omar).await.is(204);
    app.protect(&mate.id).await;
    owner.delete(&format!("{path}/{}", mate.id)).await.is_problem(404, "request.not-found");
}
