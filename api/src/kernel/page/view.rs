//! A page of a list as it goes out.

use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::http::Json;

/// A page of a list
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on the page
    #[schema(max_items = 100)]
    pub items: Vec<T>,
    /// Which page it is
    #[serde(rename = "_meta")]
    pub meta: PageMeta,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

/// A page of a list, and how all that was found falls into kinds
#[derive(Debug, Serialize, ToSchema)]
pub struct Faceted<T, F> {
    /// The page
    #[serde(flatten)]
    pub page: Page<T>,
    /// How many there are of each kind
    #[schema(max_items = 100)]
    pub facets: Vec<F>,
}

/// Which page of a list this is
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageMeta {
    /// Items on a page at most
    #[schema(minimum = 1, maximum = 100, examples(20))]
    pub limit: u64,
    /// The page's number, if it was asked for by number
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 10_000, examples(1))]
    pub page: Option<u64>,
    /// Items on this page
    #[schema(minimum = 0, maximum = 100, examples(20))]
    pub count: usize,
}

/// Where to go from a page
#[derive(Debug, Serialize, ToSchema)]
pub struct PageLinks {
    /// This page
    #[serde(rename = "self")]
    pub own: Link,
    /// The first page
    pub first: Link,
    /// The page before
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub prev: Option<Link>,
    /// The page after
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<Link>,
}

impl PageLinks {
    /// As a `Link` header tells them.
    pub(in crate::kernel) fn told(&self) -> String {
        let links = [Some(&self.first), self.prev.as_ref(), self.next.as_ref()];
        let links: Vec<_> = links.into_iter().flatten().map(|link| format!("<{}>; rel=\"{}\"", link.href, link.rel)).collect();
        links.join(", ")
    }
}

/// An address, and what to do with it
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    /// The absolute address
    #[schema(format = "uri", examples("https://torg.example.org/api/v1/groups"))]
    pub href: String,
    /// What it is to what it stands in (IANA link relations where there is one)
    #[schema(examples("self"))]
    pub rel: &'static str,
    /// The HTTP method
    #[schema(examples("GET"))]
    pub method: &'static str,
}

impl Link {
    /// An address to read.
    #[must_use]
    pub const fn get(rel: &'static str, href: String) -> Self {
        Self { href, rel, method: "GET" }
    }
}

/// A page is told twice: in the body, and as `Link` headers (RFC 8288).
impl<T: Serialize> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        with_links(&self.links, Json(&self).respond_to(request))
    }
}

impl<T: Serialize, F: Serialize> Responder for Faceted<T, F> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        with_links(&self.page.links, Json(&self).respond_to(request))
    }
}

fn with_links(links: &PageLinks, mut response: HttpResponse) -> HttpResponse {
    if let Ok(links) = links.told().parse() {
        response.headers_mut().insert(header::LINK, links);
    }
    response
}
