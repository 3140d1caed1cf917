//! The directory: members found by what they know and show, and why.

use std::collections::BTreeMap;

use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{Answer, App, Person};

const RARE: &str = "epidemiologi";
const COMMON: &str = "medborgardialog";

async fn hides(person: &Person<'_>, what: &str) {
    person.patch("/members/me", json!({ (what): "only_me" })).await.is(200);
}

/// Rarity as it is documented: `N` can be found by competence, `n` of them by this one.
fn rarity(total: f64, having: f64) -> i64 {
    (100.0 * ((total + 1.0) / (having + 1.0)).ln()).round() as i64 + 5
}

/// Rarity × level, a quarter off, for nobody says when it was last used.
fn worth(rarity: i64, level: i64) -> i64 {
    rarity * level * 3 / 4
}

/// Names with scores.
fn ranking(answer: &Answer) -> Vec<(String, i64)> {
    answer
        .items()
        .iter()
        .map(|hit| (hit["member"]["name"].as_str().unwrap_or_default().to_owned(), hit["score"].as_i64().unwrap_or_default()))
        .collect()
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|hit| hit["member"]["name"].as_str().unwrap_or_default()).collect()
}

fn keys(hit: &Value, reason: &str, pointer: &str) -> Vec<String> {
    let all = hit["reasons"][reason].as_array().into_iter().flatten();
    all.map(|one| one.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn the_score_is_the_sum_of_rarity_times_level() {
    let app = App::start().await;
    type Role<'a> = (&'a str, &'a [(&'a str, &'a str)], bool);
    let cast: [Role; 7] = [
        ("Alva", &[(RARE, "leads"), (COMMON, "practised")], true),
        ("Berit", &[(COMMON, "teaches")], true),
        ("Cecilia", &[(RARE, "teaches"), (COMMON, "teaches")], false),
        ("David", &[], true),
        ("Elsa", &[(COMMON, "knows"), ("etik", "teaches")], true),
        ("Frida", &[(RARE, "teaches")], false),
        ("Gustav", &[(COMMON, "practised")], true),
    ];
    for (name, claims, shown) in cast {
        let person = app.member(name).await;
        for (competence, level) in claims {
            person.knows(competence, level).await;
        }
        match (shown, name) {
            (false, "Frida") => app.protect(&person.id).await,
            (false, _) => hides(&person, "competenceAudience").await,
            (true, _) => {}
        }
    }
    let viewer = app.member("Viola").await;
    // Everybody but Cecilia and Frida can be found by competence: Alva, Berit, David, Elsa, Gustav, Viola.
    let level: BTreeMap<_, _> = [("knows", 1), ("practised", 2), ("leads", 3), ("teaches", 4)].into();
    let rarities: BTreeMap<_, _> = [(RARE, rarity(6.0, 1.0)), (COMMON, rarity(6.0, 4.0))].into();
    assert_eq!((rarities[RARE], rarities[COMMON]), (130, 39));
    let hits = viewer.get(&format!("/members?competence={COMMON}&competence={RARE}")).await.is(200);
    let mut expected: Vec<_> = cast
        .iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(name, claims, _)| (*name, claims.iter().map(|(key, how)| worth(*rarities.get(key).unwrap_or(&0), level[how])).sum::<i64>()))
        .filter(|(_, score)| *score > 0)
        .map(|(name, score)| (name.to_owned(), score))
        .collect();
    expected.sort_by_key(|(_, score)| -score);
    assert_eq!(ranking(&hits), expected);
    let alva = &hits.items()[0];
    assert_eq!(keys(alva, "matched", "/competence/key"), [RARE, COMMON]);
    let points: Vec<_> = alva["reasons"]["matched"].as_array().into_iter().flatten().map(|matched| matched["points"].as_i64()).collect();
    assert_eq!(points, [Some(worth(130, 3)), Some(worth(39, 2))]);
    assert_eq!(keys(&hits.items()[1], "unmet", "/key"), [RARE]);

    let practised = viewer.get(&format!("/members?competence={COMMON}&minLevel=practised")).await.is(200);
    assert_eq!(ranking(&practised), [("Berit".to_owned(), worth(39, 4)), ("Alva".to_owned(), worth(39, 2)), ("Gustav".to_owned(), worth(39, 2))]);
}

#[actix_web::test]
async fn equals_stand_in_the_order_in_which_they_came_on_every_page() {
    let app = App::start().await;
    let mut expected = Vec::new();
    for number in 0..9 {
        let name = format!("Medlem {}", 9 - number);
        app.member(&name).await.knows(COMMON, "leads").await;
        expected.push(name);
    }
    let viewer = app.member("Viola").await;
    for limit in [1, 2, 4, 9] {
        let hits = viewer.walk(&format!("/members?competence={COMMON}&limit={limit}")).await;
        assert_eq!(names(&hits), expected);
    }
}

#[actix_web::test]
async fn without_a_competence_members_stand_in_swedish_order() {
    let app = App::start().await;
    for name in ["Örjan", "Ärla", "ada", "Åsa", "Zelda", "Örjan", "Öberg"] {
        let email = format!("{}-{}@example.org", name.len(), app.inner.clock.new_id());
        let system = api::kernel::access::System::because("two members have the same name", &app.inner);
        api::accounts::make(&system, name, &email, tests::PASSWORD, entity::kind::Role::Member).await.expect("a member");
    }
    let viewer = app.member("Mitt").await;
    for limit in [1, 3, 100] {
        let hits = viewer.walk(&format!("/members?limit={limit}")).await;
        assert_eq!(names(&hits), ["ada", "Mitt", "Zelda", "Åsa", "Ärla", "Öberg", "Örjan", "Örjan"]);
        assert!(hits.iter().all(|hit| hit["score"] == 0 && keys(hit, "unmet", "/key").is_empty()));
    }
    let second = viewer.get("/members?limit=3&page=2").await.is(200);
    assert_eq!(names(second.items()), ["Åsa", "Ärla", "Öberg"]);
    assert!(second.header("link").contains("rel=\"prev\"") && second.header("link").contains("rel=\"next\""));
    assert_eq!(names(viewer.get("/members?q=ORJAN").await.items()).len(), 2);
}

#[actix_web::test]
async fn what_a_member_writes_finds_them_where_it_is_shown() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let change = json!({ "headline": "Arbetar med skolvägar i Åre", "about": "Hemligheter om fladdermöss" });
    alva.patch("/members/me", change).await.is(200);
    let viewer = app.member("Viola").await;
    for (q, count) in [
        ("alva", 1),
        ("skolvagar", 1),
        ("are%20exempel", 1),
        ("alva%20fladder", 1),
        ("fladdermusen", 0),
        ("fladderm%C3%B6ss", 1),
        ("%25", 0),
        ("example.org", 0),
    ] {
        assert_eq!(viewer.get(&format!("/members?q={q}")).await.is(200).items().len(), count, "{q}");
    }
    alva.patch("/members/me", json!({ "headline": null, "aboutAudience": "only_me" })).await.is(200);
    for q in ["skolvagar", "fladderm%C3%B6ss"] {
        assert_eq!(viewer.get(&format!("/members?q={q}")).await.items().len(), 0, "{q}");
    }
    assert_eq!(names(alva.get("/members?q=fladderm%C3%B6ss").await.items()), ["Alva Exempelgren"]);
}

#[actix_web::test]
async fn an_unmet_wish_is_named_once_and_in_the_order_of_the_wishes() {
    let app = App::start().await;
    app.member("Alva").await.knows(COMMON, "knows").await;
    let viewer = app.member("Viola").await;
    let wishes = format!("/members?competence=sociologi&competence={COMMON}&competence=etik&competence=sociologi&competence=finns-inte");
    let hits = viewer.get(&wishes).await.is(200);
    assert_eq!(keys(&hits.items()[0], "unmet", "/key"), ["sociologi", "etik"]);
    assert_eq!(keys(&hits.items()[0], "matched", "/competence/key"), [COMMON]);
    assert_eq!(viewer.get("/members?competence=finns-inte").await.is(200).items().len(), 0);
}

#[actix_web::test]
async fn a_place_and_a_background_filter_and_narrow_each_other() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    for (person, municipality) in [(&alva, "1880"), (&omar, "1860"), (&siv, "1480")] {
        person.patch("/members/me", json!({ "municipality": municipality })).await.is(200);
    }
    let past = json!({ "organisation": ngo, "title": "Samordnare", "started": "2001", "ended": "2003" });
    for person in [&omar, &siv] {
        person.post("/members/me/positions", past.clone()).await.is(201);
    }
    alva.knows(COMMON, "leads").await;
    omar.knows(COMMON, "knows").await;
    let viewer = app.member("Viola").await;
    viewer.patch("/members/me", json!({ "municipality": "1860" })).await.is(200);
    for (filter, found) in [
        ("municipality=1880".to_owned(), vec!["Alva"]),
        ("region=18".to_owned(), vec!["Alva", "Omar", "Viola"]),
        (format!("organisation={ngo}"), vec!["Omar", "Siv"]),
        (format!("organisation={ngo}&region=18"), vec!["Omar"]),
        (format!("region=18&competence={COMMON}"), vec!["Alva", "Omar"]),
        (format!("region=18&competence={COMMON}&organisation={ngo}"), vec!["Omar"]),
        ("region=18&q=vio".to_owned(), vec!["Viola"]),
        ("municipality=1880&region=14".to_owned(), vec![]),
        ("municipality=9999".to_owned(), vec![]),
    ] {
        assert_eq!(names(viewer.get(&format!("/members?{filter}")).await.is(200).items()), found, "{filter}");
    }
    let hits = viewer.get("/members?region=18").await;
    let same: Vec<_> = hits.items().iter().map(|hit| hit["reasons"]["sameMunicipality"] == true).collect();
    assert_eq!(same, [false, true, false]);
    hides(&omar, "placeAudience").await;
    assert_eq!(viewer.get("/members?q=omar").await.items()[0]["reasons"]["sameMunicipality"], false);
}

#[actix_web::test]
async fn what_a_member_hides_neither_finds_them_nor_counts_nor_shows() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let (hider, viewer) = (app.member("Hilda").await, app.member("Viola").await);
    for person in [&app.member("Alva").await, &viewer] {
        person.knows(COMMON, "leads").await.knows(RARE, "knows").await;
        person.patch("/members/me", json!({ "municipality": "1880" })).await.is(200);
    }
    for what in ["placeAudience", "backgroundAudience", "competenceAudience"] {
        hides(&hider, what).await;
    }
    let paths = [
        "/members".to_owned(),
        format!("/members?competence={COMMON}"),
        format!("/members?competence={COMMON}&competence={RARE}&minLevel=knows"),
        "/members/me/matches".to_owned(),
        "/members?municipality=1880".to_owned(),
        "/members?region=18".to_owned(),
        format!("/members?organisation={ngo}"),
        "/members?q=hilda".to_owned(),
    ];
    let mut before = Vec::new();
    for path in &paths {
        before.push(viewer.get(path).await.is(200).text);
    }
    hider.knows(COMMON, "teaches").await.knows(RARE, "teaches").await;
    hider.patch("/members/me", json!({ "municipality": "1880", "about": "Om mig" })).await.is(200);
    hider.post("/members/me/positions", json!({ "organisation": ngo, "title": "Chef", "started": "2020" })).await.is(201);
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(viewer.get(path).await.is(200).text, before, "{path}");
    }
    // Their own view is whole, and nobody else's score is another in it.
    let own = hider.get(&format!("/members?competence={RARE}&region=18&organisation={ngo}")).await.is(200);
    assert_eq!(names(own.items()), ["Hilda"]);
    let (seen, own) = (viewer.get(&paths[1]).await, hider.get(&paths[1]).await);
    let of_competences = |hits: &Answer, name: &str| {
        let hit = hits.items().iter().find(|hit| hit["member"]["name"] == name).expect("a hit").clone();
        hit["reasons"]["score"][0].clone()
    };
    for name in ["Alva", "Viola"] {
        assert_eq!(of_competences(&own, name), of_competences(&seen, name));
    }
}

#[actix_web::test]
async fn matches_are_others_with_ones_own_competences() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    assert_eq!(alva.get("/members/me/matches").await.is(200).items().len(), 0);
    alva.knows(COMMON, "knows").await.knows(RARE, "knows").await.knows("etik", "leads").await;
    omar.knows(COMMON, "teaches").await;
    siv.knows(RARE, "leads").await.knows(COMMON, "knows").await.knows("sociologi", "teaches").await;
    let hits = alva.get("/members/me/matches").await.is(200);
    assert_eq!(names(hits.items()), ["Siv", "Omar"]);
    assert_eq!(keys(&hits.items()[0], "matched", "/competence/key"), [RARE, COMMON]);
    assert_eq!(keys(&hits.items()[1], "unmet", "/key"), [RARE, "etik"]);
    // What one hides oneself still finds others.
    hides(&alva, "competenceAudience").await;
    assert_eq!(names(alva.get("/members/me/matches").await.items()), ["Siv", "Omar"]);
    assert_eq!(names(omar.get("/members/me/matches").await.items()), ["Siv"]);
    alva.delete(&format!("/members/me/competences/{RARE}")).await.is(204);
    assert_eq!(names(&alva.walk("/members/me/matches?limit=1").await), ["Omar", "Siv"]);
}

#[actix_web::test]
async fn shared_groups_are_named_in_swedish_order_and_only_where_both_are_members() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for (name, visibility, role) in [
        ("Östra", "network", Some(MembershipState::Active)),
        ("Åtta", "secret", Some(MembershipState::Active)),
        ("Zon", "closed", Some(MembershipState::Active)),
        ("Ask", "open", Some(MembershipState::Requested)),
        ("Bok", "secret", None),
        ("Alm", "open", Some(MembershipState::Active)),
    ] {
        let group = alva.starts_group(name, visibility, "open").await;
        if let Some(state) = role {
            app.place(&group, &omar.id, GroupRole::Member, state).await;
        }
    }
    for (viewer, other) in [(&alva, "omar"), (&omar, "alva")] {
        let hits = viewer.get(&format!("/members?q={other}")).await.is(200);
        assert_eq!(keys(&hits.items()[0], "sharedGroups", "/name"), ["Alm", "Zon", "Åtta", "Östra"]);
    }
    let own = alva.get("/members?q=alva").await.is(200);
    assert_eq!(keys(&own.items()[0], "sharedGroups", "/name"), [""; 0]);
    let seen = app.member("Siv").await.get("/members").await.is(200);
    assert!(seen.items().iter().all(|hit| keys(hit, "sharedGroups", "/name").is_empty()));
}

#[actix_web::test]
async fn what_one_cares_about_offers_and_needs_finds_one() {
    let app = App::start().await;
    let (alva, omar, viewer) = (app.member("Alva").await, app.member("Omar").await, app.member("Viola").await);
    for (person, kind, key) in [(&alva, "offer", COMMON), (&omar, "need", COMMON), (&omar, "offer", RARE), (&alva, "interest", "etik")] {
        person.put(&format!("/members/me/topics/{kind}/{key}"), json!({})).await.is(200);
    }
    for (filter, found) in [
        (format!("offer={COMMON}"), vec!["Alva"]),
        (format!("offer={COMMON}&offer={RARE}"), vec!["Alva", "Omar"]),
        (format!("offer={RARE}&need={COMMON}"), vec!["Omar"]),
        (format!("need={COMMON}&q=alva"), vec![]),
        ("interest=etik".to_owned(), vec!["Alva"]),
        ("interest=finns-inte".to_owned(), vec![]),
    ] {
        assert_eq!(names(viewer.get(&format!("/members?{filter}")).await.is(200).items()), found, "{filter}");
    }
    hides(&omar, "needAudience").await;
    assert_eq!(names(viewer.get(&format!("/members?need={COMMON}")).await.items()), [""; 0]);
    assert_eq!(names(viewer.get(&format!("/members?offer={RARE}")).await.items()), ["Omar"]);
}

#[actix_web::test]
async fn one_is_matched_by_what_one_needs_and_by_what_others_need() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    alva.put(&format!("/members/me/topics/need/{RARE}"), json!({})).await.is(200);
    alva.knows(COMMON, "leads").await;
    omar.knows(RARE, "practised").await;
    siv.put(&format!("/members/me/topics/need/{COMMON}"), json!({})).await.is(200);
    let know = alva.get("/members/me/matches?by=myNeeds").await.is(200);
    assert_eq!(names(know.items()), ["Omar"]);
    assert_eq!(keys(&know.items()[0], "matched", "/competence/key"), [RARE]);
    assert_eq!(names(alva.get("/members/me/matches?by=myOffers").await.is(200).items()), ["Siv"]);
    assert_eq!(names(omar.get("/members/me/matches?by=myOffers").await.is(200).items()), ["Alva"]);
    assert_eq!(names(siv.get("/members/me/matches?by=alike").await.is(200).items()), [""; 0]);
    siv.get("/members/me/matches?by=chance").await.is_problem(422, "request.invalid").has_faults(&[("?by", "choice")]);
    hides(&siv, "needAudience").await;
    assert_eq!(names(alva.get("/members/me/matches?by=myOffers").await.items()), [""; 0]);
}

#[actix_web::test]
async fn what_is_part_of_a_wish_counts_half_and_says_so() {
    let app = App::start().await;
    let all = app.stranger().walk("/competences?limit=100").await;
    let broad = all.iter().find(|one| one["narrower"].as_array().is_some_and(|below| !below.is_empty())).expect("a competence with narrower ones");
    let (broad, narrow) = (broad["key"].as_str().expect("a key"), broad["narrower"][0].as_str().expect("a key"));
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    alva.knows(broad, "leads").await;
    omar.knows(narrow, "leads").await;
    let hits = app.member("Viola").await.get(&format!("/members?competence={broad}")).await.is(200);
    assert_eq!(names(hits.items()), ["Alva", "Omar"]);
    let [exact, narrower] = [0, 1].map(|at| hits.items()[at]["reasons"]["matched"][0].clone());
    assert_eq!((&exact["how"], &narrower["how"]), (&json!("exact"), &json!("narrower")));
    assert_eq!((&narrower["asked"], &narrower["competence"]["key"]), (&json!(broad), &json!(narrow)));
    let points = |one: &serde_json::Value| one["points"].as_i64().expect("points");
    // One of three can be found by the broad one: 100 · ln(4 / 2) + 5.
    assert_eq!((points(&exact), points(&narrower)), (worth(74, 3), worth(74 / 2, 3)));
    assert!(hits.items().iter().all(|hit| keys(hit, "unmet", "/key").is_empty()));
    // The other way round nothing matches.
    assert_eq!(names(omar.get(&format!("/members?competence={narrow}")).await.is(200).items()), ["Omar"]);
}

#[actix_web::test]
async fn facets_count_those_found_once_for_each_value() {
    let app = App::start().await;
    let ngo = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let viewer = app.member("Viola").await;
    for (name, municipality) in [("Alva", "1880"), ("Omar", "1880"), ("Siv", "1480")] {
        let person = app.member(name).await;
        person.patch("/members/me", json!({ "municipality": municipality })).await.is(200);
        person.knows(COMMON, "leads").await;
        for started in ["2001", "2005"] {
            let position = json!({ "organisation": ngo, "title": "Samordnare", "roleType": "organiser", "started": started });
            person.post("/members/me/positions", position).await.is(201);
        }
    }
    viewer.knows(RARE, "knows").await;
    let counted = |facets: &serde_json::Value, name: &str| -> Vec<(String, i64)> {
        let values = facets[name].as_array().expect("a facet");
        values.iter().map(|value| (value["key"].as_str().expect("a key").to_owned(), value["count"].as_i64().expect("a count"))).collect()
    };
    let one = |key: &str, count| (key.to_owned(), count);
    let all = viewer.get("/members/facets").await.is(200).body;
    assert_eq!(all["total"], 4);
    assert_eq!(counted(&all, "competences"), [one(COMMON, 3), one(RARE, 1)]);
    assert_eq!(counted(&all, "regions"), [one("18", 2), one("14", 1)]);
    assert_eq!(counted(&all, "municipalities"), [one("1880", 2), one("1480", 1)]);
    assert_eq!((counted(&all, "organisations"), counted(&all, "roleTypes")), (vec![one(&ngo, 3)], vec![one("organiser", 3)]));
    let some = viewer.get(&format!("/members/facets?region=18&competence={COMMON}&sector=ideburen")).await.is(200).body;
    assert_eq!((&some["total"], counted(&some, "regions")), (&json!(2), vec![one("18", 2)]));
    let none = viewer.get("/members/facets?competence=finns-inte").await.is(200).body;
    assert_eq!((&none["total"], counted(&none, "competences")), (&json!(0), vec![]));
}
