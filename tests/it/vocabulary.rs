//! The shared terms and the register of organisations: found under every name, in Swedish order.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::Value;
use tests::App;

fn texts(items: &[Value], member: &str) -> Vec<String> {
    items.iter().map(|item| item[member].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn every_term_is_reached_once_by_walking() {
    let app = App::start().await;
    for (list, key, count) in [
        ("/regions", "code", 21),
        ("/municipalities", "code", 290),
        ("/sectors", "key", 8),
        ("/competence-areas", "key", 24),
        ("/competences", "key", 320),
        ("/themes", "key", 82),
    ] {
        for limit in [7, 100] {
            let keys = texts(&app.stranger().walk(&format!("{list}?limit={limit}")).await, key);
            assert_eq!((keys.len(), keys.iter().collect::<BTreeSet<_>>().len()), (count, count), "{list}");
        }
    }
}

#[actix_web::test]
async fn municipalities_stand_in_swedish_order() {
    let app = App::start().await;
    let names = texts(&app.stranger().walk("/municipalities?limit=50").await, "name");
    let place = |name: &str| names.iter().position(|one| one == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(names[0], "Ale");
    assert_eq!(names.last().map(String::as_str), Some("Övertorneå"));
    let expected = ["Ystad", "Åmål", "Ånge", "Åre", "Åtvidaberg", "Älmhult", "Ängelholm", "Öckerö", "Örebro", "Östersund"];
    assert!(expected.is_sorted_by_key(|name| place(name)), "{names:?}");
    assert_eq!(app.stranger().get("/municipalities?region=18&limit=100").await.items().len(), 12);
    assert_eq!(app.stranger().get("/municipalities?region=18&limit=100").await.each("/name").last().map(String::as_str), Some("Örebro"));
}

#[actix_web::test]
async fn a_search_needs_no_marks_and_no_capitals() {
    let app = App::start().await;
    let visitor = app.stranger();
    for (q, found) in
        [("orebro", "Örebro"), ("%C3%96REBRO", "Örebro"), ("OREBRO", "Örebro"), ("malmo", "Malmö"), ("upplands%20vasby", "Upplands Väsby")]
    {
        assert_eq!(visitor.get(&format!("/municipalities?q={q}")).await.is(200).each("/name"), [found], "{q}");
    }
    for q in ["%25", "_", "%5C", "%25%25", "ebro_"] {
        assert_eq!(visitor.get(&format!("/municipalities?q={q}")).await.is(200).items().len(), 0, "{q}");
    }
    let dialogue = visitor.get("/competences?q=MEDBORGARDIALOG").await.is(200);
    assert!(dialogue.each("/key").contains(&"medborgardialog".to_owned()), "{}", dialogue.text);
}

#[actix_web::test]
async fn a_term_is_found_in_both_languages_and_shown_in_the_one_asked_for() {
    let app = App::start().await;
    let english = [("accept-language", "en")];
    let list = app.stranger().send(Method::GET, "/competences?q=child%20impact", &english, None).await.is(200);
    assert_eq!(list.items()[0]["key"], "barnkonsekvensanalys");
    let in_swedish = app.stranger().get("/competences?q=child%20impact").await.is(200);
    assert_eq!(in_swedish.items()[0]["name"], "Barnkonsekvensanalys");
    assert_ne!(list.items()[0]["name"], in_swedish.items()[0]["name"]);
    let area = in_swedish.text_at("/items/0/area");
    let of_area = app.stranger().walk(&format!("/competences?area={area}&limit=9")).await;
    assert!(!of_area.is_empty() && of_area.iter().all(|competence| competence["area"] == area.as_str()));
    for path in ["/regions", "/sectors", "/competence-areas", "/themes"] {
        let (sv, en) = (app.stranger().get(path).await, app.stranger().send(Method::GET, path, &english, None).await);
        assert_eq!(sv.items().len(), en.items().len());
        assert_ne!(sv.text, en.text, "{path}");
    }
}

#[actix_web::test]
async fn a_competence_names_its_esco_concept_where_there_is_one() {
    let app = App::start().await;
    let competences = app.stranger().walk("/competences?limit=100").await;
    let of = |kind: &str| competences.iter().filter(|one| one["escoMatch"] == kind && one["escoUri"].is_string()).count();
    assert_eq!((of("exact"), of("close")), (99, 55));
    assert_eq!(competences.iter().filter(|one| one["escoUri"].is_null() && one["escoMatch"].is_null()).count(), 320 - 154);
}

#[actix_web::test]
async fn an_organisation_is_found_under_its_former_names() {
    let app = App::start().await;
    let id = app.organisation("Region Sörmland", "region", None, Some("04"), &["Landstinget Sörmland", "Södermanlands läns landsting"]).await;
    app.organisation("Region Värmland", "region", None, Some("17"), &["Landstinget Värmland"]).await;
    let visitor = app.stranger();
    for q in ["Landstinget%20S%C3%B6rmland", "landstinget%20sormland", "region%20sormland", "sodermanlands%20lans"] {
        assert_eq!(visitor.get(&format!("/organisations?q={q}")).await.is(200).each("/name"), ["Region Sörmland"], "{q}");
    }
    let organisation = visitor.get(&format!("/organisations/{id}")).await.is(200);
    assert_eq!(texts(organisation.body["formerNames"].as_array().map_or(&[], Vec::as_slice), "none").len(), 2);
    assert_eq!(organisation.body["name"], "Region Sörmland");
    visitor.get("/organisations/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47").await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn organisations_are_listed_in_swedish_order_by_sector_and_place() {
    let app = App::start().await;
    for (name, sector, municipality, region) in [
        ("Östersunds kommun", "kommun", Some("2380"), Some("23")),
        ("Åmåls kommun", "kommun", Some("1492"), Some("14")),
        ("Göteborgs Stad", "kommun", Some("1480"), Some("14")),
        ("Västra Götalandsregionen", "region", None, Some("14")),
        ("Föreningen Exempel", "ideburen", None, None),
    ] {
        app.organisation(name, sector, municipality, region, &[]).await;
    }
    let visitor = app.stranger();
    let all = ["Föreningen Exempel", "Göteborgs Stad", "Västra Götalandsregionen", "Åmåls kommun", "Östersunds kommun"];
    assert_eq!(texts(&visitor.walk("/organisations?limit=2").await, "name"), all);
    for (filter, found) in [
        ("sector=kommun", vec!["Göteborgs Stad", "Åmåls kommun", "Östersunds kommun"]),
        ("region=14", vec!["Göteborgs Stad", "Västra Götalandsregionen", "Åmåls kommun"]),
        ("region=14&sector=kommun&q=amal", vec!["Åmåls kommun"]),
        ("municipality=2380", vec!["Östersunds kommun"]),
        ("sector=nonsense", vec![]),
    ] {
        assert_eq!(visitor.get(&format!("/organisations?{filter}")).await.is(200).each("/name"), found, "{filter}");
    }
}

#[actix_web::test]
async fn what_people_type_finds_what_they_mean() {
    let golden: Value = serde_json::from_str(include_str!("golden/members.json")).expect("JSON");
    let golden = golden["queries"].as_array().expect("queries");
    assert!(golden.len() >= 60, "{}", golden.len());
    let app = App::start().await;
    let mut missed = Vec::new();
    for query in golden {
        let [q, meant, why] = ["q", "competence", "why"].map(|part| query[part].as_str().expect("text"));
        let encoded: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        let found = app.stranger().get(&format!("/competences?q={encoded}&limit=5")).await.is(200).each("/key");
        if found.first().map(String::as_str) != Some(meant) {
            missed.push(format!("{why}: {q} means {meant}, found {found:?}"));
        }
    }
    println!("vocabulary: {} of {} hold", golden.len() - missed.len(), golden.len());
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), golden.len(), missed.join("\n"));
}

#[actix_web::test]
async fn relations_go_both_ways_and_never_in_a_circle() {
    let app = App::start().await;
    let all = app.stranger().walk("/competences?limit=100").await;
    let related = |one: &Value, how: &str| {
        texts(&one[how].as_array().expect("keys").iter().map(|key| serde_json::json!({ "key": key })).collect::<Vec<_>>(), "key")
    };
    let key = |one: &Value| one["key"].as_str().expect("a key").to_owned();
    let find = |wanted: &str| all.iter().find(|one| one["key"] == wanted).unwrap_or_else(|| panic!("no {wanted}"));
    let mut links = 0;
    for one in &all {
        for broader in related(one, "broader") {
            links += 1;
            assert!(related(find(&broader), "narrower").contains(&key(one)), "{broader} does not know {one}");
            let (mut above, mut open) = (BTreeSet::new(), vec![broader]);
            while let Some(next) = open.pop() {
                assert_ne!(next, key(one), "a circle");
                if above.insert(next.clone()) {
                    open.extend(related(find(&next), "broader"));
                }
            }
        }
    }
    assert!(links > 50, "{links}");
}
