//! Groups as a search over everything finds them.

use std::str::FromStr;

use entity::group::{Column, Entity, Model};
use entity::kind::{Language, SearchKind};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::policy::{readable_by, visible_to};
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::markdown::to_text;
use crate::kernel::problem::Result;
use crate::kernel::search::{self, Ask, Entry, Findings, Kept, Reader, Shown, Stretch};
use crate::kernel::words::spoken;

/// Groups that are entered anew at a time.
const AT_ONCE: u64 = 200;

/// What a group says of itself.
fn says(row: &Model) -> String {
    [Some(row.purpose.as_str()), row.description.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn entry<'a>(row: &'a Model, body: &'a str) -> Entry<'a> {
    let (of, group, language) = (row.id.0, Some(row.id), spoken(body, Language::Swedish));
    Entry { of, kind: SearchKind::Group, discussion: None, group, author: None, language, title: &row.name, body }
}

/// See [`super::entry_of`].
pub fn entry_of(row: &Model, reader: &mut Reader) -> Kept {
    reader.read(&entry(row, &says(row)))
}

/// Makes a group found by what it says now.
pub async fn enter(tx: &Tx, row: &Model) -> Result<()> {
    search::enter(tx, entry(row, &says(row))).await
}

/// Selects something if the group of an entry passes.
fn group_of_entry(passing: Condition) -> SelectStatement {
    let own = Expr::col((Entity, Column::Id)).eq(search::group_of_entry());
    Entity::find().select_only().expr(Expr::cust("TRUE")).filter(own).filter(passing).into_query()
}

/// See [`super::reads_in_group_of_entry`].
pub fn readable_entry(who: Option<&Actor>) -> SelectStatement {
    group_of_entry(readable_by(who))
}

pub async fn find(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    Ok(vec![search::find(viewer, ask, SearchKind::Group, group_of_entry(visible_to(viewer.actor()))).await?])
}

pub async fn show(viewer: &Viewer, keys: Vec<String>) -> Result<Vec<Shown>> {
    let ids = keys.iter().filter_map(|key| Uuid::from_str(key).ok());
    let rows = Entity::find().filter(Column::Id.is_in(ids)).filter(visible_to(viewer.actor())).all(viewer.conn()).await?;
    let shown = |row: Model| {
        let text = says(&row);
        Shown {
            key: row.id.to_string(),
            language: Some(spoken(&text, Language::Swedish)),
            text: to_text(&text),
            title: Some(row.name),
            group: None,
            author: None,
            at: Some(row.created_at),
            path: format!("/groups/{}", row.id),
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The groups wait, so that nobody changes one before it is entered as it was.
pub async fn reindex(system: &System, after: Option<Uuid>) -> Result<Option<(Uuid, usize)>> {
    system
        .write(async |tx| {
            let next = Entity::find().apply_if(after, |query, after| query.filter(Column::Id.gt(after)));
            let rows = next.order_by_asc(Column::Id).limit(AT_ONCE).lock_shared().all(tx.conn()).await?;
            let last = rows.last().map(|row| row.id.0);
            let texts: Vec<_> = rows.iter().map(says).collect();
            let entries: Vec<_> = rows.iter().zip(&texts).map(|(row, text)| entry(row, text)).collect();
            search::replace(tx, Stretch::Of(SearchKind::Group, after, last), &entries).await?;
            Ok(last.map(|last| (last, entries.len())))
        })
        .await
}
