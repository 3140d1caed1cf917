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
    println!("{} of {} hold", queries.len() - missed.len(), queries.len());
    assert!(missed.is_empty() && queries.len() >= 60, "{} of {}:\n{}", missed.len(), queries.len(), missed.join("\n"));
}
