//! What comes in over the wire.

use deserr::Deserr;
use entity::id::{DiscussionId, GroupFileId, GroupId, PostId, WorksheetId};
use entity::kind::{DiscussionKind, Language, ReactionKind};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::patch::Patch;
use crate::kernel::text::{List, LongText, Text};

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
    /// Closed as solved
    Solved,
}

/// Where a discussion is held
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum Whereabouts {
    /// Outside of any group
    Forum,
    /// In a group
    Groups,
}

/// Which discussions, wherever they are held
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct AnywhereFilter {
    /// Where they are held
    #[deserr(default)]
    #[param(inline)]
    pub place: Option<Whereabouts>,
    /// What they are for
    #[deserr(default)]
    pub kind: Option<DiscussionKind>,
    /// What they are marked as
    #[deserr(default)]
    #[param(inline)]
    pub marked: Option<Mark>,
}

/// Which replies
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct PostFilter {
    /// Those that answer this reply
    #[deserr(default)]
    pub in_answer_to: Option<PostId>,
    /// The page in whose middle this reply stands; `prev` and `next` lead on from there
    #[deserr(default)]
    pub around: Option<PostId>,
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

/// A file that a post is to show
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewAttachment {
    /// The file, one of the group's
    pub file: GroupFileId,
    /// What is to be seen, for those who do not see it
    #[deserr(default)]
    pub alt: Option<Text<1, 300>>,
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
    /// The language it is written in; where it is not said, it is detected
    #[deserr(default)]
    pub language: Option<Language>,
    /// Whether it is read without an account, too: only outside of groups, and from the beginning
    #[deserr(default)]
    pub public: Option<bool>,
    /// A worksheet that it is about: one of one's own, which the group's members can read from then on
    #[deserr(default)]
    pub worksheet: Option<WorksheetId>,
    /// Files of the group that it shows
    #[deserr(default)]
    #[schema(required = false)]
    pub attachments: List<NewAttachment, 10>,
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
    /// The language it is written in; where a text is changed without it, it is detected anew
    #[deserr(default)]
    pub language: Patch<Language>,
    /// Files of the group that it shows, instead of those before
    #[deserr(default)]
    pub attachments: Patch<List<NewAttachment, 10>>,
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
    /// The reply that it answers; none if it answers the opening post
    #[deserr(default)]
    pub in_answer_to: Option<PostId>,
    /// The language it is written in; where it is not said, it is detected
    #[deserr(default)]
    pub language: Option<Language>,
    /// Files of the group that it shows
    #[deserr(default)]
    #[schema(required = false)]
    pub attachments: List<NewAttachment, 10>,
}

/// What changes about a reply
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct PostChange {
    /// The reply (CommonMark)
    #[deserr(default)]
    pub body: Patch<LongText<1, 10_000>>,
    /// The language it is written in; where a text is changed without it, it is detected anew
    #[deserr(default)]
    pub language: Patch<Language>,
    /// Files of the group that it shows, instead of those before
    #[deserr(default)]
    pub attachments: Patch<List<NewAttachment, 10>>,
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
