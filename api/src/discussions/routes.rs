//! Reading and writing discussions.

use actix_web::{delete, get, patch, post, put};
use entity::discussion;
use entity::kind::{DiscussionKind, Language};

use super::policy::{Accept, Announce, Delete, Edit, KeepPlace, Moderate, Place, Write};
use super::posts::{self, FoundOut, Target};
use super::reading;
use super::store::{self, shown};
use super::types::{
    AcceptedAnswer, AnywhereFilter, DiscussionChange, DiscussionFilter, DiscussionPath, DiscussionReactionPath, InGroup, ModerationChange,
    NewAttachment, NewDiscussion, NewPost, PostChange, PostFilter, PostPath, PostReactionPath, ReadThrough,
};
use super::views::{DiscussionCard, DiscussionView, PostView, ReadStateView, RevisionView};
use super::{attachments, mentions};
use crate::kernel::access::{Granted, Guest, Member};
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::patch::Patch;
use crate::kernel::problem::Result;
use crate::kernel::text::{List, LongText};
use crate::kernel::words::spoken;
use crate::worksheets;

/// The right to write where a discussion is held.
async fn may_write(me: &Member, discussion: &discussion::Model) -> Result<Granted<Write>> {
    me.may::<Write>(store::place(me, discussion.group_id).await?)
}

/// What is found out about a changed text: whom and what it names, what it shows, and its language.
/// Nobody looks where nothing of it is changed.
async fn found_out<const MIN: usize, const MAX: usize>(
    me: &Member,
    right: &Granted<Edit>,
    body: &Patch<LongText<MIN, MAX>>,
    (language, attached): (&Patch<Language>, &Patch<List<NewAttachment, 10>>),
) -> Result<FoundOut> {
    let naming = match body.get() {
        Some(body) => Some(mentions::resolve(me, &right.on().place, body.as_str()).await?),
        None => None,
    };
    let attached = match attached.get() {
        Some(new) => Some(attachments::resolve(me, &right.on().place, new).await?),
        None => None,
    };
    let language = language.get().copied().or_else(|| body.get().map(|body| spoken(body.as_str(), me.language())));
    Ok(FoundOut { naming, attached, language })
}

async fn open(me: &Member, place: Place, new: NewDiscussion) -> Result<Created<DiscussionView>> {
    if new.kind == Some(DiscussionKind::Announcement) {
        me.may::<Announce>(place.clone())?;
    }
    let naming = mentions::resolve(me, &place, new.body.as_str()).await?;
    let attached = attachments::resolve(me, &place, &new.attachments).await?;
    let language = new.language.unwrap_or_else(|| spoken(new.body.as_str(), me.language()));
    let right = me.may::<Write>(place)?;
    let about = match new.worksheet {
        Some(id) => Some(worksheets::named(me, id, "/worksheet").await?),
        None => None,
    };
    let around = store::around_new(me, new.worksheet).await?;
    me.create(async |tx| {
        let row = posts::open(tx, right, (new, language), (&naming, &attached), about.as_ref()).await?;
        let at = me.url(&format!("/discussions/{}", row.id));
        let mut around = around.naming(row.id.0, &naming, &attached);
        Created::at(at, &DiscussionView::of(me, row, &mut around))
    })
    .await
}

/// List the discussions of a group
///
/// Newest activity first. Those of an open group are read without an account.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(InGroup, DiscussionFilter, PageParams), responses((status = OK, body = Page<DiscussionCard>)))]
#[get("/groups/{groupId}/discussions")]
pub async fn list_discussions(who: Guest, at: Path<InGroup>, list: Listing<DiscussionFilter>) -> Result<Page<DiscussionCard>> {
    let (slice, around) = store::page(&who, at.0.group_id, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| DiscussionCard::of(row, &around)))
}

/// Open a discussion
///
/// Members of the group may; its owners and moderators make announcements.
#[utoipa::path(tag = "discussions", params(InGroup), responses((status = CREATED, body = DiscussionView)))]
#[post("/groups/{groupId}/discussions")]
pub async fn open_discussion(me: Member, at: Path<InGroup>, new: Json<NewDiscussion>) -> Result<Created<DiscussionView>> {
    open(&me, store::place(&me, Some(at.0.group_id)).await?, new.0).await
}

/// List the discussions of all places
///
/// Of the open forum and of every group in which the caller may read, newest activity first. Without an
/// account: those of open groups, and the public ones of the forum.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(AnywhereFilter, PageParams), responses((status = OK, body = Page<DiscussionCard>)))]
#[get("/discussions")]
pub async fn list_all_discussions(who: Guest, list: Listing<AnywhereFilter>) -> Result<Page<DiscussionCard>> {
    let (slice, around) = store::everywhere(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| DiscussionCard::of(row, &around)))
}

/// Open a discussion in the open forum
///
/// Every member may; the installation's moderators make announcements. All members read it; with `public`
/// set everybody does, which stands fast from then on, so that nobody has written for fewer than read.
#[utoipa::path(tag = "discussions", responses((status = CREATED, body = DiscussionView)))]
#[post("/discussions")]
pub async fn open_forum_discussion(me: Member, new: Json<NewDiscussion>) -> Result<Created<DiscussionView>> {
    open(&me, Place::Forum, new.0).await
}

/// Read a discussion
///
/// With its opening post; the replies are a list of their own.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[get("/discussions/{discussionId}")]
pub async fn get_discussion(who: Guest, at: Path<DiscussionPath>) -> Result<Tagged<DiscussionView>> {
    let row = store::find(&who, at.0.discussion_id).await?;
    shown(&who, row).await
}

/// Change an opening post
///
/// Its author may. A merge patch (RFC 7396) of the version that `If-Match` names: a lost update is
/// 412. The earlier text is kept, and read by whoever reads the post.
#[utoipa::path(tag = "discussions", params(DiscussionPath, IfMatch), responses((status = OK, body = DiscussionView)))]
#[patch("/discussions/{discussionId}")]
pub async fn edit_discussion(me: Member, at: Path<DiscussionPath>, seen: IfMatch, change: Json<DiscussionChange>) -> Result<Tagged<DiscussionView>> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Edit>(store::written(&me, &row, row.author_id).await?)?;
    let found = found_out(&me, &right, &change.0.body, (&change.0.language, &change.0.attachments)).await?;
    let edited = me.write(async |tx| posts::edit_discussion(tx, right, row.id, seen, (change.0, found)).await).await;
    let now = async || Ok(shown(&me, store::find(&me, row.id).await?).await?.0);
    shown(&me, or_current(edited, now).await?).await
}

/// Delete an opening post
///
/// Its author may, and the group's owners and moderators. Title and text are gone for good, with
/// every earlier text; the replies stay, and nobody adds to them.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}")]
pub async fn delete_discussion(me: Member, at: Path<DiscussionPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Delete>(store::written(&me, &row, row.author_id).await?)?;
    me.write(async |tx| posts::delete_discussion(tx, right, row.id).await).await?;
    Ok(NoContent)
}

/// List the earlier texts of an opening post
///
/// The newest first. Whoever reads the post reads them, for as long as it is not deleted.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath, PageParams), responses((status = OK, body = Page<RevisionView>)))]
#[get("/discussions/{discussionId}/revisions")]
pub async fn list_discussion_revisions(who: Guest, at: Path<DiscussionPath>, list: Listing<NoFilter>) -> Result<Page<RevisionView>> {
    let row = store::find(&who, at.0.discussion_id).await?;
    let slice = store::revisions(&who, row.id.0, &list).await?;
    Ok(slice.into_page(&who, &list.paging, RevisionView::from))
}

/// Look after a discussion
///
/// Owners and moderators keep it in view, or let nobody reply any more. A merge patch (RFC 7396).
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[patch("/discussions/{discussionId}/moderation")]
pub async fn moderate_discussion(me: Member, at: Path<DiscussionPath>, change: Json<ModerationChange>) -> Result<Tagged<DiscussionView>> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Moderate>(store::place(&me, row.group_id).await?)?;
    let row = me.write(async |tx| posts::moderate(tx, right, row.id, change.0).await).await?;
    shown(&me, row).await
}

/// Accept a reply as the answer
///
/// Whoever asked the question may, and the group's owners and moderators. It takes the place of
/// another answer.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = DiscussionView)))]
#[put("/discussions/{discussionId}/accepted-answer")]
pub async fn accept_answer(me: Member, at: Path<DiscussionPath>, answer: Json<AcceptedAnswer>) -> Result<Tagged<DiscussionView>> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Accept>(store::written(&me, &row, row.author_id).await?)?;
    let row = me.write(async |tx| posts::accept(tx, right, row.id, Some(answer.0)).await).await?;
    shown(&me, row).await
}

/// Accept no reply as the answer
///
/// The question is open again.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/accepted-answer")]
pub async fn unaccept_answer(me: Member, at: Path<DiscussionPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<Accept>(store::written(&me, &row, row.author_id).await?)?;
    me.write(async |tx| posts::accept(tx, right, row.id, None).await).await?;
    Ok(NoContent)
}

/// React to an opening post
///
/// Members of the group may. Doing it again changes nothing.
#[utoipa::path(tag = "discussions", params(DiscussionReactionPath), responses((status = NO_CONTENT)))]
#[put("/discussions/{discussionId}/reactions/{reaction}")]
pub async fn react_to_discussion(me: Member, at: Path<DiscussionReactionPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let (right, to) = (may_write(&me, &row).await?, Target { discussion: row.id, reply: None });
    me.write(async |tx| posts::react(tx, right, to, at.0.reaction).await).await?;
    Ok(NoContent)
}

/// Withdraw a reaction to an opening post
///
/// One's own.
#[utoipa::path(tag = "discussions", params(DiscussionReactionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/reactions/{reaction}")]
pub async fn withdraw_discussion_reaction(me: Member, at: Path<DiscussionReactionPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let (right, from) = (may_write(&me, &row).await?, Target { discussion: row.id, reply: None });
    me.write(async |tx| posts::withdraw(tx, right, from, at.0.reaction).await).await?;
    Ok(NoContent)
}

/// Read how far one has read
///
/// And where to go on.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = ReadStateView)))]
#[get("/discussions/{discussionId}/read-state")]
pub async fn get_read_state(me: Member, at: Path<DiscussionPath>) -> Result<Json<ReadStateView>> {
    let row = store::find(&me, at.0.discussion_id).await?;
    Ok(Json(reading::state(&me, &row).await?))
}

/// Say how far one has read
///
/// Through a reply, or only the opening post. It goes forward only, so that a device that is behind
/// undoes nothing.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = OK, body = ReadStateView)))]
#[put("/discussions/{discussionId}/read-state")]
pub async fn keep_place(me: Member, at: Path<DiscussionPath>, through: Json<ReadThrough>) -> Result<Json<ReadStateView>> {
    let row = store::find(&me, at.0.discussion_id).await?;
    let right = me.may::<KeepPlace>(store::place(&me, row.group_id).await?)?;
    me.write(async |tx| reading::keep_place(tx, right, row.id, through.0).await).await?;
    Ok(Json(reading::state(&me, &row).await?))
}

/// List the replies of a discussion
///
/// In the order in which they were written, whatever they answer. `around` opens the list at one of them.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(DiscussionPath, PostFilter, PageParams), responses((status = OK, body = Page<PostView>)))]
#[get("/discussions/{discussionId}/posts")]
pub async fn list_posts(who: Guest, at: Path<DiscussionPath>, list: Listing<PostFilter>) -> Result<Page<PostView>> {
    let (slice, mut around) = store::posts(&who, at.0.discussion_id, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |row| PostView::of(row, &mut around)))
}

/// Reply in a discussion
///
/// Members of the group may, in the open forum every member, unless the discussion is locked. A reply may
/// answer another one, `inAnswerTo`, of the same discussion.
#[utoipa::path(tag = "discussions", params(DiscussionPath), responses((status = CREATED, body = PostView)))]
#[post("/discussions/{discussionId}/posts")]
pub async fn reply_to_discussion(me: Member, at: Path<DiscussionPath>, new: Json<NewPost>) -> Result<Created<PostView>> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let right = may_write(&me, &discussion).await?;
    let naming = mentions::resolve(&me, right.on(), new.0.body.as_str()).await?;
    let attached = attachments::resolve(&me, right.on(), &new.0.attachments).await?;
    let language = new.0.language.unwrap_or_else(|| spoken(new.0.body.as_str(), me.language()));
    let around = store::around_new(&me, None).await?;
    me.create(async |tx| {
        let row = posts::reply(tx, right, discussion.id, (new.0, language), (&naming, &attached)).await?;
        let at = me.url(&format!("/discussions/{}/posts/{}", discussion.id, row.id));
        let mut around = around.naming(row.id.0, &naming, &attached);
        Created::at(at, &PostView::of(row, &mut around))
    })
    .await
}

/// Read a reply
///
/// With what is said of it.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(PostPath), responses((status = OK, body = PostView)))]
#[get("/discussions/{discussionId}/posts/{postId}")]
pub async fn get_post(who: Guest, at: Path<PostPath>) -> Result<Tagged<PostView>> {
    let discussion = store::find(&who, at.0.discussion_id).await?;
    let row = store::find_post(&who, &discussion, at.0.post_id).await?;
    store::shown_post(&who, row).await
}

/// Change a reply
///
/// Its author may. A merge patch (RFC 7396) of the version that `If-Match` names: a lost update is
/// 412. The earlier text is kept, and read by whoever reads the reply.
#[utoipa::path(tag = "discussions", params(PostPath, IfMatch), responses((status = OK, body = PostView)))]
#[patch("/discussions/{discussionId}/posts/{postId}")]
pub async fn edit_post(me: Member, at: Path<PostPath>, seen: IfMatch, change: Json<PostChange>) -> Result<Tagged<PostView>> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let row = store::find_post(&me, &discussion, at.0.post_id).await?;
    let right = me.may::<Edit>(store::written(&me, &discussion, row.author_id).await?)?;
    let found = found_out(&me, &right, &change.0.body, (&change.0.language, &change.0.attachments)).await?;
    let edited = me.write(async |tx| posts::edit_post(tx, right, &row, seen, (change.0, found)).await).await;
    let now = async || Ok(store::shown_post(&me, store::find_post(&me, &discussion, row.id).await?).await?.0);
    store::shown_post(&me, or_current(edited, now).await?).await
}

/// Delete a reply
///
/// Its author may, and the group's owners and moderators. The text is gone for good, with every
/// earlier text; that there was a reply, and when, stays.
#[utoipa::path(tag = "discussions", params(PostPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/posts/{postId}")]
pub async fn delete_post(me: Member, at: Path<PostPath>) -> Result<NoContent> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let row = store::find_post(&me, &discussion, at.0.post_id).await?;
    let right = me.may::<Delete>(store::written(&me, &discussion, row.author_id).await?)?;
    me.write(async |tx| posts::delete_post(tx, right, &row).await).await?;
    Ok(NoContent)
}

/// List the earlier texts of a reply
///
/// The newest first. Whoever reads the reply reads them, for as long as it is not deleted.
#[utoipa::path(tag = "discussions", security((), ("bearer" = [])), params(PostPath, PageParams), responses((status = OK, body = Page<RevisionView>)))]
#[get("/discussions/{discussionId}/posts/{postId}/revisions")]
pub async fn list_post_revisions(who: Guest, at: Path<PostPath>, list: Listing<NoFilter>) -> Result<Page<RevisionView>> {
    let discussion = store::find(&who, at.0.discussion_id).await?;
    let row = store::find_post(&who, &discussion, at.0.post_id).await?;
    let slice = store::revisions(&who, row.id.0, &list).await?;
    Ok(slice.into_page(&who, &list.paging, RevisionView::from))
}

/// React to a reply
///
/// Members of the group may. Doing it again changes nothing.
#[utoipa::path(tag = "discussions", params(PostReactionPath), responses((status = NO_CONTENT)))]
#[put("/discussions/{discussionId}/posts/{postId}/reactions/{reaction}")]
pub async fn react_to_post(me: Member, at: Path<PostReactionPath>) -> Result<NoContent> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let row = store::find_post(&me, &discussion, at.0.post_id).await?;
    let (right, to) = (may_write(&me, &discussion).await?, Target { discussion: discussion.id, reply: Some(row.id) });
    me.write(async |tx| posts::react(tx, right, to, at.0.reaction).await).await?;
    Ok(NoContent)
}

/// Withdraw a reaction to a reply
///
/// One's own.
#[utoipa::path(tag = "discussions", params(PostReactionPath), responses((status = NO_CONTENT)))]
#[delete("/discussions/{discussionId}/posts/{postId}/reactions/{reaction}")]
pub async fn withdraw_post_reaction(me: Member, at: Path<PostReactionPath>) -> Result<NoContent> {
    let discussion = store::find(&me, at.0.discussion_id).await?;
    let row = store::find_post(&me, &discussion, at.0.post_id).await?;
    let (right, from) = (may_write(&me, &discussion).await?, Target { discussion: discussion.id, reply: Some(row.id) });
    me.write(async |tx| posts::withdraw(tx, right, from, at.0.reaction).await).await?;
    Ok(NoContent)
}
