//! How a member's own profile looks to others, and how far it has come.

use deserr::Deserr;
use entity::kind::Audience;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;

/// As whom one looks at one's own profile
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ViewAs {
    /// As whom: `everyone` is somebody without an account, `members` somebody who shares no group
    /// with the member, `shared_groups` somebody who does, `only_me` the member
    #[deserr(default = Audience::Members)]
    #[param(inline, required = false)]
    pub audience: Audience,
}

/// Something that a profile can hold
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProfileStep {
    /// Three competences
    Competences,
    /// A line about what the member does
    Headline,
    /// A municipality
    Place,
    /// A position
    Positions,
    /// Something to help others with
    Offers,
    /// Something to get help with
    Needs,
    /// A text of one's own
    About,
    /// A photo
    Photo,
    /// A language
    Languages,
    /// A page that shows what a claim rests on
    Evidence,
}

/// How far a profile has come
///
/// It is counted each time, asked of nobody, and seen by nobody else.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Completeness {
    /// Steps that are done
    #[schema(minimum = 0, maximum = 10, examples(4))]
    pub done: usize,
    /// Steps that there are
    #[schema(minimum = 10, maximum = 10, examples(10))]
    pub of: usize,
    /// The most useful one that is not done; `null` when all are
    pub next: Option<ProfileStep>,
    /// Every step, the most useful first
    #[schema(max_items = 10)]
    pub steps: Vec<CompletenessStep>,
}

/// One step of a profile
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletenessStep {
    /// What can be filled in
    pub step: ProfileStep,
    /// Whether it is
    pub done: bool,
    /// What it brings, in the caller's language
    #[schema(examples("With three competences others find you by what you know."))]
    pub brings: &'static str,
}
