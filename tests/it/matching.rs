//! Being matched, saying no to it, helping a group, and suggestions while one types.

use serde_json::{Value, json};
use tests::{Answer, App, Person};

const RARE: &str = "epidemiologi";
const COMMON: &str = "medborgardialog";

fn names(answer: &Answer) -> Vec<&str> {
    answer.items().iter().map(|hit| hit["member"]["name"].as_str().unwrap_or_default()).collect()
}

async fn says(person: &Person<'_>, kind: &str, competence: &str) {
    person.put(&format!("/members/me/topics/{kind}/{competence}"), json!({})).await.is(200);
}

fn parts(hit: &Value) -> Vec<(String, i64)> {
    let parts = hit["reasons"]["score"].as_array().into_iter().flatten();
    parts.map(|part| (part["part"].as_str().unwrap_or_default().to_owned(), part["points"].as_i64().unwrap_or_default())).collect()
}

#[actix_web::test]
async fn the_score_says_what_it_is_made_of_and_what_is_hidden_is_in_no_part_of_it() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for (person, place) in [(&alva, "1880"), (&omar, "1880")] {
        person.patch("/members/me", json!({ "municipality": place })).await.is(200);
        let position = json!({ "organisation": ngo, "title": "Samordnare", "started": "2001" });
        person.post("/members/me/positions", position).await.is(201);
        says(person, "interest", "etik").await;
        says(person, "interest", "sociologi").await;
    }
    let group = alva.starts_group("Gemensam", "network", "open").await;
    omar.joins(&group).await;
    omar.put(&format!("/members/me/competences/{COMMON}"), json!({ "level": "leads", "lastUsed": 2026, "years": 4 })).await.is(200);
    let path = format!("/members?competence={COMMON}&q=omar");
    // One of two: 100 · ln(3 / 2) + 5 = 46, times 3.
    let hits = alva.get(&path).await.is(200);
    let hit = &hits.items()[0];
    let expected = [("competences", 138), ("words", 300), ("place", 60), ("groups", 40), ("organisations", 40), ("interests", 40)];
    assert_eq!(parts(hit), expected.map(|(part, points)| (part.to_owned(), points)));
    assert_eq!(hit["score"], expected.iter().map(|(_, points)| points).sum::<i64>());
    let reasons = &hit["reasons"];
    assert_eq!((&reasons["sharedOrganisations"][0]["id"], &reasons["sharedInterests"][1]["key"]), (&json!(ngo), &json!("sociologi")));
    assert_eq!((&reasons["sameMunicipality"], &reasons["sameRegion"]), (&json!(true), &json!(true)));
    assert_eq!((&reasons["matched"][0]["lastUsed"], &reasons["matched"][0]["years"]), (&json!(2026), &json!(4)));
    omar.put(&format!("/members/me/competences/{COMMON}"), json!({ "level": "leads", "lastUsed": 2010 })).await.is(200);
    omar.patch("/members/me", json!({ "municipality": "1860" })).await.is(200);
    assert_eq!(
        parts(&alva.get(&path).await.items()[0])[..3],
        [("competences", 69), ("words", 300), ("place", 30)].map(|(part, points)| (part.to_owned(), points))
    );
    let hidden = json!({ "placeAudience": "only_me", "backgroundAudience": "only_me", "interestAudience": "only_me" });
    omar.patch("/members/me", hidden).await.is(200);
    let hits = alva.get(&path).await;
    let parts: Vec<_> = parts(&hits.items()[0]).into_iter().map(|(part, _)| part).collect();
    assert_eq!(parts, ["competences", "words", "groups"]);
    let reasons = &hits.items()[0]["reasons"];
    assert_eq!((&reasons["sharedOrganisations"], &reasons["sharedInterests"], &reasons["sameRegion"]), (&json!([]), &json!([]), &json!(false)));
}

#[actix_web::test]
async fn a_need_counts_by_how_rare_it_is_and_how_well_one_can_help() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    alva.knows(COMMON, "knows").await.knows(RARE, "teaches").await;
    omar.knows(COMMON, "leads").await;
    says(&omar, "need", RARE).await;
    says(&siv, "need", COMMON).await;
    let hits = alva.get("/members/me/matches?by=myOffers").await.is(200);
    assert_eq!(names(&hits), ["Omar", "Siv"]);
    // Of three one claims the rare one and two the common one: 100 · ln(4 / 2) + 5 and 100 · ln(4 / 3) + 5.
    assert_eq!([parts(&hits.items()[0]), parts(&hits.items()[1])], [vec![("needs".to_owned(), 74 * 4)], vec![("needs".to_owned(), 34)]]);
}

#[actix_web::test]
async fn whom_one_dismisses_is_in_no_match_and_never_learns_of_it() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for person in [&alva, &omar] {
        person.knows(COMMON, "leads").await;
    }
    let everything = ["/members", "/members/me", "/members/me/matches", "/members/me/dismissals", "/members/facets", "/suggestions?q=alva"];
    let mut before = Vec::new();
    for path in everything {
        before.push(omar.get(path).await.is(200).text);
    }
    let path = format!("/members/me/dismissals/{}", omar.id);
    alva.delete(&path).await.is_problem(404, "request.not-found");
    for _ in 0..2 {
        alva.put(&path, Value::Null).await.is(204);
    }
    assert_eq!(names(&alva.get("/members/me/matches").await.is(200)), [""; 0]);
    assert_eq!(names(&alva.get(&format!("/members?competence={COMMON}")).await.is(200)).len(), 2);
    assert_eq!(alva.get("/members/me/dismissals").await.is(200).each("/name"), ["Omar"]);
    for (path, before) in everything.iter().zip(before) {
        assert_eq!(omar.get(path).await.is(200).text, before, "{path}");
    }
    alva.delete(&path).await.is(204);
    assert_eq!(names(&alva.get("/members/me/matches").await.is(200)), ["Omar"]);
    app.protect(&omar.id).await;
    alva.put(&path, Value::Null).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_group_is_matched_with_those_outside_who_know_what_its_members_need() {
    let app = App::start().await;
    let (alva, omar, siv, helper) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await, app.member("Hjalmar").await);
    let group = alva.starts_group("Hjälp", "network", "open").await;
    let closed = alva.starts_group("Sluten", "closed", "open").await;
    let path = format!("/groups/{group}/matches");
    assert_eq!(names(&siv.get(&path).await.is(200)), [""; 0]);
    omar.joins(&group).await;
    says(&alva, "need", COMMON).await;
    says(&omar, "need", RARE).await;
    omar.knows(COMMON, "teaches").await;
    helper.knows(RARE, "leads").await;
    siv.knows(COMMON, "knows").await;
    assert_eq!(names(&alva.get(&path).await.is(200)), ["Hjalmar", "Siv"]);
    omar.patch("/members/me", json!({ "needAudience": "only_me" })).await.is(200);
    assert_eq!(names(&alva.get(&path).await.is(200)), ["Siv"]);
    assert_eq!(names(&omar.get(&path).await.is(200)), ["Hjalmar", "Siv"]);
    alva.put(&format!("/members/me/dismissals/{}", siv.id), Value::Null).await.is(204);
    assert_eq!(names(&alva.get(&path).await.is(200)), [""; 0]);
    siv.get(&format!("/groups/{closed}/matches")).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn what_is_typed_suggests_what_may_be_meant() {
    let app = App::start().await;
    app.organisation("Region Sörmland", "region", None, Some("04"), &["Landstinget Sörmland"]).await;
    let (alva, hidden) = (app.member("Alva Örnsköld").await, app.member("Alvar Dold").await);
    app.member("Mohamed Alvarsson").await;
    let viewer = app.member("Viola").await;
    let suggest = async |q: &str| {
        let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        viewer.get(&format!("/suggestions?q={q}")).await.is(200).body
    };
    let each = |answer: &Value, kind: &str, pointer: &str| -> Vec<String> {
        let all = answer[kind].as_array().expect("a list").iter();
        all.map(|one| one.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(each(&suggest("alva").await, "members", "/name"), ["Alva Örnsköld", "Alvar Dold", "Mohamed Alvarsson"]);
    assert_eq!(each(&suggest("ALVA orn").await, "members", "/name"), ["Alva Örnsköld"]);
    assert_eq!(each(&suggest("muhamed").await, "members", "/name"), ["Mohamed Alvarsson"]);
    assert_eq!(each(&suggest("medborgard").await, "competences", "/key").first().map(String::as_str), Some("medborgardialog"));
    assert_eq!(each(&suggest("epidemologi").await, "competences", "/key").first().map(String::as_str), Some("epidemiologi"));
    let register = suggest("landstinget").await;
    assert_eq!(each(&register, "organisations", "/organisation/name"), ["Region Sörmland"]);
    assert_eq!(each(&register, "organisations", "/formerName"), ["Landstinget Sörmland"]);
    assert_eq!(suggest("region s").await["organisations"][0]["formerName"], Value::Null);
    assert_eq!(each(&suggest("orebr").await, "places", "/code"), ["1880", "18"]);
    assert_eq!(each(&suggest("göteb").await, "places", "/name").first().map(String::as_str), Some("Göteborg"));
    app.protect(&hidden.id).await;
    alva.put(&format!("/members/me/blocks/{}", viewer.id), Value::Null).await.is(204);
    assert_eq!(each(&suggest("alva").await, "members", "/name"), ["Mohamed Alvarsson"]);
    let none = suggest("%").await;
    assert!(["members", "competences", "organisations", "places"].iter().all(|kind| none[kind] == json!([])), "{none}");
    viewer.get("/suggestions").await.is_problem(422, "request.invalid").has_faults(&[("?q", "missing")]);
}
