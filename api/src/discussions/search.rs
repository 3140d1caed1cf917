//! Discussions and replies as a search over everything finds them.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use entity::id::{DiscussionId, GroupId};
use entity::kind::SearchKind;
use entity::{discussion, post};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::policy::{visible_beside_group, visible_to};
use crate::groups;
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::markdown::to_text;
use crate::kernel::problem::Result;
use crate::kernel::search::{self, Ask, Entry, Findings, Shown, Stretch};

/// Discussions that are entered anew at a time, with their replies.
const AT_ONCE: u64 = 50;

pub fn of_discussion(row: &discussion::Model) -> Entry<'_> {
    let discussion::Model { id, group_id, author_id, language, title, body, .. } = row;
    Entry {
        of: id.0,
        kind: SearchKind::Discussion,
        discussion: Some(*id),
        group: *group_id,
        author: Some(*author_id),
        language: *language,
        title,
        body,
    }
}

pub fn of_post(row: &post::Model, group: Option<GroupId>) -> Entry<'_> {
    let post::Model { id, discussion_id, author_id, language, body, .. } = row;
    Entry {
        of: id.0,
        kind: SearchKind::Post,
        discussion: Some(*discussion_id),
        group,
        author: Some(*author_id),
        language: *language,
        title: "",
        body,
    }
}

/// Selects something if this person may read the discussion of an entry.
fn readable_entry(who: Option<&Actor>) -> SelectStatement {
    use discussion::{Column, Entity};
    let own = Expr::col((Entity, Column::Id)).eq(search::discussion_of_entry());
    let mut query = Entity::find().select_only().expr(Expr::cust("TRUE")).filter(own).filter(visible_beside_group(who)).into_query();
    groups::join_named(&mut query, Column::GroupId);
    query
}

pub async fn find(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    let mut found = Vec::new();
    for kind in [SearchKind::Discussion, SearchKind::Post] {
        found.push(search::find(viewer, ask, kind, readable_entry(viewer.actor())).await?);
    }
    Ok(found)
}

pub async fn show(viewer: &Viewer, kind: SearchKind, keys: Vec<String>) -> Result<Vec<Shown>> {
    let ids = keys.iter().filter_map(|key| Uuid::from_str(key).ok()).collect();
    if kind == SearchKind::Post { posts(viewer, ids).await } else { openings(viewer, ids).await }
}

async fn readable(viewer: &Viewer, ids: impl IntoIterator<Item = DiscussionId>) -> Result<Vec<discussion::Model>> {
    let query = discussion::Entity::find().filter(discussion::Column::Id.is_in(ids)).filter(visible_to(viewer.actor()));
    Ok(query.all(viewer.conn()).await?)
}

async fn openings(viewer: &Viewer, ids: Vec<Uuid>) -> Result<Vec<Shown>> {
    let rows = readable(viewer, ids.into_iter().map(DiscussionId)).await?.into_iter().filter(|row| row.deleted_at.is_none());
    let shown = |row: discussion::Model| Shown {
        key: row.id.to_string(),
        title: Some(row.title),
        text: to_text(&row.body),
        language: Some(row.language),
        group: row.group_id,
        author: Some(row.author_id),
        at: Some(row.created_at),
        path: format!("/discussions/{}", row.id),
    };
    Ok(rows.map(shown).collect())
}

async fn posts(viewer: &Viewer, ids: Vec<Uuid>) -> Result<Vec<Shown>> {
    use post::{Column, Entity};
    let rows = Entity::find().filter(Column::Id.is_in(ids)).filter(Column::DeletedAt.is_null()).all(viewer.conn()).await?;
    let within: BTreeSet<_> = rows.iter().map(|row| row.discussion_id).collect();
    let within: HashMap<_, _> = readable(viewer, within).await?.into_iter().map(|row| (row.id, row)).collect();
    let shown = |row: post::Model| {
        let discussion = within.get(&row.discussion_id)?;
        Some(Shown {
            key: row.id.to_string(),
            title: discussion.deleted_at.is_none().then(|| discussion.title.clone()),
            text: to_text(&row.body),
            language: Some(row.language),
            group: discussion.group_id,
            author: Some(row.author_id),
            at: Some(row.created_at),
            path: format!("/discussions/{}/posts/{}", row.discussion_id, row.id),
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

/// The discussions wait, and so does whoever changes what stands in them.
pub async fn reindex(system: &System, after: Option<Uuid>) -> Result<Option<(Uuid, usize)>> {
    use discussion::{Column, Entity};
    system
        .write(async |tx| {
            let next = Entity::find().apply_if(after, |query, after| query.filter(Column::Id.gt(after)));
            let rows = next.order_by_asc(Column::Id).limit(AT_ONCE).lock_shared().all(tx.conn()).await?;
            let last = rows.last().map(|row| row.id.0);
            let posts = replies(tx, &rows).await?;
            let groups: HashMap<_, _> = rows.iter().map(|row| (row.id, row.group_id)).collect();
            let written = rows.iter().filter(|row| row.deleted_at.is_none()).map(of_discussion);
            let replied = posts.iter().map(|row| of_post(row, groups.get(&row.discussion_id).copied().flatten()));
            let entries: Vec<_> = written.chain(replied).collect();
            search::replace(tx, Stretch::Discussions(after, last), &entries).await?;
            Ok(last.map(|last| (last, entries.len())))
        })
        .await
}

async fn replies(tx: &Tx, of: &[discussion::Model]) -> Result<Vec<post::Model>> {
    use post::{Column, Entity};
    let query = Entity::find().filter(Column::DiscussionId.is_in(of.iter().map(|row| row.id))).filter(Column::DeletedAt.is_null());
    Ok(query.all(tx.conn()).await?)
}
