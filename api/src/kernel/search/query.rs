//! The queries of the index, in the language of each database.

use std::ops::RangeInclusive;

use entity::kind::SearchKind;
use entity::search_entry::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DatabaseBackend};

use super::Ask;
use super::terms::Word;

/// A stretch of numbers, and the stretches of time in it if they are few.
pub struct Stretch {
    /// The first number.
    pub from: i64,
    /// The first number after it.
    pub before: i64,
    /// The stretches of time.
    pub times: Option<RangeInclusive<i64>>,
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
pub fn matching(backend: DatabaseBackend, ask: &Ask, kind: SearchKind, stretch: Stretch, seen: SelectStatement, most: usize) -> SelectStatement {
    let mut query = Query::select();
    query.columns([Column::Number, Column::OfId, Column::Title, Column::Body].map(|column| (Entity, column)));
    let Stretch { from, before, times } = stretch;
    let number = match backend {
        DatabaseBackend::Postgres => postgres(&mut query, &expression(ask, kind, times, ["&", "|", "'", ":*"])),
        _ => sqlite(&mut query, &expression(ask, kind, None, ["AND", "OR", "\"", "*"])),
    };
    query
        .and_where(number.clone().between(from, before - 1))
        .cond_where(narrowed(ask, kind))
        .and_where(Expr::from(seen))
        .order_by_expr(number, Order::Desc)
        .limit(u64::try_from(most).unwrap_or(u64::MAX))
        .to_owned()
}

/// A cross join is carried out as it is written: the index leads.
fn sqlite(query: &mut SelectStatement, expression: &str) -> Expr {
    let number = Expr::col(("search_text", "rowid"));
    query.from("search_text").join(JoinType::CrossJoin, Entity, number.clone().equals((Entity, Column::Number)));
    query.and_where(Expr::cust_with_values("search_text MATCH ?", [expression]));
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
fn expression(ask: &Ask, kind: SearchKind, times: Option<RangeInclusive<i64>>, [and, or, quote, begins]: [&str; 4]) -> String {
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
    let times = times.map(|times| any(times.map(|time| quoted(&format!("§t{time}"))).collect()));
    ask.words.iter().map(of_word).chain(tags).chain(times).collect::<Vec<_>>().join(&format!(" {and} "))
}
