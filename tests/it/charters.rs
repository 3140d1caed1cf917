//! What groups are for, what they need and what their members know together.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn writes(who: &Person<'_>, group: &str, version: i64, charter: Value) -> Answer {
    who.put_version(&format!("/groups/{group}/charter"), version, charter).await
}

async fn known(who: &Person<'_>, group: &str) -> Vec<String> {
    let answer = who.get(&format!("/groups/{group}/competences")).await.is(200);
    let sums = answer.body["competences"].as_array().expect("a list").clone();
    sums.iter()
        .map(|sum| {
            format!("{} {} {}", sum["competence"]["key"].as_str().unwrap_or_default(), sum["members"], sum["level"].as_str().unwrap_or_default())
        })
        .collect()
}

#[actix_web::test]
async fn a_group_says_what_it_is_for_and_is_found_by_it() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let (open, secret) = (alva.starts_group("Skolvägar", "open", "open").await, alva.starts_group("Hemligt", "secret", "open").await);
    let before = omar.get(&format!("/groups/{open}/charter")).await.is(200);
    assert_eq!((before.text_at("/kind"), before.header("etag")), ("interest".to_owned(), "\"0\""));
    let works = json!({ "kind": "working", "mandate": "Ta fram **en mall** <script>", "deliverable": "En mall", "ends": "2027-06",
        "themes": ["barn", "barn", "trygghet"], "needs": ["medborgardialog", "etik"], "municipality": "1480" });
    let written = writes(&alva, &open, 0, works.clone()).await.is(200);
    assert_eq!((written.text_at("/municipality/name"), written.text_at("/needs/0/key")), ("Göteborg".to_owned(), "etik".to_owned()));
    let html = written.text_at("/mandateHtml");
    assert!(html.contains("<strong>en mall</strong>") && !html.contains("<script>"), "{html}");
    assert_eq!(written.body["themes"].as_array().map(Vec::len), Some(2));
    writes(&alva, &secret, 0, works.clone()).await.is(200);
    writes(&alva, &open, 0, works.clone()).await.is_problem(412, "request.stale");
    assert_eq!(writes(&omar, &open, 1, works).await.is_problem(403, "request.forbidden").body["right"], "charters.write");

    for query in ["", "?theme=barn", "?theme=demokrati&theme=trygghet", "?needs=etik&kind=working", "?municipality=1480"] {
        let list = format!("/charters{query}");
        assert_eq!(alva.get(&list).await.is(200).each("/group/name").len(), 2, "{query}");
        for person in [&omar, &app.stranger()] {
            assert_eq!(person.get(&list).await.is(200).each("/group/name"), ["Skolvägar"], "{query}");
        }
    }
    for query in ["?theme=demokrati", "?kind=interest", "?region=14", "?theme=barn&needs=bim"] {
        assert_eq!(alva.get(&format!("/charters{query}")).await.is(200).items().len(), 0, "{query}");
    }
    // What was open is closed to the eye at once, and comes back.
    alva.patch_version(&format!("/groups/{open}"), 0, json!({ "visibility": "secret" })).await.is(200);
    assert_eq!(omar.get("/charters").await.is(200).items().len(), 0);
    omar.get(&format!("/groups/{open}/charter")).await.is(404);
    alva.patch_version(&format!("/groups/{open}"), 1, json!({ "visibility": "network" })).await.is(200);
    assert_eq!(omar.get("/charters").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn a_working_says_what_it_is_to_make_and_nobody_else_does() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "open", "open").await;
    for (charter, faults) in [
        (json!({ "kind": "working" }), [("/mandate", "missing"), ("/deliverable", "missing"), ("/ends", "missing")].as_slice()),
        (json!({ "kind": "theme", "ends": "2027", "region": "14", "municipality": "1480" }), &[("/ends", "clash"), ("/region", "clash")]),
        (json!({ "kind": "theme", "themes": ["finns-inte"] }), &[("/themes", "unknown")]),
        (json!({ "kind": "theme", "needs": ["finns-inte"] }), &[("/needs", "unknown")]),
        (json!({ "kind": "theme", "municipality": "9999" }), &[("/municipality", "unknown")]),
        (json!({ "kind": "theme", "region": "99" }), &[("/region", "unknown")]),
        (json!({ "kind": "theme", "themes": ["a", "b", "c", "d", "e", "f"] }), &[("/themes", "count")]),
    ] {
        writes(&alva, &group, 0, charter).await.is_problem(422, "request.invalid").has_faults(faults);
    }
    assert_eq!(alva.get(&format!("/groups/{group}/charter")).await.is(200).body["version"], 0);
}

#[actix_web::test]
async fn the_sum_of_a_groups_competences_is_what_the_reader_sees_in_each_member() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "request").await;
    alva.knows("medborgardialog", "leads").await;
    omar.knows("medborgardialog", "teaches").await.knows("etik", "knows").await;
    siv.knows("detaljplanering", "teaches").await;
    writes(&alva, &group, 0, json!({ "kind": "theme", "needs": ["etik", "medborgardialog"] })).await.is(200);
    omar.joins(&group).await;
    assert_eq!(known(&siv, &group).await, ["medborgardialog 1 leads"], "who asked is no member yet");
    let missing = siv.get(&format!("/groups/{group}/competences")).await;
    assert_eq!(missing.text_at("/missing/0/key"), "etik");
    alva.patch(&format!("/groups/{group}/memberships/{}", omar.id), json!({ "role": "member" })).await.is(200);
    assert_eq!(known(&siv, &group).await, ["medborgardialog 2 teaches", "etik 1 knows"]);

    omar.patch("/members/me", json!({ "competenceAudience": "shared_groups" })).await.is(200);
    assert_eq!(known(&siv, &group).await, ["medborgardialog 1 leads"]);
    assert_eq!(known(&alva, &group).await, ["medborgardialog 2 teaches", "etik 1 knows"]);
    omar.patch("/members/me", json!({ "competenceAudience": "only_me" })).await.is(200);
    assert_eq!(known(&alva, &group).await, ["medborgardialog 1 leads"]);
    assert_eq!(known(&omar, &group).await, ["medborgardialog 2 teaches", "etik 1 knows"]);
    omar.patch("/members/me", json!({ "competenceAudience": "members" })).await.is(200);
    omar.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204);
    assert_eq!(known(&siv, &group).await, ["medborgardialog 1 leads"]);
    app.protect(&alva.id).await;
    assert_eq!(known(&siv, &group).await, Vec::<String>::new());
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "closed" })).await.is(200);
    siv.get(&format!("/groups/{group}/competences")).await.is(404);
}

/// The sum as anybody can make it: of the members whom they see in the list, what they see in each profile.
async fn summed(who: &Person<'_>, group: &str) -> BTreeMap<String, (i64, usize)> {
    const LEVELS: [&str; 4] = ["knows", "practised", "leads", "teaches"];
    let mut sums = BTreeMap::<_, (i64, usize)>::new();
    let active = format!("/groups/{group}/memberships?state=active&limit=100");
    for member in who.get(&active).await.is(200).each("/member/id") {
        let profile = who.get(&format!("/members/{member}")).await;
        for claim in profile.body["competences"].as_array().into_iter().flatten() {
            let key = claim["competence"]["key"].as_str().expect("a key").to_owned();
            let level = LEVELS.iter().position(|level| claim["level"] == **level).expect("a level");
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + 1, sum.1.max(level));
        }
    }
    sums
}

#[actix_web::test]
async fn the_sum_tells_nothing_that_the_list_of_members_and_their_profiles_do_not() {
    const LEVELS: [&str; 4] = ["knows", "practised", "leads", "teaches"];
    let app = App::start().await;
    let mut people = Vec::new();
    for name in ["Alva", "Omar", "Siv", "Nils", "Vera", "Ulla"] {
        people.push(app.member(name).await);
    }
    let mut told = 0;
    for seed in 0..6 {
        let mut rng = Rng::with_seed(seed);
        let group = people[0].starts_group("Skolvägar", "network", "open").await;
        let other = people[1].starts_group("Andra vägar", "network", "open").await;
        for person in &people {
            for key in ["etik", "medborgardialog", "sociologi"] {
                if rng.bool() {
                    person.knows(key, rng.choice(LEVELS).expect("a level")).await;
                }
            }
            let audience = rng.choice(["everyone", "members", "shared_groups", "only_me"]).expect("an audience");
            person.patch("/members/me", json!({ "competenceAudience": audience })).await.is(200);
            for one in [&group, &other] {
                if rng.u8(..3) > 0 {
                    person.post(&format!("/groups/{one}/memberships"), Value::Null).await;
                }
            }
            let blocked = &people[rng.usize(..people.len())];
            let block = format!("/members/me/blocks/{}", blocked.id);
            if rng.u8(..3) == 0 {
                person.put(&block, Value::Null).await;
            } else {
                person.delete(&block).await;
            }
        }
        if seed == 3 {
            app.protect(&people[5].id).await;
        }
        for reader in &people[..5] {
            let answer = reader.get(&format!("/groups/{group}/competences")).await.is(200);
            let sums = answer.body["competences"].as_array().expect("a list").iter().map(|sum| {
                let level = LEVELS.iter().position(|level| sum["level"] == **level).expect("a level");
                (sum["competence"]["key"].as_str().expect("a key").to_owned(), (sum["members"].as_i64().expect("a number"), level))
            });
            let sums: BTreeMap<_, _> = sums.collect();
            assert_eq!(sums, summed(reader, &group).await, "world {seed}, {}", reader.email);
            told += sums.len();
        }
    }
    assert!(told > 20, "the worlds are not empty: {told}");
}
