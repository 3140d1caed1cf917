//! Writing: opening, replying, changing, deleting, reacting.

use entity::id::{DiscussionId, PostId, RevisionId};
use entity::kind::{DiscussionKind, Language, ReactionKind};
use entity::{discussion, post, reaction, revision};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::attachments::{self, Attachments};
use super::desk;
use super::mentions::{self, Mentions};
use super::notices;
use super::policy::{Accept, Delete, Edit, Moderate, Place, Write};
use super::polls;
use super::problems::{DELETED, LOCKED, NO_QUESTION};
use super::search::{of_discussion, of_post};
use super::types::{AcceptedAnswer, DiscussionChange, ModerationChange, NewDiscussion, NewPost, PostChange};
use crate::groups;
use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, Result};
use crate::kernel::search;
use crate::kernel::text::{LongText, Text};
use crate::worksheets::{self, Keeper};

/// Everybody who changes what is counted or kept of a discussion waits here for their turn.
pub async fn lock(tx: &Tx, id: DiscussionId) -> Result<discussion::Model> {
    discussion::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// Refuses to write in a group that was archived meanwhile.
pub async fn still_open(tx: &Tx, place: &Place) -> Result<()> {
    match place {
        Place::Group(standing) => groups::still_open(tx, standing).await.map(drop),
        Place::Forum => Ok(()),
    }
}

/// A reply of a discussion that is locked, as it is now.
async fn current(tx: &Tx, id: PostId) -> Result<post::Model> {
    post::Entity::find_by_id(id).one(tx.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// A worksheet that it is about is shown to the group at once, or there is no discussion.
pub async fn open(
    tx: &Tx,
    right: Granted<Write>,
    (new, language): (NewDiscussion, Language),
    (naming, attached): (&Mentions, &Attachments),
    about: Option<&Keeper>,
) -> Result<discussion::Model> {
    let NewDiscussion { title, body, kind, public, worksheet, language: _, attachments: _ } = new;
    let public = public.unwrap_or_default();
    if public && right.on().group_id().is_some() {
        return Err(INVALID.pointing_at(vec![Fault::new("/public", Wrong::Clash("the group, which says who reads"))]));
    }
    still_open(tx, right.on()).await?;
    match (about, right.on().group_id()) {
        (Some(keeper), Some(group)) => worksheets::show_to_group(tx, keeper, group).await?,
        (Some(_), None) => return Err(INVALID.pointing_at(vec![Fault::new("/worksheet", Wrong::Surplus(None))])),
        (None, _) => {}
    }
    let row = discussion::ActiveModel {
        id: ActiveValue::Set(DiscussionId(tx.new_id())),
        group_id: ActiveValue::Set(right.on().group_id()),
        author_id: ActiveValue::Set(right.by()),
        title: ActiveValue::Set(Text::into_string(title)),
        body: ActiveValue::Set(LongText::into_string(body)),
        kind: ActiveValue::Set(kind.unwrap_or(DiscussionKind::Discussion)),
        reply_count: ActiveValue::Set(0),
        last_activity_at: ActiveValue::Set(tx.now()),
        public: ActiveValue::Set(public),
        language: ActiveValue::Set(language),
        worksheet_id: ActiveValue::Set(worksheet),
        version: ActiveValue::Set(0),
        created_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let row = discussion::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    mentions::keep(tx, row.id, row.id.0, naming).await?;
    attachments::keep(tx, row.id, row.id.0, attached).await?;
    search::enter(tx, of_discussion(&row)).await?;
    notices::written(tx, &row, row.id.0, row.author_id, naming).await?;
    Ok(row)
}

/// The reply and the count of replies are one change. The id is made when it is the reply's turn,
/// so that a later reply never stands before one that somebody has read.
pub async fn reply(
    tx: &Tx,
    right: Granted<Write>,
    discussion: DiscussionId,
    (new, language): (NewPost, Language),
    (naming, attached): (&Mentions, &Attachments),
) -> Result<post::Model> {
    use discussion::{Column, Entity};
    still_open(tx, right.on()).await?;
    let to = lock(tx, discussion).await?;
    match () {
        () if to.deleted_at.is_some() => return Err(DELETED.into()),
        () if to.locked_at.is_some() => return Err(LOCKED.into()),
        () => {}
    }
    let NewPost { body, in_answer_to, language: _, attachments: _ } = new;
    if let Some(answered) = in_answer_to {
        let answered = post::Entity::find_by_id(answered).filter(post::Column::DiscussionId.eq(discussion)).one(tx.conn()).await?;
        if answered.ok_or_else(|| unknown("/inAnswerTo"))?.deleted_at.is_some() {
            return Err(DELETED.into());
        }
    }
    let row = post::ActiveModel {
        id: ActiveValue::Set(PostId(tx.new_id())),
        discussion_id: ActiveValue::Set(discussion),
        author_id: ActiveValue::Set(right.by()),
        body: ActiveValue::Set(body.into_string()),
        in_answer_to: ActiveValue::Set(in_answer_to),
        language: ActiveValue::Set(language),
        version: ActiveValue::Set(0),
        created_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let row = post::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    mentions::keep(tx, discussion, row.id.0, naming).await?;
    attachments::keep(tx, discussion, row.id.0, attached).await?;
    search::enter(tx, of_post(&row, to.group_id)).await?;
    notices::written(tx, &to, row.id.0, row.author_id, naming).await?;
    let counted = Entity::update_many()
        .col_expr(Column::ReplyCount, Expr::col(Column::ReplyCount).add(1))
        .col_expr(Column::LastActivityAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(discussion));
    counted.exec(tx.conn()).await?;
    Ok(row)
}

/// What was found out about a text that replaces another; nothing where the text stays.
pub struct FoundOut {
    /// Whom and what it names.
    pub naming: Option<Mentions>,
    /// The files that it shows.
    pub attached: Option<Attachments>,
    /// The language it is written in, which its author may have said.
    pub language: Option<Language>,
}

impl FoundOut {
    async fn keep(&self, tx: &Tx, discussion: DiscussionId, of: Uuid) -> Result<()> {
        if let Some(naming) = &self.naming {
            mentions::keep(tx, discussion, of, naming).await?;
        }
        if let Some(attached) = &self.attached {
            attachments::keep(tx, discussion, of, attached).await?;
        }
        Ok(())
    }
}

pub async fn edit_discussion(
    tx: &Tx,
    right: Granted<Edit>,
    id: DiscussionId,
    seen: IfMatch,
    (change, found): (DiscussionChange, FoundOut),
) -> Result<discussion::Model> {
    let DiscussionChange { title, body, language: _, attachments: _ } = change;
    still_open(tx, &right.on().place).await?;
    let before = lock(tx, id).await?;
    if before.deleted_at.is_some() {
        return Err(DELETED.into());
    }
    seen.expect(before.version)?;
    let earlier = Earlier { of: id.0, version: before.version, title: Some(before.title.clone()), body: before.body.clone() };
    keep(tx, id, earlier, before.edited_at.unwrap_or(before.created_at)).await?;
    found.keep(tx, id, id.0).await?;
    if let Some(naming) = &found.naming {
        notices::named(tx, &before, id.0, right.by(), naming).await?;
    }
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(id),
        title: title.into_active(Text::into_string),
        body: body.into_active(LongText::into_string),
        language: found.language.map_or(ActiveValue::NotSet, ActiveValue::Set),
        edited_at: ActiveValue::Set(Some(tx.now())),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    let row = discussion::Entity::update(row).exec(tx.conn()).await?;
    search::enter(tx, of_discussion(&row)).await?;
    Ok(row)
}

pub async fn edit_post(
    tx: &Tx,
    right: Granted<Edit>,
    of: &post::Model,
    seen: IfMatch,
    (change, found): (PostChange, FoundOut),
) -> Result<post::Model> {
    still_open(tx, &right.on().place).await?;
    let discussion = lock(tx, of.discussion_id).await?;
    let group = discussion.group_id;
    let before = current(tx, of.id).await?;
    if before.deleted_at.is_some() {
        return Err(DELETED.into());
    }
    seen.expect(before.version)?;
    let earlier = Earlier { of: of.id.0, version: before.version, title: None, body: before.body };
    keep(tx, of.discussion_id, earlier, before.edited_at.unwrap_or(before.created_at)).await?;
    found.keep(tx, of.discussion_id, of.id.0).await?;
    if let Some(naming) = &found.naming {
        notices::named(tx, &discussion, of.id.0, right.by(), naming).await?;
    }
    let row = post::ActiveModel {
        id: ActiveValue::Unchanged(of.id),
        body: change.body.into_active(LongText::into_string),
        language: found.language.map_or(ActiveValue::NotSet, ActiveValue::Set),
        edited_at: ActiveValue::Set(Some(tx.now())),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    let row = post::Entity::update(row).exec(tx.conn()).await?;
    search::enter(tx, of_post(&row, group)).await?;
    Ok(row)
}

/// A text that is about to be replaced.
struct Earlier {
    of: Uuid,
    version: i32,
    title: Option<String>,
    body: String,
}

async fn keep(tx: &Tx, discussion: DiscussionId, earlier: Earlier, written_at: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let row = revision::ActiveModel {
        id: ActiveValue::Set(RevisionId(tx.new_id())),
        discussion_id: ActiveValue::Set(discussion),
        of_id: ActiveValue::Set(earlier.of),
        version: ActiveValue::Set(earlier.version),
        title: ActiveValue::Set(earlier.title),
        body: ActiveValue::Set(earlier.body),
        written_at: ActiveValue::Set(written_at),
    };
    revision::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What is deleted is gone, with its earlier texts and what was said of it; that there was something stays.
pub async fn delete_discussion(tx: &Tx, right: Granted<Delete>, id: DiscussionId) -> Result<()> {
    still_open(tx, &right.on().place).await?;
    let before = lock(tx, id).await?;
    if before.deleted_at.is_some() {
        return Ok(());
    }
    forget(tx, id.0).await?;
    polls::forget(tx, id).await?;
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(id),
        title: ActiveValue::Set(String::new()),
        body: ActiveValue::Set(String::new()),
        deleted_at: ActiveValue::Set(Some(tx.now())),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    discussion::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// The same for a reply, which counts no more and answers nothing.
pub async fn delete_post(tx: &Tx, right: Granted<Delete>, of: &post::Model) -> Result<()> {
    still_open(tx, &right.on().place).await?;
    let discussion = lock(tx, of.discussion_id).await?;
    let before = current(tx, of.id).await?;
    if before.deleted_at.is_some() {
        return Ok(());
    }
    forget(tx, of.id.0).await?;
    let row = post::ActiveModel {
        id: ActiveValue::Unchanged(of.id),
        body: ActiveValue::Set(String::new()),
        deleted_at: ActiveValue::Set(Some(tx.now())),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    post::Entity::update(row).exec(tx.conn()).await?;
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(discussion.id),
        reply_count: ActiveValue::Set(discussion.reply_count - 1),
        accepted_id: ActiveValue::Set(discussion.accepted_id.filter(|accepted| *accepted != of.id)),
        ..Default::default()
    };
    discussion::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

async fn forget(tx: &Tx, of: Uuid) -> Result<()> {
    mentions::forget(tx, of).await?;
    attachments::forget(tx, of).await?;
    desk::forget(tx, of).await?;
    search::leave(tx, of).await?;
    revision::Entity::delete_many().filter(revision::Column::OfId.eq(of)).exec(tx.conn()).await?;
    reaction::Entity::delete_many().filter(reaction::Column::OfId.eq(of)).exec(tx.conn()).await?;
    Ok(())
}

pub async fn moderate(tx: &Tx, right: Granted<Moderate>, id: DiscussionId, change: ModerationChange) -> Result<discussion::Model> {
    let ModerationChange { pinned, locked } = change;
    still_open(tx, right.on()).await?;
    let before = lock(tx, id).await?;
    let since = |wanted: Patch<bool>, before: Option<_>| match wanted {
        Patch::Absent => before,
        Patch::Set(false) => None,
        Patch::Set(true) => before.or(Some(tx.now())),
    };
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(id),
        pinned_at: ActiveValue::Set(since(pinned, before.pinned_at)),
        locked_at: ActiveValue::Set(since(locked, before.locked_at)),
        ..Default::default()
    };
    Ok(discussion::Entity::update(row).exec(tx.conn()).await?)
}

/// Accepts a reply as the answer, or none.
pub async fn accept(tx: &Tx, right: Granted<Accept>, id: DiscussionId, answer: Option<AcceptedAnswer>) -> Result<discussion::Model> {
    use post::{Column, Entity};
    still_open(tx, &right.on().place).await?;
    if lock(tx, id).await?.kind != DiscussionKind::Question {
        return Err(NO_QUESTION.into());
    }
    let accepted = answer.map(|answer| answer.post);
    if let Some(post) = accepted {
        let there = Column::DiscussionId.eq(id).and(Column::DeletedAt.is_null());
        Entity::find_by_id(post).filter(there).one(tx.conn()).await?.ok_or_else(|| unknown("/post"))?;
    }
    let row = discussion::ActiveModel { id: ActiveValue::Unchanged(id), accepted_id: ActiveValue::Set(accepted), ..Default::default() };
    Ok(discussion::Entity::update(row).exec(tx.conn()).await?)
}

/// A post that one reacts to: the opening post, or a reply.
#[derive(Clone, Copy)]
pub struct Target {
    pub discussion: DiscussionId,
    pub reply: Option<PostId>,
}

impl Target {
    pub fn id(self) -> Uuid {
        self.reply.map_or(self.discussion.0, |reply| reply.0)
    }
}

pub async fn react(tx: &Tx, right: Granted<Write>, to: Target, kind: ReactionKind) -> Result<()> {
    still_open(tx, right.on()).await?;
    let discussion = lock(tx, to.discussion).await?;
    let (deleted_at, author) = match to.reply {
        None => (discussion.deleted_at, discussion.author_id),
        Some(reply) => current(tx, reply).await.map(|reply| (reply.deleted_at, reply.author_id))?,
    };
    if deleted_at.is_some() {
        return Err(DELETED.into());
    }
    let row = reaction::ActiveModel {
        of_id: ActiveValue::Set(to.id()),
        member_id: ActiveValue::Set(right.by()),
        kind: ActiveValue::Set(kind),
        discussion_id: ActiveValue::Set(to.discussion),
        created_at: ActiveValue::Set(tx.now()),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    let anew = reaction::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    if anew == 0 { Ok(()) } else { notices::react(tx, to.id(), author, right.by()).await }
}

pub async fn withdraw(tx: &Tx, right: Granted<Write>, from: Target, kind: ReactionKind) -> Result<()> {
    reaction::Entity::delete_by_id((from.id(), right.by(), kind)).exec(tx.conn()).await?;
    Ok(())
}
