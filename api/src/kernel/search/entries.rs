//! Entries: written in the transaction of what they stand for.

use std::collections::HashSet;

use entity::id::{DiscussionId, GroupId, MemberId};
use entity::kind::{Language, SearchKind};
use entity::search_entry::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::terms;
use crate::kernel::db::Tx;
use crate::kernel::markdown::to_text;
use crate::kernel::problem::{Problem, Result};

/// The bits of a number before its milliseconds: they tell apart what was made in the same one.
pub(super) const MILLIS: u32 = 19;
/// Numbers that are tried for one entry.
const TRIES: i64 = 10_000;
/// Ids in one statement.
const AT_ONCE: usize = 500;

/// Something to be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub of: Uuid,
    /// What it is.
    pub kind: SearchKind,
    /// The discussion in which it stands, or which it opens.
    pub discussion: Option<DiscussionId>,
    /// The group in which it stands, or which it is.
    pub group: Option<GroupId>,
    /// Who wrote it.
    pub author: Option<MemberId>,
    /// The language it is written in.
    pub language: Language,
    /// What it is called.
    pub title: &'a str,
    /// What it says (CommonMark).
    pub body: &'a str,
}

/// An entry as it is kept.
pub type Kept = Model;

/// Reads entries, and remembers the words that it has read.
#[derive(Default)]
pub struct Reader(terms::Reader);

impl Reader {
    /// The row of an entry.
    #[must_use]
    pub fn read(&mut self, entry: &Entry<'_>) -> Kept {
        let Entry { of, kind, discussion, group, author, language, title, body } = *entry;
        Model {
            number: number(of),
            of_id: of,
            kind,
            discussion_id: discussion,
            group_id: group,
            author_id: author,
            language,
            title: self.0.title(title, language),
            body: self.0.text(&to_text(body), language),
        }
    }
}

/// The first number of a millisecond.
pub(super) const fn number_at(millis: i64) -> i64 {
    millis << MILLIS
}

/// The place of an id in the order of time (`UUIDv7`: 48 bits of milliseconds; the last bits are of chance).
fn number(id: Uuid) -> i64 {
    let (time, chance) = (id.as_u128() >> 80, id.as_u128() & ((1 << MILLIS) - 1));
    i64::try_from((time << MILLIS) | chance).unwrap_or(i64::MAX - TRIES)
}

/// Makes something found by what it says now.
pub async fn enter(tx: &Tx, entry: Entry<'_>) -> Result<()> {
    put(tx, Reader::default().read(&entry)).await
}

async fn put(tx: &Tx, row: Model) -> Result<()> {
    let first = row.number;
    for number in first..first + TRIES {
        let new = Entity::insert(Model { number, ..row.clone() }.into_active_model()).on_conflict(OnConflict::new().do_nothing().to_owned());
        if new.exec_without_returning(tx.conn()).await? > 0 || update(tx, &row).await? {
            return Ok(());
        }
    }
    Err(Problem::internal("no number is left for what was made in this millisecond"))
}

/// Whether there was an entry, which says the new from now on.
async fn update(tx: &Tx, row: &Model) -> Result<bool> {
    let said = row.clone().into_active_model().reset_all();
    let change = ActiveModel { number: ActiveValue::NotSet, of_id: ActiveValue::NotSet, ..said };
    let updated = Entity::update_many().set(change).filter(Column::OfId.eq(row.of_id)).exec(tx.conn()).await?;
    Ok(updated.rows_affected > 0)
}

/// Makes something found no more.
pub async fn leave(tx: &Tx, of: Uuid) -> Result<()> {
    Entity::delete_many().filter(Column::OfId.eq(of)).exec(tx.conn()).await?;
    Ok(())
}

/// A discussion is held in another group from now on, with all that stands in it.
pub async fn regroup(tx: &Tx, discussion: DiscussionId, group: Option<GroupId>) -> Result<()> {
    let moved = Entity::update_many().col_expr(Column::GroupId, Expr::value(group.map(|group| group.0)));
    moved.filter(Column::DiscussionId.eq(discussion)).exec(tx.conn()).await?;
    Ok(())
}

/// These stand in another discussion from now on.
pub async fn rehang(tx: &Tx, of: &[Uuid], discussion: DiscussionId) -> Result<()> {
    for of in of.chunks(AT_ONCE) {
        let moved = Entity::update_many().col_expr(Column::DiscussionId, Expr::value(discussion.0));
        moved.filter(Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    }
    Ok(())
}

/// A stretch of entries, in the order of ids: those after the first id, up to and with the last; without one, to the end.
#[derive(Clone, Copy, Debug)]
pub enum Stretch {
    /// Of what is of one kind.
    Of(SearchKind, Option<Uuid>, Option<Uuid>),
    /// Of discussions, with what stands in them.
    Discussions(Option<Uuid>, Option<Uuid>),
}

impl Stretch {
    fn condition(self) -> Condition {
        let (kind, column, after, last) = match self {
            Self::Of(kind, after, last) => (Some(kind), Column::OfId, after, last),
            Self::Discussions(after, last) => (None, Column::DiscussionId, after, last),
        };
        Condition::all()
            .add(column.is_not_null())
            .add_option(kind.map(|kind| Column::Kind.eq(kind)))
            .add_option(after.map(|after| column.gt(after)))
            .add_option(last.map(|last| column.lte(last)))
    }
}

/// Enters a stretch anew: what is not among the new entries is found no more.
pub async fn replace(tx: &Tx, stretch: Stretch, entries: &[Entry<'_>]) -> Result<()> {
    let there = Entity::find().select_only().column(Column::OfId).filter(stretch.condition());
    let there: Vec<Uuid> = there.into_tuple().all(tx.conn()).await?;
    let now: HashSet<_> = entries.iter().map(|entry| entry.of).collect();
    let gone: Vec<_> = there.into_iter().filter(|of| !now.contains(of)).collect();
    for of in gone.chunks(AT_ONCE) {
        Entity::delete_many().filter(Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    }
    let mut reader = Reader::default();
    for entry in entries {
        put(tx, reader.read(entry)).await?;
    }
    Ok(())
}
