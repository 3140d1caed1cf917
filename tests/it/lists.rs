//! Queries and pages of lists: bounds, cursors, and what is not taken for one.

use std::collections::HashSet;

use serde_json::Value;
use tests::{Answer, App, Contract};

/// The cursor of a page's `next` link.
fn cursor_of(page: &Answer) -> String {
    let next = page.next().expect("a next page");
    next.split("cursor=").nth(1).expect("a cursor").split('&').next().expect("a cursor").to_owned()
}

#[actix_web::test]
async fn a_limit_and_a_page_are_numbers_in_their_bounds() {
    let app = App::start().await;
    let nobody = app.stranger();
    for limit in ["0", "101", "-1", "x", "1.5", "1e2", "", "%201", "0x10", "18446744073709551616", "%D9%A1"] {
        nobody.get(&format!("/regions?limit={limit}")).await.is_problem(422, "request.invalid").has_faults(&[("?limit", "range")]);
    }
    for page in ["0", "10001", "-1", "x", "99999999999999999999"] {
        nobody.get(&format!("/regions?page={page}")).await.is_problem(422, "request.invalid").has_faults(&[("?page", "range")]);
    }
    nobody.get("/regions?limit=x&page=0&sida=2").await.is(422).has_faults(&[("?limit", "range"), ("?page", "range"), ("?sida", "surplus")]);
    nobody.get("/regions?page=101&limit=100").await.is(422).has_faults(&[("?page", "clash")]);
    nobody.get("/regions?limit=2&limit=3").await.is_problem(422, "request.invalid");
    for (query, count) in [("limit=1", 1), ("limit=100", 21), ("limit=100&page=100", 0), ("page=10000&limit=1", 0), ("page=2", 1)] {
        assert_eq!(nobody.get(&format!("/regions?{query}")).await.is(200).items().len(), count, "{query}");
    }
}

#[actix_web::test]
async fn a_misspelt_parameter_is_told_what_was_probably_meant() {
    let app = App::start().await;
    let answer = app.stranger().get("/municipalities?regoin=14").await.is(422).has_faults(&[("?regoin", "surplus")]);
    assert!(answer.text.contains("menade du region?"));
    app.stranger().get("/municipalities?q=a&q=b").await.is(422).has_faults(&[("?q", "type")]);
}

#[actix_web::test]
async fn a_page_tells_where_it_stands_in_body_and_header() {
    let app = App::start().await;
    let page = app.stranger().get("/regions?limit=8&page=2").await.is(200);
    assert_eq!((&page.body["_meta"]["limit"], &page.body["_meta"]["page"], &page.body["_meta"]["count"]), (&8.into(), &2.into(), &8.into()));
    assert_eq!(page.text_at("/_links/self/href"), "https://torg.test/api/v1/regions?limit=8&page=2");
    assert_eq!(page.text_at("/_links/prev/href"), "https://torg.test/api/v1/regions?limit=8&page=1");
    let link = page.header("link");
    for name in ["first", "prev", "next"] {
        let href = page.text_at(&format!("/_links/{name}/href"));
        assert!(link.contains(&format!("<{href}>; rel=\"{name}\"")), "{link}");
    }
    let last = app.stranger().get("/regions?limit=8&page=3").await.is(200);
    assert!(last.body["_links"].get("next").is_none() && !last.header("link").contains("next"));
}

#[actix_web::test]
async fn pages_by_cursor_hold_everything_once() {
    let app = App::start().await;
    let all = app.stranger().get("/regions?limit=100").await.is(200).each("/code");
    for limit in [1, 7, 10, 20, 21] {
        let walked = app.stranger().walk(&format!("/regions?limit={limit}")).await;
        assert_eq!(walked.iter().map(|region| region["code"].as_str().unwrap_or_default()).collect::<Vec<_>>(), all);
    }
    let cursor = cursor_of(&app.stranger().get("/regions?limit=5").await.is(200));
    let rest = app.stranger().get(&format!("/regions?limit=100&cursor={cursor}")).await.is(200);
    assert_eq!(rest.each("/code"), all[5..]);
    assert!(rest.body["_meta"].get("page").is_none());
}

#[actix_web::test]
async fn a_cursor_that_was_tampered_with_is_refused() {
    let app = App::start().await;
    let cursor = cursor_of(&app.stranger().get("/regions?limit=5").await.is(200));
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut forged: HashSet<String> = HashSet::new();
    for place in 0..cursor.len() {
        let (before, rest) = cursor.split_at(place);
        forged.extend([before.to_owned(), rest.to_owned(), format!("{before}{}", &rest[1..]), format!("{before}{}{rest}", &rest[..1])]);
        let at = letters.find(&rest[..1]).expect("a letter of base64url");
        for step in [1, 2, 16, 32] {
            let other = (at + step) % letters.len();
            forged.insert(format!("{before}{}{}", &letters[other..=other], &rest[1..]));
        }
    }
    forged.remove(&cursor);
    forged.extend([
        cursor.to_uppercase(),
        cursor.chars().rev().collect(),
        format!("{cursor}="),
        format!("%20{cursor}"),
        format!("{cursor}%00"),
        "5".to_owned(),
        "a".repeat(4000),
    ]);
    assert!(forged.len() > 500);
    for cursor in forged {
        app.stranger().get(&format!("/regions?cursor={cursor}")).await.is_problem(400, "request.bad-cursor");
    }
}

#[actix_web::test]
async fn a_cursor_is_good_for_its_own_list_and_filter_only() {
    let (app, other) = (App::start().await, App::start().await);
    let nobody = app.stranger();
    let regions = cursor_of(&nobody.get("/regions?limit=5").await.is(200));
    let here = cursor_of(&nobody.get("/municipalities?limit=5&region=14").await.is(200));
    nobody.get(&format!("/municipalities?limit=5&region=14&cursor={here}")).await.is(200);
    for path in [
        format!("/municipalities?region=12&cursor={here}"),
        format!("/municipalities?region=14&q=a&cursor={here}"),
        format!("/municipalities?cursor={here}"),
        format!("/regions?cursor={here}"),
        format!("/municipalities?cursor={regions}"),
        format!("/competences?cursor={regions}"),
        format!("/problems?cursor={regions}"),
    ] {
        nobody.get(&path).await.is_problem(400, "request.bad-cursor");
    }
    other.stranger().get(&format!("/regions?cursor={regions}")).await.is_problem(400, "request.bad-cursor");
    nobody.get(&format!("/regions?page=2&cursor={regions}")).await.is(422).has_faults(&[("?page", "clash")]);
    nobody.get(&format!("/regions?cursor={regions}&cursor={regions}")).await.is_problem(422, "request.invalid");
}

#[actix_web::test]
async fn a_cursor_of_another_member_shows_nothing_of_theirs() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for name in ["Hemlig ett", "Hemlig två", "Hemlig tre"] {
        alva.starts_group(name, "secret", "open").await;
    }
    for path in ["/members/me/groups", "/groups"] {
        let cursor = cursor_of(&alva.get(&format!("{path}?limit=1")).await.is(200));
        let answer = omar.get(&format!("{path}?limit=1&cursor={cursor}")).await;
        assert!(answer.status == 400 || answer.is(200).items().is_empty());
    }
}

#[actix_web::test]
async fn a_query_that_no_text_can_hold_is_refused() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for bad in ["%FF", "%C3%28", "%ED%A0%80", "a%FFb"] {
        alva.get(&format!("/members?q={bad}")).await.is_problem(400, "request.malformed");
        alva.get(&format!("/municipalities?{bad}=1")).await.is_problem(400, "request.malformed");
    }
    let lists = Contract::of(&alva).await.operations().into_iter().filter(|operation| operation.method == "GET");
    for operation in lists.filter(|operation| !operation.path.contains('{')) {
        for name in ["q", "area", "competence", "minLevel", "municipality", "region", "organisation", "sector", "joining", "state", "limit", "page"] {
            let answer = alva.get(&format!("{}?{name}=%00", operation.path)).await;
            let taken = answer.status == 200 && answer.body["items"] == Value::Null;
            assert!(answer.status == 422 || taken, "{} answered {}", answer.of, answer.text);
        }
    }
}

#[actix_web::test]
async fn a_path_that_no_key_can_be_is_not_there() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for operation in Contract::of(&alva).await.operations().into_iter().filter(|operation| operation.path.contains('{')) {
        for bad in ["%00", "a%00b", "%FF", "%ED%A0%80", "..%2f..%2fetc", "%27%20OR%201%3D1", "a%0d%0ab", &"a".repeat(500)] {
            let path = operation.at(|_| bad.to_owned());
            let answer = alva.send(operation.method.clone(), &path, operation.headers(), operation.example()).await;
            assert!((400..=404).contains(&answer.status) || answer.status == 422, "{} answered {} {}", answer.of, answer.status, answer.text);
        }
    }
}
