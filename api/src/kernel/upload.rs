//! Files that are sent as they are, and not within JSON.

use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use tokio::sync::OwnedSemaphorePermit;
use utoipa::ToSchema;

use super::app::App;
use super::problem::{BUSY, MALFORMED, Problem, Result, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use super::request::RequestFacts;
use super::secret::sha256;

/// Files that are held in memory at once.
pub(super) const AT_ONCE: usize = 8;

/// A kind of file that an operation takes.
pub trait Kind {
    /// The media types, in lower case and without parameters.
    const MEDIA: &'static [&'static str];
    /// The largest file, in bytes.
    const LIMIT: usize;
}

/// The bytes of a file
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 10_485_760)]
pub struct Binary(pub Vec<u8>);

/// A file as it was sent: of a media type and a size that are taken, and not looked at.
#[derive(Debug)]
pub struct Upload<K> {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What it is said to be.
    pub media: &'static str,
    _room: OwnedSemaphorePermit,
    kind: PhantomData<K>,
}

impl<K: Kind + 'static> FromRequest for Upload<K> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let media = media_of(&request, K::MEDIA)?;
            let app = request.app_data::<Arc<App>>().ok_or_else(|| Problem::internal("an upload without an app"))?;
            let Ok(room) = Arc::clone(&app.uploads).try_acquire_owned() else { return Err(BUSY.retry_after(2)) };
            let bytes = read(&mut payload, K::LIMIT).await?;
            note_body(&request, &bytes);
            Ok(Self { bytes, media, _room: room, kind: PhantomData })
        })
    }
}

/// Which of the media types the body is of; a compressed one is of none.
fn media_of(request: &HttpRequest, among: &[&'static str]) -> Result<&'static str> {
    let said = request.content_type().trim().to_ascii_lowercase();
    let media = among.iter().find(|media| **media == said).filter(|_| !is_encoded(request));
    media.copied().ok_or_else(|| UNSUPPORTED_MEDIA_TYPE.into())
}

/// Whether a body is compressed, which none may be.
pub(super) fn is_encoded(request: &HttpRequest) -> bool {
    request.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}

/// Notes what tells a retry from another request: the body, and for a file the query beside it.
fn note_body(request: &HttpRequest, body: &[u8]) {
    if let Some(facts) = request.extensions().get::<Rc<RequestFacts>>() {
        let _ = facts.body_digest.set(sha256(format!("{} {}", request.query_string(), sha256(body)).as_bytes()));
    }
}

/// Reads a body that is no longer than it may be.
pub(super) async fn read(payload: &mut Payload, limit: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.ok().ok_or(MALFORMED)?);
        if body.len() > limit {
            return Err(TOO_LARGE.into());
        }
    }
    Ok(body)
}
