//! Access tokens: what is accepted, and the many things that are not.

use std::fs;

use actix_web::http::Method;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation};
use serde_json::{Value, json};
use tests::{App, Person};

/// The key that an installation signs with, read as only its owner can.
fn key_of(app: &App) -> EncodingKey {
    let file = fs::read_dir(&app.inner.config.keys_dir).expect("the keys").next().expect("a key").expect("a key");
    EncodingKey::from_ed_der(&fs::read(file.path()).expect("a readable key"))
}

fn encode(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(text)
}

fn signed(header: &str, claims: &str, algorithm: Algorithm, key: &EncodingKey) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = sign(message.as_bytes(), key, algorithm).expect("a signature");
    format!("{message}.{signature}")
}

/// A real token, taken apart, and the key that signed it.
struct Forge {
    token: String,
    header: Value,
    claims: Value,
    key: EncodingKey,
}

impl Forge {
    fn of(person: &Person) -> Self {
        let token = person.token.clone().expect("signed in");
        let part = |number| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(number).expect("a part")).expect("base64url");
            serde_json::from_slice(&bytes).expect("JSON")
        };
        Self { header: part(0), claims: part(1), key: key_of(person.app), token }
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        signed(&header.to_string(), &claims.to_string(), Algorithm::EdDSA, &self.key)
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        let mut header = self.header.clone();
        header[name] = value;
        self.sign(&header, &self.claims)
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        claims[name] = value;
        self.sign(&self.header, &claims)
    }

    fn without(&self, name: &str) -> String {
        let (mut header, mut claims) = (self.header.clone(), self.claims.clone());
        header.as_object_mut().expect("an object").remove(name);
        claims.as_object_mut().expect("an object").remove(name);
        self.sign(&header, &claims)
    }
}

/// Expects that a token opens nothing, neither what needs one nor what does not.
async fn refused(app: &App, what: &str, token: &str) {
    let bearer = Person { token: Some(token.to_owned()), ..app.stranger() };
    for path in ["/members/me", "/regions"] {
        let answer = bearer.get(path).await;
        assert_eq!((answer.status, answer.body["code"].as_str()), (401, Some("request.invalid-token")), "{what} at {path}: {}", answer.text);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[actix_web::test]
async fn a_token_made_again_with_the_real_key_is_good() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let forge = Forge::of(&alva);
    assert_eq!(forge.header, json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": forge.header["kid"] }));
    assert_eq!((&forge.claims["iss"], &forge.claims["aud"], &forge.claims["sub"]), (&json!("https://torg.test"), &json!("torg"), &json!(alva.id)));
    let again = Person { token: Some(forge.sign(&forge.header, &forge.claims)), ..app.stranger() };
    again.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn every_claim_must_be_there_and_of_its_type_whoever_signs() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let forge = Forge::of(&alva);
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        refused(&app, &format!("no {name}"), &forge.without(name)).await;
        let wrong = [
            json!(null),
            json!(true),
            json!(1.5),
            json!(-1),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!("x"),
            json!([]),
            json!({}),
        ];
        for value in wrong {
            refused(&app, &format!("{name} is {value}"), &forge.with_claim(name, value)).await;
        }
        let original = &forge.claims[name];
        refused(&app, &format!("{name} in a list"), &forge.with_claim(name, json!([original]))).await;
        refused(&app, &format!("{name} as text"), &forge.with_claim(name, json!(format!(" {original}")))).await;
        let twice = forge.claims.to_string().replacen('{', &format!("{{\"{name}\":{original},"), 1);
        refused(&app, &format!("{name} twice"), &signed(&forge.header.to_string(), &twice, Algorithm::EdDSA, &forge.key)).await;
    }
}

#[actix_web::test]
async fn a_token_of_another_time_issuer_audience_or_person_is_refused() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let forge = Forge::of(&alva);
    let now = app.inner.clock.now().timestamp();
    let times = |iat: i64, exp: i64| {
        let mut claims = forge.claims.clone();
        (claims["iat"], claims["nbf"], claims["exp"]) = (json!(iat), json!(iat), json!(exp));
        forge.sign(&forge.header, &claims)
    };
    for (what, token) in [
        ("expired", times(now - 600, now)),
        ("long expired", times(now - 1200, now - 600)),
        ("not yet", times(now + 60, now + 660)),
        ("lives too long", times(now, now + 601)),
        ("lives for ever", times(0, i64::MAX)),
        ("ends before it begins", times(now + 600, now)),
        ("used from tomorrow", forge.with_claim("nbf", json!(now + 1))),
        ("another issuer", forge.with_claim("iss", json!("https://torg.test/"))),
        ("another audience", forge.with_claim("aud", json!("torg2"))),
        ("another member", forge.with_claim("sub", json!(omar.id))),
        ("another session", forge.with_claim("sid", Forge::of(&omar).claims["sid"].clone())),
        ("nobody", forge.with_claim("sub", json!("00000000-0000-0000-0000-000000000000"))),
        ("one claim more", forge.with_claim("role", json!("administrator"))),
    ] {
        refused(&app, what, &token).await;
    }
}

#[actix_web::test]
async fn no_header_but_our_own_is_taken() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let forge = Forge::of(&alva);
    for algorithm in ["none", "None", "NONE", "nOnE", "", "HS256", "RS256", "ES256", "PS512", "EdDSa", "Ed25519"] {
        refused(&app, algorithm, &forge.with_header("alg", json!(algorithm))).await;
    }
    for kid in ["", "unknown", "../../keys/key", "/dev/null", "' OR 1=1 --", "%00", &"k".repeat(1500)] {
        refused(&app, kid, &forge.with_header("kid", json!(kid))).await;
    }
    for value in [json!(null), json!(1), json!([forge.header["kid"]])] {
        refused(&app, "kid of another type", &forge.with_header("kid", value)).await;
    }
    for typ in ["JWT", "at+JWT", "application/at+jwt", "rt+jwt", ""] {
        refused(&app, typ, &forge.with_header("typ", json!(typ))).await;
    }
    for name in ["alg", "kid", "typ"] {
        refused(&app, &format!("no {name}"), &forge.without(name)).await;
    }
    let keys = app.stranger().get("/keys").await.is(200);
    let own = keys.body["keys"][0].clone();
    let more = [("jwk", own), ("jku", json!("https://evil.test/keys")), ("x5u", json!("https://evil.test/x")), ("x5c", json!(["MIIB"]))];
    for (name, value) in
        more.into_iter().chain([("x5t", json!("a")), ("cty", json!("JWT")), ("crit", json!(["exp"])), ("b64", json!(false)), ("zip", json!("DEF"))])
    {
        refused(&app, name, &forge.with_header(name, value)).await;
    }
}

#[actix_web::test]
async fn nobody_elses_key_is_taken() {
    let app = App::start().await;
    let forge = Forge::of(&app.member("Alva").await);
    let other = App::start().await;
    let stranger = other.member("Alva").await;
    let foreign = Forge {
        key: key_of(&other),
        ..Forge { token: forge.token.clone(), header: forge.header.clone(), claims: forge.claims.clone(), key: key_of(&app) }
    };
    refused(&app, "another installation's token", stranger.token.as_deref().expect("signed in")).await;
    refused(&app, "signed elsewhere", &foreign.sign(&forge.header, &forge.claims)).await;
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        refused(&app, &format!("signed elsewhere without {name}"), &foreign.without(name)).await;
        refused(&app, &format!("signed elsewhere with a wrong {name}"), &foreign.with_claim(name, json!(null))).await;
    }
    let public = app.stranger().get("/keys").await.is(200).text_at("/keys/0/x");
    let raw = BASE64_URL_SAFE_NO_PAD.decode(&public).expect("base64url");
    for secret in [public.as_bytes(), &raw, b""] {
        for algorithm in [Algorithm::HS256, Algorithm::HS512] {
            let mut header = forge.header.clone();
            header["alg"] = json!(algorithm);
            let token = signed(&header.to_string(), &forge.claims.to_string(), algorithm, &EncodingKey::from_secret(secret));
            refused(&app, "signed with the public key as a secret", &token).await;
            let token = signed(&forge.header.to_string(), &forge.claims.to_string(), algorithm, &EncodingKey::from_secret(secret));
            refused(&app, "the same under our own header", &token).await;
        }
    }
}

#[actix_web::test]
async fn a_token_has_one_spelling() {
    let app = App::start().await;
    let forge = Forge::of(&app.member("Alva").await);
    let token = &forge.token;
    let (message, signature) = token.rsplit_once('.').expect("a signature");
    let (header, claims) = message.split_once('.').expect("claims");
    let bits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = bits.find(signature.chars().last().expect("a letter")).expect("a letter of base64url");
    let sloppy = format!("{message}.{}{}", &signature[..signature.len() - 1], &bits[last + 1..last + 2]);
    let standard = BASE64_STANDARD.encode(forge.claims.to_string());
    for (what, token) in [
        ("no signature", format!("{message}.")),
        ("two parts", message.to_owned()),
        ("four parts", format!("{token}.{signature}")),
        ("padded", format!("{token}==")),
        ("loose bits", sloppy),
        ("a zero signature", format!("{message}.{}", "A".repeat(86))),
        ("half a signature", format!("{message}.{}", &signature[..43])),
        ("standard base64", format!("{header}.{standard}.{signature}")),
        ("other claims", format!("{header}.{}.{signature}", encode(&forge.claims.to_string().replacen("torg", "Torg", 1)))),
        ("a space within", format!("{header}. {claims}.{signature}")),
        ("two tokens", format!("{token},{token}")),
        ("two tokens apart", format!("{token} {token}")),
        ("Bearer twice", format!("Bearer {token}")),
        ("no token", String::new()),
        ("dots", "..".to_owned()),
        ("long", "a".repeat(20_000)),
        ("not a token", "torg_rt_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw".to_owned()),
    ] {
        refused(&app, what, &token).await;
    }
}

#[actix_web::test]
async fn a_token_is_taken_from_one_authorization_header_only() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (token, stranger) = (alva.token.clone().expect("signed in"), app.stranger());
    let with = |value: String| vec![("authorization", value)];
    let basic = base64::prelude::BASE64_STANDARD.encode(format!("{}:{}", alva.email, tests::PASSWORD));
    for headers in [
        with(format!("Basic {basic}")),
        with(format!("Token {token}")),
        with(token.clone()),
        with(format!("Bearer\t{token}")),
        with(format!("Bearer  {token}")),
        [with(format!("Bearer {token}")), with(format!("Bearer {token}"))].concat(),
        [with(format!("Basic {basic}")), with(format!("Bearer {token}"))].concat(),
    ] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        stranger.send(Method::GET, "/members/me", &headers, None).await.is_problem(401, "request.invalid-token");
    }
    for path in [format!("/members/me?access_token={token}"), format!("/members/me?token={token}")] {
        stranger.get(&path).await.is_problem(401, "request.unauthenticated");
    }
    let cookie = [("cookie", &*format!("access_token={token}")), ("x-access-token", &token)];
    stranger.send(Method::GET, "/members/me", &cookie, None).await.is_problem(401, "request.unauthenticated");
    let scheme = format!("bEARER {token}");
    stranger.send(Method::GET, "/members/me", &[("authorization", &scheme)], None).await.is(200);
}

#[actix_web::test]
async fn an_access_token_is_good_for_ten_minutes() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    app.wait(TimeDelta::seconds(599));
    alva.get("/members/me").await.is(200);
    app.wait(TimeDelta::seconds(1));
    alva.get("/members/me").await.is_problem(401, "request.invalid-token");
    let tokens = app.stranger().post("/tokens", json!({ "refreshToken": alva.refresh_token })).await.is(201);
    assert_eq!(tokens.body["expiresAt"], json!(app.inner.clock.now() + TimeDelta::minutes(10)));
    Person { token: Some(tokens.text_at("/accessToken")), ..alva.clone() }.get("/members/me").await.is(200);
}

#[actix_web::test]
async fn the_listed_keys_verify_tokens_also_during_a_rotation() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let before = app.stranger().get("/keys").await.is(200).body;
    app.wait(TimeDelta::seconds(5));
    let kid = app.inner.keys.rotate(&app.inner.db, &app.inner.clock).await.expect("a new key");
    let during = app.stranger().get("/keys").await.is(200).body;
    assert_eq!((&during["keys"][0], &during["keys"][1]["kid"]), (&before["keys"][0], &json!(kid)));
    assert!(during["keys"][1].as_object().expect("a key").keys().all(|name| ["kid", "kty", "crv", "alg", "use", "x"].contains(&name.as_str())));

    alva.get("/members/me").await.is(200);
    let renewed = app.sign_in(&alva.email, tests::PASSWORD).await;
    assert_eq!(Forge::of(&renewed).header["kid"], json!(kid));
    for (person, key) in [(&alva, &during["keys"][0]), (&renewed, &during["keys"][1])] {
        let key = DecodingKey::from_ed_components(key["x"].as_str().expect("a key")).expect("an Ed25519 key");
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&["torg"]);
        rules.validate_exp = false;
        jsonwebtoken::decode::<Value>(person.token.as_deref().expect("signed in"), &key, &rules).expect("a good signature");
    }

    app.wait(TimeDelta::minutes(11));
    let after = app.stranger().get("/keys").await.is(200).body;
    assert_eq!((after["keys"].as_array().map(Vec::len), &after["keys"][0]["kid"]), (Some(1), &json!(kid)));
    let tokens = app.stranger().post("/tokens", json!({ "refreshToken": alva.refresh_token })).await.is(201);
    Person { token: Some(tokens.text_at("/accessToken")), ..alva.clone() }.get("/members/me").await.is(200);
}
