//! What is known of a request before anybody asks who sent it.

use std::cell::OnceCell;
use std::net::IpAddr;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{AcceptLanguage, Header, HeaderMap};
use entity::kind::Language;
use uuid::Uuid;

/// The header by which a retry says that it is one (draft-ietf-httpapi-idempotency-key-header).
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The facts of one request.
#[derive(Debug)]
pub struct RequestFacts {
    /// The trace that the request belongs to (W3C Trace Context); ours if the caller sent none.
    pub trace: Uuid,
    /// The caller's language; Swedish unless asked otherwise.
    pub language: Language,
    /// Method and path, without the query.
    pub operation: String,
    /// Whether it was sent with a query.
    pub has_query: bool,
    /// The sender's address.
    pub peer: Option<IpAddr>,
    /// The client as it names itself, cut short.
    pub client: String,
    /// The key of a request that may be sent again.
    pub idempotency_key: Option<String>,
    /// SHA-256 of the body, once it was read.
    pub body_digest: OnceCell<String>,
    /// The template of the addresses of which it asks for one, where that was known without looking for it.
    pub route: OnceCell<String>,
}

impl RequestFacts {
    /// Reads the facts; `trusted` proxies may say who the sender is.
    #[must_use]
    pub fn of(request: &ServiceRequest, trusted: &[IpAddr]) -> Self {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let keys = headers.get_all(IDEMPOTENCY_KEY);
        Self {
            trace: trace_of(text("traceparent")),
            language: language_of(request),
            operation: format!("{} {}", request.method(), request.path()),
            has_query: !request.query_string().is_empty(),
            peer: sender(request.peer_addr().map(|peer| peer.ip()), &forwarded(headers), trusted),
            client: text("user-agent").unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect(),
            // Unreadable is not absent: whoever sends a key relies on it. Two are no key either.
            idempotency_key: keys.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned()).reduce(|all, key| format!("{all}, {key}")),
            body_digest: OnceCell::new(),
            route: OnceCell::new(),
        }
    }

    /// The facts where nobody has sent a request.
    #[must_use]
    pub fn none(language: Language) -> Self {
        Self {
            trace: Uuid::nil(),
            language,
            operation: String::new(),
            has_query: false,
            peer: None,
            client: String::new(),
            idempotency_key: None,
            body_digest: OnceCell::new(),
            route: OnceCell::new(),
        }
    }

    /// The network of the sender, coarse enough not to point at a person.
    #[must_use]
    pub fn network(&self) -> String {
        match self.peer.map(|peer| peer.to_canonical()) {
            Some(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            Some(IpAddr::V6(address)) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
            None => "unknown".to_owned(),
        }
    }

    /// The sender as its allowance is counted: an IPv4 address, or an IPv6 /64.
    #[must_use]
    pub fn sender(&self) -> String {
        match self.peer.map(|peer| peer.to_canonical()) {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
            Some(address) => address.to_string(),
            None => "unknown".to_owned(),
        }
    }

    /// The `traceparent` of the answer: the same trace, a span of ours.
    #[must_use]
    pub fn traceparent(&self) -> String {
        let span = self.trace.as_u64_pair().1.rotate_left(17) | 1;
        format!("00-{}-{span:016x}-01", self.trace.simple())
    }
}

/// The trace id of a well-formed `traceparent`, or a new one.
#[expect(clippy::disallowed_methods, reason = "a trace id must tell nothing, not even the time")]
fn trace_of(traceparent: Option<&str>) -> Uuid {
    let parts: Vec<_> = traceparent.unwrap_or_default().split('-').collect();
    let hex = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let given = match parts.as_slice() {
        [version, trace, span, flags] if hex(version, 2) && *version != "ff" && hex(trace, 32) && hex(span, 16) && hex(flags, 2) => {
            Uuid::try_parse(trace).ok().filter(|trace| !trace.is_nil())
        }
        _ => None,
    };
    given.unwrap_or_else(Uuid::new_v4)
}

/// The better liked of the two languages (RFC 9110, 12.5.4).
fn language_of(request: &ServiceRequest) -> Language {
    let liked = AcceptLanguage::parse(request).map(|languages| languages.ranked()).unwrap_or_default();
    let known = |tag: &str| match tag.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("sv") => Some(Language::Swedish),
        Some("en") => Some(Language::English),
        _ => None,
    };
    liked.iter().find_map(|tag| known(&tag.to_string())).unwrap_or(Language::Swedish)
}

/// Every hop that proxies told, in order; a proxy may add a line of its own.
fn forwarded(headers: &HeaderMap) -> String {
    headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// The rightmost address that no trusted proxy vouches for.
fn sender(peer: Option<IpAddr>, forwarded: &str, trusted: &[IpAddr]) -> Option<IpAddr> {
    let mut sender = peer?;
    for hop in forwarded.rsplit(',') {
        match hop.trim().parse() {
            Ok(before) if trusted.contains(&sender) => sender = before,
            _ => break,
        }
    }
    Some(sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed_about_the_sender() {
        let ip = |text: &str| text.parse().ok();
        let proxy: Vec<IpAddr> = ip("10.0.0.1").into_iter().collect();
        assert_eq!(sender(ip("10.0.0.1"), "6.6.6.6, 1.2.3.4", &proxy), ip("1.2.3.4"));
        assert_eq!(sender(ip("9.9.9.9"), "1.2.3.4", &proxy), ip("9.9.9.9"));
        assert_eq!(sender(ip("10.0.0.1"), "garbage", &proxy), ip("10.0.0.1"));
    }

    #[test]
    fn a_malformed_trace_is_replaced() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(trace_of(Some(good)).simple().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_ne!(trace_of(Some("00-00000000000000000000000000000000-b7ad6b7169203331-01")), Uuid::nil());
    }
}
