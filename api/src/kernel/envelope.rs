//! What surrounds every request: room and time for it, one form for every problem, the headers
//! that each answer carries, and one line in the log.

use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError};
use futures_util::FutureExt;

use super::allowance::Left;
use super::app::App;
use super::problem::{
    BUSY, FORBIDDEN, HEAD_TOO_LARGE, INTERNAL, MALFORMED, METHOD_NOT_ALLOWED, NOT_FOUND, Problem, TOO_LARGE, TOO_MANY, TOO_SLOW, UNAUTHENTICATED,
    UNSUPPORTED_MEDIA_TYPE, URI_TOO_LONG,
};
use super::request::RequestFacts;

/// How long a request may take, its body's arrival included.
const DEADLINE: Duration = Duration::from_secs(20);
/// The longest address.
const URI_LIMIT: usize = 8 * 1024;
/// The longest `traceparent`; the document says so too.
const TRACEPARENT_LIMIT: usize = 512;

/// The methods that are told apart.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Headers that every answer carries (OWASP REST security; HSTS where the address is https).
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// The outermost middleware.
pub async fn envelope(mut request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let Some(app) = request.app_data::<Arc<App>>().cloned() else {
        return Err(Problem::internal("no app").into());
    };
    let facts = Rc::new(RequestFacts::of(&request, &app.config.trusted_proxies));
    request.extensions_mut().insert(Rc::clone(&facts));
    if request.method() == Method::HEAD {
        // What GET would say, without the body: the encoder leaves it out.
        request.head_mut().method = Method::GET;
    }
    let left = app.allowance.take(&facts.sender());
    let outcome = match left {
        Ok(_) => admitted(&app, request, next).await,
        Err(left) => Err(TOO_MANY.retry_after(left.wait)),
    };
    let left = left.unwrap_or_else(|left| left);
    match outcome {
        Ok(response) => {
            let mut response = told(&app, &facts, left, response);
            dress(&app, &facts, left, response.headers_mut());
            let route = facts.route.get().cloned().or_else(|| response.request().match_pattern());
            note(&facts, began, response.status(), route, None);
            Ok(response)
        }
        Err(problem) => {
            note(&facts, began, problem.status_code(), None, problem.cause.as_deref());
            Err(Told::new(&app, &facts, left, &problem).into())
        }
    }
}

/// Serves the request if there is room, in the time it has; a panic is a problem like any other.
async fn admitted(app: &App, request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Problem> {
    if request.uri().path_and_query().is_some_and(|uri| uri.as_str().len() > URI_LIMIT) {
        return Err(URI_TOO_LONG.into());
    }
    if request.headers().get("traceparent").is_some_and(|trace| trace.len() > TRACEPARENT_LIMIT) {
        return Err(HEAD_TOO_LARGE.into());
    }
    let reserved = request.path().starts_with("/health/");
    let _room = match app.room.try_acquire() {
        Ok(room) => Some(room),
        Err(_) if reserved => None,
        Err(_) => return Err(BUSY.retry_after(1)),
    };
    let served = AssertUnwindSafe(tokio::time::timeout(DEADLINE, next.call(request))).catch_unwind().await;
    match served {
        Ok(Ok(Ok(response))) => Ok(response.map_into_boxed_body()),
        Ok(Ok(Err(error))) => Err(problem_of(&error)),
        Ok(Err(_)) => Err(TOO_SLOW.into()),
        Err(_) => Err(Problem::internal("a handler panicked")),
    }
}

/// Our own problem, or the one that a status of the framework's means.
fn problem_of(error: &Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return Problem {
            kind: problem.kind,
            detail: problem.detail.clone(),
            faults: problem.faults.clone(),
            right: problem.right,
            retry_after: problem.retry_after,
            allow: problem.allow.clone(),
            present: problem.present.clone(),
            current: problem.current.clone(),
            cause: problem.cause.clone(),
        };
    }
    let kind = match error.as_response_error().status_code().as_u16() {
        401 => UNAUTHENTICATED,
        403 => FORBIDDEN,
        404 => NOT_FOUND,
        405 => METHOD_NOT_ALLOWED,
        408 => TOO_SLOW,
        413 => TOO_LARGE,
        415 => UNSUPPORTED_MEDIA_TYPE,
        431 => HEAD_TOO_LARGE,
        400..=499 => MALFORMED,
        _ => return Problem::internal(error),
    };
    kind.into()
}

/// Gives an answer of 400 and above its body, and an answer that the caller already has none.
fn told(app: &App, facts: &RequestFacts, left: Left, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        let problem = response.response().error().map(problem_of);
        let problem = problem.unwrap_or_else(|| if status.is_server_error() { INTERNAL.into() } else { NOT_FOUND.into() });
        if let Some(cause) = &problem.cause {
            tracing::error!(trace = %facts.trace, operation = facts.operation, cause, "a request failed");
        }
        let mut answer = Told::new(app, facts, left, &problem).error_response();
        keep_cors(response.headers(), answer.headers_mut());
        let mut answer = response.into_response(answer);
        *answer.response_mut().status_mut() = problem.status_code();
        return answer;
    }
    // The tag of what several people edit counts its changes, not those of what stands around it.
    let whole = response.headers().get(header::CACHE_CONTROL).is_some_and(|kept| kept.as_bytes().starts_with(b"public"));
    let known = response.request().headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let has_it = |tags: &str, tag: &str| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*");
    if whole && status == StatusCode::OK && known.zip(tag).is_some_and(|(tags, tag)| has_it(tags, tag)) {
        let mut unchanged = HttpResponse::NotModified();
        for name in [header::ETAG, header::CACHE_CONTROL, header::VARY, header::LAST_MODIFIED] {
            if let Some(value) = response.headers().get(&name) {
                unchanged.insert_header((name, value.clone()));
            }
        }
        let mut unchanged = unchanged.finish();
        keep_cors(response.headers(), unchanged.headers_mut());
        return response.into_response(unchanged);
    }
    response
}

/// An answer that takes the place of another is for the same front-ends.
fn keep_cors(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from.iter().filter(|(name, _)| name.as_str().starts_with("access-control-")) {
        to.insert(name.clone(), value.clone());
    }
}

/// The headers that each answer carries unless it says otherwise itself.
fn dress(app: &App, facts: &RequestFacts, left: Left, headers: &mut HeaderMap) {
    let mut unless_said = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    for (name, value) in ALWAYS {
        unless_said(HeaderName::from_static(name), value);
    }
    let reads = facts.operation.starts_with("GET ") || facts.operation.starts_with("HEAD ");
    unless_said(header::CACHE_CONTROL, if reads { "private, no-cache" } else { "no-store" });
    unless_said(header::CONTENT_LANGUAGE, facts.language.as_str());
    unless_said(HeaderName::from_static("traceparent"), &facts.traceparent());
    unless_said(HeaderName::from_static("ratelimit"), &left.told());
    unless_said(HeaderName::from_static("ratelimit-policy"), &app.allowance.policy());
    if app.config.public_url.starts_with("https://") {
        unless_said(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    // What others have said that the answer varies by does not take the place of this.
    let said = headers.get(header::VARY).and_then(|vary| vary.to_str().ok()).unwrap_or_default();
    if !said.contains("Accept-Language") {
        let vary = ["Authorization, Accept-Language", said].join(if said.is_empty() { "" } else { ", " });
        if let Ok(vary) = HeaderValue::from_str(&vary) {
            headers.insert(header::VARY, vary);
        }
    }
}

/// One line in the log and one count, by the route's template: no personal data, no query.
fn note(facts: &RequestFacts, began: Instant, status: StatusCode, route: Option<String>, cause: Option<&str>) {
    let (method, _) = facts.operation.split_once(' ').unwrap_or_default();
    // A sender may invent methods; neither log nor metrics grow with them.
    let method = if METHODS.contains(&method) { method } else { "other" };
    let (route, took) = (route.unwrap_or_else(|| "none".to_owned()), began.elapsed());
    let labels = [("method", method.to_owned()), ("route", route.clone()), ("status", status.as_str().to_owned())];
    metrics::counter!("torg_http_requests_total", &labels).increment(1);
    metrics::histogram!("torg_http_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    if let Some(cause) = cause {
        tracing::error!(trace = %facts.trace, method, route, status = status.as_u16(), micros, cause, "request");
    } else {
        tracing::info!(trace = %facts.trace, method, route, status = status.as_u16(), micros, "request");
    }
}

/// A problem written out: the answer is complete even where no request is left to ask.
#[derive(Debug)]
struct Told {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Told {
    fn new(app: &App, facts: &RequestFacts, left: Left, problem: &Problem) -> Self {
        let body = problem.body(facts.language, &app.url(""), facts.trace);
        let body = serde_json::to_string(&body).unwrap_or_default();
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::CONTENT_TYPE, "application/problem+json");
        set(header::CACHE_CONTROL, "no-store");
        if problem.kind.status == 401 {
            set(header::WWW_AUTHENTICATE, "Bearer");
        }
        if let Some(allow) = &problem.allow {
            set(header::ALLOW, allow);
        }
        if let Some(tag) = &problem.present {
            set(header::ETAG, tag);
        }
        if let Some(seconds) = problem.retry_after {
            set(header::RETRY_AFTER, &seconds.to_string());
        }
        dress(app, facts, left, &mut headers);
        Self { status: problem.status_code(), headers, body }
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.status.as_str())
    }
}

impl ResponseError for Told {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status).body(self.body.clone());
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}
