//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{DiscussionId, GroupId, PostId};
use entity::{discussion, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
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

/// What it takes to open a discussion
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewDiscussion {
    /// What it is about
    pub title: Text<3, 150>,
    /// The opening post (CommonMark)
    pub body: LongText<1, 10_000>,
}

/// What it takes to reply
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPost {
    /// The reply (CommonMark)
    pub body: LongText<1, 10_000>,
}

/// A discussion, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionCard {
    /// The discussion
    pub id: DiscussionId,
    /// The group it is held in
    pub group_id: GroupId,
    /// What it is about
    #[schema(examples("Hur gör ni med barns resvägar?"))]
    pub title: String,
    /// Who opened it; members see it, unless they may not know of the author
    pub author: Option<MemberCard>,
    /// The number of replies
    #[schema(minimum = 0, examples(4))]
    pub reply_count: i32,
    /// When the newest post was written
    pub last_activity_at: DateTime<Utc>,
    /// When it was opened
    pub created_at: DateTime<Utc>,
}

impl DiscussionCard {
    pub(super) fn of(row: discussion::Model, author: Option<MemberCard>) -> Self {
        let discussion::Model { id, group_id, title, reply_count, last_activity_at, created_at, .. } = row;
        Self { id, group_id, title, author, reply_count, last_activity_at, created_at }
    }
}

/// A discussion with its opening post
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionView {
    /// The discussion, briefly
    #[serde(flatten)]
    pub card: DiscussionCard,
    /// The opening post (CommonMark)
    #[schema(examples("Vi står inför vår första analys och undrar hur ni började."))]
    pub body: String,
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
    pub(super) fn of(viewer: &Viewer, row: discussion::Model, author: Option<MemberCard>) -> Self {
        let path = format!("/discussions/{}", row.id);
        let links = DiscussionLinks { own: Link::get("self", viewer.url(&path)), posts: Link::get("posts", viewer.url(&format!("{path}/posts"))) };
        Self { body: row.body.clone(), links, card: DiscussionCard::of(row, author) }
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
    /// What was written (CommonMark)
    #[schema(examples("Vi började med en gåtur tillsammans med en skolklass."))]
    pub body: String,
    /// When it was written
    pub created_at: DateTime<Utc>,
}

impl PostView {
    pub(super) fn of(row: post::Model, author: Option<MemberCard>) -> Self {
        Self { id: row.id, author, body: row.body, created_at: row.created_at }
    }
}
