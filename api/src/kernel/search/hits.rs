//! Finding entries: the newest that hold every word, with their points.
//!
//! SQLite walks the hits of its index from the newest on and stops when there are enough. PostgreSQL's
//! index gives all of them at once, so it is asked stretch by stretch of time, for the newest first.

use chrono::{DateTime, Utc};
use entity::kind::SearchKind;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{DatabaseBackend, FromQueryResult};
use uuid::Uuid;

use super::entries::{MILLIS, number_at};
use super::query::{self, Stretch};
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
/// A stretch of time: 2^28 milliseconds, three days. The schema has a term for each.
const STRETCH: u32 = MILLIS + 28;
/// The newest stretches that PostgreSQL is asked for, one number after the other; then all that are older.
const NEWEST: [i64; 4] = [1, 4, 16, 64];

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
    for stretch in stretches(viewer, ask, kind) {
        let query = query::matching(backend, ask, kind, stretch, seen.clone(), ask.most + 1 - rows.len());
        rows.extend(Row::find_by_statement(backend.build(&query)).all(viewer.conn()).await?);
        if rows.len() > ask.most {
            break;
        }
    }
    let more = rows.len() > ask.most;
    rows.truncate(ask.most);
    let found = rows.iter().map(|row| Found { kind, key: row.of_id.to_string(), score: score(ask, row) }).collect();
    Ok(Findings { more, ..Findings::all(kind, found) })
}

/// What is asked for, one after the other. Of a kind of which there are few, all at once.
fn stretches(viewer: &Viewer, ask: &Ask, kind: SearchKind) -> Vec<Stretch> {
    let number = |time: DateTime<Utc>| number_at(time.timestamp_millis().max(0));
    let (from, before) = (ask.narrow.since.map_or(0, number), ask.narrow.until.map_or(i64::MAX, number));
    let many = matches!(kind, SearchKind::Discussion | SearchKind::Post);
    if viewer.conn().get_database_backend() != DatabaseBackend::Postgres || !many {
        return vec![Stretch { from, before, times: None }];
    }
    // Another process's clock may be ahead.
    let newest = number(viewer.now()).min(before) >> STRETCH;
    let (mut end, mut last) = (before, newest + 1);
    let mut stretch = |start: i64| {
        let times = (start > 0).then_some(start..=last);
        let stretch = Stretch { from: from.max(start << STRETCH), before: end, times };
        (end, last) = (start << STRETCH, start - 1);
        stretch
    };
    let all: Vec<_> = NEWEST.map(|count| newest + 1 - count).into_iter().chain([0]).map(&mut stretch).collect();
    all.into_iter().filter(|stretch| stretch.from < stretch.before).collect()
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
