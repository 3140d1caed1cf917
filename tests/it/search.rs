//! Searching over everything: what is meant comes first, and nobody finds what they may not see.

use actix_web::http::Method;
use api::kernel::access::System;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{App, PASSWORD, Person};

/// A query as it stands in an address.
pub fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

fn text(runs: &Value) -> String {
    runs.as_array().into_iter().flatten().map(|run| run["text"].as_str().expect("text")).collect()
}

/// The hits of a page, as `kind: title`.
async fn hits(person: &Person<'_>, query: &str) -> Vec<String> {
    let page = person.get(&format!("/search?{query}")).await.is(200);
    page.items().iter().map(|hit| format!("{}: {}", hit["kind"].as_str().expect("a kind"), text(&hit["title"]))).collect()
}

async fn finds(person: &Person<'_>, q: &str) -> Vec<String> {
    hits(person, &format!("q={}", encoded(q))).await
}

async fn opens(person: &Person<'_>, place: &str, title: &str, body: &str) -> String {
    person.app.wait(TimeDelta::seconds(1));
    let at = if place.is_empty() { "/discussions".to_owned() } else { format!("/groups/{place}/discussions") };
    person.post(&at, json!({ "title": title, "body": body })).await.is(201).id()
}

async fn replies(person: &Person<'_>, discussion: &str, body: &str) -> String {
    person.app.wait(TimeDelta::seconds(1));
    person.post(&format!("/discussions/{discussion}/posts"), json!({ "body": body })).await.is(201).id()
}

/// How many of a kind were counted, and whether there are more.
fn counted(page: &tests::Answer, kind: &str) -> (u64, bool) {
    let count = page.body["facets"].as_array().expect("facets").iter().find(|count| count["kind"] == kind).expect("the kind");
    (count["count"].as_u64().expect("a count"), count["more"].as_bool().expect("yes or no"))
}

#[actix_web::test]
async fn every_query_of_the_golden_set_finds_first_what_is_meant() {
    let app = App::start().await;
    let system = System::because("demonstration data belongs to nobody", &app.inner);
    api::demo::load(&system, 300, |_, _| {}).await.expect("the demonstration");
    let alva = app.sign_in("alva@example.org", api::demo::PASSWORD).await;
    let golden: Vec<Value> = serde_json::from_str(include_str!("golden/search.json")).expect("the golden set");
    let mut missed = Vec::new();
    for one in &golden {
        let person = if one["who"] == "nobody" { app.stranger() } else { alva.clone() };
        let kind = one["kind"].as_str().map(|kind| format!("&kind={kind}")).unwrap_or_default();
        let q = one["q"].as_str().expect("a query");
        let found = hits(&person, &format!("q={}&limit=3{kind}", encoded(q))).await;
        if found.first().map(String::as_str) != one["first"].as_str() {
            missed.push(format!("{q}: {} is not first of {found:?}", one["first"]));
        }
    }
    println!("everything: {} of {} hold", golden.len() - missed.len(), golden.len());
    assert!(missed.is_empty() && golden.len() >= 100, "{missed:#?}");
}

#[actix_web::test]
async fn a_hit_shows_where_it_is_who_wrote_it_and_what_was_meant_without_markup() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Öppet hus", "open", "open").await;
    let discussion = opens(&alva, &group, "Om rastgårdar", "Vi frågade <script>alert('hundägarna')</script> om **rastgården**.").await;
    let page = omar.get("/search?q=hundagare").await.is(200);
    let hit = &page.items()[0];
    assert_eq!((&hit["kind"], &hit["id"], &hit["language"]), (&json!("discussion"), &json!(discussion), &json!("sv")));
    assert_eq!((&hit["group"]["name"], &hit["author"]["name"]), (&json!("Öppet hus"), &json!("Alva")));
    let marked: Vec<_> = hit["snippet"].as_array().expect("runs").iter().filter(|run| run["hit"] == true).map(|run| run["text"].clone()).collect();
    assert_eq!(marked, ["hundägarna"]);
    assert!(text(&hit["snippet"]).contains("<script>alert('hundägarna')</script>"), "plain text stays as it is");
    let own = hit["_links"]["self"]["href"].as_str().expect("a link").trim_start_matches("https://torg.test/api/v1").to_owned();
    assert_eq!(omar.get(&own).await.is(200).id(), discussion);
    // Without an account nobody is told who wrote it, and whoever blocks is not told of either.
    assert_eq!(app.stranger().get("/search?q=hundagare").await.is(200).items()[0]["author"], Value::Null);
    alva.put(&format!("/members/me/blocks/{}", omar.id), Value::Null).await.is(204);
    assert_eq!(omar.get("/search?q=hundagare").await.is(200).items()[0]["author"], Value::Null);
    assert_eq!(hits(&omar, &format!("q=hundagare&author={}", alva.id)).await, [] as [&str; 0]);
    assert_eq!(hits(&app.stranger(), &format!("q=hundagare&author={}", alva.id)).await, [] as [&str; 0]);
    assert_eq!(hits(&alva, &format!("q=hundagare&author={}", alva.id)).await, ["discussion: Om rastgårdar"]);
}

#[actix_web::test]
async fn kinds_are_counted_and_a_search_is_narrowed_by_kind_group_author_time_and_language() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva Igelkottberg").await, app.member("Omar").await);
    let (one, other) = (omar.starts_group("Igelkottar", "network", "open").await, omar.starts_group("Skaft", "network", "open").await);
    let first = opens(&omar, &one, "Igelkottarna", "Om igelkottar och annat som går om natten.").await;
    replies(&omar, &first, "The hedgehog, or igelkott, is what we see in the streets here at night.").await;
    alva.joins(&other).await;
    app.wait(TimeDelta::days(3));
    let (alva, omar) = (app.sign_in(&alva.email, PASSWORD).await, app.sign_in(&omar.email, PASSWORD).await);
    opens(&alva, &other, "Skaften", "Varje igelkott har ett skaft.").await;
    omar.post(&format!("/groups/{one}/pages"), json!({ "title": "Igelkottens historia", "body": "Den är lång." })).await.is(201);
    app.organisation("Igelkottsverket", "kommun", None, None, &[]).await;
    let page = omar.get("/search?q=igelkott&limit=100").await.is(200);
    for (kind, count) in [("member", 1), ("group", 1), ("discussion", 2), ("post", 1), ("page", 1), ("block", 0), ("example", 0), ("organisation", 1)]
    {
        assert_eq!(counted(&page, kind), (count, false), "{kind}");
        let of_kind = omar.get(&format!("/search?q=igelkott&kind={kind}")).await.is(200);
        assert_eq!(of_kind.items().len() as u64, count, "{kind}");
        assert_eq!(of_kind.body["facets"], page.body["facets"], "all kinds are counted whatever is asked for");
    }
    assert_eq!(page.items().len(), 7);
    assert!(page.items().is_sorted_by(|one, next| one["score"].as_i64() >= next["score"].as_i64()));
    let narrowed = async |filter: &str| {
        let mut found = hits(&omar, &format!("q=igelkott&{filter}")).await;
        found.sort();
        found
    };
    let in_one = ["discussion: Igelkottarna", "group: Igelkottar", "page: Igelkottens historia", "post: Igelkottarna"];
    assert_eq!(narrowed(&format!("group={one}")).await, in_one);
    assert_eq!(narrowed(&format!("group={other}")).await, ["discussion: Skaften", "member: Alva Igelkottberg"]);
    assert_eq!(narrowed(&format!("author={}", alva.id)).await, ["discussion: Skaften"]);
    assert_eq!(narrowed("since=2026-11-24T00:00:00Z").await, ["discussion: Skaften", "page: Igelkottens historia"]);
    assert_eq!(narrowed("until=2026-11-24T00:00:00Z").await, ["discussion: Igelkottarna", "group: Igelkottar", "post: Igelkottarna"]);
    assert_eq!(narrowed("language=en").await, ["post: Igelkottarna"]);
    assert_eq!(narrowed("kind=page&kind=post").await, ["page: Igelkottens historia", "post: Igelkottarna"]);
    // Each page goes on where the one before ended.
    let walked: Vec<_> = omar.walk("/search?q=igelkott&limit=2").await.iter().map(|hit| hit["_links"]["self"]["href"].clone()).collect();
    let at_once: Vec<_> = page.items().iter().map(|hit| hit["_links"]["self"]["href"].clone()).collect();
    assert_eq!(walked, at_once);
}

#[actix_web::test]
async fn a_change_is_found_by_the_next_request_and_what_is_deleted_by_none() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (one, other) = (alva.starts_group("Ett", "network", "open").await, alva.starts_group("Annat", "closed", "open").await);
    let discussion = opens(&alva, &one, "Rubriken", "Fladdermusen").await;
    let reply = replies(&alva, &discussion, "Igelkottar").await;
    let both = ["discussion: Rubriken", "post: Rubriken"];
    assert_eq!((finds(&alva, "fladdermus").await, finds(&alva, "igelkott").await), (vec![both[0].to_owned()], vec![both[1].to_owned()]));
    let at = format!("/discussions/{discussion}/posts/{reply}");
    alva.patch_version(&at, 0, json!({ "body": "Grävlingar" })).await.is(200);
    alva.patch_version(&format!("/discussions/{discussion}"), 0, json!({ "title": "Namnet" })).await.is(200);
    assert_eq!((finds(&alva, "igelkott").await.len(), finds(&alva, "rubriken").await.len()), (0, 0));
    assert_eq!(finds(&alva, "grävling").await, ["post: Namnet"]);
    // A split, a move, and a group that is renamed.
    let aside = alva.post(&format!("/discussions/{discussion}/splits"), json!({ "title": "För sig", "posts": [reply] })).await.is(201).id();
    assert_eq!(finds(&alva, "grävling").await, ["discussion: För sig"]);
    alva.put(&format!("/discussions/{aside}/place"), json!({ "group": other })).await.is(200);
    assert_eq!(hits(&alva, &format!("q=gr%C3%A4vling&group={other}")).await, ["discussion: För sig"]);
    assert_eq!(hits(&alva, &format!("q=gr%C3%A4vling&group={one}")).await.len() + finds(&app.member("Omar").await, "grävling").await.len(), 0);
    alva.patch_version(&format!("/groups/{one}"), 0, json!({ "name": "Lodjuren" })).await.is(200);
    assert_eq!(finds(&alva, "lodjur").await, ["group: Lodjuren"]);
    alva.delete(&format!("/discussions/{discussion}")).await.is(204);
    alva.delete(&format!("/discussions/{aside}")).await.is(204);
    for gone in ["grävling", "fladdermus", "namnet", "sig"] {
        assert!(finds(&alva, gone).await.iter().all(|hit| hit.starts_with("block") || hit.starts_with("example")), "{gone}");
    }
}

#[actix_web::test]
async fn a_slip_is_forgiven_where_the_viewer_finds_nothing_else_whatever_others_have_written() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let open = alva.starts_group("Ett", "network", "open").await;
    opens(&alva, &open, "Om sopkvastar", "Kvastskaft och annat").await;
    for slip in ["sopkvsatar", "sopkvasta", "sopkvastarr", "sopkvaztar", "kvaatskaft"] {
        assert_eq!(finds(&omar, slip).await, ["discussion: Om sopkvastar"], "{slip}");
    }
    assert_eq!(finds(&omar, "sopkvaztra").await.len() + finds(&omar, "annta kvastskaft nyckel").await.len(), 0, "two are too many");
    // Somebody else's secret word is like one that nobody has written.
    let secret = alva.starts_group("Tyst", "secret", "open").await;
    opens(&alva, &secret, "Om sopkvaztar", "sopkvsatar").await;
    for slip in ["sopkvsatar", "sopkvaztar"] {
        assert_eq!(finds(&omar, slip).await, ["discussion: Om sopkvastar"], "{slip}");
        assert_eq!(finds(&alva, slip).await, ["discussion: Om sopkvaztar"], "{slip}");
    }
}

#[actix_web::test]
async fn what_is_called_so_is_suggested_while_somebody_types() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva Medborg").await, app.member("Omar").await);
    let (open, secret) = (alva.starts_group("Medborgarna", "open", "open").await, alva.starts_group("Medborgarhemligt", "secret", "open").await);
    opens(&alva, &open, "Hur når vi medborgare?", "Undrar.").await;
    opens(&alva, &open, "Något annat", "Om medborgare").await;
    let suggested = async |person: &Person<'_>, query: &str| {
        let answer = person.get(&format!("/search/suggestions?{query}")).await.is(200);
        answer.items().iter().map(|one| format!("{}: {}", one["kind"].as_str().expect("a kind"), text(&one["title"]))).collect::<Vec<_>>()
    };
    let found = suggested(&omar, "q=medbo").await;
    for title in ["member: Alva Medborg", "group: Medborgarna", "discussion: Hur når vi medborgare?"] {
        assert!(found.contains(&title.to_owned()), "{title}: {found:?}");
    }
    assert!(found.len() <= 10 && !found.iter().any(|title| title.contains("annat") || title.contains("hemligt")), "{found:?}");
    assert_eq!(suggested(&omar, "q=n%C3%A5r%20medb&kind=discussion").await, ["discussion: Hur når vi medborgare?"]);
    assert_eq!(suggested(&alva, "q=medborgarh").await, ["group: Medborgarhemligt"]);
    let visitors = suggested(&app.stranger(), "q=medborg&kind=member&kind=group").await;
    assert_eq!(visitors, ["group: Medborgarna"], "visitors are told of nobody");
    assert_eq!(suggested(&omar, "q=m").await.len() + suggested(&omar, "q=%25").await.len(), 0);
    assert!(!secret.is_empty());
}

#[actix_web::test]
async fn what_cannot_be_asked_is_told_and_nothing_that_is_typed_is_an_error() {
    let app = App::start().await;
    let (alva, nobody) = (app.member("Alva").await, app.stranger());
    opens(&alva, "", "Om nått", "NEAR OR AND NOT 50% \"citat\" 'apostrof' a:b c* (d) {e} ^f -g").await;
    nobody.get("/search").await.is_problem(422, "request.invalid").has_faults(&[("?q", "missing")]);
    nobody.get("/search?q=").await.is_problem(422, "request.invalid").has_faults(&[("?q", "too-short")]);
    nobody.get(&format!("/search/suggestions?q={}", "a".repeat(81))).await.is(422).has_faults(&[("?q", "too-long")]);
    let wrong = "/search?q=x&kind=mail&group=1&since=i%20g%C3%A5r&language=de&sort=1";
    let faults = [("?kind", "choice"), ("?group", "uuid"), ("?since", "time"), ("?language", "choice"), ("?sort", "surplus")];
    nobody.get(wrong).await.is(422).has_faults(&faults);
    let odd = [
        "%",
        "*",
        "\"",
        "'",
        "(",
        "a AND",
        "NEAR(",
        "\\",
        "' OR 1=1 --",
        "title:x",
        "-",
        "^",
        "🦉",
        "NOT",
        "{}",
        "§kpost",
        "·a",
        "¶b",
        "ß",
        "İ",
        "a\u{301}",
        "한국어",
        "😀a",
    ];
    for q in odd {
        for path in ["/search", "/search/suggestions"] {
            alva.send(Method::GET, &format!("{path}?q={}", encoded(q)), &[], None).await.is(200);
        }
    }
    let mut rng = fastrand::Rng::with_seed(1);
    let letters: Vec<_> = "abcdeåäö ÅÄÖ%_*\"'()\\^:-+~<>&|!§·¶{}[]0123456789🦉é\u{301}".chars().collect();
    for round in 0..QUERIES {
        let q: String = (0..rng.usize(1..60)).map(|_| rng.choice(letters.iter()).expect("a letter")).collect();
        let path = if round % 2 == 0 { "/search" } else { "/search/suggestions" };
        let answer = if round % 3 == 0 { &nobody } else { &alva }.get(&format!("{path}?q={}", encoded(&q))).await;
        assert!([200, 422].contains(&answer.status), "{q}: {}", answer.text);
    }
}

/// Random queries.
const QUERIES: usize = 300;
