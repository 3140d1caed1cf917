//! What crosses the wire.

use deserr::Deserr;
use entity::id::{GroupId, OrganisationId};
use entity::kind::{Level, RoleType};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::groups::GroupCard;
use crate::kernel::fault::Faults;
use crate::kernel::text::{Choices, Code, LanguageTag, Slug, Text};
use crate::members::MemberCard;
use crate::organisations::{OrganisationCard, Suggested};
use crate::vocabulary::{MunicipalitySize, Named, NamedPlace};

/// Which members
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct MemberFilter {
    /// Words of the name, the headline, the background with the names that its organisations have and
    /// had, and the text, as far as the caller sees them. Forms of a word, parts of a compound and
    /// missing marks are understood, in names a slip of the finger, too
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Competences by key, name or synonym, any of them: repeat the parameter. Who has more of them stands higher
    #[deserr(default)]
    #[param(inline, required = false, example = json!(["barnkonsekvensanalys"]))]
    pub competence: Choices<Text<1, 120>, 20>,
    /// The least level of a competence that counts
    #[deserr(default)]
    pub min_level: Option<Level>,
    /// Keys of areas, of one of which they show some competence: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub area: Choices<Slug, 20>,
    /// Keys of competences that they care about, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub interest: Choices<Slug, 20>,
    /// Keys of competences that they can help with, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub offer: Choices<Slug, 20>,
    /// Keys of competences that they look for help with, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub need: Choices<Slug, 20>,
    /// Codes of municipalities, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub municipality: Choices<Code<4>, 20>,
    /// Codes of regions, any of them: repeat the parameter. Whoever names only a region is found by it, too
    #[deserr(default)]
    #[param(inline, required = false)]
    pub region: Choices<Code<2>, 21>,
    /// Size classes of their municipalities, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub municipality_size: Choices<MunicipalitySize, 6>,
    /// Organisations of the background, present or past, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub organisation: Choices<OrganisationId, 20>,
    /// Keys of the sectors of such organisations, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub sector: Choices<Slug, 20>,
    /// The kinds of part in such an organisation, any of them; of the same position as `organisation` and `sector`
    #[deserr(default)]
    #[param(inline, required = false)]
    pub role_type: Choices<RoleType, 10>,
    /// Languages that they speak (BCP 47), any of them: repeat the parameter. `en` finds `en-GB`, too
    #[deserr(default)]
    #[param(inline, required = false)]
    pub language: Choices<LanguageTag, 20>,
    /// Groups that they are in, any of them: repeat the parameter. Only groups whose members the caller may see
    #[deserr(default)]
    #[param(inline, required = false)]
    pub group: Choices<GroupId, 20>,
    /// In which order they stand: left out, the best first if words or competences are looked for, else by name.
    /// Counts do not depend on it
    #[deserr(default)]
    #[param(inline)]
    pub sort: Option<MemberSort>,
}

/// In which order members stand
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[schema(rename_all = "camelCase")]
pub enum MemberSort {
    /// Most points first; of equals, who came first
    Best,
    /// By name, as Swedish orders them
    Name,
    /// Who came last first
    Newest,
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

/// Which group
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MatchedGroupPath {
    /// The group
    pub group_id: GroupId,
}

/// What somebody has typed
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct SuggestionFilter {
    /// The beginning of a name, or words of it; marks and case do not matter, and one slip is forgiven
    #[param(inline, example = "örebr")]
    pub q: Text<1, 80>,
}

/// What may be meant, of each kind the likeliest first
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// Members
    #[schema(max_items = 10)]
    pub members: Vec<MemberCard>,
    /// Competences, by name or synonym
    #[schema(max_items = 10)]
    pub competences: Vec<Named>,
    /// Organisations, by present or former name
    #[schema(max_items = 10)]
    pub organisations: Vec<Suggested>,
    /// Regions and municipalities
    #[schema(max_items = 10)]
    pub places: Vec<NamedPlace>,
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
    /// By area of some competence
    #[schema(max_items = 100)]
    pub areas: Vec<FacetValue>,
    /// By what they care about, the twenty with the most
    #[schema(max_items = 20)]
    pub interests: Vec<FacetValue>,
    /// By what they can help with, the twenty with the most
    #[schema(max_items = 20)]
    pub offers: Vec<FacetValue>,
    /// By what they look for, the twenty with the most
    #[schema(max_items = 20)]
    pub needs: Vec<FacetValue>,
    /// By region, also of those who name only that
    #[schema(max_items = 21)]
    pub regions: Vec<FacetValue>,
    /// By municipality, the twenty-one with the most
    #[schema(max_items = 21)]
    pub municipalities: Vec<FacetValue>,
    /// By size class of the municipality
    #[schema(max_items = 6)]
    pub municipality_sizes: Vec<FacetValue>,
    /// By organisation, present or past, the twenty with the most
    #[schema(max_items = 20)]
    pub organisations: Vec<FacetValue>,
    /// By sector of such an organisation
    #[schema(max_items = 20)]
    pub sectors: Vec<FacetValue>,
    /// By the kind of part in an organisation
    #[schema(max_items = 20)]
    pub role_types: Vec<FacetValue>,
    /// By language, the twenty with the most; the name is the tag, clients have names as from `Intl.DisplayNames`
    #[schema(max_items = 20)]
    pub languages: Vec<FacetValue>,
}

/// How a competence of the member matches one that was asked for
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(rename_all = "camelCase")]
pub enum MatchHow {
    /// It is the same, and was asked for by its key or name
    Exact,
    /// It is the same, and was asked for by a synonym
    Synonym,
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
    /// Rarity × level, half of it for a narrower competence, less if it was long ago: the match's part of the score
    #[schema(minimum = 0, maximum = 100_000, examples(873))]
    pub points: i64,
}

/// What points are for
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(rename_all = "camelCase")]
pub enum ScorePart {
    /// Competences that were asked for
    Competences,
    /// Needs that the caller can help with
    Needs,
    /// Words that were looked for
    Words,
    /// The same municipality or region
    Place,
    /// Shared groups, three at most
    Groups,
    /// Shared organisations, three at most
    Organisations,
    /// Shared interests, three at most
    Interests,
}

/// A part of the score
#[derive(Debug, Serialize, ToSchema)]
pub struct PartOfScore {
    /// What it is for
    pub part: ScorePart,
    /// How much it is
    #[schema(minimum = 1, maximum = 10_000_000, examples(873))]
    pub points: i64,
}

/// Why a member was found
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reasons {
    /// What the score is made of
    #[schema(max_items = 7)]
    pub score: Vec<PartOfScore>,
    /// The competences that matched, most points first
    #[schema(max_items = 100)]
    pub matched: Vec<Match>,
    /// The competences that were asked for and are not there, or not shown
    #[schema(max_items = 100)]
    pub unmet: Vec<Named>,
    /// The groups that the caller shares with the member
    #[schema(max_items = 1000)]
    pub shared_groups: Vec<GroupCard>,
    /// The organisations that both know from within, present or past
    #[schema(max_items = 50)]
    pub shared_organisations: Vec<OrganisationCard>,
    /// The competences that both care about
    #[schema(max_items = 50)]
    pub shared_interests: Vec<Named>,
    /// Whether the caller works in the same municipality
    pub same_municipality: bool,
    /// Whether the caller works in the same region
    pub same_region: bool,
}

/// A member who was found, and why
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberHit {
    /// The member
    pub member: MemberCard,
    /// The sum of the points; the order of the list where the best stand first
    #[schema(minimum = 0, maximum = 10_000_000, examples(1305))]
    pub score: i64,
    /// Why
    pub reasons: Reasons,
}
