//! Answers that are kept as files.

use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::NaiveDate;
use serde::Serialize;

use super::http::{keep, since, written};
use super::problem::Result;
use super::secret::fingerprint;

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
