//! What every answer carries, and how HTTP is kept to.

use std::collections::BTreeMap;

use actix_web::http::Method;
use serde_json::json;
use tests::{Answer, App, Contract};

use super::bad_input::raw;

const FRONT_END: &str = "http://localhost:5173";

#[track_caller]
fn is_dressed(answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        assert_eq!(answer.header(name), value, "{} answered {} with {name}", answer.of, answer.status);
    }
    for name in ["cache-control", "traceparent", "ratelimit", "ratelimit-policy", "content-language", "vary"] {
        assert_ne!(answer.header(name), "", "{} answered {} without {name}", answer.of, answer.status);
    }
    for name in ["server", "x-powered-by"] {
        assert_eq!(answer.header(name), "", "{} answered {} with {name}", answer.of, answer.status);
    }
}

#[actix_web::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let app = App::start().await;
    let (alva, nobody) = (app.member("Alva").await, app.stranger());
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    let large = Some(("application/json", vec![b' '; 70_000]));
    let problems = [
        alva.send_raw(Method::POST, "/groups", &[], Some(("application/json", b"{".to_vec()))).await.is(400),
        nobody.get("/members/me").await.is(401),
        nobody.post("/sessions", json!({ "email": alva.email, "password": "fel lösenord är detta" })).await.is(401),
        app.member("Omar").await.patch_version(&format!("/groups/{group}"), 0, json!({})).await.is(403),
        nobody.get("/finns-inte").await.is(404),
        app.request(Method::GET, "/", &[], None).await.is(404),
        nobody.delete("/regions").await.is(405),
        alva.patch_version(&format!("/groups/{group}"), 7, json!({})).await.is(412),
        alva.send_raw(Method::POST, "/groups", &[], large).await.is(413),
        nobody.get(&format!("/regions?q={}", "a".repeat(9000))).await.is(414),
        alva.send_raw(Method::POST, "/groups", &[], Some(("text/plain", b"{}".to_vec()))).await.is(415),
        nobody.get("/regions?limit=0").await.is(422),
        alva.patch(&format!("/groups/{group}"), json!({})).await.is(428),
    ];
    for answer in &problems {
        is_dressed(answer);
        assert_eq!((answer.header("cache-control"), answer.header("content-type")), ("no-store", "application/problem+json"));
    }
    for answer in [nobody.get("/regions").await.is(200), alva.get("/members/me").await.is(200), alva.delete("/members/me/sessions").await.is(204)] {
        is_dressed(&answer);
    }
    assert_eq!(app.sign_in(&alva.email, tests::PASSWORD).await.get("/members/me").await.header("cache-control"), "private, no-cache");
    assert_eq!(nobody.get("/api-info").await.header("cache-control"), "public, max-age=300");
}

#[actix_web::test]
async fn what_carries_tokens_is_kept_by_nobody() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let signed_in = app.stranger().post("/sessions", json!({ "email": alva.email, "password": tests::PASSWORD })).await.is(201);
    let renewed = app.stranger().post("/tokens", json!({ "refreshToken": alva.refresh_token })).await.is(201);
    assert_eq!((signed_in.header("cache-control"), renewed.header("cache-control")), ("no-store", "no-store"));
}

#[actix_web::test]
async fn a_service_without_https_does_not_ask_for_it() {
    let app = App::start_with(|config| config.public_url = "http://127.0.0.1:8080".to_owned()).await;
    assert_eq!(app.stranger().get("/regions").await.header("strict-transport-security"), "");
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let told = |answer: &Answer| {
        let own = |name: &str| !["traceparent", "ratelimit", "date"].contains(&name);
        answer.headers.clone().into_iter().filter(|(name, _)| own(name)).collect::<BTreeMap<_, _>>()
    };
    for operation in Contract::of(&alva).await.operations().into_iter().filter(|operation| operation.method == "GET") {
        let path = operation.at(|name| match name {
            "memberId" => alva.id.clone(),
            "problemCode" => "request.invalid".to_owned(),
            "modelKey" => "knowledge-matrix".to_owned(),
            _ => "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47".to_owned(),
        });
        let (head, get) = (alva.send(Method::HEAD, &path, &[], None).await, alva.get(&path).await);
        assert_eq!((head.status, head.text.as_str(), told(&head)), (get.status, "", told(&get)), "{path}");
    }
}

#[actix_web::test]
async fn no_other_method_gets_through() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    for method in ["TRACE", "CONNECT", "PROPFIND", "HEJ", "OPTIONS"] {
        let method: Method = method.parse().expect("a method");
        let allow = alva.send(method, "/groups", &[], None).await.is_problem(405, "request.method-not-allowed").header("allow").to_owned();
        assert_eq!(allow, "GET, HEAD, POST");
    }
    for header in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let path = format!("/groups/{group}/memberships?_method=DELETE");
        alva.send(Method::GET, &path.replace("?_method=DELETE", ""), &[(header, "DELETE")], None).await.is(200);
        alva.send(Method::GET, &path, &[(header, "DELETE")], None).await.is(422);
    }
    assert_eq!(alva.get("/members/me/groups").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn a_form_of_another_site_changes_nothing() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let body = json!({ "email": alva.email, "password": tests::PASSWORD }).to_string();
    for content_type in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"] {
        for path in ["/sessions", "/registrations", "/password-resets", "/tokens"] {
            let headers = [("origin", "https://evil.test")];
            let sent = app.stranger().send_raw(Method::POST, path, &headers, Some((content_type, body.clone().into_bytes()))).await;
            sent.is_problem(415, "request.unsupported-media-type");
        }
    }
    assert_eq!(alva.get("/members/me/sessions").await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn only_named_front_ends_may_read_from_a_browser() {
    let app = App::start_with(|config| config.cors_origins = vec!["https://fram.torg.test".to_owned()]).await;
    let nobody = app.stranger();
    for origin in [FRONT_END, "http://127.0.0.1:3000", "http://localhost", "https://fram.torg.test"] {
        for path in ["/regions", "/finns-inte", "/members/me", "/regions?limit=0", "/api-info"] {
            let answer = nobody.send(Method::GET, path, &[("origin", origin)], None).await;
            assert_eq!(answer.header("access-control-allow-origin"), origin, "{} answered {}", answer.of, answer.status);
            assert_eq!(answer.header("access-control-allow-credentials"), "");
            assert!(answer.header("access-control-expose-headers").contains("etag"));
        }
    }
    for origin in [
        "https://evil.test",
        "null",
        "*",
        "http://localhost.evil.test",
        "http://evillocalhost",
        "http://localhost:5173.evil.test",
        "http://localhost:5173@evil.test",
        "https://localhost:5173",
        "HTTP://LOCALHOST",
        "file://",
        "http://127.0.0.1.evil.test",
        "http://127.0.0.2",
        "http://[::1]",
        "ftp://localhost",
        "https://fram.torg.test.evil.test",
        "https://evilfram.torg.test",
        "http://fram.torg.test",
        "https://fram.torg.test:444",
        "https://fram.torg.test/",
        "https://x.fram.torg.test",
        "https://torg.test",
        "https://fram-torg.test",
        "https://fram.torg.test evil.test",
        "chrome-extension://abc",
        "",
    ] {
        for method in [Method::GET, Method::OPTIONS] {
            let headers = [("origin", origin), ("access-control-request-method", "GET")];
            let answer = nobody.send(method, "/regions", &headers, None).await;
            assert_eq!(answer.header("access-control-allow-origin"), "", "{origin} is let in: {:?}", answer.headers);
        }
    }
}

#[actix_web::test]
async fn a_front_end_may_ask_beforehand_and_nothing_happens() {
    let app = App::start().await;
    let headers = [("origin", FRONT_END), ("access-control-request-method", "PATCH"), ("access-control-request-headers", "authorization, if-match")];
    let answer = app.stranger().send(Method::OPTIONS, "/members/me", &headers, None).await.is(200);
    assert_eq!(answer.header("access-control-allow-origin"), FRONT_END);
    assert!(answer.header("access-control-allow-methods").contains("PATCH") && answer.text.is_empty());
    let request = format!("GET /api/v1/regions HTTP/1.1\r\nhost: x\r\norigin: {FRONT_END}\r\nconnection: close\r\n\r\n");
    let vary: String = raw(&app, request).await.to_lowercase().lines().filter(|line| line.starts_with("vary:")).collect();
    for name in ["origin", "authorization", "accept-language"] {
        assert!(vary.contains(name), "{vary}");
    }
}

#[actix_web::test]
async fn an_answer_that_the_caller_has_is_not_sent_again() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for path in ["/api-info", "/keys", "/problems/request.invalid", "/openapi.json"] {
        let first = alva.get(path).await.is(200);
        let tag = first.header("etag");
        for tags in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = alva.send(Method::GET, path, &[("if-none-match", &tags)], None).await.is(304);
            assert_eq!((again.text.as_str(), again.header("etag")), ("", tag));
            is_dressed(&again);
        }
        let other = alva.send(Method::GET, path, &[("if-none-match", "\"other\"")], None).await.is(200);
        assert_eq!(other.text, first.text);
    }
    let english = alva.send(Method::GET, "/problems/request.invalid", &[("accept-language", "en")], None).await;
    let tag = [("if-none-match", english.header("etag"))];
    alva.send(Method::GET, "/problems/request.invalid", &tag, None).await.is(200);
}

#[actix_web::test]
async fn a_change_of_what_has_changed_is_refused_and_does_nothing() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = format!("/groups/{}", alva.starts_group("Barn i planering", "network", "open").await);
    let change = |purpose: &str| Some(json!({ "purpose": purpose }));
    alva.send(Method::PATCH, &path, &[], change("utan")).await.is_problem(428, "request.precondition-required");
    for tag in ["\"7\"", "*", "W/\"x\"", "", "x", "\"-1\"", "\"99999999999\""] {
        alva.send(Method::PATCH, &path, &[("if-match", tag)], change("fel")).await.is_problem(412, "request.stale");
    }
    assert_eq!(alva.get(&path).await.text_at("/purpose"), "Att pröva");
}

#[actix_web::test]
async fn a_trace_is_continued_if_it_is_one() {
    let app = App::start().await;
    let nobody = app.stranger();
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let answer = nobody.send(Method::GET, "/finns-inte", &[("traceparent", &format!("00-{trace}-b7ad6b7169203331-01"))], None).await.is(404);
    assert!(answer.header("traceparent").starts_with(&format!("00-{trace}-")), "{}", answer.header("traceparent"));
    assert_eq!(answer.text_at("/instance").replace('-', ""), format!("urn:uuid:{trace}"));
    for bad in [
        "",
        "x",
        trace,
        &format!("00-{trace}"),
        &format!("ff-{trace}-b7ad6b7169203331-01"),
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        &format!("00-{}-b7ad6b7169203331-01", "z".repeat(32)),
    ] {
        let answer = nobody.send(Method::GET, "/regions", &[("traceparent", bad)], None).await.is(200);
        let parts: Vec<_> = answer.header("traceparent").split('-').map(ToOwned::to_owned).collect();
        assert!(parts.len() == 4 && parts[1].len() == 32 && parts[1] != "0".repeat(32) && parts[2].len() == 16, "{bad} became {parts:?}");
        assert_ne!(parts[1], trace);
    }
}

#[actix_web::test]
async fn the_type_of_a_problem_is_an_address_that_explains_it() {
    let app = App::start().await;
    let nobody = app.stranger();
    for problem in
        [nobody.get("/finns-inte").await, nobody.get("/members/me").await, nobody.delete("/regions").await, nobody.get("/regions?limit=0").await]
    {
        let path = problem.text_at("/type").strip_prefix("https://torg.test/api/v1").expect("an absolute address").to_owned();
        let kind = nobody.get(&path).await.is(200);
        assert_eq!(
            (&kind.body["code"], &kind.body["status"], &kind.body["title"]),
            (&problem.body["code"], &problem.body["status"], &problem.body["title"])
        );
        assert_eq!(kind.text_at("/_links/self/href"), problem.text_at("/type"));
    }
    nobody.get("/problems/finns.inte").await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn the_better_liked_language_is_spoken_and_swedish_otherwise() {
    let app = App::start().await;
    for (liked, language) in [
        ("en", "en"),
        ("EN-us", "en"),
        ("sv-FI", "sv"),
        ("de", "sv"),
        ("de, en;q=0.1", "en"),
        ("en;q=0.2, sv;q=0.9", "sv"),
        ("*", "sv"),
        ("", "sv"),
        ("x;;q", "sv"),
    ] {
        let answer = app.stranger().send(Method::GET, "/finns-inte", &[("accept-language", liked)], None).await.is(404);
        let title = if language == "en" { "There is nothing here" } else { "Här finns ingenting" };
        assert_eq!((answer.header("content-language"), answer.text_at("/title").as_str()), (language, title), "{liked}");
    }
}

#[actix_web::test]
async fn a_sender_who_asks_too_often_is_told_how_long_to_wait() {
    let app = App::start_with(|config| config.rate_limit = 1_000_000).await;
    let allowed = app.stranger().get("/regions").await.is(200);
    assert!(allowed.header("ratelimit").starts_with("\"minute\";r=") && allowed.header("ratelimit-policy").starts_with("\"minute\";q="));
}
