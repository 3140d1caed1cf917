//! Lists: filtered, sorted, and a page at a time.

mod view;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::access::Viewer;
use super::fault::{Fault, Faults, Wrong};
use super::http::{query_of, read_query};
use super::problem::{BAD_CURSOR, INVALID, Problem, Result};
use super::secret::sha256;

pub use view::{Faceted, Link, Page, PageLinks, PageMeta};

/// Items on a page unless asked otherwise.
const LIMIT: u64 = 20;
/// Items on a page at most.
const MAX_LIMIT: u64 = 100;
/// How far page numbers reach; a cursor goes on from there.
const REACH: u64 = 10_000;

/// A filter, and which page of what passes it.
#[derive(Clone, Debug)]
pub struct Listing<F> {
    /// What is asked for.
    pub filter: F,
    /// Which page of it.
    pub paging: Paging,
}

/// Which page of a list
#[derive(Clone, Debug)]
pub struct Paging {
    /// Items on a page.
    pub limit: u64,
    /// The page's number, counted from 1, unless a cursor was given.
    pub page: u64,
    cursor: Option<String>,
    path: String,
    filter: Vec<(String, String)>,
}

/// Which page of a list
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters that `Paging` reads")]
pub struct PageParams {
    /// Items on a page
    #[param(minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<i32>,
    /// The page's number, counted from 1; page × limit reaches to 10 000, a cursor goes further
    #[param(minimum = 1, maximum = 10_000, default = 1, example = 1)]
    page: Option<i32>,
    /// The cursor of a `prev` or `next` link; not together with `page`
    #[param(max_length = 1000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

impl<F: Deserr<Faults>> FromRequest for Listing<F> {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request))
    }
}

impl<F: Deserr<Faults>> Listing<F> {
    fn read(request: &HttpRequest) -> Result<Self> {
        let (of_page, filter): (Vec<_>, Vec<_>) =
            query_of(request)?.into_iter().partition(|(name, _)| ["limit", "page", "cursor"].contains(&name.as_str()));
        let mut faults = Vec::new();
        let given = |name: &str| of_page.iter().filter(|(given, _)| given == name).count();
        for name in ["limit", "page", "cursor"].into_iter().filter(|name| given(name) > 1) {
            faults.push(Fault::new(format!("?{name}"), Wrong::Count(0, 1)));
        }
        let mut number = |name: &str, default, max| match of_page.iter().find(|(given, _)| given == name).map(|(_, value)| value.parse()) {
            None => default,
            Some(Ok(number)) if (1..=max).contains(&number) => number,
            Some(_) => {
                faults.push(Fault::new(format!("?{name}"), Wrong::Range(1, i64::try_from(max).unwrap_or(i64::MAX))));
                default
            }
        };
        let (limit, page) = (number("limit", LIMIT, MAX_LIMIT), number("page", 1, REACH));
        if page * limit > REACH {
            faults.push(Fault::new("?page", Wrong::Clash("limit")));
        }
        let cursor = of_page.iter().find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor.clone());
        if cursor.is_some() && of_page.iter().any(|(name, _)| name == "page") {
            faults.push(Fault::new("?page", Wrong::Clash("cursor")));
        }
        let path = request.path().trim_start_matches("/api/v1").to_owned();
        let paging = Paging { limit, page, cursor, path, filter: filter.clone() };
        match read_query(filter) {
            Ok(filter) if faults.is_empty() => Ok(Self { filter, paging }),
            Ok(_) => Err(INVALID.pointing_at(faults)),
            Err(problem) => Err(INVALID.pointing_at(faults.into_iter().chain(problem.faults).collect())),
        }
    }
}

/// A list that is not filtered
#[derive(Clone, Debug, Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NoFilter {}

/// What a list is sorted by: a column, and the id that settles ties.
#[derive(Clone, Copy, Debug)]
pub struct Order<C> {
    /// The column.
    pub by: C,
    /// The id.
    pub id: C,
    /// Greatest first.
    pub descending: bool,
}

/// Where a page began or ended. Sealed, it is a cursor.
#[derive(Serialize, Deserialize)]
struct Position {
    list: String,
    by: Mark,
    id: Mark,
    /// Whether it leads to what stands before.
    back: bool,
}

#[derive(Serialize, Deserialize)]
enum Mark {
    Text(String),
    Time(DateTime<Utc>),
    Id(Uuid),
}

impl Mark {
    fn of(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => text.map(Self::Text),
            Value::ChronoDateTimeUtc(time) => time.map(Self::Time),
            Value::Uuid(id) => id.map(Self::Id),
            _ => None,
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Time(time) => time.into(),
            Self::Id(id) => id.into(),
        }
    }
}

/// Where a page ended of a list whose order is no column's.
#[derive(Serialize, Deserialize)]
struct Place<T> {
    list: String,
    at: T,
}

/// The rows of a page, and where the pages beside it begin.
#[derive(Debug)]
pub struct Slice<M> {
    /// The rows.
    pub rows: Vec<M>,
    prev: Option<String>,
    next: Option<String>,
}

impl Paging {
    /// Reads one page of what a query finds.
    pub async fn fetch<E>(&self, viewer: &Viewer, query: Select<E>, order: Order<E::Column>) -> Result<Slice<E::Model>>
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        let Some(cursor) = &self.cursor else {
            let (rows, more) = self.read(viewer, query.offset((self.page - 1) * self.limit), order, None, self.limit).await?;
            return self.slice(viewer, rows, order, (false, more));
        };
        let position: Option<Position> = viewer.open(cursor).and_then(|position| serde_json::from_str(&position).ok());
        let position = position.filter(|position| position.list == self.list()).ok_or(BAD_CURSOR)?;
        let back = position.back;
        let (rows, more) = self.read(viewer, query, order, Some(position), self.limit).await?;
        // Where one comes from, there is something.
        self.slice(viewer, rows, order, if back { (more, true) } else { (true, more) })
    }

    /// Reads the page in whose middle a row stands.
    pub async fn fetch_around<E>(&self, viewer: &Viewer, query: Select<E>, order: Order<E::Column>, row: E::Model) -> Result<Slice<E::Model>>
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        let before = self.limit / 2;
        let (mut rows, earlier) = self.read(viewer, query.clone(), order, self.position(&row, order, true), before).await?;
        let (after, later) = self.read(viewer, query, order, self.position(&row, order, false), self.limit - 1 - before).await?;
        rows.push(row);
        rows.extend(after);
        self.slice(viewer, rows, order, (earlier, later))
    }

    /// Reads rows on one side of a position, in the order of the list, and whether there are more.
    async fn read<E: EntityTrait>(
        &self,
        viewer: &Viewer,
        query: Select<E>,
        order: Order<E::Column>,
        from: Option<Position>,
        limit: u64,
    ) -> Result<(Vec<E::Model>, bool)> {
        let back = from.as_ref().is_some_and(|from| from.back);
        let descending = order.descending != back;
        let direction = if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
        let query = query.apply_if(from, |query, from| query.filter(beyond(from, order, descending)));
        let query = query.order_by(order.by, direction.clone()).order_by(order.id, direction);
        let mut rows = query.limit(limit + 1).all(viewer.conn()).await?;
        let more = rows.len() > usize::try_from(limit).map_err(Problem::internal)?;
        if more {
            rows.pop();
        }
        if back {
            rows.reverse();
        }
        Ok((rows, more))
    }

    fn slice<M: ModelTrait>(
        &self,
        viewer: &Viewer,
        rows: Vec<M>,
        order: Order<<M::Entity as EntityTrait>::Column>,
        (before, after): (bool, bool),
    ) -> Result<Slice<M>> {
        let cursor = |row: Option<&M>, back| {
            let position = row.and_then(|row| self.position(row, order, back));
            position.map(|position| serde_json::to_string(&position).map(|position| viewer.close(&position))).transpose().map_err(Problem::internal)
        };
        let prev = cursor(rows.first().filter(|_| before), true)?;
        let next = cursor(rows.last().filter(|_| after), false)?;
        Ok(Slice { rows, prev, next })
    }

    fn position<M: ModelTrait>(&self, row: &M, order: Order<<M::Entity as EntityTrait>::Column>, back: bool) -> Option<Position> {
        Some(Position { list: self.list(), by: Mark::of(row.get(order.by))?, id: Mark::of(row.get(order.id))?, back })
    }

    /// What is asked for, filter included, in one way only.
    #[must_use]
    pub fn told(&self) -> String {
        let mut filter = self.filter.clone();
        filter.sort();
        format!("{} {} {} {filter:?}", self.limit, self.page, self.cursor.as_deref().unwrap_or_default())
    }

    /// Which list this is, filter included: a cursor of another one is worthless here.
    fn list(&self) -> String {
        let mut filter = self.filter.clone();
        filter.sort();
        sha256(format!("{} {filter:?}", self.path).as_bytes()).chars().take(16).collect()
    }

    fn link(&self, viewer: &Viewer, rel: &'static str, place: Option<(&str, String)>) -> Link {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.filter).append_pair("limit", &self.limit.to_string());
        if let Some((name, value)) = place {
            query.append_pair(name, &value);
        }
        Link::get(rel, viewer.url(&format!("{}?{}", self.path, query.finish())))
    }

    fn numbered(&self, viewer: &Viewer, rel: &'static str, page: u64) -> Link {
        self.link(viewer, rel, Some(("page", page.to_string())))
    }

    /// Where a list goes on whose order is no column's, if a cursor was given.
    pub fn after<T: DeserializeOwned>(&self, viewer: &Viewer) -> Result<Option<T>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let place: Option<Place<T>> = viewer.open(cursor).and_then(|place| serde_json::from_str(&place).ok());
        let place = place.filter(|place| place.list == self.list()).ok_or(BAD_CURSOR)?;
        Ok(Some(place.at))
    }

    /// The page of such a list, and where it ended if there is more.
    pub fn page_until<T>(&self, viewer: &Viewer, items: Vec<T>, end: Option<impl Serialize>) -> Result<Page<T>> {
        let sealed = |at| serde_json::to_string(&Place { list: self.list(), at }).map(|place| viewer.close(&place));
        let next = end.map(sealed).transpose().map_err(Problem::internal)?;
        Ok(self.assemble(viewer, items, None, next.map(|cursor| self.link(viewer, "next", Some(("cursor", cursor))))))
    }

    /// How many items stand before a page that was asked for by its number.
    #[must_use]
    pub const fn before(&self) -> u64 {
        if self.cursor.is_some() { 0 } else { (self.page - 1) * self.limit }
    }

    /// Whether neither a cursor nor a later page is asked for.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.cursor.is_none() && self.page == 1
    }

    /// How many items stand before the page, in a list that gives no cursors.
    pub fn offset(&self) -> Result<u64> {
        if self.cursor.is_some() { Err(BAD_CURSOR.into()) } else { Ok((self.page - 1) * self.limit) }
    }

    /// The page of a list that is at hand, and whether there is more.
    pub fn cut<T>(&self, all: Vec<T>) -> Result<(Vec<T>, bool)> {
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (before, limit) = (size(self.offset()?), size(self.limit));
        let more = all.len() > before + limit;
        Ok((all.into_iter().skip(before).take(limit).collect(), more))
    }

    /// A page of a list whose order only page numbers can follow.
    #[must_use]
    pub fn page<T>(&self, viewer: &Viewer, items: Vec<T>, more: bool) -> Page<T> {
        let within = (self.page + 1) * self.limit <= REACH;
        let next = (more && within).then(|| self.numbered(viewer, "next", self.page + 1));
        self.assemble(viewer, items, None, next)
    }

    fn assemble<T>(&self, viewer: &Viewer, items: Vec<T>, prev: Option<Link>, next: Option<Link>) -> Page<T> {
        let meta = PageMeta { limit: self.limit, page: self.cursor.is_none().then_some(self.page), count: items.len() };
        let own = self
            .cursor
            .as_ref()
            .map_or_else(|| self.numbered(viewer, "self", self.page), |cursor| self.link(viewer, "self", Some(("cursor", cursor.clone()))));
        let numbered = || (self.cursor.is_none() && self.page > 1).then(|| self.numbered(viewer, "prev", self.page - 1));
        let prev = prev.or_else(numbered);
        Page { items, meta, links: PageLinks { own, first: self.link(viewer, "first", None), prev, next } }
    }
}

/// What stands on one side of a position.
fn beyond<C: ColumnTrait>(Position { by, id, .. }: Position, order: Order<C>, descending: bool) -> Condition {
    let by = by.into_value();
    let after = |column: C, value: Value| if descending { column.lt(value) } else { column.gt(value) };
    let same = Condition::all().add(order.by.eq(by.clone())).add(after(order.id, id.into_value()));
    Condition::any().add(after(order.by, by)).add(same)
}

impl<M> Slice<M> {
    /// The same page, each row as what it stands for.
    pub fn map<T>(self, view: impl FnMut(M) -> T) -> Slice<T> {
        Slice { rows: self.rows.into_iter().map(view).collect(), prev: self.prev, next: self.next }
    }

    /// The same page, of what the rows stand for.
    pub fn filter_map<T>(self, view: impl FnMut(M) -> Option<T>) -> Slice<T> {
        Slice { rows: self.rows.into_iter().filter_map(view).collect(), prev: self.prev, next: self.next }
    }

    /// The same page, of what the rows are read as.
    pub fn try_map<T>(self, read: impl FnMut(M) -> Result<T>) -> Result<Slice<T>> {
        Ok(Slice { rows: self.rows.into_iter().map(read).collect::<Result<_>>()?, prev: self.prev, next: self.next })
    }

    /// The page as the caller gets it.
    pub fn into_page<T>(self, viewer: &Viewer, paging: &Paging, view: impl FnMut(M) -> T) -> Page<T> {
        let link = |rel, cursor: Option<String>| cursor.map(|cursor| paging.link(viewer, rel, Some(("cursor", cursor))));
        paging.assemble(viewer, self.rows.into_iter().map(view).collect(), link("prev", self.prev), link("next", self.next))
    }
}
