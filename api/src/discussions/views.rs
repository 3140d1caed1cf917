//! What goes out over the wire.

use chrono::{DateTime, Utc};
use entity::id::{DiscussionId, GroupId, PostId};
use entity::kind::{DiscussionKind, Language, MentionKind, ReactionKind};
use entity::{discussion, post, revision};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::Around;
use crate::kernel::access::Viewer;
use crate::kernel::http::Versioned;
use crate::kernel::markdown::{to_html, to_text};
use crate::kernel::page::Link;
use crate::members::MemberCard;
use crate::spaces::GroupFileCard;
use crate::worksheets::WorksheetReference;

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

/// Somebody or something that a post names, and of which the caller may know
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MentionView {
    /// What kind of thing it is
    pub kind: MentionKind,
    /// How it is named in the text: `@handle`, `@group`, or an address
    #[schema(max_length = 10_000, examples("@alva-exempelgren-3e8a47"))]
    pub written: String,
    /// What it is called now
    #[schema(max_length = 400, examples("Alva Exempelgren"))]
    pub name: String,
    /// Where it is
    #[schema(format = "uri", examples("https://torg.example.org/api/v1/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"))]
    pub href: String,
}

/// A file that a post shows, and that the caller may see
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    /// The file
    pub file: GroupFileCard,
    /// What is to be seen, for those who do not see it
    #[schema(max_length = 300, examples("En karta över skolvägarna"))]
    pub alt: Option<String>,
}

/// A discussion, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionCard {
    /// The discussion
    pub id: DiscussionId,
    /// The group it is held in; null in the open forum
    pub group_id: Option<GroupId>,
    /// Whether it is read without an account, in the open forum; in a group, the group says so
    pub public: bool,
    /// What it is for
    pub kind: DiscussionKind,
    /// What it is about; null once the opening post is deleted
    #[schema(examples("Hur gör ni med barns resvägar?"))]
    pub title: Option<String>,
    /// The language of title and opening post
    pub language: Language,
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
    /// When it was closed as solved
    pub solved_at: Option<DateTime<Utc>>,
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
        let discussion::Model { id, group_id, public, kind, title, reply_count, last_activity_at, created_at, .. } = row;
        let discussion::Model { edited_at, deleted_at, pinned_at, locked_at, solved_at, accepted_id: accepted_answer, language, .. } = row;
        let (title, unread_count) = (deleted_at.is_none().then_some(title), around.unread(id));
        Self {
            id,
            group_id,
            public,
            kind,
            title,
            language,
            author,
            reply_count,
            unread_count,
            accepted_answer,
            pinned_at,
            locked_at,
            solved_at,
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
    /// The same without any marks
    #[schema(max_length = 20_000, examples("Vi började med en gåtur."))]
    pub body_text: Option<String>,
    /// The worksheet that it is about, if the caller may read it
    pub worksheet: Option<WorksheetReference>,
    /// What is said of the opening post without writing
    #[schema(max_items = 4)]
    pub reactions: Vec<ReactionCount>,
    /// Whom and what it names
    #[schema(max_items = 40)]
    pub mentions: Vec<MentionView>,
    /// Files that it shows, as far as the caller may see them
    #[schema(max_items = 10)]
    pub attachments: Vec<AttachmentView>,
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
        let body_text = body.as_deref().map(to_text);
        let (reactions, mentions, attachments) = (around.reactions(row.id.0), around.mentions(row.id.0), around.attachments(row.id.0));
        let (worksheet, version) = (around.worksheet.take(), row.version);
        let card = DiscussionCard::of(row, around);
        Self { body, body_html, body_text, worksheet, reactions, mentions, attachments, version, links, card }
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
    /// The reply that it answers; null if it answers the opening post
    pub in_answer_to: Option<PostId>,
    /// The language it is written in
    pub language: Language,
    /// Who wrote it; members see it, unless they may not know of the author
    pub author: Option<MemberCard>,
    /// What was written (CommonMark); null once it is deleted
    #[schema(examples("Vi började med en gåtur tillsammans med en skolklass."))]
    pub body: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(max_length = 1_000_000, examples("<p>Vi började med en gåtur tillsammans med en skolklass.</p>"))]
    pub body_html: Option<String>,
    /// The same without any marks
    #[schema(max_length = 20_000, examples("Vi började med en gåtur."))]
    pub body_text: Option<String>,
    /// What is said of it without writing
    #[schema(max_items = 4)]
    pub reactions: Vec<ReactionCount>,
    /// Whom and what it names
    #[schema(max_items = 40)]
    pub mentions: Vec<MentionView>,
    /// Files that it shows, as far as the caller may see them
    #[schema(max_items = 10)]
    pub attachments: Vec<AttachmentView>,
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
        let (mentions, attachments) = (around.mentions(row.id.0), around.attachments(row.id.0));
        let post::Model { id, body, in_answer_to, language, created_at, edited_at, deleted_at, version, .. } = row;
        let body = deleted_at.is_none().then_some(body);
        let body_html = body.as_ref().map(|body| to_html(body, &id));
        let body_text = body.as_deref().map(to_text);
        Self {
            id,
            in_answer_to,
            language,
            author,
            body,
            body_html,
            body_text,
            reactions,
            mentions,
            attachments,
            created_at,
            edited_at,
            deleted_at,
            version,
        }
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
    /// The same without any marks
    #[schema(max_length = 20_000, examples("Vi började med en gåtur."))]
    pub body_text: String,
    /// When it was written
    pub written_at: DateTime<Utc>,
}

impl From<revision::Model> for RevisionView {
    fn from(row: revision::Model) -> Self {
        let revision::Model { id, version, title, body, written_at, .. } = row;
        Self { version, title, body_html: to_html(&body, &id), body_text: to_text(&body), body, written_at }
    }
}
