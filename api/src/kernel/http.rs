//! What crosses the wire: bodies in, bodies out, and the answer for what is not there.

use std::fmt;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::rc::Rc;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use chrono::NaiveDate;
use deserr::Deserr;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;

use super::fault::{Fault, Faults, Wrong};
use super::problem::{INVALID, MALFORMED, METHOD_NOT_ALLOWED, NOT_FOUND, PRECONDITION_REQUIRED, Problem, Result, STALE, UNSUPPORTED_MEDIA_TYPE};
use super::request::RequestFacts;
use super::secret::sha256;
use super::{strict, upload};

/// The largest JSON that an operation takes, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;
/// The largest file that is brought from elsewhere, in bytes.
pub const FILE_LIMIT: usize = 1024 * 1024;

/// A JSON body: in, with all its faults told at once; out, as it is.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: Deserr<Faults> + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(deserr::deserialize(receive(&request, payload, BODY_LIMIT).await?).map(Self)?) })
    }
}

/// A JSON file that is brought from elsewhere: larger than what is written by hand.
#[derive(Clone, Debug)]
pub struct JsonFile(pub Value);

impl FromRequest for JsonFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { receive(&request, payload, FILE_LIMIT).await.map(Self) })
    }
}

async fn receive(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<Value> {
    expect_json(request)?;
    let body = upload::read(&mut payload, limit).await?;
    noted(request, &body)
}

/// Reads the body of a request, which tells a retry from another request.
pub(super) fn read<T: Deserr<Faults>>(request: &HttpRequest, body: &[u8]) -> Result<T> {
    Ok(deserr::deserialize(noted(request, body)?)?)
}

fn noted(request: &HttpRequest, body: &[u8]) -> Result<Value> {
    if let Some(facts) = request.extensions().get::<Rc<RequestFacts>>() {
        let _ = facts.body_digest.set(sha256(body));
    }
    value(body)
}

/// Reads JSON, with all its faults told at once.
pub fn read_json<T: Deserr<Faults>>(body: &[u8]) -> Result<T> {
    Ok(deserr::deserialize(value(body)?)?)
}

fn value(body: &[u8]) -> Result<Value> {
    let text = std::str::from_utf8(body).map_err(|error| unreadable(&error))?;
    strict::parse(text).map_err(|error| unreadable(&error))
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        written(&self.0).map_or_else(|problem| HttpResponse::from_error(problem).respond_to(request), |body| json(StatusCode::OK).body(body))
    }
}

fn json(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, "application/json"));
    response
}

pub(super) fn written(body: &impl Serialize) -> Result<String> {
    serde_json::to_string(body).map_err(Problem::internal)
}

fn unreadable(error: &dyn fmt::Display) -> Problem {
    // The reader's own words name no type of ours; a position helps, and they hold one.
    let told = error.to_string();
    MALFORMED.pointing_at(Vec::new()).saying(format!("The body is not JSON: {told}"), format!("Innehållet är inte JSON: {told}"))
}

/// `application/json`, or a merge patch where something is changed (RFC 7396); never compressed.
pub(super) fn expect_json(request: &HttpRequest) -> Result<()> {
    let content_type = request.content_type().trim().to_ascii_lowercase();
    let merge_patch = content_type == "application/merge-patch+json" && request.method() == Method::PATCH;
    if upload::is_encoded(request) || !(content_type == "application/json" || merge_patch) { Err(UNSUPPORTED_MEDIA_TYPE.into()) } else { Ok(()) }
}

/// The variable parts of an address. One that cannot exist is simply not there.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Nothing has a NUL in its key, and PostgreSQL refuses to be asked for one.
        if request.path().contains('\0') || request.path().contains("%00") {
            return ready(Err(NOT_FOUND.into()));
        }
        let parts = actix_web::web::Path::<T>::extract(request).into_inner();
        ready(parts.map_or_else(|_| Err(NOT_FOUND.into()), |parts| Ok(Self(parts.into_inner()))))
    }
}

/// The query of an operation that gives no list.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: Deserr<Faults>> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(query_of(request).and_then(read_query).map(Self))
    }
}

/// The decoded pairs of a query.
pub fn query_of(request: &HttpRequest) -> Result<Vec<(String, String)>> {
    let pairs: Vec<_> = url::form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    // What is not UTF-8 was decoded to this character, which nobody sends.
    let broken = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    if pairs.iter().any(|(name, value)| broken(name) || broken(value)) { Err(MALFORMED.into()) } else { Ok(pairs) }
}

/// Reads a query as one reads a body: all faults at once. A repeated name is a list.
pub fn read_query<T: Deserr<Faults>>(pairs: Vec<(String, String)>) -> Result<T> {
    let mut object = serde_json::Map::new();
    for (name, value) in pairs {
        match object.get_mut(&name) {
            None => drop(object.insert(name, value.into())),
            Some(Value::Array(values)) => values.push(value.into()),
            Some(single) => *single = Value::Array(vec![single.take(), value.into()]),
        }
    }
    deserr::deserialize(Value::Object(object)).map_err(|Faults(faults)| {
        let in_query = |fault: Fault| Fault { pointer: fault.pointer.replacen('/', "?", 1), ..fault };
        INVALID.pointing_at(faults.into_iter().map(in_query).collect())
    })
}

/// Something that several people edit: its version is its entity tag.
pub trait Versioned {
    /// How often it was changed.
    fn version(&self) -> i32;
}

/// A JSON body with its version as entity tag (RFC 9110, 8.8.3).
#[derive(Clone, Debug)]
pub struct Tagged<T>(pub T);

impl<T: Serialize + Versioned> Responder for Tagged<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = tag_of(self.0.version());
        let mut response = Json(self.0).respond_to(request);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// The version that the caller saw, from `If-Match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Header, names("If-Match"))]
pub struct IfMatch(
    /// The `ETag` of the version that is to be changed
    #[param(value_type = String, example = "\"3\"", max_length = 40)]
    pub i32,
);

impl IfMatch {
    /// Refuses a change of anything but the version that was seen, and tells the one that there is.
    pub fn expect(self, version: i32) -> Result<()> {
        if self.0 == version { Ok(()) } else { Err(Problem { present: Some(tag_of(version)), ..STALE.into() }) }
    }
}

/// Tells whoever saw another version what there is now, as they would read it.
pub async fn or_current<T, V: Serialize + Versioned>(done: Result<T>, now: impl AsyncFnOnce() -> Result<V>) -> Result<T> {
    let stale = match done {
        Err(problem) if problem.kind == STALE => problem,
        done => return done,
    };
    match now().await {
        Ok(now) => Err(Problem { present: Some(tag_of(now.version())), ..stale.showing(&now) }),
        // There is nothing yet, or nothing any more.
        Err(gone) if gone.kind == NOT_FOUND => Err(stale),
        Err(other) => Err(other),
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tag = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        // A tag that we never gave cannot be the present version.
        ready(match tag {
            Some(tag) => Ok(Self(version_of(tag).unwrap_or(-1))),
            None => Err(PRECONDITION_REQUIRED.into()),
        })
    }
}

fn tag_of(version: i32) -> String {
    format!("\"{version}\"")
}

/// The version in an entity tag exactly as we write it: `"3"`, not `"03"`.
fn version_of(tag: &str) -> Option<i32> {
    let text = tag.trim().trim_matches('"');
    text.parse().ok().filter(|version: &i32| version.to_string() == text)
}

/// 201: something new, and where it is.
#[derive(Clone, Debug)]
pub struct Created<T> {
    pub(super) location: String,
    pub(super) body: String,
    of: std::marker::PhantomData<T>,
}

impl<T: Serialize> Created<T> {
    /// At this absolute address, looking like this.
    pub fn at(location: impl Into<String>, view: &T) -> Result<Self> {
        Ok(Self::again(location.into(), written(view)?))
    }
}

impl<T> Created<T> {
    pub(super) const fn again(location: String, body: String) -> Self {
        Self { location, body, of: std::marker::PhantomData }
    }
}

impl<T> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        json(StatusCode::CREATED).insert_header((header::LOCATION, self.location)).body(self.body)
    }
}

/// 202: it will be seen to.
#[derive(Clone, Debug)]
pub struct Accepted<T>(pub T);

impl<T: Serialize> Responder for Accepted<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = Json(self.0).respond_to(request);
        *response.status_mut() = StatusCode::ACCEPTED;
        response
    }
}

/// 204: done, nothing to show.
#[derive(Clone, Copy, Debug)]
pub struct NoContent;

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

/// A JSON body that is the same for everybody: caches may keep it for five minutes.
#[derive(Clone, Debug)]
pub struct Public<T>(pub T);

impl<T: Serialize> Responder for Public<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let body = match written(&self.0) {
            Ok(body) => body,
            Err(problem) => return HttpResponse::from_error(problem).respond_to(request),
        };
        let mut response = json(StatusCode::OK);
        keep(&mut response, &body);
        response.body(body)
    }
}

/// The same, with the day on which it last changed (RFC 9110, 8.8.2).
#[derive(Clone, Debug)]
pub struct Dated<T>(pub T, pub NaiveDate);

impl<T: Serialize> Responder for Dated<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        since(Public(self.0).respond_to(request), self.1)
    }
}

/// The answer with its day.
pub(super) fn since(mut response: HttpResponse, day: NaiveDate) -> HttpResponse {
    if let Ok(day) = HeaderValue::from_str(&day.format("%a, %d %b %Y 00:00:00 GMT").to_string()) {
        response.headers_mut().insert(header::LAST_MODIFIED, day);
    }
    response
}

/// Caches may keep what is the same for everybody, and ask whether it has changed.
pub(super) fn keep(response: &mut HttpResponseBuilder, body: &str) {
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::ETAG, format!("\"{}\"", sha256(body.as_bytes()))));
}

/// The answer for a path or a method that is not there. actix tells the two apart only here.
#[must_use]
pub fn nothing_here(request: &HttpRequest, methods: &super::document::Methods) -> Problem {
    let pattern = request.resource_map().match_pattern(request.path());
    match pattern.and_then(|pattern| methods.of(&pattern)) {
        Some(allow) => Problem { allow: Some(allow), ..METHOD_NOT_ALLOWED.into() },
        None => NOT_FOUND.into(),
    }
}

/// The same for what was looked for and is not there, or not for the caller to know.
pub fn or_unknown<T>(found: Result<T>, pointer: &'static str) -> Result<T> {
    found.map_err(|problem| if problem.kind == NOT_FOUND { unknown(pointer) } else { problem })
}

/// A reference of a request to something that may not exist.
#[must_use]
pub fn unknown(pointer: &'static str) -> Problem {
    INVALID.pointing_at(vec![Fault::new(pointer, Wrong::Unknown)])
}
