//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupId, MemberId};
use entity::kind::{Language, SearchKind};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::groups::GroupCard;
use crate::kernel::fault::Faults;
use crate::kernel::moment::Moment;
use crate::kernel::page::Link;
use crate::kernel::snippet::Run;
use crate::kernel::text::{Choices, Text};
use crate::members::MemberCard;

/// What is looked for. A kind that knows nothing of what it is narrowed to is not found
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct SearchFilter {
    /// The words that are looked for, in Swedish or English; the first twelve that say something count
    #[param(inline, example = "medborgardialog")]
    pub q: Text<1, 200>,
    /// Only what is of this kind; all kinds are counted nevertheless
    #[deserr(default)]
    #[param(inline)]
    pub kind: Choices<SearchKind, 8>,
    /// Only what stands in this group: the group, its members, discussions, replies and pages
    #[deserr(default)]
    pub group: Option<GroupId>,
    /// Only what this member wrote: discussions, replies and pages
    #[deserr(default)]
    pub author: Option<MemberId>,
    /// Only groups, discussions, replies and pages that were made at this time or later
    #[deserr(default)]
    #[param(inline)]
    pub since: Option<Moment>,
    /// Only those that were made before this time
    #[deserr(default)]
    #[param(inline)]
    pub until: Option<Moment>,
    /// Only texts in this language
    #[deserr(default)]
    pub language: Option<Language>,
}

/// What somebody has typed so far
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct TypedFilter {
    /// Beginnings of words; those of one letter do not count
    #[param(inline, example = "medbo")]
    pub q: Text<1, 80>,
    /// Only what is of this kind
    #[deserr(default)]
    #[param(inline)]
    pub kind: Choices<SearchKind, 8>,
}

/// How many of a kind were found
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindCount {
    /// The kind
    pub kind: SearchKind,
    /// How many
    #[schema(minimum = 0, examples(12))]
    pub count: usize,
    /// Whether there are more than were counted
    pub more: bool,
}

/// Something that was found
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// What it is
    pub kind: SearchKind,
    /// Its id; a block of a support model has none
    pub id: Option<Uuid>,
    /// What it is called, of a reply its discussion, in runs; null of a reply whose discussion was deleted
    #[schema(max_items = 100)]
    pub title: Option<Vec<Run>>,
    /// A piece of what else it says, in runs; of an organisation the former name that fits better
    #[schema(max_items = 100)]
    pub snippet: Vec<Run>,
    /// The language of both, if it is known
    pub language: Option<Language>,
    /// The group in which it stands
    pub group: Option<GroupCard>,
    /// Who wrote it, if the caller may know of them
    pub author: Option<MemberCard>,
    /// When it was made, if that is told
    pub created_at: Option<DateTime<Utc>>,
    /// How well it fits
    #[schema(minimum = 0, examples(1240))]
    pub score: i64,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: FoundLinks,
}

/// Where something is that was found
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundLinks {
    /// It
    #[serde(rename = "self")]
    pub own: Link,
}

/// Something that may be meant
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchSuggestion {
    /// What it is
    pub kind: SearchKind,
    /// Its id; a block of a support model has none
    pub id: Option<Uuid>,
    /// What it is called, in runs
    #[schema(max_items = 100)]
    pub title: Vec<Run>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: FoundLinks,
}

/// What may be meant, the best first
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchSuggestions {
    /// What may be meant
    #[schema(max_items = 10)]
    pub items: Vec<SearchSuggestion>,
}
