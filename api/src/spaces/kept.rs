//! Every query of links and decisions.

use entity::id::{GroupDecisionId, GroupId, GroupLinkId, MemberId};
use entity::{group_decision, group_link};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::policy::{Remove, Write};
use super::problems::FULL;
use super::types::{DecisionChange, GroupDecisionView, GroupLinkView, NewDecision, NewGroupLink};
use crate::groups::{self, Standing};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::text::{LongText, Text, WebUrl};
use crate::members::{self, MemberCard};

/// Links that a group can have.
const MAX_LINKS: u64 = 200;
/// Decisions that a group can have.
const MAX_DECISIONS: u64 = 1000;

/// The newest first.
pub async fn links(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<GroupLinkView>> {
    use group_link::{Column, Entity};
    let query = Entity::find().filter(Column::GroupId.eq(standing.group.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let authors = members::cards(viewer, slice.rows.iter().filter_map(|row| row.author_id).collect()).await?;
    Ok(slice.map(|row| {
        let author = row.author_id.and_then(|id| authors.get(&id).cloned());
        GroupLinkView::of(row, author)
    }))
}

pub async fn add(tx: &Tx, right: Granted<Write>, new: NewGroupLink) -> Result<group_link::Model> {
    let NewGroupLink { label, url } = new;
    let group = groups::hold(tx, right.on()).await?.id;
    if group_link::Entity::find().filter(group_link::Column::GroupId.eq(group)).count(tx.conn()).await? >= MAX_LINKS {
        return Err(FULL.into());
    }
    let row = group_link::ActiveModel {
        id: ActiveValue::Set(GroupLinkId(tx.new_id())),
        group_id: ActiveValue::Set(group),
        label: ActiveValue::Set(label.into_string()),
        url: ActiveValue::Set(WebUrl::into_string(url)),
        author_id: ActiveValue::Set(Some(right.by())),
        created_at: ActiveValue::Set(tx.now()),
    };
    Ok(group_link::Entity::insert(row).exec_with_returning(tx.conn()).await?)
}

pub async fn remove_link(tx: &Tx, right: Granted<Remove>, id: GroupLinkId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?.id;
    let gone = group_link::Entity::delete_by_id(id).filter(group_link::Column::GroupId.eq(group)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// The newest first.
pub async fn decisions(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<GroupDecisionView>> {
    use group_decision::{Column, Entity};
    let query = Entity::find().filter(Column::GroupId.eq(standing.group.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let authors = members::cards(viewer, slice.rows.iter().filter_map(|row| row.author_id).collect()).await?;
    Ok(slice.map(|row| {
        let author = row.author_id.and_then(|id| authors.get(&id).cloned());
        GroupDecisionView::of(row, author)
    }))
}

/// A decision as it is now.
pub async fn decision(viewer: &Viewer, standing: &Standing, id: GroupDecisionId) -> Result<GroupDecisionView> {
    let row = group_decision::Entity::find_by_id(id).filter(of(standing.group.id)).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let author = author(viewer, row.author_id).await?;
    Ok(GroupDecisionView::of(row, author))
}

/// The card of whoever wrote something down, as the viewer sees them.
pub async fn author(viewer: &Viewer, id: Option<MemberId>) -> Result<Option<MemberCard>> {
    let Some(id) = id else { return Ok(None) };
    Ok(members::cards(viewer, vec![id]).await?.remove(&id))
}

pub async fn write(tx: &Tx, right: Granted<Write>, new: NewDecision) -> Result<group_decision::Model> {
    let NewDecision { title, body } = new;
    let group = groups::hold(tx, right.on()).await?.id;
    if group_decision::Entity::find().filter(of(group)).count(tx.conn()).await? >= MAX_DECISIONS {
        return Err(FULL.into());
    }
    let row = group_decision::ActiveModel {
        id: ActiveValue::Set(GroupDecisionId(tx.new_id())),
        group_id: ActiveValue::Set(group),
        title: ActiveValue::Set(title.into_string()),
        body: ActiveValue::Set(body.map(LongText::into_string)),
        author_id: ActiveValue::Set(Some(right.by())),
        version: ActiveValue::Set(0),
        updated_at: ActiveValue::Set(tx.now()),
        created_at: ActiveValue::Set(tx.now()),
    };
    Ok(group_decision::Entity::insert(row).exec_with_returning(tx.conn()).await?)
}

fn of(group: GroupId) -> sea_orm::sea_query::Expr {
    group_decision::Column::GroupId.eq(group)
}

pub async fn edit(tx: &Tx, right: Granted<Write>, id: GroupDecisionId, seen: IfMatch, change: DecisionChange) -> Result<()> {
    let DecisionChange { title, body } = change;
    let group = groups::hold(tx, right.on()).await?.id;
    let before = group_decision::Entity::find_by_id(id).filter(of(group)).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    seen.expect(before.version)?;
    let row = group_decision::ActiveModel {
        id: ActiveValue::Unchanged(id),
        title: title.into_active(Text::into_string),
        body: body.into_active(|body| body.map(LongText::into_string)),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    Ok(group_decision::Entity::update(row).exec(tx.conn()).await.map(drop)?)
}

pub async fn remove_decision(tx: &Tx, right: Granted<Remove>, id: GroupDecisionId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?.id;
    let gone = group_decision::Entity::delete_by_id(id).filter(of(group)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
