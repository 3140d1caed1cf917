//! Answers that are kept as files.

use std::convert::Infallible;

use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::NaiveDate;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;

use super::http::{keep, since, written};
use super::problem::Result;
use super::secret::fingerprint;

/// Files on their way out that are held in memory at once.
pub(super) const AT_ONCE: usize = 32;
/// How much of one is handed on at a time, in bytes.
const PART: usize = 64 * 1024;

/// Text that is kept as a file.
#[derive(Clone, Debug)]
pub struct Download {
    /// The media type, without its character set.
    pub media: &'static str,
    /// The name of the file: letters, digits, hyphens and dots.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// What it may do where it is opened; nothing, unless it says.
    pub policy: Option<String>,
}

impl Download {
    /// A JSON file.
    pub fn json(name: String, view: &impl Serialize) -> Result<Self> {
        Ok(Self::text("application/json", name, written(view)?))
    }

    /// A file of text.
    #[must_use]
    pub const fn text(media: &'static str, name: String, text: String) -> Self {
        Self { media, name, text, policy: None }
    }

    /// A page, with its content security policy.
    #[must_use]
    pub const fn page(name: String, text: String, policy: String) -> Self {
        Self { media: "text/html", name, text, policy: Some(policy) }
    }

    fn head(&self) -> actix_web::HttpResponseBuilder {
        let charset = if self.media == "application/json" { "" } else { "; charset=utf-8" };
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::CONTENT_TYPE, format!("{}{charset}", self.media)))
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)));
        if let Some(policy) = &self.policy {
            response.insert_header((header::CONTENT_SECURITY_POLICY, policy.as_str()));
        }
        response
    }
}

impl Responder for Download {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.head().body(self.text)
    }
}

/// A file that is the same for everybody, with the day on which it last changed: caches may keep it.
#[derive(Clone, Debug)]
pub struct PublicDownload(pub Download, pub NaiveDate);

impl Responder for PublicDownload {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = self.0.head();
        keep(&mut response, &self.0.text);
        since(response.body(self.0.text), self.1)
    }
}

/// A picture at an address of which nothing else is ever found. Whoever was shown it may keep it for
/// a year; caches that serve many may not, because its member may show it to fewer.
#[derive(Clone, Debug)]
pub struct Jpeg(pub Vec<u8>);

impl Responder for Jpeg {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::CONTENT_TYPE, "image/jpeg"))
            .insert_header((header::CACHE_CONTROL, "private, max-age=31536000, immutable"))
            .insert_header((header::ETAG, format!("\"{}\"", fingerprint(&self.0))));
        response.body(self.0)
    }
}

/// A picture whose reader is asked for each time, so that nobody keeps it without asking.
#[derive(Clone, Debug)]
pub struct Preview(pub Vec<u8>);

impl Responder for Preview {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "image/jpeg")).body(self.0)
    }
}

/// A file as somebody brought it: to be kept, and opened nowhere near this service. Who may read it is
/// asked each time, so nobody keeps it without asking.
#[derive(Debug)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Its place among the files on their way out, until the last byte is on its way.
    pub room: OwnedSemaphorePermit,
}

impl Responder for Attachment {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let named = ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: self.name.into_bytes() };
        let disposition = ContentDisposition { disposition: DispositionType::Attachment, parameters: vec![DispositionParam::FilenameExt(named)] };
        let (length, bytes) = (self.bytes.len(), Bytes::from(self.bytes));
        let parts = (0..length).step_by(PART).map(move |from| bytes.slice(from..length.min(from + PART)));
        let sent = stream::iter(parts).map(move |part| {
            let _ = &self.room;
            Ok::<_, Infallible>(part)
        });
        HttpResponse::Ok()
            .insert_header(disposition)
            .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
            .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"))
            .body(SizedStream::new(u64::try_from(length).unwrap_or(u64::MAX), sent))
    }
}

/// A page with a form, which may be sent back to where it came from; nothing else runs or is fetched.
#[derive(Clone, Debug)]
pub struct Form(pub String);

impl Responder for Form {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let policy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_SECURITY_POLICY, policy));
        response.body(self.0)
    }
}

/// A feed that anybody reads (Atom, RFC 4287). What it holds may be withdrawn at any moment, so that
/// whoever keeps it asks each time whether it has changed.
#[derive(Clone, Debug)]
pub struct Feed(pub String);

impl Responder for Feed {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"))
            .insert_header((header::CACHE_CONTROL, "public, no-cache"))
            .insert_header((header::ETAG, format!("\"{}\"", fingerprint(self.0.as_bytes()))));
        response.body(self.0)
    }
}
