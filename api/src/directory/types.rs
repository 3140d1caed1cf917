//! What crosses the wire.

use deserr::Deserr;
use entity::id::OrganisationId;
use entity::kind::Level;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::groups::GroupCard;
use crate::kernel::fault::Faults;
use crate::kernel::text::{Code, List, Slug, Text};
use crate::members::MemberCard;
use crate::vocabulary::Named;

/// Which members
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct MemberFilter {
    /// Words that occur in the name or the headline; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Keys of competences, any of them: repeat the parameter. Who has more of them stands higher
    #[deserr(default)]
    #[param(inline, required = false)]
    pub competence: List<Slug, 20>,
    /// The least level of a competence that counts
    #[deserr(default)]
    pub min_level: Option<Level>,
    /// Code of the municipality
    #[deserr(default)]
    #[param(inline)]
    pub municipality: Option<Code<4>>,
    /// Code of the region
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
    /// An organisation of the background, present or past
    #[deserr(default)]
    pub organisation: Option<OrganisationId>,
}

/// A competence that matched
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    /// The competence
    pub competence: Named,
    /// How well, as the member claims it
    pub level: Level,
    /// For how many years
    #[schema(minimum = 0, maximum = 70, examples(6))]
    pub years: Option<i16>,
    /// The year in which it was last used
    #[schema(minimum = 1950, maximum = 2100, examples(2026))]
    pub last_used: Option<i16>,
    /// Rarity × level: the match's part of the score
    #[schema(minimum = 0, maximum = 100_000, examples(873))]
    pub points: i64,
}

/// Why a member was found
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reasons {
    /// The competences that matched, most points first
    #[schema(max_items = 100)]
    pub matched: Vec<Match>,
    /// The competences that were asked for and are not there, or not shown
    #[schema(max_items = 100)]
    pub unmet: Vec<Named>,
    /// The groups that the caller shares with the member
    #[schema(max_items = 1000)]
    pub shared_groups: Vec<GroupCard>,
    /// Whether the caller works in the same municipality
    pub same_municipality: bool,
}

/// A member who was found, and why
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberHit {
    /// The member
    pub member: MemberCard,
    /// The sum of the points; the order of the list
    #[schema(minimum = 0, maximum = 10_000_000, examples(1305))]
    pub score: i64,
    /// Why
    pub reasons: Reasons,
}
