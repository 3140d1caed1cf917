//! Drafts: one for each place, the same on every device.

use entity::draft::{ActiveModel, Column, Entity, Model};
use entity::id::{DiscussionId, GroupId};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy::KeepDraft;
use super::types::NewDraft;
use crate::discussions::store::{find, place};
use crate::kernel::access::{Granted, Member};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{CONFLICT, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{LongText, Text};

/// One's own, the newest first.
pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<Model>> {
    let query = Entity::find().filter(Column::MemberId.eq(me.id()));
    list.paging.fetch(me, query, Order { by: Column::UpdatedAt, id: Column::Place, descending: true }).await
}

pub async fn draft(me: &Member, at: &str) -> Result<Model> {
    Entity::find_by_id((me.id(), at.to_owned())).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// Refuses a place in which the member may not read: the open forum, a group, or a discussion.
pub async fn readable(me: &Member, at: &str) -> Result<()> {
    if at == "forum" {
        return Ok(());
    }
    let id = at.parse().ok().ok_or(NOT_FOUND)?;
    match place(me, Some(GroupId(id))).await {
        Err(problem) if problem.kind == NOT_FOUND => find(me, DiscussionId(id)).await.map(drop),
        found => found.map(drop),
    }
}

/// Keeps what was written so far in place of the version that the device saw, 0 if there was none.
pub async fn keep(tx: &Tx, right: Granted<KeepDraft>, at: String, seen: IfMatch, new: NewDraft) -> Result<Model> {
    let NewDraft { title, body } = new;
    let before = Entity::find_by_id((right.by(), at.clone())).lock_exclusive().one(tx.conn()).await?.map_or(0, |before| before.version);
    seen.expect(before)?;
    let row = ActiveModel {
        member_id: ActiveValue::Set(right.by()),
        place: ActiveValue::Set(at),
        title: ActiveValue::Set(title.map(Text::into_string)),
        body: ActiveValue::Set(body.map(LongText::into_string)),
        version: ActiveValue::Set(before + 1),
        updated_at: ActiveValue::Set(tx.now()),
    };
    if before > 0 {
        return Ok(Entity::update(row).exec(tx.conn()).await?);
    }
    // Two devices that both saw nothing: one of them was quicker.
    Entity::insert(row).exec_with_returning(tx.conn()).await.or_taken(CONFLICT)
}

pub async fn discard(tx: &Tx, right: Granted<KeepDraft>, at: String) -> Result<()> {
    let gone = Entity::delete_by_id((right.by(), at)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
