//! Bodies that cannot be read, and bodies that can and should not be taken.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Contract, Operation, PASSWORD, Person};

/// Sends bytes as they are, and reads until the server hangs up.
pub async fn raw(app: &App, bytes: impl Into<Vec<u8>>) -> String {
    let (address, bytes) = (app.base.trim_start_matches("http://").to_owned(), bytes.into());
    let talk = move || {
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a deadline");
        // The server may have hung up before it has heard everything.
        let _ = stream.write_all(&bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    actix_web::rt::task::spawn_blocking(talk).await.expect("an answer")
}

fn group() -> Value {
    json!({ "name": "Barn i planering", "purpose": "Att pröva", "visibility": "network", "joining": "open" })
}

async fn posts_bytes(person: &Person<'_>, content_type: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
    person.send_raw(Method::POST, "/groups", headers, Some((content_type, body.into()))).await
}

/// Sends an operation's example with one member changed.
async fn with_member(person: &Person<'_>, operation: &Operation, name: &str, value: Value) -> Answer {
    let mut body = operation.example().expect("an example");
    body[name] = value;
    let path = operation.at(|name| match name {
        "competenceKey" => "medborgardialog".to_owned(),
        "topicKind" => "need".to_owned(),
        _ => "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47".to_owned(),
    });
    person.send(operation.method.clone(), &path, operation.headers(), Some(body)).await
}

fn points_at(answer: &Answer, pointer: &str) -> bool {
    answer.body["errors"].as_array().is_some_and(|errors| errors.iter().any(|fault| fault["pointer"] == pointer))
}

/// Every operation with a body, and the members of that body.
async fn every_member(person: &Person<'_>) -> Vec<(Operation, String, Value)> {
    // What a field of a worksheet takes is for its template to say.
    let described = |operation: &Operation| operation.takes_json() && !operation.path.ends_with("/fields/{fieldKey}");
    let operations = Contract::of(person).await.operations().into_iter().filter(described);
    let members = operations.flat_map(|operation| {
        let example = operation.example().expect("an example");
        let members = example.as_object().expect("an object").clone();
        members.into_iter().map(move |(name, value)| (operation.clone(), name, value))
    });
    members.collect()
}

#[actix_web::test]
async fn a_body_with_three_faults_is_told_all_three_in_the_callers_language() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let body = json!({ "name": "X", "purpose": "Att pröva", "visibility": "hemlig", "joinning": "open" });
    let told = [
        ("sv", "Begäran innehåller inte det den ska", "minst 2 tecken", "måste anges", "menade du joining?"),
        ("en", "The request does not hold what it must", "at least 2 characters", "must be given", "did you mean joining?"),
    ];
    for (language, title, short, missing, meant) in told {
        let answer = alva.send(Method::POST, "/groups", &[("accept-language", language)], Some(body.clone())).await;
        let answer = answer.is_problem(422, "request.invalid");
        assert_eq!((answer.header("content-language"), answer.text_at("/title").as_str()), (language, title));
        for text in [short, missing, meant] {
            assert!(answer.text.contains(text), "{text}: {}", answer.text);
        }
        answer.has_faults(&[("/name", "too-short"), ("/visibility", "choice"), ("/joinning", "surplus"), ("/joining", "missing")]);
    }
}

#[actix_web::test]
async fn a_fault_is_pointed_at_by_a_json_pointer() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut body = group();
    body["a/b~c"] = json!(1);
    alva.post("/groups", body).await.is(422).has_faults(&[("/a~1b~0c", "surplus")]);
    for body in [json!(null), json!([]), json!("text"), json!(5), json!(true)] {
        alva.post("/groups", body).await.is(422).has_faults(&[("", "type")]);
    }
}

#[actix_web::test]
async fn what_is_not_json_is_refused_and_nothing_comes_of_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let good = group().to_string();
    let with = |member: &str| good.replacen('{', &format!("{{{member},"), 1).into_bytes();
    let bodies = [
        b"".to_vec(),
        b"{".to_vec(),
        format!("{good}x").into_bytes(),
        format!("{good}{good}").into_bytes(),
        format!("\u{feff}{good}").into_bytes(),
        good.replace('"', "'").into_bytes(),
        good.replace('}', ",}").into_bytes(),
        format!("/* hej */{good}").into_bytes(),
        good.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [b"{\"name\":\"".as_slice(), &[0xff, 0xfe], b"\"}"].concat(),
        [b"{\"name\":\"".as_slice(), &[0xed, 0xa0, 0x80], b"\"}"].concat(),
        with("\"name\":\"Annat\""),
        with("\"x\":{\"a\":1,\"a\":2}"),
        with("\"x\":[{\"a\":1,\"a\":1}]"),
        with("\"\\u006eame\":\"Annat\""),
        with("\"x\":NaN"),
        with("\"x\":Infinity"),
        with("\"x\":1e400"),
        with("\"x\":01"),
        with("\"x\":\"\\ud800\""),
        with("\"x\":\"a\nb\""),
        "[".repeat(10_000).into_bytes(),
        "{\"a\":".repeat(10_000).into_bytes(),
        format!("{}{}", "[".repeat(30_000), "]".repeat(30_000)).into_bytes(),
    ];
    for body in bodies {
        let sent = String::from_utf8_lossy(&body).chars().take(80).collect::<String>();
        let answer = posts_bytes(&alva, "application/json", &[], body).await;
        assert_eq!((answer.status, answer.body["code"].as_str()), (400, Some("request.malformed")), "{sent}: {}", answer.text);
    }
    assert_eq!(alva.get("/members/me/groups").await.is(200).items().len(), 0);
}

#[actix_web::test]
async fn no_text_of_any_body_takes_a_nul() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut texts = 0;
    for (operation, name, value) in every_member(&alva).await {
        let Some(text) = value.as_str() else { continue };
        texts += 1;
        for bad in [format!("{text}\0"), format!("\0{text}"), format!("{}\0{}", &text[..1], &text[1..])] {
            let answer = with_member(&alva, &operation, &name, json!(bad)).await.is_problem(422, "request.invalid");
            assert!(points_at(&answer, &format!("/{name}")), "{} {name}: {}", operation.id, answer.text);
        }
    }
    assert!(texts > 20, "only {texts} texts were found");
}

#[actix_web::test]
async fn no_member_of_any_body_takes_another_type_or_a_text_without_end() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for (operation, name, value) in every_member(&alva).await {
        // What an object or a list holds beyond the document, the operation's own tests try.
        let mut bad = if value.is_object() { vec![json!([[]])] } else { vec![json!({ "a": 1 })] };
        bad.push(if value.is_array() { json!("text") } else { json!([[]]) });
        bad.extend(if value.is_string() {
            [json!(1), json!("å".repeat(20_001))]
        } else {
            [if value.is_boolean() { json!("text") } else { json!(true) }, json!(1e300)]
        });
        for value in bad {
            let answer = with_member(&alva, &operation, &name, value).await.is_problem(422, "request.invalid");
            assert!(points_at(&answer, &format!("/{name}")), "{} {name}: {}", operation.id, answer.text);
        }
    }
}

#[actix_web::test]
async fn no_body_takes_a_member_that_the_document_does_not_name() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for (operation, name, _) in every_member(&alva).await {
        let close = format!("{name}x");
        let answer = with_member(&alva, &operation, &close, json!(1)).await.is_problem(422, "request.invalid");
        assert!(points_at(&answer, &format!("/{close}")) && answer.text.contains(&format!("menade du {name}?")), "{}: {}", operation.id, answer.text);
    }
}

#[actix_web::test]
async fn a_number_is_whole_and_in_its_bounds() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = "/members/me/competences/medborgardialog";
    for (years, fault) in [(json!(-1), "range"), (json!(71), "range"), (json!(1e9), "type"), (json!(1.5), "type"), (json!(u64::MAX), "range")] {
        alva.put(path, json!({ "level": "knows", "years": years })).await.is(422).has_faults(&[("/years", fault)]);
    }
    for years in [json!(0), json!(70), json!(null)] {
        alva.put(path, json!({ "level": "knows", "years": years })).await.is(200);
    }
}

#[actix_web::test]
async fn names_refuse_what_hides_or_reorders_and_texts_keep_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let hidden = "\u{202e}\u{202a}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}\u{feff}\u{2060}\u{7}\u{1b}\u{85}\n\t";
    for bad in hidden.chars() {
        let name = format!("Al{bad}va");
        alva.patch("/members/me", json!({ "name": name })).await.is(422).has_faults(&[("/name", "characters")]);
        alva.patch("/members/me", json!({ "headline": name })).await.is(422).has_faults(&[("/headline", "characters")]);
    }
    let stacked = format!("Alva{}", "\u{301}".repeat(6));
    alva.patch("/members/me", json!({ "name": stacked })).await.is(422).has_faults(&[("/name", "characters")]);
    for empty in ["  ", "\u{a0}\u{2003}", "\u{3164}\u{3164}"] {
        alva.patch("/members/me", json!({ "name": empty })).await.is(422);
    }
    let text = "Först\n\nsedan \u{2067}שלום\u{2069} 👩\u{200d}🌾";
    assert_eq!(alva.patch("/members/me", json!({ "about": text })).await.is(200).text_at("/about"), text);
}

#[actix_web::test]
async fn text_is_trimmed_composed_and_measured_in_characters() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let named = alva.patch("/members/me", json!({ "name": "  A\u{30a}sa O\u{308}berg  " })).await.is(200);
    assert_eq!(named.text_at("/name"), "Åsa Öberg");
    let composed = "a\u{30a}".repeat(100);
    assert_eq!(alva.patch("/members/me", json!({ "name": composed })).await.is(200).text_at("/name"), "å".repeat(100));
    alva.patch("/members/me", json!({ "name": "å".repeat(101) })).await.is(422).has_faults(&[("/name", "too-long")]);
    alva.patch("/members/me", json!({ "name": "å" })).await.is(422).has_faults(&[("/name", "too-short")]);
    alva.patch("/members/me", json!({ "about": "🦔".repeat(4000) })).await.is(200);
    alva.patch("/members/me", json!({ "about": "🦔".repeat(4001) })).await.is(422).has_faults(&[("/about", "too-long")]);
}

#[actix_web::test]
async fn what_is_not_an_address_is_not_taken_for_one() {
    let app = App::start().await;
    let nobody = app.stranger();
    for email in [
        "alva",
        "alva@",
        "@example.org",
        "alva@example",
        "alva@example.org.",
        "a b@example.org",
        "a@b@example.org",
        "a\n@example.org",
        "Alva <alva@example.org>",
        "alva@example.org,omar@example.org",
    ] {
        let new = json!({ "name": "Alva", "email": email, "password": PASSWORD });
        let answer = nobody.post("/registrations", new).await.is_problem(422, "request.invalid");
        assert!(points_at(&answer, "/email"), "{email}: {}", answer.text);
    }
    for email in ["alva+torg@example.org", "å@exempel.example.org", &format!("{}@example.org", "a".repeat(60))] {
        nobody.post("/registrations", json!({ "name": "Alva", "email": email, "password": PASSWORD })).await.is(202);
    }
}

#[actix_web::test]
async fn only_json_that_is_not_compressed_is_read() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let body = || group().to_string();
    for content_type in ["text/json", "application/problem+json", "application/json5", "application/merge-patch+json", "*/*", "application/jsonx"] {
        posts_bytes(&alva, content_type, &[], body()).await.is_problem(415, "request.unsupported-media-type");
    }
    for encoding in ["gzip", "br", "deflate", "gzip, identity", "x"] {
        posts_bytes(&alva, "application/json", &[("content-encoding", encoding)], body()).await.is_problem(415, "request.unsupported-media-type");
    }
    let head = format!("POST /api/v1/groups HTTP/1.1\r\nhost: torg.test\r\nauthorization: Bearer {}\r\n", alva.token.as_deref().expect("signed in"));
    let untyped = format!("{head}connection: close\r\ncontent-length: {}\r\n\r\n{}", body().len(), body());
    assert!(raw(&app, untyped).await.starts_with("HTTP/1.1 415 "));
    assert_eq!(alva.get("/members/me/groups").await.is(200).items().len(), 0);

    for content_type in ["application/json; charset=utf-8", "Application/JSON", "application/json ;x=y"] {
        posts_bytes(&alva, content_type, &[("content-encoding", "identity")], body()).await.is(201);
    }
    let patch = Some(("application/merge-patch+json", json!({ "headline": "Hej" }).to_string().into_bytes()));
    alva.send_raw(Method::PATCH, "/members/me", &[], patch).await.is(200);
}

#[actix_web::test]
async fn a_body_of_64_kib_is_read_and_one_byte_more_is_not() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let padded = |length: usize| format!("{}{}", group(), " ".repeat(length - group().to_string().len()));
    posts_bytes(&alva, "application/json", &[], padded(64 << 10)).await.is(201);
    posts_bytes(&alva, "application/json", &[], padded((64 << 10) + 1)).await.is_problem(413, "request.too-large");
    // In chunks, without saying how long it will be.
    let head = format!("POST /api/v1/groups HTTP/1.1\r\nhost: torg.test\r\nauthorization: Bearer {}\r\n", alva.token.as_deref().expect("signed in"));
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000)).repeat(17);
    let answer = raw(&app, format!("{head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{chunk}0\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("request.too-large"), "{answer}");
}

#[actix_web::test]
async fn a_head_that_no_request_needs_is_refused_and_the_service_goes_on() {
    let app = App::start().await;
    let start = "GET /api/v1/regions HTTP/1.1\r\nhost: torg.test\r\nconnection: close\r\n";
    app.stranger().get(&format!("/regions?limit=1&q={}", "a".repeat(8200))).await.is_problem(414, "request.uri-too-long");
    for (what, bytes) in [
        ("one huge header", format!("{start}x: {}\r\n\r\n", "a".repeat(300_000))),
        ("two hundred headers", format!("{start}{}\r\n", "x: a\r\n".repeat(200))),
        ("a NUL in a header", format!("{start}x: a\0b\r\n\r\n")),
        ("no such version", "GET /api/v1/regions HTTP/9.9\r\n\r\n".to_owned()),
        ("two lengths", format!("{start}content-length: 1\r\ncontent-length: 2\r\n\r\naa")),
        ("a length and chunks", format!("{start}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")),
        ("a negative length", format!("{start}content-length: -1\r\n\r\n")),
        ("not HTTP", "hej hej\r\n\r\n".to_owned()),
    ] {
        let answer = raw(&app, bytes).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{what}: {answer}");
        assert!(!answer.contains("panick"), "{what}: {answer}");
        app.stranger().get("/regions").await.is(200);
    }
}
