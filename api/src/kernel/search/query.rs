//! The queries of the index, in the language of each database.

use entity::kind::SearchKind;
use entity::search_entry::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DatabaseBackend};

use super::Ask;
use super::entries::MILLIS;
use super::terms::Word;

/// A stretch of time: 2^26 milliseconds, 19 hours. The schema has a term for each,
pub const STRETCH: u32 = MILLIS + 26;
/// and for each 32 of them.
const LONG: u32 = 5;
/// Of either kind so many are asked for at once.
const AT_ONCE: i64 = 48;
/// A stretch that is longer is told by no terms.
pub const ALL: i64 = AT_ONCE << LONG;

/// Numbers from `least` on and before another, in the stretches of time from the first to the last.
pub struct Stretch {
    /// The least number of all that is asked for.
    pub least: i64,
    /// The first number after it.
    pub before: i64,
    /// The first stretch of time, 0 for all.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// How many stretches of time were asked for until now, with these.
    pub length: i64,
}

impl Stretch {
    /// The terms of its stretches of time, if they are few enough.
    fn terms(&self) -> Vec<String> {
        let Self { first, last, .. } = *self;
        let (first_long, last_long) = (first >> LONG, last >> LONG);
        match () {
            () if first == 0 || last_long - first_long >= AT_ONCE => Vec::new(),
            () if last - first < AT_ONCE => (first..=last).map(|time| format!("§t{time}")).collect(),
            () => (first_long..=last_long).map(|time| format!("§u{time}")).collect(),
        }
    }
}

/// The group of an entry, for a query that says who may know of it.
#[must_use]
pub fn group_of_entry() -> Expr {
    Expr::col((Entity, Column::GroupId))
}

/// The discussion of an entry, likewise.
#[must_use]
pub fn discussion_of_entry() -> Expr {
    Expr::col((Entity, Column::DiscussionId))
}

/// The newest entries that match, so many at most.
pub fn matching(backend: DatabaseBackend, ask: &Ask, kind: SearchKind, stretch: &Stretch, seen: SelectStatement, most: usize) -> SelectStatement {
    let mut query = Query::select();
    query.columns([Column::Number, Column::OfId, Column::Title, Column::Body].map(|column| (Entity, column)));
    let from = Ord::max(stretch.least, stretch.first << STRETCH);
    let number = match backend {
        DatabaseBackend::Postgres => postgres(&mut query, &expression(ask, kind, &stretch.terms(), ["&", "|", "'", ":*"])),
        _ => sqlite(&mut query, &expression(ask, kind, &[], ["AND", "OR", "\"", "*"])),
    };
    query
        .and_where(number.clone().between(from, stretch.before - 1))
        .cond_where(narrowed(ask, kind))
        .and_where(Expr::from(seen))
        .order_by_expr(number, Order::Desc)
        .limit(u64::try_from(most).unwrap_or(u64::MAX))
        .to_owned()
}

/// A cross join is carried out as it is written: the index leads.
fn sqlite(query: &mut SelectStatement, expression: &str) -> Expr {
    let number = Expr::col(("search_text", "rowid"));
    query.from("search_text").cross_join(Entity);
    query.and_where(number.clone().equals((Entity, Column::Number))).and_where(Expr::cust_with_values("search_text MATCH ?", [expression]));
    number
}

/// The order of the numbers must not tempt it to walk through all entries.
fn postgres(query: &mut SelectStatement, expression: &str) -> Expr {
    query.from(Entity).and_where(Expr::cust_with_values("search_entry.terms @@ CAST($1 AS text)::tsquery", [expression]));
    Expr::cust("search_entry.number + 0")
}

/// The index finds by terms, and a term may stand for something else: what is asked for is asked again of the columns.
fn narrowed(ask: &Ask, kind: SearchKind) -> Condition {
    Condition::all()
        .add(Column::Kind.eq(kind))
        .add_option(ask.narrow.group.map(|group| Column::GroupId.eq(group)))
        .add_option(ask.narrow.author.map(|author| Column::AuthorId.eq(author)))
        .add_option(ask.narrow.language.map(|language| Column::Language.eq(language)))
}

/// What the index is asked for, with the signs for *and*, *or*, quoting, and *begins with*. Terms are
/// letters and digits with a mark before them.
fn expression(ask: &Ask, kind: SearchKind, times: &[String], [and, or, quote, begins]: [&str; 4]) -> String {
    let quoted = |term: &String| format!("{quote}{term}{quote}");
    let any = |terms: Vec<String>| format!("({})", terms.join(&format!(" {or} ")));
    let of_word = |word: &Word| match ask.typing {
        true => quoted(&word.begins()) + begins,
        false => any(word.terms.keys().map(quoted).collect()),
    };
    let tags = [
        Some(format!("§k{}", kind.as_str())),
        ask.narrow.group.map(|group| format!("§g{}", group.0.simple())),
        ask.narrow.author.map(|author| format!("§a{}", author.0.simple())),
        ask.narrow.language.map(|language| format!("§l{}", language.as_str())),
    ];
    let tags = tags.iter().flatten().map(quoted);
    let times = (!times.is_empty()).then(|| any(times.iter().map(quoted).collect()));
    ask.words.iter().map(of_word).chain(tags).chain(times).collect::<Vec<_>>().join(&format!(" {and} "))
}
