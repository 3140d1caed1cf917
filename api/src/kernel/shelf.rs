//! Answers that are the same for everybody, kept as bytes until something is published.
//!
//! What is kept needs no database: whoever reads it again, or asks whether it has changed, is
//! answered from memory, also while the database is away. A visitor is answered before the
//! routes are looked through.

use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, Responder};
use chrono::{DateTime, NaiveDate, Utc};
use entity::setting::{ActiveModel, Column, Entity, Model};
use moka::sync::Cache;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, DatabaseConnection, EntityTrait};
use serde::Serialize;

use super::access::{System, Viewer};
use super::app::App;
use super::db::{Db, Tx};
use super::http::written;
use super::page::Page;
use super::problem::{Problem, Result};
use super::request::RequestFacts;
use super::secret::sha256;

/// How many bytes are kept.
const ROOM: u64 = 64 << 20;
/// How often a process looks whether another has published something.
const LOOK: Duration = Duration::from_millis(250);
/// The setting that changes with every publication.
const MARK: &str = "published";

/// What a process keeps.
pub struct Shelf {
    kept: Cache<String, Arc<Kept>>,
    clearings: AtomicU64,
    /// The mark when the process began.
    began: Option<Model>,
}

impl Shelf {
    pub(super) async fn open(db: &Db) -> Result<Self> {
        let size = |key: &String, kept: &Arc<Kept>| u32::try_from(key.len() + kept.body.len() + 500).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(ROOM).weigher(size).build();
        Ok(Self { kept, clearings: AtomicU64::new(0), began: mark(&db.read).await? })
    }

    /// Where the answer to a request is kept, if it is one that is the same for everybody. `more` tells
    /// apart, in one way only, what the path does not.
    fn place(&self, facts: &RequestFacts, more: &str) -> String {
        let RequestFacts { operation, has_query, language, .. } = facts;
        let more = if *has_query { more } else { "" };
        format!("{} {} {operation} {more}", self.clearings.load(Ordering::Acquire), language.as_str())
    }

    fn find(&self, place: &str, now: DateTime<Utc>) -> Option<Shelved> {
        self.kept.get(place).filter(|kept| kept.until.is_none_or(|until| now < until)).map(Shelved)
    }

    /// Keeps nothing of before any more. What is being made now is kept under the old number, where nobody looks.
    pub(super) fn clear(&self) {
        self.clearings.fetch_add(1, Ordering::AcqRel);
        self.kept.invalidate_all();
    }
}

/// An answer as it is sent.
#[derive(Clone, Debug)]
pub struct Kept {
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
    until: Option<DateTime<Utc>>,
    /// The template of the addresses of which it is one, once it was sent.
    route: OnceLock<String>,
}

impl Kept {
    /// A body of a media type that last changed on a day.
    pub fn of(media: &'static str, body: String, day: NaiveDate) -> Result<Self> {
        let text = |text: &str| HeaderValue::from_str(text).map_err(Problem::internal);
        let headers = vec![
            (header::CONTENT_TYPE, HeaderValue::from_static(media)),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
            (header::VARY, HeaderValue::from_static("Accept-Language")),
            (header::ETAG, text(&format!("\"{}\"", sha256(body.as_bytes())))?),
            (header::LAST_MODIFIED, text(&day.format("%a, %d %b %Y 00:00:00 GMT").to_string())?),
        ];
        Ok(Self { body: body.into(), headers, until: None, route: OnceLock::new() })
    }

    /// JSON.
    pub fn json(view: &impl Serialize, day: NaiveDate) -> Result<Self> {
        Self::of("application/json", written(view)?, day)
    }

    /// A page of a list, with its `Link` headers.
    pub fn page<T: Serialize>(page: &Page<T>, day: NaiveDate) -> Result<Self> {
        Self::json(page, day)?.with(header::LINK, &page.links.told())
    }

    /// With one more header.
    pub fn with(mut self, name: HeaderName, value: &str) -> Result<Self> {
        self.headers.push((name, HeaderValue::from_str(value).map_err(Problem::internal)?));
        Ok(self)
    }

    /// A file of this name.
    pub fn named(self, name: &str) -> Result<Self> {
        self.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))
    }

    /// Until this day begins it is good.
    #[must_use]
    pub fn until(self, day: Option<NaiveDate>) -> Self {
        Self { until: day.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|time| time.and_utc()), ..self }
    }
}

/// What was kept, on its way out.
#[derive(Clone, Debug)]
pub struct Shelved(Arc<Kept>);

impl Shelved {
    fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::Ok().body(self.0.body.clone());
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}

impl Responder for Shelved {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if let Some(route) = request.match_pattern() {
            let _ = self.0.route.set(route);
        }
        self.response()
    }
}

/// The middleware that answers a visitor with what is kept. Whoever says who they are is asked for that first.
pub async fn answer(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> core::result::Result<ServiceResponse<BoxBody>, Error> {
    if let Some(response) = kept_for(&request) {
        return Ok(request.into_response(response));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn kept_for(request: &ServiceRequest) -> Option<HttpResponse> {
    let facts = request.extensions().get::<Rc<RequestFacts>>().cloned()?;
    if facts.has_query || request.headers().contains_key(header::AUTHORIZATION) {
        return None;
    }
    let app = request.app_data::<Arc<App>>()?;
    let found = app.shelf.find(&app.shelf.place(&facts, ""), app.clock.now())?;
    let _ = facts.route.set(found.0.route.get()?.clone());
    Some(found.response())
}

impl Viewer {
    /// The answer to this request, which is the same for everybody who speaks the language: made
    /// once, and then kept until something is published. `more` tells apart what the path does not.
    pub async fn shelved(&self, more: &str, make: impl AsyncFnOnce() -> Result<Kept>) -> Result<Shelved> {
        let shelf = self.shelf();
        let place = shelf.place(self.request(), more);
        if let Some(found) = shelf.find(&place, self.now()) {
            return Ok(found);
        }
        let kept = Arc::new(make().await?);
        shelf.kept.insert(place, Arc::clone(&kept));
        Ok(Shelved(kept))
    }
}

impl Tx {
    /// What everybody reads changes with this change: every process makes its answers anew.
    pub async fn publish(&self) -> Result<()> {
        let mark = ActiveModel { key: ActiveValue::Set(MARK.to_owned()), value: ActiveValue::Set(self.new_id().to_string()) };
        let again = OnConflict::column(Column::Key).update_column(Column::Value).to_owned();
        Entity::insert(mark).on_conflict(again).exec_without_returning(self.conn()).await?;
        self.published.store(true, Ordering::Release);
        Ok(())
    }
}

/// Looks for what other processes publish, for as long as the process lives.
pub async fn watch(system: System) {
    let mut seen = system.app().shelf.began.clone();
    loop {
        // While the database is away what is kept stays good.
        if let Ok(mark) = mark(system.conn()).await
            && seen != mark
        {
            system.app().shelf.clear();
            seen = mark;
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn mark(conn: &DatabaseConnection) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(MARK.to_owned()).one(conn).await?)
}
