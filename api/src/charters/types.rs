//! What crosses the wire.

use deserr::Deserr;
use entity::charter;
use entity::id::GroupId;
use entity::kind::{GroupKind, Level};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::groups::GroupCard;
use crate::kernel::fault::{Fault, Faults, Wrong};
use crate::kernel::http::Versioned;
use crate::kernel::markdown::to_html;
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::text::{Choices, Code, List, LongText, Month, Slug, Text};
use crate::vocabulary::{MunicipalityName, Named, RegionName};

/// Which charters
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct CharterFilter {
    /// What kind of group it is
    #[deserr(default)]
    pub kind: Option<GroupKind>,
    /// A theme that it deals with; any of several
    #[deserr(default)]
    #[param(inline, required = false)]
    pub theme: Choices<Slug, 5>,
    /// A competence that it needs; any of several
    #[deserr(default)]
    #[param(inline, required = false)]
    pub needs: Choices<Slug, 5>,
    /// The municipality that it is about
    #[deserr(default)]
    #[param(inline)]
    pub municipality: Option<Code<4>>,
    /// The region that it is about
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
}

/// What a group is for
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewCharter {
    /// What kind of group it is; a working group says its mandate, deliverable and end
    pub kind: GroupKind,
    /// Who asked a working group to do what (CommonMark)
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub mandate: Option<LongText<1, 2000>>,
    /// What a working group is to have made when it ends
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub deliverable: Option<Text<1, 300>>,
    /// When a working group ends: a year, or a year and a month
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub ends: Option<Month>,
    /// The themes that it deals with, by key
    #[deserr(default)]
    #[schema(example = json!(["barn"]))]
    pub themes: List<Slug, 5>,
    /// The competences that it needs, by key
    #[deserr(default)]
    #[schema(example = json!(["medborgardialog"]))]
    pub needs: List<Slug, 20>,
    /// The municipality that it is about, by code; not together with a region
    #[deserr(default)]
    pub municipality: Option<Code<4>>,
    /// The region that it is about, by code
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub region: Option<Code<2>>,
}

impl NewCharter {
    /// Refuses what does not fit together.
    pub(super) fn check(&self) -> Result<()> {
        let works = self.kind == GroupKind::Working;
        let parts = [("/mandate", self.mandate.is_some()), ("/deliverable", self.deliverable.is_some()), ("/ends", self.ends.is_some())];
        let wrong = |given: bool| if given { Wrong::Clash("kind") } else { Wrong::Missing };
        let mut faults: Vec<_> = parts.iter().filter(|(_, given)| *given != works).map(|(at, given)| Fault::new(*at, wrong(*given))).collect();
        if self.municipality.is_some() && self.region.is_some() {
            faults.push(Fault::new("/region", Wrong::Clash("municipality")));
        }
        if faults.is_empty() { Ok(()) } else { Err(INVALID.pointing_at(faults)) }
    }
}

/// What a group is for, in names as well as keys
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CharterView {
    /// The group
    pub group_id: GroupId,
    /// What kind of group it is
    pub kind: GroupKind,
    /// Who asked a working group to do what (CommonMark)
    #[schema(examples("Styrgruppen har bett oss ta fram en gemensam mall."))]
    pub mandate: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Styrgruppen har bett oss ta fram en gemensam mall.</p>"))]
    pub mandate_html: Option<String>,
    /// What a working group is to have made when it ends
    #[schema(examples("En mall för barnkonsekvensanalys"))]
    pub deliverable: Option<String>,
    /// When a working group ends
    #[schema(examples("2027-06"))]
    pub ends: Option<String>,
    /// The themes that it deals with
    #[schema(max_items = 5)]
    pub themes: Vec<Named>,
    /// The competences that it needs
    #[schema(max_items = 20)]
    pub needs: Vec<Named>,
    /// The municipality that it is about
    pub municipality: Option<MunicipalityName>,
    /// The region that it is about
    pub region: Option<RegionName>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
}

/// The names of what a charter refers to.
pub struct Names {
    pub themes: Vec<Named>,
    pub needs: Vec<Named>,
    pub municipality: Option<MunicipalityName>,
    pub region: Option<RegionName>,
}

impl CharterView {
    pub(super) fn of(row: charter::Model, names: Names) -> Self {
        let charter::Model { group_id, kind, mandate, deliverable, ends, version, .. } = row;
        let Names { themes, needs, municipality, region } = names;
        let mandate_html = mandate.as_ref().map(|text| to_html(text, &group_id));
        Self { group_id, kind, mandate, mandate_html, deliverable, ends, themes, needs, municipality, region, version }
    }
}

impl Versioned for CharterView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A group, and what it is for
#[derive(Debug, Serialize, ToSchema)]
pub struct CharteredGroup {
    /// The group
    pub group: GroupCard,
    /// What it is for
    pub charter: CharterView,
}

/// What the members of a group know together
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupCompetences {
    /// What the caller sees of the competences that its members claim, the commonest first
    #[schema(max_items = 1000)]
    pub competences: Vec<GroupCompetence>,
    /// What the group needs, and nobody of whom the caller sees it claims
    #[schema(max_items = 20)]
    pub missing: Vec<Named>,
}

/// A competence that members of a group claim
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupCompetence {
    /// The competence
    pub competence: Named,
    /// How many claim it, of those in whom the caller sees it
    #[schema(minimum = 1, examples(3))]
    pub members: i64,
    /// The highest level among them
    pub level: Level,
    /// Whether the group says that it needs it
    pub needed: bool,
}
