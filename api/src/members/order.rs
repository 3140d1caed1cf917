//! In which order members stand, and a page of them.

use std::cmp::Reverse;

use entity::id::MemberId;
use entity::member::{Column, Entity};
use sea_orm::{EntityTrait, QuerySelect};

use super::index::{At, Hit, Scan};
use super::search::{After, Ready, Sort, Window};
use crate::kernel::access::Viewer;
use crate::kernel::problem::{BAD_CURSOR, Result};

/// A page of those who pass, and whether there are more.
pub async fn pick(viewer: &Viewer, ready: &Ready, sort: Sort, window: &Window) -> Result<(Vec<Hit>, bool)> {
    let scan = ready.scan();
    let mut hits = match (sort, &window.after) {
        (Sort::Best, None | Some(After::Best(..))) => best(ready, &scan, window),
        (Sort::Newest, None | Some(After::Newest(_))) => newest(ready, &scan, window),
        (Sort::Name, None | Some(After::Name(..))) => by_name(viewer, ready, &scan, window).await?,
        _ => return Err(BAD_CURSOR.into()),
    };
    let more = hits.len() > window.limit;
    hits.truncate(window.limit);
    Ok((hits, more))
}

/// Where a page with this last member ended.
pub async fn after(viewer: &Viewer, sort: Sort, last: &Hit) -> Result<Option<After>> {
    Ok(match sort {
        Sort::Best => Some(After::Best(last.points.sum(), last.id)),
        Sort::Newest => Some(After::Newest(last.id)),
        Sort::Name => {
            let key = Entity::find_by_id(last.id).select_only().column(Column::SortKey).into_tuple().one(viewer.conn()).await?;
            key.map(|key| After::Name(key, last.id))
        }
    })
}

/// Everybody, row by row.
pub fn everybody(ready: &Ready) -> impl Iterator<Item = At> {
    let [base, fresh] = ready.index.parts();
    let rows = |fresh, count| (0..count).map(move |row| At { fresh, row });
    rows(false, base.len()).chain(rows(true, fresh.len()))
}

/// Most points first; of equals, who came first.
fn rank(hit: &Hit) -> (Reverse<i64>, MemberId) {
    (Reverse(hit.points.sum()), hit.id)
}

/// Those with the most points, so many at most and in no order; and how many pass.
pub fn top(ready: &Ready, most: usize) -> (Vec<Hit>, usize) {
    let scan = ready.scan();
    let mut hits: Vec<_> = everybody(ready).filter_map(|place| scan.look(place)).collect();
    let count = hits.len();
    if count > most {
        hits.select_nth_unstable_by_key(most, rank);
        hits.truncate(most);
    }
    (hits, count)
}

fn best(ready: &Ready, scan: &Scan<'_>, window: &Window) -> Vec<Hit> {
    let beyond = |hit: &Hit| match window.after {
        Some(After::Best(points, id)) => rank(hit) > (Reverse(points), id),
        _ => true,
    };
    let mut hits: Vec<_> = everybody(ready).filter_map(|place| scan.look(place)).filter(beyond).collect();
    let wanted = window.skip + window.limit + 1;
    if hits.len() > wanted {
        hits.select_nth_unstable_by_key(wanted, rank);
        hits.truncate(wanted);
    }
    hits.sort_unstable_by_key(rank);
    hits.into_iter().skip(window.skip).collect()
}

/// Ids tell who came when.
fn newest(ready: &Ready, scan: &Scan<'_>, window: &Window) -> Vec<Hit> {
    let [base, fresh] = ready.index.parts();
    let rows = |fresh, count| (0..count).rev().map(move |row| At { fresh, row });
    let mut base = rows(false, base.len()).peekable();
    let mut fresh = rows(true, fresh.len()).peekable();
    let id = |place: Option<&At>| place.and_then(|place| ready.index.id(*place));
    let in_order = std::iter::from_fn(|| if id(base.peek()) > id(fresh.peek()) { base.next() } else { fresh.next().or_else(|| base.next()) });
    let beyond = |place: &At| match window.after {
        Some(After::Newest(last)) => id(Some(place)).is_some_and(|id| id < last),
        _ => true,
    };
    in_order.filter(beyond).filter_map(|place| scan.look(place)).skip(window.skip).take(window.limit + 1).collect()
}

async fn by_name(viewer: &Viewer, ready: &Ready, scan: &Scan<'_>, window: &Window) -> Result<Vec<Hit>> {
    let index = &ready.index;
    let (mut start, mut first) = (0, 0);
    if let Some(After::Name(key, id)) = &window.after {
        let stretch = index.base.stretch(key);
        let last = stretch.last_before(&index.base, key, *id, |row| index.is_current(row)).into_tuple().one(viewer.conn()).await?;
        start = stretch.place(&index.base, last);
        // The place is the one before which the last member stood: they themself come first.
        first = index.fresh_by_name.partition_point(|(_, known, known_id, _)| (known, known_id) <= (key, id));
        let last = index.find(*id).filter(|place| !place.fresh).map(|place| place.row);
        if index.base.by_name.get(start).is_some_and(|row| Some(*row) == last) {
            start += 1;
        }
    }
    let mut fresh = index.fresh_by_name.iter().skip(first).peekable();
    let mut base = (start..).zip(index.base.by_name.iter().skip(start)).peekable();
    let in_order = std::iter::from_fn(|| {
        let place = base.peek().map_or(usize::MAX, |(place, _)| *place);
        match fresh.next_if(|(before, ..)| *before <= place) {
            Some((.., row)) => Some(At { fresh: true, row: *row }),
            None => base.next().map(|(_, row)| At { fresh: false, row: *row }),
        }
    });
    Ok(in_order.filter_map(|place| scan.look(place)).skip(window.skip).take(window.limit + 1).collect())
}
