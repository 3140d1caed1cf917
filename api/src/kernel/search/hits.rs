//! Finding entries: the newest that hold every word, with their points.
//!
//! SQLite walks the hits of its index from the newest on and stops when there are enough. PostgreSQL's
//! index gives all of them at once, so it is asked stretch by stretch of time, for the newest first:
//! each stretch as long as it has to be if there is as much to find as in those before.

use chrono::{DateTime, Utc};
use entity::kind::SearchKind;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{DatabaseBackend, FromQueryResult};
use uuid::Uuid;

use super::entries::{MILLIS, number_at};
use super::query::{self, ALL, STRETCH, Stretch};
use super::terms::{Word, is_word_of_title};
use super::{Ask, FULL, Findings, Found, SAID};
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// What a word is worth in a title, and elsewhere: so many times how well it fits, of a hundred.
const PLACES: (i64, i64) = (FULL / 100, FULL / 250);
/// What something is worth besides that was made today.
const NEW: i64 = 100;
/// After so many days it is half as new.
const HALF: i64 = 30;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// A stretch is at most so many times as long as all before it.
const LONGER: i64 = 16;

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    of_id: Uuid,
    title: String,
    body: String,
}

/// What is found of one kind. `seen` selects something if the viewer may know of an entry: it is asked of each by key.
pub async fn find(viewer: &Viewer, ask: &Ask, kind: SearchKind, seen: SelectStatement) -> Result<Findings> {
    let backend = viewer.conn().get_database_backend();
    let mut rows: Vec<Row> = Vec::new();
    let mut stretch = Some(first(viewer, ask, kind));
    while let Some(current) = stretch {
        let query = query::matching(backend, ask, kind, &current, seen.clone(), ask.most + 1 - rows.len());
        rows.extend(Row::find_by_statement(backend.build(&query)).all(viewer.conn()).await?);
        stretch = current.next(rows.len(), ask.most + 1);
    }
    let more = rows.len() > ask.most;
    rows.truncate(ask.most);
    let found = rows.iter().map(|row| Found { kind, key: row.of_id.to_string(), score: score(ask, row) }).collect();
    Ok(Findings { more, ..Findings::all(kind, found) })
}

/// The first stretch: all that is asked for, or the newest of it where only PostgreSQL has much to look through.
fn first(viewer: &Viewer, ask: &Ask, kind: SearchKind) -> Stretch {
    let number = |time: DateTime<Utc>| number_at(time.timestamp_millis().max(0));
    let (least, before) = (ask.narrow.since.map_or(0, number), ask.narrow.until.map_or(i64::MAX, number));
    let many = matches!(kind, SearchKind::Discussion | SearchKind::Post);
    if viewer.conn().get_database_backend() != DatabaseBackend::Postgres || !many {
        return Stretch { least, before, first: 0, last: 0, length: 0 };
    }
    let newest = number(viewer.now()).min(before) >> STRETCH;
    // Another process's clock may be ahead.
    Stretch { least, before, first: newest, last: newest + 1, length: 1 }
}

impl Stretch {
    /// The stretch before this one, once so many were found of those that are wanted; none if that is enough or all.
    fn next(&self, found: usize, wanted: usize) -> Option<Self> {
        let from = self.first << STRETCH;
        if found >= wanted || from <= self.least {
            return None;
        }
        let [found, wanted] = [found, wanted].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        // A little more than needed, or one would often have to ask once more.
        let needed = if found == 0 { i64::MAX } else { self.length * (wanted - found) * 4 / (found * 3) };
        let length = needed.clamp(self.length, self.length * LONGER);
        let first = if length < ALL { (self.first - length).max(0) } else { 0 };
        Some(Self { least: self.least, before: from, first, last: self.first - 1, length: self.length + length })
    }
}

/// Of each word how well it fits where it stands, on average; how much of the title was said; how new it is.
fn score(ask: &Ask, row: &Row) -> i64 {
    let (title, body): (Vec<_>, Vec<_>) = (row.title.split(' ').collect(), row.body.split(' ').collect());
    let (mut points, mut said) = (0, 0);
    for word in &ask.words {
        let in_title = if ask.typing { begun(word, &title) } else { fit(word, &title) };
        said += i64::from(in_title > 0);
        points += (PLACES.0 * in_title).max(PLACES.1 * fit(word, &body));
    }
    let count = |number: usize| i64::try_from(number.max(1)).unwrap_or(i64::MAX);
    let length = count(title.iter().filter(|term| is_word_of_title(term)).count());
    let age = (ask.today - (row.number >> MILLIS) / DAY).max(0);
    points / count(ask.words.len()) + SAID * said.min(length) / length + NEW * HALF / (HALF + age)
}

/// How well a word fits terms that stand in the order of their bytes.
fn fit(word: &Word, terms: &[&str]) -> i64 {
    let held = |(term, fit): (&String, &i64)| terms.binary_search(&term.as_str()).is_ok().then_some(*fit);
    word.terms.iter().filter_map(held).max().unwrap_or_default()
}

/// How well it fits as the beginning of a word.
fn begun(word: &Word, terms: &[&str]) -> i64 {
    let begins = word.begins();
    match terms.get(terms.partition_point(|term| *term < begins.as_str())) {
        Some(term) if **term == *begins => 100,
        Some(term) if term.starts_with(&begins) => 90,
        _ => 0,
    }
}
