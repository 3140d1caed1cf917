//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{MemberId, NeedId};
use entity::kind::{NeedAudience, NeedState};
use entity::need;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::markdown::to_html;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Choices, Code, List, LongText, Slug, Text, Whole};
use crate::members::MemberCard;
use crate::vocabulary::{MunicipalityName, Named};

/// Which need
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct NeedPath {
    /// The need
    pub need_id: NeedId,
}

/// Which needs
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct NeedFilter {
    /// Words that occur in the title or the text; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Keys of competences, any of them: repeat the parameter
    #[deserr(default)]
    #[param(inline, required = false)]
    pub competence: Choices<Slug, 20>,
    /// Code of the municipality
    #[deserr(default)]
    #[param(inline)]
    pub municipality: Option<Code<4>>,
    /// Code of the region
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
    /// How far it has come
    #[deserr(default)]
    pub state: Option<NeedState>,
    /// Whose it is
    #[deserr(default)]
    pub member: Option<MemberId>,
}

/// A need to post
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewNeed {
    /// What one looks for, in a line
    pub title: Text<3, 120>,
    /// More about it (CommonMark)
    pub body: LongText<1, 4000>,
    /// Keys of the competences that would help
    pub competences: List<Slug, 10>,
    /// Code of the municipality, if the place matters
    #[deserr(default)]
    pub municipality: Option<Code<4>>,
    /// For how many days it is shown
    pub days: Whole<1, 365>,
    /// Who sees it
    pub audience: NeedAudience,
}

/// What changes about a need
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NeedChange {
    /// What one looks for, in a line
    #[deserr(default)]
    pub title: Patch<Text<3, 120>>,
    /// More about it (CommonMark)
    #[deserr(default)]
    pub body: Patch<LongText<1, 4000>>,
    /// Keys of the competences that would help
    #[deserr(default)]
    pub competences: Patch<List<Slug, 10>>,
    /// Code of the municipality; `null`: the place does not matter
    #[deserr(default)]
    pub municipality: Patch<Option<Code<4>>>,
    /// For how many days from now it is shown
    #[deserr(default)]
    pub days: Patch<Whole<1, 365>>,
    /// Who sees it
    #[deserr(default)]
    pub audience: Patch<NeedAudience>,
}

/// What came of a need
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Closure {
    /// What came of it (CommonMark)
    pub outcome: LongText<1, 2000>,
}

/// A need as it stands beside something else
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedCard {
    /// The need
    pub id: NeedId,
    /// What is looked for, in a line
    #[schema(examples("Någon som har gjort en barnkonsekvensanalys i en mindre kommun"))]
    pub title: String,
}

/// A need, and what came of it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeedView {
    /// The need
    pub id: NeedId,
    /// Whose it is
    pub member: MemberCard,
    /// What is looked for, in a line
    #[schema(examples("Någon som har gjort en barnkonsekvensanalys i en mindre kommun"))]
    pub title: String,
    /// More about it (CommonMark)
    #[schema(examples("Vi börjar i höst och vill **gärna** prata med någon som har gjort det."))]
    pub body: String,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Vi börjar i höst och vill <strong>gärna</strong> prata med någon som har gjort det.</p>"))]
    pub body_html: String,
    /// The competences that would help
    #[schema(max_items = 10)]
    pub competences: Vec<Named>,
    /// Where, if that matters
    pub municipality: Option<MunicipalityName>,
    /// Who sees it
    pub audience: NeedAudience,
    /// How far it has come
    pub state: NeedState,
    /// What came of it (CommonMark)
    #[schema(examples("Vi fick hjälp av två kollegor, och planen är antagen."))]
    pub outcome: Option<String>,
    /// Until when it is shown to others
    pub until: DateTime<Utc>,
    /// When it was posted
    pub created_at: DateTime<Utc>,
    /// When it was closed
    pub closed_at: Option<DateTime<Utc>>,
}

/// What stands around a need
pub(super) struct Around {
    pub member: MemberCard,
    pub competences: Vec<Named>,
    pub municipality: Option<MunicipalityName>,
}

impl NeedView {
    pub(super) fn of(row: need::Model, Around { member, competences, municipality }: Around, now: DateTime<Utc>) -> Self {
        let need::Model { id, title, body, audience, outcome, until, created_at, closed_at, .. } = row;
        let state = match closed_at {
            Some(_) => NeedState::Closed,
            None if until > now => NeedState::Open,
            None => NeedState::Expired,
        };
        let body_html = to_html(&body, &id);
        Self { id, member, title, body, body_html, competences, municipality, audience, state, outcome, until, created_at, closed_at }
    }
}
