//! What crosses the wire.

use deserr::Deserr;
use entity::id::ExampleId;
use entity::kind::{Area, Language, Level};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::discussions::DealingDiscussion;
use crate::groups::GroupCard;
use crate::kernel::fault::Faults;
use crate::kernel::page::{Link, Page, PageLinks, PageMeta};
use crate::kernel::snippet::Run;
use crate::kernel::text::Text;
use crate::members::MemberCard;
use crate::vocabulary::Named;

/// Which support model
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ModelPath {
    /// The support model's key
    #[param(example = "knowledge-matrix", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub model_key: String,
}

/// What a hit is
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserr, ToSchema)]
#[serde(rename_all = "lowercase")]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum HitKind {
    /// A block of a support model
    Block,
    /// An example of the example bank
    Example,
}

/// What is looked for
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct KnowledgeFilter {
    /// The words that are looked for, in Swedish or English; without them nothing is found
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 200>>,
    /// Only blocks, or only examples
    #[deserr(default)]
    pub kind: Option<HitKind>,
    /// Only what belongs to this area
    #[deserr(default)]
    pub area: Option<Area>,
}

/// A block or an example that was found
#[derive(Debug, Serialize, ToSchema)]
pub struct KnowledgeHit {
    /// What it is
    pub kind: HitKind,
    /// The area it belongs to
    pub area: Area,
    /// Key of the support model, of a block
    #[schema(max_length = 80, examples("dialogue-tool"))]
    pub model: Option<String>,
    /// Key of the block in its model
    #[schema(max_length = 400, examples("step.preparations"))]
    pub block: Option<String>,
    /// The example
    #[schema(max_length = 36)]
    #[serde(rename = "exampleId")]
    pub example: Option<ExampleId>,
    /// The title of the block or the example
    #[schema(examples("Förberedelser"))]
    pub title: String,
    /// The title of the support model, of a block
    #[schema(examples("Dialogverktyget"))]
    pub within: Option<String>,
    /// The language of the title and the snippet (BCP 47)
    pub language: Language,
    /// A piece of the text, in runs
    #[schema(max_items = 100)]
    pub snippet: Vec<Run>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: HitLinks,
}

/// Where a hit is
#[derive(Debug, Serialize, ToSchema)]
pub struct HitLinks {
    /// The block or the example
    #[serde(rename = "self")]
    pub own: Link,
}

/// Whose people
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct PeopleFilter {
    /// Key of a block of the model; without it the model as a whole
    #[deserr(default)]
    #[param(inline)]
    pub block: Option<Text<1, 400>>,
}

/// A competence that a model takes, and how many say openly that they have it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceCount {
    /// The competence
    pub competence: Named,
    /// Members who say so on a public page; nothing where they are fewer than five
    #[schema(minimum = 5, examples(12))]
    pub member_count: Option<i64>,
}

/// A competence of a member that the model takes
#[derive(Debug, Serialize, ToSchema)]
pub struct Known {
    /// The competence
    pub competence: Named,
    /// Key of the competence that the model names: the same, or one that it is part of
    #[schema(examples("medborgardialog"))]
    pub asked: String,
    /// How well, as the member claims it
    pub level: Level,
}

/// A member who knows about a model, and why
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Knower {
    /// The member
    pub member: MemberCard,
    /// What they know of it, most points first
    #[schema(max_items = 100)]
    pub knows: Vec<Known>,
    /// The groups that the caller shares with them
    #[schema(max_items = 1000)]
    pub shared_groups: Vec<GroupCard>,
}

/// Members who know about a model, a page at a time
#[derive(Debug, Serialize, ToSchema)]
pub struct Knowers {
    /// Those on the page
    #[schema(max_items = 100)]
    pub items: Vec<Knower>,
    /// Which page it is
    #[serde(rename = "_meta")]
    pub meta: PageMeta,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

impl From<Page<Knower>> for Knowers {
    fn from(Page { items, meta, links }: Page<Knower>) -> Self {
        Self { items, meta, links }
    }
}

/// A group that deals with a model, and why
#[derive(Debug, Serialize, ToSchema)]
pub struct DealingGroup {
    /// The group
    #[serde(flatten)]
    pub group: GroupCard,
    /// What its name or purpose names: the model, the block, or a competence that it takes
    #[schema(max_items = 50, examples("Samtalsledning"))]
    pub names: Vec<String>,
}

/// The people behind a model
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleView {
    /// The competences that it takes
    #[schema(max_items = 50)]
    pub competences: Vec<CompetenceCount>,
    /// The themes that it deals with
    #[schema(max_items = 50)]
    pub themes: Vec<Named>,
    /// Members who know about it, the best first; nothing for visitors
    pub members: Option<Knowers>,
    /// Groups that name it or what it takes, at most ten
    #[schema(max_items = 10)]
    pub groups: Vec<DealingGroup>,
    /// Discussions that name it or are about a worksheet of it, the newest activity first, at most ten
    #[schema(max_items = 10)]
    pub discussions: Vec<DealingDiscussion>,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: PeopleLinks,
}

/// Where to go from a model's people
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleLinks {
    /// Registering, for visitors
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub register: Option<Link>,
}
