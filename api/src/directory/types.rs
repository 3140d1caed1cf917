//! What crosses the wire.

use deserr::Deserr;
use entity::id::OrganisationId;
use entity::kind::{Level, RoleType};
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
    /// Key of an area of which they show some competence
    #[deserr(default)]
    #[param(inline)]
    pub area: Option<Slug>,
    /// Keys of competences that they care about, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub interest: List<Slug, 20>,
    /// Keys of competences that they can help with, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub offer: List<Slug, 20>,
    /// Keys of competences that they look for help with, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub need: List<Slug, 20>,
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
    /// Key of the sector of such an organisation
    #[deserr(default)]
    #[param(inline)]
    pub sector: Option<Slug>,
    /// The kind of part in such an organisation; of the same position as `organisation` and `sector`
    #[deserr(default)]
    pub role_type: Option<RoleType>,
}

/// Whom one wants to be matched with
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct MatchFilter {
    /// By what
    #[deserr(default)]
    #[param(inline, required = false)]
    pub by: MatchKind,
}

/// By what one is matched
#[derive(Clone, Copy, Debug, Default, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[schema(rename_all = "camelCase")]
pub enum MatchKind {
    /// Those who share one's own competences
    #[default]
    Alike,
    /// Those who know what one needs help with
    MyNeeds,
    /// Those who need help with what one knows or offers
    MyOffers,
}

/// How many of those found have a value
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue {
    /// The key, code or id by which the filter names it
    #[schema(examples("barnkonsekvensanalys"))]
    pub key: String,
    /// Its name, in the caller's language
    #[schema(examples("Barnkonsekvensanalys"))]
    pub name: String,
    /// Members who were found and who show it to the caller
    #[schema(minimum = 1, examples(12))]
    pub count: i64,
}

/// How those who were found fall into groups
///
/// Only what the caller sees of each member counts, so that the counts tell no more than the list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberFacets {
    /// All of them
    #[schema(minimum = 0, examples(48))]
    pub total: u64,
    /// By competence, the twenty with the most
    #[schema(max_items = 20)]
    pub competences: Vec<FacetValue>,
    /// By region
    #[schema(max_items = 21)]
    pub regions: Vec<FacetValue>,
    /// By municipality, the twenty-one with the most
    #[schema(max_items = 21)]
    pub municipalities: Vec<FacetValue>,
    /// By organisation, present or past, the twenty with the most
    #[schema(max_items = 20)]
    pub organisations: Vec<FacetValue>,
    /// By the kind of part in an organisation
    #[schema(max_items = 20)]
    pub role_types: Vec<FacetValue>,
}

/// How a competence of the member matches one that was asked for
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(rename_all = "camelCase")]
pub enum MatchHow {
    /// It is the same
    Exact,
    /// It is a part of it
    Narrower,
}

/// A competence that matched
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    /// The competence
    pub competence: Named,
    /// Key of the competence that was asked for
    #[schema(examples("barnkonsekvensanalys"))]
    pub asked: String,
    /// How the two match
    pub how: MatchHow,
    /// How well, as the member claims it
    pub level: Level,
    /// For how many years
    #[schema(minimum = 0, maximum = 70, examples(6))]
    pub years: Option<i16>,
    /// The year in which it was last used
    #[schema(minimum = 1950, maximum = 2100, examples(2026))]
    pub last_used: Option<i16>,
    /// Rarity × level, half of it for a narrower competence: the match's part of the score
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
