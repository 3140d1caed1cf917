//! Bookmarks, and how much members want to hear.

use std::collections::HashMap;

use entity::id::PostId;
use entity::kind::FollowLevel;
use entity::{bookmark, discussion, follow_level};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::types::{BookmarkView, FollowLevelView};
use crate::discussions::policy::{KeepPlace, visible_to};
use crate::discussions::posts::Target;
use crate::discussions::store::around_cards;
use crate::discussions::views::DiscussionCard;
use crate::kernel::access::{Granted, Member};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::Result;

/// One's own, of discussions that one may still read, the newest first.
pub async fn bookmarks(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<BookmarkView>> {
    use bookmark::{Column, Entity};
    let readable = discussion::Entity::find().select_only().column(discussion::Column::Id).filter(visible_to(me.actor())).into_query();
    let query = Entity::find().filter(Column::MemberId.eq(me.id())).filter(Column::DiscussionId.in_subquery(readable));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::OfId, descending: true }).await?;
    let ids = slice.rows.iter().map(|row| row.discussion_id);
    let rows = discussion::Entity::find().filter(discussion::Column::Id.is_in(ids)).filter(visible_to(me.actor())).all(me.conn()).await?;
    let around = around_cards(me, &rows).await?;
    let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(slice.filter_map(|mark| {
        let row = rows.get(&mark.discussion_id)?.clone();
        let post = (mark.of_id != row.id.0).then_some(PostId(mark.of_id));
        Some(BookmarkView { discussion: DiscussionCard::of(row, &around), post, created_at: mark.created_at })
    }))
}

pub async fn mark(tx: &Tx, right: Granted<KeepPlace>, at: Target) -> Result<()> {
    let row = bookmark::ActiveModel {
        member_id: ActiveValue::Set(right.by()),
        of_id: ActiveValue::Set(at.id()),
        discussion_id: ActiveValue::Set(at.discussion),
        created_at: ActiveValue::Set(tx.now()),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    bookmark::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn unmark(tx: &Tx, right: Granted<KeepPlace>, at: Target) -> Result<()> {
    bookmark::Entity::delete_by_id((right.by(), at.id())).exec(tx.conn()).await?;
    Ok(())
}

/// Forgets who marked a post.
pub async fn forget(tx: &Tx, of: Uuid) -> Result<()> {
    bookmark::Entity::delete_many().filter(bookmark::Column::OfId.eq(of)).exec(tx.conn()).await?;
    Ok(())
}

/// How much one wants to hear of the first of these; what is not said of it is as with the next.
pub async fn level(me: &Member, of: &[Uuid]) -> Result<FollowLevelView> {
    use follow_level::{Column, Entity};
    let rows = Entity::find().filter(Column::MemberId.eq(me.id())).filter(Column::OfId.is_in(of.iter().copied())).all(me.conn()).await?;
    let said = of.iter().enumerate().find_map(|(place, of)| Some((place, rows.iter().find(|row| row.of_id == *of)?.level)));
    Ok(FollowLevelView { level: said.map_or(FollowLevel::Mentions, |(_, level)| level), own: said.is_some_and(|(place, _)| place == 0) })
}

pub async fn follow(tx: &Tx, right: Granted<KeepPlace>, of: Uuid, level: Option<FollowLevel>) -> Result<()> {
    use follow_level::{Column, Entity};
    let Some(level) = level else {
        Entity::delete_by_id((right.by(), of)).exec(tx.conn()).await?;
        return Ok(());
    };
    let row = follow_level::ActiveModel {
        member_id: ActiveValue::Set(right.by()),
        of_id: ActiveValue::Set(of),
        level: ActiveValue::Set(level),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let once = OnConflict::columns([Column::MemberId, Column::OfId]).update_columns([Column::Level, Column::UpdatedAt]).to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    Ok(())
}
