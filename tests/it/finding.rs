//! Filters, orders and cursors of the directory, and its words.

use serde_json::{Value, json};
use tests::{App, Person};

const COMMON: &str = "medborgardialog";

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|hit| hit["member"]["name"].as_str().unwrap_or_default()).collect()
}

async fn found(viewer: &Person<'_>, filter: &str) -> Vec<String> {
    let hits = viewer.get(&format!("/members?{filter}")).await.is(200);
    names(hits.items()).into_iter().map(ToOwned::to_owned).collect()
}

#[actix_web::test]
async fn what_is_repeated_means_or_and_what_differs_means_and() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let town = app.organisation("Örebro kommun", "kommun", None, None, &[]).await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    for (person, place, organisation, role, language) in
        [(&alva, "1880", &ngo, "organiser", "en-GB"), (&omar, "1860", &town, "strategist", "so"), (&siv, "1480", &town, "politician", "en")]
    {
        person.patch("/members/me", json!({ "municipality": place })).await.is(200);
        let position = json!({ "organisation": organisation, "title": "Något", "roleType": role, "started": "2020" });
        person.post("/members/me/positions", position).await.is(201);
        person.put("/members/me/languages", json!({ "languages": [{ "language": language, "level": "c1" }] })).await.is(200);
    }
    alva.knows(COMMON, "leads").await;
    siv.knows("epidemiologi", "leads").await;
    let viewer = app.member("Viola").await;
    for (filter, expected) in [
        ("municipality=1880&municipality=1480".to_owned(), vec!["Alva", "Siv"]),
        ("municipality=1880&municipality=1480&region=18".to_owned(), vec!["Alva"]),
        ("region=18&region=14".to_owned(), vec!["Alva", "Omar", "Siv"]),
        (format!("organisation={ngo}&organisation={town}"), vec!["Alva", "Omar", "Siv"]),
        ("sector=kommun&roleType=politician&roleType=organiser".to_owned(), vec!["Siv"]),
        ("roleType=politician&roleType=organiser".to_owned(), vec!["Alva", "Siv"]),
        ("language=en".to_owned(), vec!["Alva", "Siv"]),
        ("language=en-GB&language=so".to_owned(), vec!["Alva", "Omar"]),
    ] {
        assert_eq!(found(&viewer, &filter).await, expected, "{filter}");
    }
    let areas = app.stranger().walk("/competences?limit=100").await;
    let area = |key: &str| areas.iter().find(|one| one["key"] == key).expect("a competence")["area"].as_str().expect("an area").to_owned();
    let (one, other) = (area(COMMON), area("epidemiologi"));
    assert_ne!(one, other);
    assert_eq!(found(&viewer, &format!("area={one}")).await, ["Alva"]);
    assert_eq!(found(&viewer, &format!("area={one}&area={other}")).await, ["Alva", "Siv"]);
    alva.patch("/members/me", json!({ "languageAudience": "only_me" })).await.is(200);
    assert_eq!(found(&viewer, "language=en").await, ["Siv"]);
    assert_eq!(found(&alva, "language=en").await, ["Alva", "Siv"]);
}

#[actix_web::test]
async fn whoever_names_only_a_region_is_found_by_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let card = alva.patch("/members/me", json!({ "region": "18" })).await.is(200).body;
    assert_eq!((&card["region"], &card["municipality"]), (&json!({ "code": "18", "name": "Region Örebro län" }), &Value::Null));
    omar.patch("/members/me", json!({ "region": "18", "municipality": "1880" })).await.is(200);
    siv.patch("/members/me", json!({ "municipality": "1860" })).await.is(200);
    assert_eq!(found(&siv, "region=18").await, ["Alva", "Omar", "Siv"]);
    assert_eq!(found(&siv, "region=14").await, [""; 0]);
    assert_eq!(found(&siv, "municipality=1880").await, ["Omar"]);
    let facets = siv.get("/members/facets").await.is(200).body;
    assert_eq!(facets["regions"], json!([{ "key": "18", "name": "Region Örebro län", "count": 3 }]));
    assert_eq!(facets["municipalities"].as_array().map(Vec::len), Some(2));
    // The same region counts, and the same municipality only where there is one.
    let hits = app.member("Regina").await;
    hits.patch("/members/me", json!({ "region": "18" })).await.is(200);
    for (name, same_municipality) in [("alva", false), ("omar", false)] {
        let hit = hits.get(&format!("/members?q={name}")).await.is(200).items()[0].clone();
        let place = hit["reasons"]["score"].as_array().expect("parts").iter().find(|part| part["part"] == "place").cloned();
        assert_eq!(place, Some(json!({ "part": "place", "points": 30 })), "{name}");
        assert_eq!((&hit["reasons"]["sameMunicipality"], &hit["reasons"]["sameRegion"]), (&json!(same_municipality), &json!(true)));
    }
    assert!(siv.get("/members/me/completeness").await.body["steps"][2]["done"] == true);
    assert!(alva.get("/members/me/completeness").await.body["steps"][2]["done"] == true);
    alva.patch("/members/me", json!({ "placeAudience": "only_me" })).await.is(200);
    assert_eq!(found(&siv, "region=18").await, ["Omar", "Regina", "Siv"]);
    assert_eq!(siv.get(&format!("/members/{}", alva.id)).await.body["region"], Value::Null);
}

#[actix_web::test]
async fn a_municipality_lies_in_the_region_that_is_stated_beside_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for (change, fault) in [
        (json!({ "region": "14", "municipality": "1880" }), ("/municipality", "clash")),
        (json!({ "region": "99" }), ("/region", "unknown")),
        (json!({ "region": "2" }), ("/region", "code")),
        (json!({ "municipality": "9999" }), ("/municipality", "unknown")),
        (json!({ "region": "18", "municipality": "0000" }), ("/municipality", "unknown")),
    ] {
        alva.patch("/members/me", change).await.is_problem(422, "request.invalid").has_faults(&[fault]);
    }
    alva.patch("/members/me", json!({ "region": "18" })).await.is(200);
    alva.patch("/members/me", json!({ "municipality": "1480" })).await.is(422).has_faults(&[("/municipality", "clash")]);
    alva.patch("/members/me", json!({ "municipality": "1880" })).await.is(200);
    alva.patch("/members/me", json!({ "region": "14" })).await.is(422).has_faults(&[("/region", "clash")]);
    alva.patch("/members/me", json!({ "region": "14", "municipality": "1480" })).await.is(200);
    alva.patch("/members/me", json!({ "region": null })).await.is(200);
    let moved = alva.patch("/members/me", json!({ "municipality": "1880" })).await.is(200).body;
    assert_eq!((&moved["region"], &moved["municipality"]["code"]), (&Value::Null, &json!("1880")));
    alva.patch("/members/me", json!({ "region": "14", "municipality": null })).await.is(200);
}

#[actix_web::test]
async fn a_town_of_the_same_size_is_a_filter_and_a_facet() {
    let app = App::start().await;
    let mut people = Vec::new();
    for (name, place) in [("Alva", "0180"), ("Bo", "1480"), ("Cilla", "1880"), ("Doris", "2403"), ("Eva", "1981"), ("Filip", "2480")] {
        let person = app.member(name).await;
        person.patch("/members/me", json!({ "municipality": place })).await.is(200);
        people.push(person);
    }
    people.push(app.member("Gustav").await);
    people[6].patch("/members/me", json!({ "region": "01" })).await.is(200);
    let viewer = &people[6];
    for (sizes, expected) in [
        ("municipalitySize=from200000", vec!["Alva", "Bo"]),
        ("municipalitySize=under10000&municipalitySize=from20000", vec!["Doris", "Eva"]),
        ("municipalitySize=from100000&region=24", vec!["Filip"]),
        ("municipalitySize=from50000", vec![]),
    ] {
        assert_eq!(found(viewer, sizes).await, expected, "{sizes}");
    }
    let facets = viewer.get("/members/facets").await.is(200).body;
    let sizes: Vec<_> =
        facets["municipalitySizes"].as_array().expect("sizes").iter().map(|one| (one["key"].as_str(), one["count"].as_i64())).collect();
    let size = |key, count| (Some(key), Some(count));
    assert_eq!(sizes, [size("under10000", 1), size("from20000", 1), size("from100000", 2), size("from200000", 2)]);
    assert_eq!(facets["municipalitySizes"][0]["name"], "färre än 10 000 invånare");
    viewer.get("/members?municipalitySize=huge").await.is_problem(422, "request.invalid").has_faults(&[("?municipalitySize", "choice")]);
    people[3].patch("/members/me", json!({ "placeAudience": "only_me" })).await.is(200);
    assert_eq!(found(viewer, "municipalitySize=under10000").await, [""; 0]);
    // Known from elsewhere: Statistics Sweden, 31 December 2020.
    let all = app.stranger().walk("/municipalities?limit=100").await;
    let inhabitants = |code: &str| all.iter().find(|one| one["code"] == code).expect("a municipality")["population"].as_i64().expect("a number");
    for (code, counted) in [("0180", 975_551), ("1480", 583_056), ("1280", 347_949), ("1880", 156_381), ("0380", 233_839), ("2403", 2_387)] {
        assert!((inhabitants(code) - counted).abs() <= 50, "{code}: {}", inhabitants(code));
    }
    assert_eq!(all.iter().map(|one| one["population"].as_i64().expect("a number")).sum::<i64>(), 10_379_300);
    assert!(all.iter().all(|one| one["population"].as_i64() > Some(2000)));
}

#[actix_web::test]
async fn a_competence_is_asked_for_by_name_or_synonym_and_the_answer_says_which() {
    let app = App::start().await;
    let (alva, viewer) = (app.member("Alva").await, app.member("Viola").await);
    alva.knows("barnkonsekvensanalys", "leads").await;
    let how = async |asked: &str| {
        let hits = viewer.get(&format!("/members?competence={asked}")).await.is(200);
        hits.items().iter().map(|hit| hit["reasons"]["matched"][0].clone()).next()
    };
    for (asked, expected) in [
        ("barnkonsekvensanalys", "exact"),
        ("Barnkonsekvensanalys", "exact"),
        ("child%20impact%20assessment", "exact"),
        ("BKA", "synonym"),
        ("bka", "synonym"),
        ("bka&competence=barnkonsekvensanalys", "exact"),
    ] {
        let matched = how(asked).await.unwrap_or_default();
        assert_eq!((&matched["how"], &matched["asked"]), (&json!(expected), &json!("barnkonsekvensanalys")), "{asked}");
    }
    assert_eq!(how("bk").await, None, "half a name names nothing");
    let facets = viewer.get("/members/facets?competence=BKA").await.is(200).body;
    assert_eq!(facets["total"], 1);
    let saved = json!({ "name": "Barn", "query": "competence=BKA", "notify": false });
    viewer.post("/members/me/saved-searches", saved).await.is(201);
    viewer
        .get(&format!("/members?competence={}", "a".repeat(121)))
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("?competence", "too-long")]);
}

#[actix_web::test]
async fn there_is_a_facet_for_every_filter_with_values_of_its_own() {
    let app = App::start().await;
    let (hilda, ngo) = crate::audiences::filled_in(&app, "members", false).await;
    let viewer = app.member("Viola").await;
    let facets = viewer.get("/members/facets").await.is(200).body;
    let named = |key: &str, name: &str| json!([{ "key": key, "name": name, "count": 1 }]);
    for (facet, filter, values) in [
        ("competences", "competence", named("medborgardialog", "Medborgardialog")),
        ("areas", "area", named("medinflytande", "Medborgardialog och medinflytande")),
        ("interests", "interest", named("medborgardialog", "Medborgardialog")),
        ("offers", "offer", named("medborgardialog", "Medborgardialog")),
        ("needs", "need", named("medborgardialog", "Medborgardialog")),
        ("regions", "region", named("18", "Region Örebro län")),
        ("municipalities", "municipality", named("1880", "Örebro")),
        ("municipalitySizes", "municipalitySize", named("from100000", "100 000–199 999 invånare")),
        ("organisations", "organisation", named(&ngo, "Föreningen Exempel")),
        ("sectors", "sector", named("ideburen", "Idéburen sektor och civilsamhälle")),
        ("roleTypes", "roleType", named("organiser", "organiser")),
        ("languages", "language", named("sv", "sv")),
    ] {
        assert_eq!(facets[facet], values, "{facet}");
        let key = values[0]["key"].as_str().expect("a key");
        assert_eq!(found(&viewer, &format!("{filter}={key}")).await, ["Hilda Exempelgren"], "{filter}");
    }
    hilda.patch("/members/me", json!({ "languageAudience": "only_me", "interestAudience": "only_me" })).await.is(200);
    let facets = viewer.get("/members/facets").await.is(200).body;
    assert_eq!((&facets["languages"], &facets["interests"], facets["offers"].as_array().map(Vec::len)), (&json!([]), &json!([]), Some(1)));
}

#[actix_web::test]
async fn a_group_is_a_filter_for_those_who_may_read_in_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let open = alva.starts_group("Öppen", "open", "open").await;
    let closed = alva.starts_group("Sluten", "closed", "open").await;
    let secret = alva.starts_group("Hemlig", "secret", "open").await;
    omar.joins(&open).await.joins(&closed).await;
    for (viewer, group, expected) in [
        (&siv, &open, vec!["Alva", "Omar"]),
        (&siv, &closed, vec![]),
        (&siv, &secret, vec![]),
        (&omar, &closed, vec!["Alva", "Omar"]),
        (&omar, &secret, vec![]),
        (&alva, &secret, vec!["Alva"]),
    ] {
        assert_eq!(found(viewer, &format!("group={group}")).await, expected, "{}", viewer.email);
    }
    assert_eq!(found(&siv, &format!("group={open}&group={closed}")).await, ["Alva", "Omar"]);
    omar.delete(&format!("/groups/{open}/memberships/{}", omar.id)).await.is(204);
    assert_eq!(found(&siv, &format!("group={open}")).await, ["Alva"]);
}

#[actix_web::test]
async fn every_order_goes_on_where_a_page_ended_whatever_happens_between() {
    let app = App::start().await;
    let mut members = Vec::new();
    for name in ["Örjan", "Alva", "Åsa", "Mona", "Bo Berg", "Ärla", "Zelda"] {
        let member = app.member(name).await;
        member.knows(COMMON, if name == "Mona" { "teaches" } else { "leads" }).await;
        members.push(member);
    }
    let viewer = &members[1];
    let by_name = ["Alva", "Bo Berg", "Mona", "Zelda", "Åsa", "Ärla", "Örjan"];
    let newest = ["Zelda", "Ärla", "Bo Berg", "Mona", "Åsa", "Alva", "Örjan"];
    let best = ["Mona", "Örjan", "Alva", "Åsa", "Bo Berg", "Ärla", "Zelda"];
    for (sort, expected) in [("name", by_name), ("newest", newest), ("best", best)] {
        let path = format!("/members?competence={COMMON}&sort={sort}");
        for limit in [1, 3, 7] {
            assert_eq!(names(&viewer.walk(&format!("{path}&limit={limit}")).await), expected, "{sort} by {limit}");
        }
        assert_eq!(names(viewer.get(&format!("{path}&limit=3&page=2")).await.is(200).items()), expected[3..6], "{sort}");
        // Somebody comes between two pages, and whoever stood last goes.
        let first = viewer.get(&format!("{path}&limit=3")).await.is(200);
        let newcomer = app.member(&format!("Aron {sort}")).await;
        newcomer.knows(COMMON, "teaches").await;
        assert_eq!(names(viewer.get(&first.next().expect("more")).await.is(200).items())[..3], expected[3..6], "{sort}");
        app.protect(&newcomer.id).await;
        if sort != "best" {
            // How rare a competence is has changed then, and with it what is best.
            let last = members.iter().find(|member| member.email.starts_with(&expected[2].to_lowercase().replace(' ', "."))).expect("a member");
            last.delete(&format!("/members/me/competences/{COMMON}")).await.is(204);
            assert_eq!(names(viewer.get(&first.next().expect("more")).await.is(200).items())[..3], expected[3..6], "{sort}");
            last.knows(COMMON, if expected[2] == "Mona" { "teaches" } else { "leads" }).await;
        }
    }
    let page = viewer.get(&format!("/members?competence={COMMON}&limit=1")).await.next().expect("more");
    viewer.get(&page.replace("limit=1", "limit=1&sort=name")).await.is_problem(400, "request.bad-cursor");
    viewer.get("/members?sort=worst").await.is_problem(422, "request.invalid").has_faults(&[("?sort", "choice")]);
}

#[actix_web::test]
async fn what_people_type_finds_whom_they_mean() {
    let golden: Value = serde_json::from_str(include_str!("golden/people.json")).expect("JSON");
    let app = App::start().await;
    let mut organisations = std::collections::BTreeMap::new();
    for one in golden["organisations"].as_array().expect("organisations") {
        let former: Vec<_> = one["former"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let name = one["name"].as_str().expect("a name");
        organisations.insert(name, app.organisation(name, "region", None, None, &former).await);
    }
    for one in golden["people"].as_array().expect("people") {
        let person = app.member(one["name"].as_str().expect("a name")).await;
        person.patch("/members/me", json!({ "headline": one["headline"], "about": one["about"] })).await.is(200);
        if let Some(position) = one.get("position") {
            let mut new = json!({ "title": position["title"], "started": "2015" });
            match organisations.get(position["at"].as_str().expect("a place")) {
                Some(id) => new["organisation"] = json!(id),
                None => new["organisationName"] = position["at"].clone(),
            }
            person.post("/members/me/positions", new).await.is(201);
        }
    }
    let viewer = app.member("Viola Betraktare").await;
    let queries = golden["queries"].as_array().expect("queries");
    let mut missed = Vec::new();
    for query in queries {
        let [q, meant, why] = ["q", "first", "why"].map(|part| query[part].as_str().expect("text"));
        let encoded: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        let hits = found(&viewer, &format!("q={encoded}&limit=5")).await;
        if hits.first().map_or("", String::as_str) != meant {
            missed.push(format!("{why}: {q} means {meant}, found {hits:?}"));
        }
    }
    println!("people: {} of {} hold", queries.len() - missed.len(), queries.len());
    assert!(missed.is_empty() && queries.len() >= 60, "{} of {}:\n{}", missed.len(), queries.len(), missed.join("\n"));
}
