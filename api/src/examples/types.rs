//! What comes in.

use deserr::Deserr;
use entity::id::{ExampleId, OrganisationId};
use entity::kind::{Area, ExampleKind, ExampleState, Language, TargetGroup};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Choices, Code, List, LongText, Month, Slug, Text, WebUrl, Whole};

/// Which example
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ExamplePath {
    /// The example
    pub example_id: ExampleId,
}

/// How the examples are ordered
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub enum ExampleOrder {
    /// The newest first
    #[default]
    #[deserr(rename = "-publishedAt")]
    #[schema(rename = "-publishedAt")]
    Newest,
    /// By title, in Swedish order
    #[deserr(rename = "title")]
    #[schema(rename = "title")]
    Title,
}

/// Which examples
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ExampleFilter {
    /// Words that occur in the title or the summary; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Areas, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub area: Choices<Area, 3>,
    /// What they tell of, any of these: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub kind: Choices<ExampleKind, 4>,
    /// Whom they are for, any of these: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub target_group: Choices<TargetGroup, 11>,
    /// Keys of themes, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub theme: Choices<Slug, 20>,
    /// Code of the municipality
    #[deserr(default)]
    #[param(inline)]
    pub municipality: Option<Code<4>>,
    /// Code of the region
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
    /// An organisation that takes part
    #[deserr(default)]
    pub organisation: Option<OrganisationId>,
    /// The language they are written in
    #[deserr(default)]
    pub language: Option<Language>,
    /// How they are ordered
    #[deserr(default)]
    #[param(inline, required = false)]
    pub sort: ExampleOrder,
}

/// Which of one's own examples
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct StateFilter {
    /// How far they have come
    #[deserr(default)]
    pub state: Option<ExampleState>,
}

/// A page to read on at
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewExampleLink {
    /// What one finds there
    pub title: Text<2, 120>,
    /// Where it is
    pub url: WebUrl,
}

/// What it takes to begin an example
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewExample {
    /// What it tells of
    pub kind: ExampleKind,
    /// The area it belongs to
    pub area: Area,
    /// The language it is written in
    pub language: Language,
    /// The title
    pub title: Text<4, 120>,
    /// What it is about, in a few sentences
    #[deserr(default)]
    pub summary: Option<Text<20, 600>>,
    /// For whom it is
    #[deserr(default)]
    #[schema(required = false)]
    pub target_groups: List<TargetGroup, 11>,
    /// Code of the municipality where it is
    #[deserr(default)]
    pub municipality: Option<Code<4>>,
    /// Organisations of the register that take part
    #[deserr(default)]
    #[schema(required = false)]
    pub organisations: List<OrganisationId, 20>,
    /// Since when
    #[deserr(default)]
    pub started: Option<Month>,
    /// Until when; left out while it goes on
    #[deserr(default)]
    pub ended: Option<Month>,
    /// How it is done, so that somebody else can do it (CommonMark)
    #[deserr(default)]
    pub method: Option<LongText<1, 5000>>,
    /// What came of it, and how one knows (CommonMark)
    #[deserr(default)]
    pub result: Option<LongText<1, 5000>>,
    /// What one would do again, and what not (CommonMark)
    #[deserr(default)]
    pub lessons: Option<LongText<1, 5000>>,
    /// Pages to read on at
    #[deserr(default)]
    #[schema(required = false)]
    pub links: List<NewExampleLink, 10>,
    /// Keys of the themes that it deals with
    #[deserr(default)]
    #[schema(required = false)]
    pub themes: List<Slug, 10>,
    /// Numbers of the global goals that it serves
    #[deserr(default)]
    #[schema(required = false)]
    pub global_goals: List<Whole<1, 17>, 17>,
    /// Whether one wants to be named with it, to everybody
    #[deserr(default)]
    #[schema(default = false, examples(true))]
    pub credit: bool,
}

/// What changes about an example
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ExampleChange {
    /// What it tells of
    #[deserr(default)]
    pub kind: Patch<ExampleKind>,
    /// The area it belongs to
    #[deserr(default)]
    pub area: Patch<Area>,
    /// The language it is written in
    #[deserr(default)]
    pub language: Patch<Language>,
    /// The title
    #[deserr(default)]
    pub title: Patch<Text<4, 120>>,
    /// What it is about; `null` clears it
    #[deserr(default)]
    pub summary: Patch<Option<Text<20, 600>>>,
    /// For whom it is
    #[deserr(default)]
    pub target_groups: Patch<List<TargetGroup, 11>>,
    /// Code of the municipality; `null` clears it
    #[deserr(default)]
    pub municipality: Patch<Option<Code<4>>>,
    /// Organisations of the register that take part
    #[deserr(default)]
    pub organisations: Patch<List<OrganisationId, 20>>,
    /// Since when; `null` clears it
    #[deserr(default)]
    pub started: Patch<Option<Month>>,
    /// Until when; `null` while it goes on
    #[deserr(default)]
    pub ended: Patch<Option<Month>>,
    /// How it is done (CommonMark); `null` clears it
    #[deserr(default)]
    pub method: Patch<Option<LongText<1, 5000>>>,
    /// What came of it (CommonMark); `null` clears it
    #[deserr(default)]
    pub result: Patch<Option<LongText<1, 5000>>>,
    /// What one would do again, and what not (CommonMark); `null` clears it
    #[deserr(default)]
    pub lessons: Patch<Option<LongText<1, 5000>>>,
    /// Pages to read on at
    #[deserr(default)]
    pub links: Patch<List<NewExampleLink, 10>>,
    /// Keys of the themes that it deals with
    #[deserr(default)]
    pub themes: Patch<List<Slug, 10>>,
    /// Numbers of the global goals that it serves
    #[deserr(default)]
    pub global_goals: Patch<List<Whole<1, 17>, 17>>,
    /// Whether one wants to be named with it, to everybody
    #[deserr(default)]
    pub credit: Patch<bool>,
}

/// To where an author takes their example
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct AuthorStep {
    /// `submitted` hands it in, `draft` takes it back, `withdrawn` takes it from the public
    pub state: ExampleState,
}

/// To where an editor takes an example
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Decision {
    /// `published`, `draft` to send it back, or `withdrawn`
    pub state: ExampleState,
    /// Why, for its author; needed unless it is published
    #[deserr(default)]
    pub reason: Option<LongText<5, 2000>>,
}
