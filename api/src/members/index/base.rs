//! The large part of the index: everybody, as they were at one time.

use entity::id::MemberId;
use entity::member::{Column, Entity};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::columns::{Columns, Keys, at};
use super::load::{self, Which};
use crate::kernel::access::System;
use crate::kernel::changes;
use crate::kernel::problem::Result;

/// Members that are read at a time.
const CHUNK: u64 = 5000;
/// Of every so many members in the order of names, the key of one is kept.
const STRIDE: usize = 128;

/// Everybody, as they were at one time.
#[derive(Debug, Default)]
pub struct Base {
    /// Every change before this one is in it.
    pub horizon: i64,
    /// The members.
    pub columns: Columns,
    /// Their rows, in the order of their names.
    pub by_name: Vec<u32>,
    /// The key of every so manieth of those.
    signposts: Vec<String>,
}

impl Base {
    /// Reads everybody.
    pub async fn build(system: &System, keys: &mut Keys) -> Result<Self> {
        let mut base = Self { horizon: changes::horizon(system.conn()).await?, ..Self::default() };
        let mut after = None;
        while let Some((first, last)) = chunk(system, after).await? {
            for doc in load::docs(system, Which::Between(first, last)).await?.values() {
                base.columns.push(doc, keys);
            }
            after = Some(last);
        }
        base.columns.finish();
        base.order(system).await?;
        Ok(base)
    }

    async fn order(&mut self, system: &System) -> Result<()> {
        let mut after: Option<(String, MemberId)> = None;
        loop {
            let page = named_after(after.take());
            let page: Vec<(MemberId, String)> = page.limit(50 * CHUNK).into_tuple().all(system.conn()).await?;
            for (id, key) in &page {
                let Some(row) = self.columns.row(*id) else { continue };
                if self.by_name.len().is_multiple_of(STRIDE) {
                    self.signposts.push(key.clone());
                }
                self.by_name.push(row);
            }
            match page.into_iter().next_back() {
                Some((id, key)) => after = Some((key, id)),
                None => {
                    return {
                        self.by_name.shrink_to_fit();
                        Ok(())
                    };
                }
            }
        }
    }

    /// A stretch of the order of names in which this name has its place.
    pub fn stretch(&self, name: &str) -> Stretch {
        // From the signpost before the first that is not smaller: names can be the same.
        let start = self.signposts.partition_point(|key| key.as_str() < name).saturating_sub(1) * STRIDE;
        let end = self.signposts.partition_point(|key| key.as_str() <= name) * STRIDE;
        let rows = self.by_name.iter().skip(start).take(end.saturating_sub(start)).copied().collect();
        Stretch { start, rows }
    }
}

/// A stretch of the order of names.
pub struct Stretch {
    start: usize,
    rows: Vec<u32>,
}

impl Stretch {
    /// Asks for the last of those who were not changed and stand before this name.
    pub fn last_before(&self, base: &Base, name: &str, id: MemberId, unchanged: impl Fn(u32) -> bool) -> Select<Entity> {
        let rows = self.rows.iter().filter(|row| unchanged(**row));
        let ids = rows.filter_map(|row| base.columns.ids.get(at(*row)).copied());
        let same = Column::SortKey.eq(name).and(Column::Id.lt(id));
        let smaller = Condition::any().add(Column::SortKey.lt(name)).add(same);
        let last = Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(ids)).filter(smaller);
        last.order_by_desc(Column::SortKey).order_by_desc(Column::Id).limit(1)
    }

    /// How many stand before it, that one included.
    pub fn place(&self, base: &Base, last: Option<MemberId>) -> usize {
        let row = last.and_then(|id| base.columns.row(id));
        let place = self.rows.iter().position(|other| Some(*other) == row);
        place.map_or(self.start, |place| self.start + place + 1)
    }
}

/// The first and last of the next members by id.
async fn chunk(system: &System, after: Option<MemberId>) -> Result<Option<(MemberId, MemberId)>> {
    let ids = Entity::find().select_only().column(Column::Id).filter(Condition::all().add_option(after.map(|id| Column::Id.gt(id))));
    let ids: Vec<MemberId> = ids.order_by_asc(Column::Id).limit(CHUNK).into_tuple().all(system.conn()).await?;
    Ok(ids.first().copied().zip(ids.last().copied()))
}

fn named_after(after: Option<(String, MemberId)>) -> Select<Entity> {
    let after = after.map(|(key, id)| {
        let same = Column::SortKey.eq(key.clone()).and(Column::Id.gt(id));
        Condition::any().add(Column::SortKey.gt(key)).add(same)
    });
    let named = Entity::find().select_only().columns([Column::Id, Column::SortKey]).filter(Condition::all().add_option(after));
    named.order_by_asc(Column::SortKey).order_by_asc(Column::Id)
}
