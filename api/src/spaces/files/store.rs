//! Every query of files.

use std::collections::HashMap;

use entity::id::{GroupFileId, GroupId, MemberId};
use entity::kind::Rendition;
use entity::{group_file, group_file_content, group_file_version};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait};

use super::kinds::Known;
use super::types::{GroupFileCard, GroupFileRoom, GroupFileVersion, GroupFileVersionPath, GroupFileView};
use crate::groups::{self, Standing};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::kernel::text::FileName;
use crate::members;
use crate::spaces::policy::{Remove, Write};
use crate::spaces::problems::{FULL, NO_ROOM, PRESENT_VERSION};

/// Files that a group can have.
const MAX_FILES: u64 = 1000;
/// Versions that a file can have.
const MAX_VERSIONS: u64 = 100;

/// In Swedish order.
pub async fn page(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<GroupFileView>> {
    use group_file::{Column, Entity};
    let query = Entity::find().filter(Column::GroupId.eq(standing.group.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Id, descending: false }).await?;
    let mut views = views(viewer, &slice.rows).await?;
    Ok(slice.filter_map(|row| views.remove(&row.id)))
}

/// A file as it is now.
pub async fn find(viewer: &Viewer, standing: &Standing, id: GroupFileId) -> Result<GroupFileView> {
    let row = row(viewer.conn(), standing.group.id, id).await?;
    views(viewer, &[row]).await?.remove(&id).ok_or_else(|| NOT_FOUND.into())
}

async fn row(conn: &impl ConnectionTrait, group: GroupId, id: GroupFileId) -> Result<group_file::Model> {
    let row = group_file::Entity::find_by_id(id).filter(group_file::Column::GroupId.eq(group)).one(conn).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

async fn version(conn: &impl ConnectionTrait, id: GroupFileId, version: i32) -> Result<group_file_version::Model> {
    group_file_version::Entity::find_by_id((id, version)).one(conn).await?.ok_or_else(|| NOT_FOUND.into())
}

async fn views(viewer: &Viewer, files: &[group_file::Model]) -> Result<HashMap<GroupFileId, GroupFileView>> {
    let mut present = present(viewer, files.iter().map(|file| file.id).collect()).await?;
    let authors = members::cards(viewer, present.values().filter_map(|row| row.author_id).collect()).await?;
    let view = |file: &group_file::Model| {
        let row = present.remove(&file.id)?;
        let author = row.author_id.and_then(|id| authors.get(&id).cloned());
        Some((file.id, GroupFileView::of(viewer, file, row, author)))
    };
    Ok(files.iter().filter_map(view).collect())
}

/// The present version of each of these files.
async fn present(viewer: &Viewer, ids: Vec<GroupFileId>) -> Result<HashMap<GroupFileId, group_file_version::Model>> {
    use group_file::{Column as File, Entity as Files};
    use group_file_version::{Column, Entity};
    let file = Files::find()
        .select_only()
        .column(File::Id)
        .filter(Expr::col((Files, File::Id)).equals((Entity, Column::FileId)))
        .filter(Expr::col((Files, File::Version)).equals((Entity, Column::Version)));
    let rows = Entity::find().filter(Column::FileId.is_in(ids)).filter(Expr::exists(file.into_query()));
    Ok(rows.all(viewer.conn()).await?.into_iter().map(|row| (row.file_id, row)).collect())
}

/// Those of these files that are in groups in which the viewer may read.
pub async fn cards(viewer: &Viewer, ids: Vec<GroupFileId>) -> Result<HashMap<GroupFileId, GroupFileCard>> {
    use group_file::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let readable = Entity::find().filter(Column::Id.is_in(ids)).filter(groups::names_readable(Column::GroupId, viewer.actor()));
    let files = readable.all(viewer.conn()).await?;
    let mut present = present(viewer, files.iter().map(|file| file.id).collect()).await?;
    Ok(files.into_iter().filter_map(|file| Some((file.id, GroupFileCard::of(viewer, file.group_id, present.remove(&file.id)?)))).collect())
}

/// Brings a file.
pub async fn add(tx: &Tx, right: Granted<Write>, name: FileName, file: Known) -> Result<(group_file::Model, group_file_version::Model)> {
    let group = groups::hold(tx, right.on()).await?.id;
    if group_file::Entity::find().filter(group_file::Column::GroupId.eq(group)).count(tx.conn()).await? >= MAX_FILES {
        return Err(FULL.into());
    }
    let row = group_file::ActiveModel {
        id: ActiveValue::Set(GroupFileId(tx.new_id())),
        group_id: ActiveValue::Set(group),
        sort_key: ActiveValue::Set(tx.sort_key(name.as_str())),
        version: ActiveValue::Set(0),
        updated_at: ActiveValue::Set(tx.now()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = group_file::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    let kept = keep(tx, &row, right.by(), name.into_string(), file).await?;
    Ok((row, kept))
}

/// Brings a new version, under the name before unless there is another.
pub async fn replace(tx: &Tx, right: Granted<Write>, id: GroupFileId, seen: IfMatch, (name, file): (Option<FileName>, Known)) -> Result<()> {
    use group_file_version::{Column, Entity};
    let group = groups::hold(tx, right.on()).await?.id;
    let before = row(tx.conn(), group, id).await?;
    seen.expect(before.version)?;
    if Entity::find().filter(Column::FileId.eq(id)).count(tx.conn()).await? >= MAX_VERSIONS {
        return Err(FULL.into());
    }
    let name = match name {
        Some(name) => name.into_string(),
        None => version(tx.conn(), id, before.version).await?.name,
    };
    let row = group_file::ActiveModel {
        id: ActiveValue::Unchanged(id),
        sort_key: ActiveValue::Set(tx.sort_key(&name)),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let row = group_file::Entity::update(row).exec(tx.conn()).await?;
    keep(tx, &row, right.by(), name, file).await.map(drop)
}

/// Keeps a version if there is room for it. The group is held, so that two do not take the same room.
async fn keep(tx: &Tx, file: &group_file::Model, by: MemberId, name: String, known: Known) -> Result<group_file_version::Model> {
    let size = i32::try_from(known.bytes.len()).map_err(Problem::internal)?;
    let left = tx.group_room() - used(tx.conn(), file.group_id).await?;
    if i64::from(size) > left {
        return Err(Problem::from(NO_ROOM).saying(format!("{left} bytes are left"), format!("{left} byte återstår")));
    }
    let row = group_file_version::ActiveModel {
        file_id: ActiveValue::Set(file.id),
        version: ActiveValue::Set(file.version),
        name: ActiveValue::Set(name),
        media_type: ActiveValue::Set(known.media_type),
        size: ActiveValue::Set(size),
        previewed: ActiveValue::Set(known.preview.is_some()),
        author_id: ActiveValue::Set(Some(by)),
        written_at: ActiveValue::Set(tx.now()),
    };
    let row = group_file_version::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    let original = (Rendition::Original, known.bytes);
    for (rendition, bytes) in std::iter::once(original).chain(known.preview.map(|preview| (Rendition::Preview, preview))) {
        let content = group_file_content::ActiveModel {
            file_id: ActiveValue::Set(file.id),
            version: ActiveValue::Set(file.version),
            rendition: ActiveValue::Set(rendition),
            bytes: ActiveValue::Set(bytes),
        };
        group_file_content::Entity::insert(content).exec_without_returning(tx.conn()).await?;
    }
    Ok(row)
}

/// What all versions of a group's files take, in bytes; previews are not counted.
async fn used(conn: &impl ConnectionTrait, group: GroupId) -> Result<i64> {
    use group_file_version::{Column, Entity};
    let of_group = group_file::Entity::find().select_only().column(group_file::Column::Id).filter(group_file::Column::GroupId.eq(group));
    let sum = Entity::find().select_only().column_as(Column::Size.sum(), "used").filter(Column::FileId.in_subquery(of_group.into_query()));
    Ok(sum.into_tuple::<Option<i64>>().one(conn).await?.flatten().unwrap_or_default())
}

pub async fn room(viewer: &Viewer, standing: &Standing) -> Result<GroupFileRoom> {
    Ok(GroupFileRoom { used: used(viewer.conn(), standing.group.id).await?, total: viewer.group_room() })
}

/// Removes a file with all its versions: its room is free at once.
pub async fn remove(tx: &Tx, right: Granted<Remove>, id: GroupFileId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?.id;
    let gone = group_file::Entity::delete_by_id(id).filter(group_file::Column::GroupId.eq(group)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// Removes an earlier version of a file.
pub async fn remove_version(tx: &Tx, right: Granted<Remove>, at: &GroupFileVersionPath) -> Result<()> {
    use group_file_content::{Column, Entity};
    let group = groups::hold(tx, right.on()).await?.id;
    if row(tx.conn(), group, at.file_id).await?.version == at.version {
        return Err(PRESENT_VERSION.into());
    }
    let gone = group_file_version::Entity::delete_by_id((at.file_id, at.version)).exec(tx.conn()).await?;
    Entity::delete_many().filter(Column::FileId.eq(at.file_id).and(Column::Version.eq(at.version))).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// The newest first, with the present one.
pub async fn versions(viewer: &Viewer, standing: &Standing, id: GroupFileId, list: &Listing<NoFilter>) -> Result<Slice<GroupFileVersion>> {
    use group_file_version::{Column, Entity};
    let file = row(viewer.conn(), standing.group.id, id).await?;
    let query = Entity::find().filter(Column::FileId.eq(file.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::WrittenAt, id: Column::Version, descending: true }).await?;
    let authors = members::cards(viewer, slice.rows.iter().filter_map(|row| row.author_id).collect()).await?;
    Ok(slice.map(|row| {
        let (by, at) = (row.author_id.and_then(|id| authors.get(&id).cloned()), row.written_at);
        GroupFileVersion { card: GroupFileCard::of(viewer, file.group_id, row), by, at }
    }))
}

/// What a version is called and holds.
pub async fn content(viewer: &Viewer, standing: &Standing, at: &GroupFileVersionPath, rendition: Rendition) -> Result<(String, Vec<u8>)> {
    use group_file_content::{Column, Entity};
    let file = row(viewer.conn(), standing.group.id, at.file_id).await?;
    let name = version(viewer.conn(), file.id, at.version).await?.name;
    let bytes = Entity::find_by_id((file.id, at.version, rendition)).select_only().column(Column::Bytes);
    let bytes = bytes.into_tuple().one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    Ok((name, bytes))
}
