//! Taking a discussion apart.

use std::collections::BTreeSet;

use entity::id::{DiscussionId, PostId};
use entity::kind::DiscussionKind;
use entity::{attachment, bookmark, discussion, mention, post, reaction, read_state, revision};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::types::NewSplit;
use crate::discussions::policy::Moderate;
use crate::discussions::posts::{lock, still_open};
use crate::discussions::problems::DELETED;
use crate::discussions::search::of_discussion;
use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::search;
use crate::kernel::text::Text;

/// Rows written at a time.
const BATCH: usize = 500;

/// The new discussion has the id of the reply that opens it, so that what is said of that reply
/// (reactions, mentions, files, earlier texts, bookmarks) stays what it is.
pub async fn split(tx: &Tx, right: Granted<Moderate>, id: DiscussionId, new: NewSplit) -> Result<discussion::Model> {
    still_open(tx, right.on()).await?;
    let from = lock(tx, id).await?;
    let wanted: BTreeSet<_> = new.posts.0.into_iter().collect();
    let posts = post::Entity::find().filter(post::Column::DiscussionId.eq(id)).filter(post::Column::Id.is_in(wanted.iter().copied()));
    let posts = posts.order_by_asc(post::Column::Id).all(tx.conn()).await?;
    if posts.len() < wanted.len() {
        return Err(unknown("/posts"));
    }
    if posts.iter().any(|post| post.deleted_at.is_some()) {
        return Err(DELETED.into());
    }
    let Some((opening, replies)) = posts.split_first() else {
        return Err(INVALID.pointing_at(vec![Fault::new("/posts", Wrong::Missing)]));
    };
    let own = DiscussionId(opening.id.0);
    let row = discussion::ActiveModel {
        id: ActiveValue::Set(own),
        group_id: ActiveValue::Set(from.group_id),
        author_id: ActiveValue::Set(opening.author_id),
        title: ActiveValue::Set(Text::into_string(new.title)),
        body: ActiveValue::Set(opening.body.clone()),
        kind: ActiveValue::Set(DiscussionKind::Discussion),
        language: ActiveValue::Set(opening.language),
        reply_count: ActiveValue::Set(i32::try_from(replies.len()).unwrap_or(i32::MAX)),
        last_activity_at: ActiveValue::Set(posts.iter().map(|post| post.created_at).max().unwrap_or(opening.created_at)),
        public: ActiveValue::Set(from.public),
        version: ActiveValue::Set(opening.version),
        created_at: ActiveValue::Set(opening.created_at),
        edited_at: ActiveValue::Set(opening.edited_at),
        ..Default::default()
    };
    let row = discussion::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    let replies: Vec<_> = replies.iter().map(|post| post.id).collect();
    rehang(tx, id, own, &replies).await?;
    take_along(tx, own, posts.iter().map(|post| post.id.0).collect()).await?;
    readers(tx, id, own, &replies).await?;
    post::Entity::delete_by_id(opening.id).exec(tx.conn()).await?;
    search::enter(tx, of_discussion(&row)).await?;
    search::rehang(tx, &replies.iter().map(|reply| reply.0).collect::<Vec<_>>(), own).await?;
    leave_behind(tx, from, &wanted).await?;
    Ok(row)
}

/// Moves the replies; who answers a reply of the other discussion answers the opening post.
async fn rehang(tx: &Tx, from: DiscussionId, own: DiscussionId, replies: &[PostId]) -> Result<()> {
    use post::{Column, Entity};
    let moved = || Column::Id.is_in(replies.iter().copied());
    let torn = Condition::any()
        .add(Column::InAnswerTo.eq(own.0))
        .add(moved().and(Column::InAnswerTo.is_not_in(replies.iter().copied())))
        .add(Column::DiscussionId.eq(from).and(moved().not()).and(Column::InAnswerTo.is_in(replies.iter().copied())));
    Entity::update_many().col_expr(Column::InAnswerTo, Expr::value(None::<Uuid>)).filter(torn).exec(tx.conn()).await?;
    Entity::update_many().col_expr(Column::DiscussionId, Expr::value(own.0)).filter(moved()).exec(tx.conn()).await?;
    Ok(())
}

/// Moves what is said of the posts.
async fn take_along(tx: &Tx, own: DiscussionId, of: Vec<Uuid>) -> Result<()> {
    let to = || Expr::value(own.0);
    let reactions = reaction::Entity::update_many().col_expr(reaction::Column::DiscussionId, to());
    reactions.filter(reaction::Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    let mentions = mention::Entity::update_many().col_expr(mention::Column::DiscussionId, to());
    mentions.filter(mention::Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    let attachments = attachment::Entity::update_many().col_expr(attachment::Column::DiscussionId, to());
    attachments.filter(attachment::Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    let revisions = revision::Entity::update_many().col_expr(revision::Column::DiscussionId, to());
    revisions.filter(revision::Column::OfId.is_in(of.iter().copied())).exec(tx.conn()).await?;
    let bookmarks = bookmark::Entity::update_many().col_expr(bookmark::Column::DiscussionId, to());
    bookmarks.filter(bookmark::Column::OfId.is_in(of)).exec(tx.conn()).await?;
    Ok(())
}

/// Whoever has read the reply that opens the new discussion has read there as far as before.
async fn readers(tx: &Tx, from: DiscussionId, own: DiscussionId, replies: &[PostId]) -> Result<()> {
    use read_state::{ActiveModel, Column, Entity};
    let read = Entity::find().filter(Column::DiscussionId.eq(from)).filter(Column::LastPostId.gte(own.0)).all(tx.conn()).await?;
    let further = |last: Option<PostId>| replies.iter().copied().filter(|reply| Some(*reply) <= last).max();
    let rows: Vec<_> = read
        .into_iter()
        .map(|state| ActiveModel {
            member_id: ActiveValue::Set(state.member_id),
            discussion_id: ActiveValue::Set(own),
            last_post_id: ActiveValue::Set(further(state.last_post_id)),
            updated_at: ActiveValue::Set(state.updated_at),
        })
        .collect();
    for rows in rows.chunks(BATCH) {
        Entity::insert_many(rows.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Counts what is left.
async fn leave_behind(tx: &Tx, from: discussion::Model, moved: &BTreeSet<PostId>) -> Result<()> {
    let newest = post::Entity::find().filter(post::Column::DiscussionId.eq(from.id)).order_by_desc(post::Column::Id).one(tx.conn()).await?;
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(from.id),
        reply_count: ActiveValue::Set(from.reply_count - i32::try_from(moved.len()).unwrap_or_default()),
        last_activity_at: ActiveValue::Set(newest.map_or(from.created_at, |post| post.created_at)),
        accepted_id: ActiveValue::Set(from.accepted_id.filter(|accepted| !moved.contains(accepted))),
        ..Default::default()
    };
    discussion::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}
