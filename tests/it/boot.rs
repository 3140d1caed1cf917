//! The built program: it starts, says what is wrong, serves, and stops without losing anything.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Ended, Place, Running, free_port};

async fn sign_in(torg: &Running, email: &str, password: &str) -> Answer {
    torg.request(Method::POST, "/api/v1/sessions", None, Some(json!({ "email": email, "password": password }))).await
}

/// The words after `start` on the same line.
fn after<'a>(said: &'a str, start: &str) -> Vec<&'a str> {
    said.lines().filter_map(|line| Some(line.split_once(start)?.1.trim())).collect()
}

#[actix_web::test]
async fn a_fresh_machine_serves_a_demonstration_and_goes_on_with_it() {
    // Tokens are good for one address.
    let place = Place::new().await.with("TORG_PUBLIC_URL", "http://localhost:8080");
    let mut torg = place.serve();
    let said = torg.says(|said| said.matches("Authorization: Bearer").count() == 3);
    for (what, path) in [("data", "data"), ("signing keys", "data/keys"), ("mail", "data/mail")] {
        assert!(after(&said, what).iter().any(|said| said.starts_with(place.folder.join(path).to_str().expect("text"))), "{what}: {said}");
    }
    assert_eq!(torg.get("/health/live").await.is(200).text, "live\n");
    assert_eq!(torg.get("/health/ready").await.is(200).text, "ready\n");
    torg.get("/docs/").await.is(200);
    for token in after(&said, "Authorization: Bearer") {
        let members = torg.request(Method::GET, "/api/v1/members?limit=100&page=3", Some(token), None).await.is(200);
        assert!(members.items().len() >= 90, "{}", members.text);
    }
    let password = after(&said, "password ")[0].to_owned();
    let group = json!({ "name": "Efter omstarten", "purpose": "Att finnas kvar", "visibility": "open", "joining": "open" });
    let token = sign_in(&torg, "alva@example.org", &password).await.is(201).text_at("/accessToken");
    let group = torg.request(Method::POST, "/api/v1/groups", Some(&token), Some(group)).await.is(201).id();
    assert!(torg.stop().err.contains("Making 300 invented members"));

    let again = place.serve();
    assert_eq!(again.get(&format!("/api/v1/groups/{group}")).await.is(200).body["name"], "Efter omstarten");
    again.request(Method::GET, "/api/v1/members/me", Some(&token), None).await.is(200);
    assert!(!again.stop().err.contains("Making"), "the data is made once");
}

#[actix_web::test]
async fn members_get_no_demonstration_and_the_log_is_json_without_them() {
    let place = Place::new().await.in_production();
    let torg = place.serve();
    sign_in(&torg, "alva@example.org", "correct-horse-battery-torg").await.is_problem(401, "accounts.sign-in-refused");
    assert_eq!(torg.get("/api/v1/groups").await.is(200).items().len(), 0);
    let traced = torg.get("/api/v1/groups/finns-inte").await.is(404);
    assert!(traced.header("strict-transport-security").contains("max-age"));
    let trace = traced.text_at("/instance").replace("urn:uuid:", "");
    for _ in 0..2 {
        torg.get("/api/v1/support-models/peer-review").await.is(200);
    }
    let ended = torg.stop();
    let lines: Vec<Value> = ended.err.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect();
    let line = lines.iter().find(|line| line["fields"]["trace"] == trace.as_str()).expect("the request is in the log");
    assert_eq!((&line["fields"]["route"], &line["fields"]["status"]), (&json!("/api/v1/groups/{groupId}"), &json!(404)));
    let read = lines.iter().filter(|line| line["fields"]["route"] == "/api/v1/support-models/{modelKey}");
    assert_eq!(read.count(), 2, "what is answered from memory is told like anything else");
    let all = ended.err + &ended.out;
    for secret in ["alva", "correct-horse", "hush", "Bearer"] {
        assert!(!all.contains(secret), "{secret} shows: {all}");
    }
}

#[actix_web::test]
async fn metrics_have_a_listener_of_their_own() {
    let place = Place::new().await.with("TORG_METRICS_LISTEN", "127.0.0.1:0").in_production();
    let mut torg = place.serve();
    let said = torg.says(|said| said.contains("/metrics"));
    let address = after(&said, "metrics")[0];
    torg.get("/api/v1/groups").await.is(200);
    torg.get("/metrics").await.is_problem(404, "request.not-found");
    let answer = awc::Client::default().get(address).send().await.expect("metrics").body().await.expect("a body");
    let text = String::from_utf8(answer.to_vec()).expect("text");
    assert!(text.contains("# TYPE torg_http_requests_total counter"), "{text}");
    let counted = text.lines().any(|line| {
        line.starts_with("torg_http_requests_total{")
            && line.contains("route=\"/api/v1/groups\"")
            && line.contains("status=\"200\"")
            && line.ends_with(" 1")
    });
    assert!(counted, "{text}");
    torg.stop();
}

/// A registration that the server has begun to read; all but the last byte is sent.
fn half_a_request(torg: &Running) -> TcpStream {
    let mut stream = TcpStream::connect(torg.base.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    let body = r#"{"name":"Nils Ihärdig","email":"nils@example.org","password":"glad igelkott under bron"}"#;
    let kind = "Content-Type: application/json\r\nExpect: 100-continue";
    let head = format!("POST /api/v1/registrations HTTP/1.1\r\nHost: torg\r\n{kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).expect("the head");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("an answer to the head");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&body.as_bytes()[..body.len() - 1]).expect("most of the body");
    stream
}

#[actix_web::test]
async fn a_request_on_its_way_is_answered_before_the_program_stops() {
    let place = Place::new().await.in_production();
    let torg = place.serve();
    let idle = TcpStream::connect(torg.base.trim_start_matches("http://")).expect("an idle connection");
    let mut stream = half_a_request(&torg);
    let begun = Instant::now();
    torg.terminate();
    thread::sleep(Duration::from_millis(1500));
    stream.write_all(b"}").expect("the last byte");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer:?}");
    let ended = torg.end(Duration::from_secs(12).saturating_sub(begun.elapsed()));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    drop(idle);
}

#[actix_web::test]
async fn whoever_asks_twice_need_not_wait() {
    let place = Place::new().await.in_production();
    let torg = place.serve();
    let _stream = half_a_request(&torg);
    torg.terminate();
    thread::sleep(Duration::from_secs(1));
    torg.terminate();
    assert_eq!(torg.end(Duration::from_secs(2)).code, Some(130));
}

/// Expects a readable refusal within five seconds, without a secret in it.
#[track_caller]
fn refuses(ended: &Ended, words: &[&str]) {
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.took < Duration::from_secs(5), "{ended:?}");
    let last = ended.err.lines().last().unwrap_or_default();
    assert!(last.starts_with("torg: ") && words.iter().all(|word| last.contains(word)), "{words:?}: {ended:?}");
    assert!(!ended.err.contains("hush") && !ended.err.contains("panicked"), "{ended:?}");
}

#[actix_web::test]
async fn what_keeps_it_from_starting_is_told_with_the_cure() {
    let place = Place::new().await.with("DATABASE_URL", &format!("postgres://torg:hush@127.0.0.1:{}/torg", free_port()));
    refuses(&place.run(&[]), &["cannot use PostgreSQL", "DATABASE_URL"]);
    refuses(&place.run(&["check-config"]), &["cannot use PostgreSQL", "DATABASE_URL"]);

    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    refuses(&Place::new().await.with("TORG_LISTEN", &address).run(&[]), &["cannot listen on", &address, "TORG_LISTEN"]);
    refuses(&Place::new().await.with("TORG_METRICS_LISTEN", &address).run(&[]), &["cannot listen on", &address, "TORG_METRICS_LISTEN"]);

    // What root may not do either: a folder below a file.
    let place = Place::new().await;
    fs::write(place.folder.join("file"), "").expect("a file");
    let below = place.folder.join("file/data").display().to_string();
    let place = place.with("TORG_DATA_DIR", &below).with("DATABASE_URL", &format!("sqlite:{below}/torg.db"));
    refuses(&place.run(&[]), &["cannot use the embedded database", "file/data", "DATABASE_URL"]);
    let place = place.with("DATABASE_URL", "sqlite:torg.db");
    refuses(&place.run(&[]), &["cannot write to", "file/data/keys", "TORG_KEYS_DIR"]);
    let place = place.with("TORG_KEYS_DIR", "keys");
    refuses(&place.run(&[]), &["cannot write to", "file/data/mail", "TORG_DATA_DIR"]);

    let place = Place::new().await;
    let file = place.folder.join("torg.db");
    fs::write(&file, "this is no database ".repeat(500)).expect("a file");
    refuses(&place.with("DATABASE_URL", &format!("sqlite:{}", file.display())).run(&[]), &["cannot use the embedded database", "not a database"]);
}

#[actix_web::test]
async fn every_setting_that_is_wrong_is_told_at_once() {
    let place = Place::new().await.with("TORG_LISTN", "x").with("TORG_LISTEN", "here").with("TORG_WORKERS", "0").with("TORG_MODE", "produktion");
    for command in [&[][..], &["check-config"], &["migrate"]] {
        let ended = place.run(command);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        for fault in ["TORG_LISTN is not a setting; did you mean TORG_LISTEN?", "TORG_LISTEN is here", "TORG_WORKERS is 0", "TORG_MODE is produktion"]
        {
            assert!(ended.err.contains(fault), "{fault}: {}", ended.err);
        }
    }
    let ended = Place::new().await.with("TORG_MODE", "production").run(&["check-config"]);
    assert!(ended.code == Some(2) && ended.err.contains("TORG_PUBLIC_URL") && ended.err.contains("TORG_SMTP_URL"), "{ended:?}");
    let ended = Place::new().await.in_production().run(&["demo"]);
    assert!(ended.code == Some(1) && ended.err.contains("no place in production"), "{ended:?}");
}

#[actix_web::test]
async fn the_commands_do_what_the_help_says() {
    let port = free_port();
    let place = Place::new().await.with("TORG_LISTEN", &format!("127.0.0.1:{port}")).in_production();
    let help = place.run(&["--help"]).out;
    for word in ["serve", "migrate", "demo", "openapi", "check-config", "admin", "keys", "search", "healthcheck", "TORG_LISTEN", "DATABASE_URL"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let committed = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json")).expect("the document");
    assert!(place.run(&["openapi"]).out.trim_end() == committed.trim_end(), "`torg openapi` is not openapi/openapi.json");
    let checked = place.run(&["check-config"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(checked.out.contains("https://torg.example.org") && !checked.out.contains("hush"), "{}", checked.out);
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    assert_eq!(place.run(&["healthcheck"]).code, Some(1), "nothing serves yet");

    let made = place.run(&["admin", "create", "--email", "drift@example.org", "--name", "Drift"]);
    let password = after(&made.out, "Password: ")[0].to_owned();
    let torg = place.serve();
    assert_eq!(place.run(&["healthcheck"]).code, Some(0));
    let token = sign_in(&torg, "drift@example.org", &password).await.is(201).text_at("/accessToken");
    let me = torg.request(Method::GET, "/api/v1/members/me", Some(&token), None).await.is(200);
    assert_eq!(me.body["name"], "Drift");

    let rebuilt = place.run(&["search", "rebuild"]);
    assert!(rebuilt.code == Some(0) && rebuilt.out.contains("Everything can be found"), "{rebuilt:?}");
    let rotated = place.run(&["keys", "rotate"]);
    let new = after(&rotated.out, "new key ")[0].split(' ').next().expect("a key").to_owned();
    torg.request(Method::GET, "/api/v1/members/me", Some(&token), None).await.is(200);
    torg.stop();
    let torg = place.serve();
    let keys = torg.get("/api/v1/keys").await.is(200);
    let kids: BTreeSet<_> = keys.body["keys"].as_array().expect("keys").iter().filter_map(|key| key["kid"].as_str()).collect();
    assert!(kids.len() == 2 && kids.contains(new.as_str()), "{}", keys.text);
    torg.request(Method::GET, "/api/v1/members/me", Some(&token), None).await.is(200);
    torg.stop();
}

#[actix_web::test]
async fn postgresql_is_believed_only_with_the_right_certificate() {
    let (Ok(url), Ok(right), Ok(wrong)) = (env::var("TEST_DATABASE_TLS"), env::var("TEST_DATABASE_TLS_CA"), env::var("TEST_DATABASE_WRONG_CA"))
    else {
        return println!("skipped: TEST_DATABASE_TLS is not set");
    };
    let with = |url: String| async move { Place::new().await.with("DATABASE_URL", &url) };
    let checked = with(url.clone()).await.run(&["check-config"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    refuses(&with(url.replace(&right, &wrong)).await.run(&["check-config"]), &["cannot use PostgreSQL", "certificate"]);
    // The certificate names localhost only.
    refuses(&with(url.replace("@localhost:", "@127.0.0.1:")).await.run(&["check-config"]), &["cannot use PostgreSQL", "certificate"]);
}
