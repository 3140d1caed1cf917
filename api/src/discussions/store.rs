//! Reading discussions and replies, and what stands around them.

use std::collections::HashMap;

use entity::id::{DiscussionId, GroupId, MemberId, PostId, WorksheetId};
use entity::kind::{DiscussionKind, ReactionKind};
use entity::{discussion, post, reaction, revision};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::attachments::{self, Attachments};
use super::mentions::{self, Mentions};
use super::policy::{Place, Written, visible_to};
use super::reading;
use super::types::{AnywhereFilter, DiscussionFilter, Mark, PostFilter, Whereabouts};
use super::views::{AttachmentView, DiscussionView, MentionView, PostView, ReactionCount};
use crate::groups;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::http::{Tagged, unknown};
use crate::kernel::page::{Listing, NoFilter, Order, Paging, Slice};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::members::{self, MemberCard};
use crate::worksheets::{self, WorksheetReference};

/// What stands around posts: it is read for all of a page at once.
#[derive(Default)]
pub struct Around {
    /// The authors whom the viewer may know of.
    authors: HashMap<MemberId, MemberCard>,
    /// What is said of each without writing.
    reactions: HashMap<Uuid, Vec<ReactionCount>>,
    /// Whom and what each names.
    mentions: HashMap<Uuid, Vec<MentionView>>,
    /// The files that each shows.
    attachments: HashMap<Uuid, Vec<AttachmentView>>,
    /// How many posts of each discussion are unread, for who is signed in.
    unread: Option<HashMap<DiscussionId, u64>>,
    /// The worksheet that it is about, if the viewer may read it.
    pub worksheet: Option<WorksheetReference>,
}

impl Around {
    pub fn author(&self, id: MemberId) -> Option<MemberCard> {
        self.authors.get(&id).cloned()
    }

    pub fn unread(&self, of: DiscussionId) -> Option<u64> {
        self.unread.as_ref().map(|unread| unread.get(&of).copied().unwrap_or_default())
    }

    pub fn mentions(&mut self, of: Uuid) -> Vec<MentionView> {
        self.mentions.remove(&of).unwrap_or_default()
    }

    pub fn attachments(&mut self, of: Uuid) -> Vec<AttachmentView> {
        self.attachments.remove(&of).unwrap_or_default()
    }

    pub fn reactions(&mut self, of: Uuid) -> Vec<ReactionCount> {
        self.reactions.remove(&of).unwrap_or_default()
    }
}

/// The discussions of a group in which the viewer may read, the newest activity first.
pub async fn page(viewer: &Viewer, group: GroupId, list: &Listing<DiscussionFilter>) -> Result<(Slice<discussion::Model>, Around)> {
    let here = discussion::Column::GroupId.eq(group);
    let found = fetch(viewer, &list.paging, listed(viewer, list.filter.kind, list.filter.marked).filter(here)).await?;
    // Where one is seen, the viewer may read.
    if found.0.rows.is_empty() {
        groups::readable(viewer, group).await?;
    }
    Ok(found)
}

/// The discussions of all places in which the viewer may read.
pub async fn everywhere(viewer: &Viewer, list: &Listing<AnywhereFilter>) -> Result<(Slice<discussion::Model>, Around)> {
    use discussion::Column;
    let within = |place| match place {
        Whereabouts::Forum => Column::GroupId.is_null(),
        Whereabouts::Groups => Column::GroupId.is_not_null(),
    };
    let AnywhereFilter { place, kind, marked } = list.filter;
    fetch(viewer, &list.paging, listed(viewer, kind, marked).apply_if(place, |query, place| query.filter(within(place)))).await
}

fn listed(viewer: &Viewer, kind: Option<DiscussionKind>, marked: Option<Mark>) -> Select<discussion::Entity> {
    use discussion::Column;
    let is = |mark| match mark {
        Mark::Pinned => Column::PinnedAt.is_not_null(),
        Mark::Locked => Column::LockedAt.is_not_null(),
        Mark::Solved => Column::SolvedAt.is_not_null(),
        Mark::Answered => Column::AcceptedId.is_not_null(),
        Mark::Unanswered => Column::AcceptedId.is_null().and(Column::Kind.eq(DiscussionKind::Question)),
    };
    discussion::Entity::find()
        .filter(visible_to(viewer.actor()))
        .apply_if(kind, |query, kind| query.filter(Column::Kind.eq(kind)))
        .apply_if(marked, |query, mark| query.filter(is(mark)))
}

async fn fetch(viewer: &Viewer, paging: &Paging, query: Select<discussion::Entity>) -> Result<(Slice<discussion::Model>, Around)> {
    use discussion::Column;
    let slice = paging.fetch(viewer, query, Order { by: Column::LastActivityAt, id: Column::Id, descending: true }).await?;
    let around = around_cards(viewer, &slice.rows).await?;
    Ok((slice, around))
}

/// What stands around discussions in a list.
pub async fn around_cards(viewer: &Viewer, rows: &[discussion::Model]) -> Result<Around> {
    let authors = members::cards(viewer, rows.iter().map(|row| row.author_id).collect()).await?;
    Ok(Around { authors, unread: reading::unread(viewer, rows).await?, ..Around::default() })
}

/// A place in which the viewer may read: a group, or the open forum.
pub async fn place(viewer: &Viewer, group: Option<GroupId>) -> Result<Place> {
    match group {
        Some(group) => Ok(Place::Group(Box::new(groups::readable(viewer, group).await?))),
        None => Ok(Place::Forum),
    }
}

pub async fn find(viewer: &Viewer, id: DiscussionId) -> Result<discussion::Model> {
    let row = discussion::Entity::find_by_id(id).filter(visible_to(viewer.actor())).one(viewer.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// A reply in a discussion that was already found to be visible.
pub async fn find_post(viewer: &Viewer, discussion: &discussion::Model, id: PostId) -> Result<post::Model> {
    let row = post::Entity::find_by_id(id).filter(post::Column::DiscussionId.eq(discussion.id)).one(viewer.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// What somebody wrote, as the viewer meets it.
pub async fn written(viewer: &Viewer, discussion: &discussion::Model, author: MemberId) -> Result<Written> {
    Ok(Written { place: place(viewer, discussion.group_id).await?, author })
}

/// The replies of a discussion that the viewer may read, the earliest first.
pub async fn posts(viewer: &Viewer, id: DiscussionId, list: &Listing<PostFilter>) -> Result<(Slice<post::Model>, Around)> {
    use post::{Column, Entity};
    let PostFilter { in_answer_to, around: middle } = list.filter;
    let readable = discussion::Entity::find_by_id(id).select_only().column(discussion::Column::Id).filter(visible_to(viewer.actor()));
    let query = Entity::find()
        .filter(Column::DiscussionId.in_subquery(readable.into_query()))
        .apply_if(in_answer_to, |query, answered| query.filter(Column::InAnswerTo.eq(answered)));
    let order = Order { by: Column::Id, id: Column::Id, descending: false };
    let slice = match middle.filter(|_| list.paging.is_first()) {
        None => list.paging.fetch(viewer, query, order).await?,
        Some(middle) => {
            find(viewer, id).await?;
            let row = query.clone().filter(Column::Id.eq(middle)).one(viewer.conn()).await?;
            list.paging.fetch_around(viewer, query, order, row.ok_or_else(|| unknown("?around"))?).await?
        }
    };
    // Where a reply is seen, the viewer may read.
    if slice.rows.is_empty() {
        find(viewer, id).await?;
    }
    let around = around(viewer, slice.rows.iter().map(|row| (row.author_id, row.id.0))).await?;
    Ok((slice, around))
}

/// A discussion as the viewer meets it.
pub async fn shown(viewer: &Viewer, row: discussion::Model) -> Result<Tagged<DiscussionView>> {
    let mut around = around_opening(viewer, &row).await?;
    Ok(Tagged(DiscussionView::of(viewer, row, &mut around)))
}

/// A reply as the viewer meets it.
pub async fn shown_post(viewer: &Viewer, row: post::Model) -> Result<Tagged<PostView>> {
    let mut around = around(viewer, std::iter::once((row.author_id, row.id.0))).await?;
    Ok(Tagged(PostView::of(row, &mut around)))
}

/// What stands around a discussion with its opening post.
pub async fn around_opening(viewer: &Viewer, row: &discussion::Model) -> Result<Around> {
    let around = around(viewer, std::iter::once((row.author_id, row.id.0))).await?;
    let worksheet = worksheets::references(viewer, row.worksheet_id.into_iter().collect()).await?.into_values().next();
    Ok(Around { unread: reading::unread(viewer, std::slice::from_ref(row)).await?, worksheet, ..around })
}

impl Around {
    /// The same, of a post that was just written.
    #[must_use]
    pub fn naming(mut self, of: Uuid, mentions: &Mentions, attachments: &Attachments) -> Self {
        self.mentions.insert(of, mentions.views());
        self.attachments.insert(of, attachments.views());
        self
    }
}

/// What stands around a post that is about to be written.
pub async fn around_new(me: &Member, about: Option<WorksheetId>) -> Result<Around> {
    let worksheet = worksheets::references(me, about.into_iter().collect()).await?.into_values().next();
    Ok(Around { authors: members::cards(me, vec![me.id()]).await?, unread: Some(HashMap::new()), worksheet, ..Around::default() })
}

/// What stands around the earliest of these replies, once they are a discussion of their own.
pub async fn around_split(me: &Member, discussion: &discussion::Model, replies: &[PostId]) -> Result<Around> {
    use post::{Column, Entity};
    let query = Entity::find().filter(Column::DiscussionId.eq(discussion.id)).filter(Column::Id.is_in(replies.iter().copied()));
    let Some(opening) = query.order_by_asc(Column::Id).one(me.conn()).await? else { return Ok(Around::default()) };
    let unread = reading::unread_of(me, replies).await?;
    let around = around(me, std::iter::once((opening.author_id, opening.id.0))).await?;
    Ok(Around { unread: Some(HashMap::from([(DiscussionId(opening.id.0), unread)])), ..around })
}

/// What stands around these posts, given by author and id.
pub async fn around(viewer: &Viewer, posts: impl Iterator<Item = (MemberId, Uuid)>) -> Result<Around> {
    let (authors, ids): (Vec<_>, Vec<_>) = posts.unzip();
    let (mentions, attachments) = (mentions::of(viewer, &ids).await?, attachments::of(viewer, &ids).await?);
    let (authors, reactions) = (members::cards(viewer, authors).await?, reactions(viewer, ids).await?);
    Ok(Around { authors, reactions, mentions, attachments, ..Around::default() })
}

/// How many, of those of whom every member may know, and whether the viewer is among them.
async fn reactions(viewer: &Viewer, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<ReactionCount>>> {
    use reaction::{Column, Entity};
    let is_own = || Column::MemberId.eq(viewer.actor().map_or(MemberId(Uuid::nil()), |actor| actor.id));
    let own = Expr::case(is_own(), 1).finally(0);
    let counted: Vec<(Uuid, ReactionKind, i64, i64)> = Entity::find()
        .select_only()
        .column(Column::OfId)
        .column(Column::Kind)
        .column_as(Column::MemberId.count(), "count")
        .column_as(Expr::expr(own).sum(), "own")
        .filter(Column::OfId.is_in(ids))
        .filter(Condition::any().add(members::names_shown(Column::MemberId)).add(is_own()))
        .group_by(Column::OfId)
        .group_by(Column::Kind)
        .into_tuple()
        .all(viewer.conn())
        .await?;
    let mut reactions: HashMap<Uuid, Vec<_>> = HashMap::new();
    for (of, reaction, count, own) in counted {
        let count = u64::try_from(count).map_err(Problem::internal)?;
        reactions.entry(of).or_default().push(ReactionCount { reaction, count, own: own > 0 });
    }
    for of in reactions.values_mut() {
        of.sort_by_key(|one| one.reaction);
    }
    Ok(reactions)
}

/// The earlier texts of a post that was already found to be visible, the newest first.
pub async fn revisions(viewer: &Viewer, of: Uuid, list: &Listing<NoFilter>) -> Result<Slice<revision::Model>> {
    use revision::{Column, Entity};
    list.paging.fetch(viewer, Entity::find().filter(Column::OfId.eq(of)), Order { by: Column::Id, id: Column::Id, descending: true }).await
}
