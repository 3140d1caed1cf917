//! Every query of pages and their versions.

use std::collections::HashMap;

use entity::id::{GroupId, GroupPageId, MemberId};
use entity::{group_page, group_page_version};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use similar::{ChangeTag, TextDiff};

use super::policy::{Remove, Write};
use super::problems::FULL;
use super::search;
use super::types::{ComparisonPath, GroupPageCard, GroupPageChange, GroupPageVersion, GroupPageView, Line, LineChange, NewGroupPage, PageComparison};
use crate::groups::{self, Standing};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::search::leave;
use crate::kernel::text::{LongText, Text};
use crate::members::{self, MemberCard};

/// Pages that a group can have.
const MAX_PAGES: u64 = 200;
/// The longest time that a comparison takes; a coarser one is given then.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(200);

/// In Swedish order.
pub async fn page(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<GroupPageCard>> {
    use group_page::{Column, Entity};
    let query = Entity::find().filter(Column::GroupId.eq(standing.group.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Id, descending: false }).await?;
    Ok(slice.map(GroupPageCard::from))
}

async fn row(conn: &impl ConnectionTrait, group: GroupId, id: GroupPageId) -> Result<group_page::Model> {
    let row = group_page::Entity::find_by_id(id).filter(group_page::Column::GroupId.eq(group)).one(conn).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

async fn version(conn: &impl ConnectionTrait, page: GroupPageId, version: i32) -> Result<group_page_version::Model> {
    group_page_version::Entity::find_by_id((page, version)).one(conn).await?.ok_or_else(|| NOT_FOUND.into())
}

/// A page with its present text.
pub async fn find(viewer: &Viewer, standing: &Standing, id: GroupPageId) -> Result<GroupPageView> {
    let row = row(viewer.conn(), standing.group.id, id).await?;
    let text = version(viewer.conn(), id, row.version).await?;
    let author = authors(viewer, [text.author_id]).await?.into_values().next();
    Ok(GroupPageView::of(row, text, author))
}

async fn authors(viewer: &Viewer, ids: impl IntoIterator<Item = Option<MemberId>>) -> Result<HashMap<MemberId, MemberCard>> {
    members::cards(viewer, ids.into_iter().flatten().collect()).await
}

pub async fn begin(tx: &Tx, right: Granted<Write>, new: NewGroupPage) -> Result<(group_page::Model, group_page_version::Model)> {
    let NewGroupPage { title, body } = new;
    let group = groups::hold(tx, right.on()).await?.id;
    if group_page::Entity::find().filter(group_page::Column::GroupId.eq(group)).count(tx.conn()).await? >= MAX_PAGES {
        return Err(FULL.into());
    }
    let row = group_page::ActiveModel {
        id: ActiveValue::Set(GroupPageId(tx.new_id())),
        group_id: ActiveValue::Set(group),
        sort_key: ActiveValue::Set(tx.sort_key(title.as_str())),
        title: ActiveValue::Set(title.into_string()),
        version: ActiveValue::Set(0),
        updated_at: ActiveValue::Set(tx.now()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = group_page::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    let text = keep(tx, &row, right.by(), body.into_string()).await?;
    Ok((row, text))
}

async fn keep(tx: &Tx, page: &group_page::Model, by: MemberId, body: String) -> Result<group_page_version::Model> {
    let row = group_page_version::ActiveModel {
        page_id: ActiveValue::Set(page.id),
        version: ActiveValue::Set(page.version),
        title: ActiveValue::Set(page.title.clone()),
        body: ActiveValue::Set(body),
        author_id: ActiveValue::Set(Some(by)),
        written_at: ActiveValue::Set(tx.now()),
    };
    let text = group_page_version::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    search::enter(tx, page, &text).await?;
    Ok(text)
}

/// The group is held only as far as it must stay open: two may change different pages at once.
pub async fn edit(tx: &Tx, right: Granted<Write>, id: GroupPageId, seen: IfMatch, change: GroupPageChange) -> Result<()> {
    let GroupPageChange { title, body } = change;
    let group = groups::hold(tx, right.on()).await?.id;
    let of = group_page::Column::GroupId.eq(group);
    let before = group_page::Entity::find_by_id(id).filter(of).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    seen.expect(before.version)?;
    let text = version(tx.conn(), id, before.version).await?;
    let title = title.get().map_or(before.title.as_str(), Text::as_str).to_owned();
    let body = body.get().map_or(text.body, |body: &LongText<1, 20_000>| body.as_str().to_owned());
    let row = group_page::ActiveModel {
        id: ActiveValue::Unchanged(id),
        sort_key: ActiveValue::Set(tx.sort_key(&title)),
        title: ActiveValue::Set(title),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let row = group_page::Entity::update(row).exec(tx.conn()).await?;
    keep(tx, &row, right.by(), body).await.map(drop)
}

pub async fn remove(tx: &Tx, right: Granted<Remove>, id: GroupPageId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?.id;
    let gone = group_page::Entity::delete_by_id(id).filter(group_page::Column::GroupId.eq(group)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { leave(tx, id.0).await }
}

/// The newest first.
pub async fn versions(viewer: &Viewer, standing: &Standing, id: GroupPageId, list: &Listing<NoFilter>) -> Result<Slice<GroupPageVersion>> {
    use group_page_version::{Column, Entity};
    let page = row(viewer.conn(), standing.group.id, id).await?.id;
    let query = Entity::find().filter(Column::PageId.eq(page));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::WrittenAt, id: Column::Version, descending: true }).await?;
    let authors = authors(viewer, slice.rows.iter().map(|row| row.author_id)).await?;
    Ok(slice.map(|row| {
        let author = row.author_id.and_then(|id| authors.get(&id).cloned());
        GroupPageVersion { version: row.version, title: row.title, by: author, at: row.written_at }
    }))
}

/// What became of the lines of one version in another.
pub async fn compare(viewer: &Viewer, standing: &Standing, at: &ComparisonPath) -> Result<PageComparison> {
    let page = row(viewer.conn(), standing.group.id, at.page_id).await?.id;
    let (before, after) = (version(viewer.conn(), page, at.before).await?, version(viewer.conn(), page, at.after).await?);
    // The last line ends like the others.
    let (earlier, later) = (before.body + "\n", after.body + "\n");
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(&earlier, &later);
    let lines = diff.iter_all_changes().map(|change| {
        let kind = match change.tag() {
            ChangeTag::Equal => LineChange::Kept,
            ChangeTag::Insert => LineChange::Added,
            ChangeTag::Delete => LineChange::Removed,
        };
        Line { change: kind, text: change.value().trim_end_matches('\n').to_owned() }
    });
    Ok(PageComparison { title_before: before.title, title_after: after.title, lines: lines.collect() })
}
