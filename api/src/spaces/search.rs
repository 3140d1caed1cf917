//! Pages of groups as a search over everything finds them.

use std::collections::HashMap;
use std::str::FromStr;

use entity::kind::{Language, SearchKind};
use entity::{group_page, group_page_version};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::groups;
use crate::kernel::access::{System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::markdown::to_text;
use crate::kernel::problem::Result;
use crate::kernel::search::{self, Ask, Entry, Findings, Shown, Stretch};
use crate::kernel::words::spoken;

/// Pages that are entered anew at a time.
const AT_ONCE: u64 = 200;

fn entry<'a>(page: &'a group_page::Model, text: &'a group_page_version::Model) -> Entry<'a> {
    Entry {
        of: page.id.0,
        kind: SearchKind::Page,
        discussion: None,
        group: Some(page.group_id),
        author: text.author_id,
        language: spoken(&text.body, Language::Swedish),
        title: &page.title,
        body: &text.body,
    }
}

/// Makes a page found by its present text.
pub async fn enter(tx: &Tx, page: &group_page::Model, text: &group_page_version::Model) -> Result<()> {
    search::enter(tx, entry(page, text)).await
}

pub async fn find(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    Ok(vec![search::find(viewer, ask, SearchKind::Page, groups::reads_in_group_of_entry(viewer.actor())).await?])
}

pub async fn show(viewer: &Viewer, keys: Vec<String>) -> Result<Vec<Shown>> {
    use group_page::{Column, Entity};
    let ids = keys.iter().filter_map(|key| Uuid::from_str(key).ok());
    let readable = groups::names_readable(Column::GroupId, viewer.actor());
    let pages = Entity::find().filter(Column::Id.is_in(ids)).filter(readable).all(viewer.conn()).await?;
    let shown = |(page, text): (group_page::Model, group_page_version::Model)| Shown {
        key: page.id.to_string(),
        title: Some(page.title),
        language: Some(spoken(&text.body, Language::Swedish)),
        text: to_text(&text.body),
        group: Some(page.group_id),
        author: text.author_id,
        at: Some(page.created_at),
        path: format!("/groups/{}/pages/{}", page.group_id, page.id),
    };
    Ok(with_texts(viewer.conn(), pages).await?.into_iter().map(shown).collect())
}

/// Pages, each with its present text.
async fn with_texts(conn: &impl ConnectionTrait, pages: Vec<group_page::Model>) -> Result<Vec<(group_page::Model, group_page_version::Model)>> {
    use group_page_version::{Column, Entity};
    let present = |page: &group_page::Model| Column::PageId.eq(page.id).and(Column::Version.eq(page.version));
    let which = pages.iter().fold(Condition::any(), |any, page| any.add(present(page)));
    let texts = if pages.is_empty() { Vec::new() } else { Entity::find().filter(which).all(conn).await? };
    let mut texts: HashMap<_, _> = texts.into_iter().map(|text| (text.page_id, text)).collect();
    Ok(pages.into_iter().filter_map(|page| texts.remove(&page.id).map(|text| (page, text))).collect())
}

/// The pages wait, so that nobody changes one before it is entered as it was.
pub async fn reindex(system: &System, after: Option<Uuid>) -> Result<Option<(Uuid, usize)>> {
    use group_page::{Column, Entity};
    system
        .write(async |tx| {
            let next = Entity::find().apply_if(after, |query, after| query.filter(Column::Id.gt(after)));
            let pages = next.order_by_asc(Column::Id).limit(AT_ONCE).lock_shared().all(tx.conn()).await?;
            let last = pages.last().map(|page| page.id.0);
            let pages = with_texts(tx.conn(), pages).await?;
            let entries: Vec<_> = pages.iter().map(|(page, text)| entry(page, text)).collect();
            search::replace(tx, Stretch::Of(SearchKind::Page, after, last), &entries).await?;
            Ok(last.map(|last| (last, entries.len())))
        })
        .await
}
