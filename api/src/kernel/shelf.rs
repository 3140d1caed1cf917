//! Answers that are the same for everybody, kept as bytes until something is published.
//!
//! What is kept needs no database: whoever reads it again, or asks whether it has changed, is
//! answered from memory, also while the database is away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::{DateTime, NaiveDate, Utc};
use entity::setting::{ActiveModel, Column, Entity, Model};
use moka::sync::Cache;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, DatabaseConnection, EntityTrait};
use serde::Serialize;

use super::access::{System, Viewer};
use super::db::{Db, Tx};
use super::http::written;
use super::problem::{Problem, Result};
use super::secret::sha256;

/// How many bytes are kept.
const ROOM: u64 = 64 << 20;
/// How often a process looks whether another has published something.
const LOOK: Duration = Duration::from_millis(400);
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
        Ok(Self { body: body.into(), headers, until: None })
    }

    /// JSON.
    pub fn json(view: &impl Serialize, day: NaiveDate) -> Result<Self> {
        Self::of("application/json", written(view)?, day)
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

impl Responder for Shelved {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok().body(self.0.body.clone());
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}

impl Viewer {
    /// The answer to this request, which is the same for everybody who speaks the language: made
    /// once, and then kept until something is published. `more` tells apart what the path does not.
    pub async fn shelved(&self, more: &str, make: impl AsyncFnOnce() -> Result<Kept>) -> Result<Shelved> {
        let shelf = self.shelf();
        let number = shelf.clearings.load(Ordering::Acquire);
        let key = format!("{number} {} {} {more}", self.language().as_str(), self.request().operation);
        let good = |kept: &Arc<Kept>| kept.until.is_none_or(|until| self.now() < until);
        if let Some(kept) = shelf.kept.get(&key).filter(good) {
            return Ok(Shelved(kept));
        }
        let kept = Arc::new(make().await?);
        shelf.kept.insert(key, Arc::clone(&kept));
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
