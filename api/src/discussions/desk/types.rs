//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::draft;
use entity::id::PostId;
use entity::kind::FollowLevel;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::discussions::views::DiscussionCard;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::text::{LongText, Text};

/// Which draft
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DraftPath {
    /// Where it is to stand: the id of a group (a discussion), of a discussion (a reply), or `forum`
    #[param(example = "forum", max_length = 36, pattern = "^[0-9a-f-]{36}$|^forum$")]
    pub place: String,
}

/// What one has begun to write
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewDraft {
    /// The title so far
    #[deserr(default)]
    pub title: Option<Text<1, 150>>,
    /// The text so far (CommonMark)
    #[deserr(default)]
    pub body: Option<LongText<1, 10_000>>,
}

/// What the caller has begun to write
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Where it is to stand: a group, a discussion, or `forum`
    #[schema(max_length = 36, examples("forum"))]
    pub place: String,
    /// The title so far
    #[schema(max_length = 150, examples("Hur gör ni?"))]
    pub title: Option<String>,
    /// The text so far (CommonMark)
    #[schema(max_length = 10_000, examples("Vi undrar"))]
    pub body: Option<String>,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 1, examples(1))]
    pub version: i32,
}

impl From<draft::Model> for DraftView {
    fn from(row: draft::Model) -> Self {
        let draft::Model { place, title, body, version, updated_at, .. } = row;
        Self { place, title, body, updated_at, version }
    }
}

impl Versioned for DraftView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A post that the caller wants to find again
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BookmarkView {
    /// The discussion
    pub discussion: DiscussionCard,
    /// The reply; null if it is the opening post
    pub post: Option<PostId>,
    /// When it was marked
    pub created_at: DateTime<Utc>,
}

/// How much one wants to hear
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewFollowLevel {
    /// How much; null or nothing goes back to what holds without
    #[deserr(default)]
    pub level: Option<FollowLevel>,
}

/// How much the caller wants to hear
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowLevelView {
    /// How much: of a discussion as its group, and of that what names the caller, unless said otherwise
    pub level: FollowLevel,
    /// Whether the caller said so of exactly this
    pub own: bool,
}
