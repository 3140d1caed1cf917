//! Every query of discussions and replies.

use std::collections::HashMap;

use entity::id::{DiscussionId, MemberId, PostId};
use entity::{discussion, post};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};

use super::policy::{Write, visible_to};
use super::types::{NewDiscussion, NewPost};
use crate::groups::{self, Standing};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::text::{LongText, Text};
use crate::members::{self, MemberCard};

/// The authors whom the viewer may know of.
type Authors = HashMap<MemberId, MemberCard>;

pub async fn page(viewer: &Viewer, standing: &Standing, list: &Listing<NoFilter>) -> Result<(Slice<discussion::Model>, Authors)> {
    use discussion::{Column, Entity};
    let query = Entity::find().filter(visible_to(viewer.actor())).filter(Column::GroupId.eq(standing.group.id));
    let order = Order { by: Column::LastActivityAt, id: Column::Id, descending: true };
    let slice = list.paging.fetch(viewer, query, order).await?;
    let authors = members::cards(viewer, slice.rows.iter().map(|row| row.author_id).collect()).await?;
    Ok((slice, authors))
}

pub async fn find(viewer: &Viewer, id: DiscussionId) -> Result<discussion::Model> {
    let row = discussion::Entity::find_by_id(id).filter(visible_to(viewer.actor())).one(viewer.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

pub async fn author(viewer: &Viewer, id: MemberId) -> Result<Option<MemberCard>> {
    Ok(members::cards(viewer, vec![id]).await?.remove(&id))
}

pub async fn posts(viewer: &Viewer, discussion: &discussion::Model, list: &Listing<NoFilter>) -> Result<(Slice<post::Model>, Authors)> {
    use post::{Column, Entity};
    let query = Entity::find().filter(Column::DiscussionId.eq(discussion.id));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::Id, id: Column::Id, descending: false }).await?;
    let authors = members::cards(viewer, slice.rows.iter().map(|row| row.author_id).collect()).await?;
    Ok((slice, authors))
}

pub async fn open(tx: &Tx, right: Granted<Write>, new: NewDiscussion) -> Result<discussion::Model> {
    let NewDiscussion { title, body } = new;
    let group = groups::still_open(tx, &right).await?;
    let row = discussion::ActiveModel {
        id: ActiveValue::Set(DiscussionId(tx.new_id())),
        group_id: ActiveValue::Set(group.id),
        author_id: ActiveValue::Set(right.by()),
        title: ActiveValue::Set(Text::into_string(title)),
        body: ActiveValue::Set(LongText::into_string(body)),
        reply_count: ActiveValue::Set(0),
        last_activity_at: ActiveValue::Set(tx.now()),
        version: ActiveValue::Set(0),
        created_at: ActiveValue::Set(tx.now()),
    };
    Ok(discussion::Entity::insert(row).exec_with_returning(tx.conn()).await?)
}

/// The reply and the count of replies are one change.
pub async fn reply(tx: &Tx, right: Granted<Write>, discussion: &discussion::Model, new: NewPost) -> Result<post::Model> {
    use discussion::{Column, Entity};
    groups::still_open(tx, &right).await?;
    let row = post::ActiveModel {
        id: ActiveValue::Set(PostId(tx.new_id())),
        discussion_id: ActiveValue::Set(discussion.id),
        author_id: ActiveValue::Set(right.by()),
        body: ActiveValue::Set(new.body.into_string()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = post::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    let counted = Entity::update_many()
        .col_expr(Column::ReplyCount, Expr::col(Column::ReplyCount).add(1))
        .col_expr(Column::LastActivityAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(discussion.id));
    counted.exec(tx.conn()).await?;
    Ok(row)
}
