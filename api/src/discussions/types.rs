//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{DiscussionId, GroupId, PostId};
use entity::kind::{DiscussionKind, ReactionKind};
use entity::{discussion, post, revision};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Around;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::markdown::to_html;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{LongText, Text};
use crate::members::MemberCard;

/// Which group's discussions
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct InGroup {
    /// The group
    pub group_id: GroupId,
}

/// Which discussion
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct DiscussionPath {
    /// The discussion
    pub discussion_id: DiscussionId,
}

/// Which reply
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct PostPath {
    /// The discussion
    pub discussion_id: DiscussionId,
    /// The reply
    pub post_id: PostId,
}

/// Which reaction to an opening post
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct DiscussionReactionPath {
    /// The discussion
    pub discussion_id: DiscussionId,
    /// What is said
    pub reaction: ReactionKind,
}

/// Which reaction to a reply
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct PostReactionPath {
    /// The discussion
    pub discussion_id: DiscussionId,
    /// The reply
    pub post_id: PostId,
    /// What is said
    pub reaction: ReactionKind,
}

/// What a discussion is marked as
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum Mark {
    /// Kept in view
    Pinned,
    /// Nobody replies any more
    Locked,
    /// A question with an accepted answer
    Answered,
    /// A question without one
    Unanswered,
}

/// Which discussions
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct DiscussionFilter {
    /// What they are for
    #[deserr(default)]
    pub kind: Option<DiscussionKind>,
    /// What they are marked as
    #[deserr(default)]
    #[param(inline)]
    pub marked: Option<Mark>,
}

/// What it takes to open a discussion
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewDiscussion {
    /// What it is about
    pub title: Text<3, 150>,
    /// The opening post (CommonMark)
    pub body: LongText<1, 10_000>,
    /// What it is for; a discussion, unless said otherwise
    #[deserr(default)]
    pub kind: Option<DiscussionKind>,
}

/// What changes about an opening post
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct DiscussionChange {
    /// What it is about
    #[deserr(default)]
    pub title: Patch<Text<3, 150>>,
    /// The opening post (CommonMark)
    #[deserr(default)]
    pub body: Patch<LongText<1, 10_000>>,
}

/// What changes about how a discussion is looked after
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ModerationChange {
    /// Whether it is kept in view
    #[deserr(default)]
    pub pinned: Patch<bool>,
    /// Whether nobody replies any more
    #[deserr(default)]
    pub locked: Patch<bool>,
}

/// The reply that answers a question
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct AcceptedAnswer {
    /// The reply
    pub post: PostId,
}

/// What it takes to reply
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPost {
    /// The reply (CommonMark)
    pub body: LongText<1, 10_000>,
}

/// What changes about a reply
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct PostChange {
    /// The reply (CommonMark)
    #[deserr(default)]
    pub body: Patch<LongText<1, 10_000>>,
}

/// How far a discussion was read
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ReadThrough {
    /// The last reply that was read; without one, the opening post was
    #[deserr(default)]
    pub post: Option<PostId>,
}

/// How far the caller has read in a discussion
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadStateView {
    /// The last reply that was read
    pub last_read: Option<PostId>,
    /// Whether the opening post is unread
    pub opening_unread: bool,
    /// The first reply that is unread
    pub first_unread: Option<PostId>,
    /// Unread posts, the opening post included; one's own and deleted ones are never unread
    #[schema(minimum = 0, examples(3))]
    pub unread_count: u64,
}

/// How many say something of a post without writing
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ReactionCount {
    /// What they say
    pub reaction: ReactionKind,
    /// How many
    #[schema(minimum = 1, examples(3))]
    pub count: u64,
    /// Whether the caller is one of them
    pub own: bool,
}

/// A discussion, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionCard {
    /// The discussion
    pub id: DiscussionId,
    /// The group it is held in
    pub group_id: GroupId,
    /// What it is for
    pub kind: DiscussionKind,
    /// What it is about; null once the opening post is deleted
    #[schema(examples("Hur gör ni med barns resvägar?"))]
    pub title: Option<String>,
    /// Who opened it; members see it, unless they may not know of the author
    pub author: Option<MemberCard>,
    /// The number of replies, without those that were deleted
    #[schema(minimum = 0, examples(4))]
    pub reply_count: i32,
    /// Unread posts, the opening post included; null without an account
    #[schema(minimum = 0, examples(3))]
    pub unread_count: Option<u64>,
    /// The reply that was accepted as the answer
    pub accepted_answer: Option<PostId>,
    /// Since when it is kept in view
    pub pinned_at: Option<DateTime<Utc>>,
    /// Since when nobody replies
    pub locked_at: Option<DateTime<Utc>>,
    /// When the newest post was written
    pub last_activity_at: DateTime<Utc>,
    /// When it was opened
    pub created_at: DateTime<Utc>,
    /// When the opening post was last changed
    pub edited_at: Option<DateTime<Utc>>,
    /// When the opening post was deleted
    pub deleted_at: Option<DateTime<Utc>>,
}

impl DiscussionCard {
    pub(super) fn of(row: discussion::Model, around: &Around) -> Self {
        let author = around.author(row.author_id);
        let discussion::Model { id, group_id, kind, title, reply_count, last_activity_at, created_at, .. } = row;
        let discussion::Model { edited_at, deleted_at, pinned_at, locked_at, accepted_id: accepted_answer, .. } = row;
        let (title, unread_count) = (deleted_at.is_none().then_some(title), around.unread(id));
        Self {
            id,
            group_id,
            kind,
            title,
            author,
            reply_count,
            unread_count,
            accepted_answer,
            pinned_at,
            locked_at,
            last_activity_at,
            created_at,
            edited_at,
            deleted_at,
        }
    }
}

/// A discussion with its opening post
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionView {
    /// The discussion, briefly
    #[serde(flatten)]
    pub card: DiscussionCard,
    /// The opening post (CommonMark); null once it is deleted
    #[schema(examples("Vi står inför vår första analys och undrar hur ni började."))]
    pub body: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(max_length = 1_000_000, examples("<p>Vi står inför vår första analys och undrar hur ni började.</p>"))]
    pub body_html: Option<String>,
    /// What is said of the opening post without writing
    #[schema(max_items = 4)]
    pub reactions: Vec<ReactionCount>,
    /// Counts the changes of the opening post; also the entity tag
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: DiscussionLinks,
}

/// Where to go from a discussion
#[derive(Debug, Serialize, ToSchema)]
pub struct DiscussionLinks {
    /// The discussion
    #[serde(rename = "self")]
    pub own: Link,
    /// Its replies
    pub posts: Link,
}

impl DiscussionView {
    pub(super) fn of(viewer: &Viewer, row: discussion::Model, around: &mut Around) -> Self {
        let path = format!("/discussions/{}", row.id);
        let links = DiscussionLinks { own: Link::get("self", viewer.url(&path)), posts: Link::get("posts", viewer.url(&format!("{path}/posts"))) };
        let body = row.deleted_at.is_none().then(|| row.body.clone());
        let body_html = body.as_ref().map(|body| to_html(body, &row.id));
        let reactions = around.reactions(row.id.0);
        Self { body, body_html, reactions, version: row.version, links, card: DiscussionCard::of(row, around) }
    }
}

impl Versioned for DiscussionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A reply
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostView {
    /// The reply
    pub id: PostId,
    /// Who wrote it; members see it, unless they may not know of the author
    pub author: Option<MemberCard>,
    /// What was written (CommonMark); null once it is deleted
    #[schema(examples("Vi började med en gåtur tillsammans med en skolklass."))]
    pub body: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(max_length = 1_000_000, examples("<p>Vi började med en gåtur tillsammans med en skolklass.</p>"))]
    pub body_html: Option<String>,
    /// What is said of it without writing
    #[schema(max_items = 4)]
    pub reactions: Vec<ReactionCount>,
    /// When it was written
    pub created_at: DateTime<Utc>,
    /// When it was last changed
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
}

impl PostView {
    pub(super) fn of(row: post::Model, around: &mut Around) -> Self {
        let (author, reactions) = (around.author(row.author_id), around.reactions(row.id.0));
        let post::Model { id, body, created_at, edited_at, deleted_at, version, .. } = row;
        let body = deleted_at.is_none().then_some(body);
        let body_html = body.as_ref().map(|body| to_html(body, &id));
        Self { id, author, body, body_html, reactions, created_at, edited_at, deleted_at, version }
    }
}

impl Versioned for PostView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// An earlier text of a post
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevisionView {
    /// Which version of the post it was
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
    /// The title it had, if it is an opening post
    #[schema(examples("Hur gör ni med barns resvägar?"))]
    pub title: Option<String>,
    /// What was written (CommonMark)
    #[schema(examples("Vi började med en gåtur."))]
    pub body: String,
    /// The same as HTML that is safe to show
    #[schema(max_length = 1_000_000, examples("<p>Vi började med en gåtur.</p>"))]
    pub body_html: String,
    /// When it was written
    pub written_at: DateTime<Utc>,
}

impl From<revision::Model> for RevisionView {
    fn from(row: revision::Model) -> Self {
        let revision::Model { id, version, title, body, written_at, .. } = row;
        Self { version, title, body_html: to_html(&body, &id), body, written_at }
    }
}
