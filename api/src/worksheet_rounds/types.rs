//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{RoundAnswerId, WorksheetRoundId};
use entity::kind::Language;
use entity::worksheet_round;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::statistics::ScaleSummary;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{List, Slug, Text};
use crate::support_models::{Form, Scale, WorksheetPart};
use crate::worksheets::NewEntry;

/// Which round
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct RoundPath {
    /// The round
    pub round_id: WorksheetRoundId,
}

/// What it takes to start a round
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRound {
    /// Key of the support model
    #[schema(examples("place-evaluation"))]
    pub model: Slug,
    /// Key of the template; it has to have a scale
    #[schema(examples("evaluation"))]
    pub template: Slug,
    /// What it is about
    pub title: Text<1, 150>,
}

/// A change of a round
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct RoundChange {
    /// What it is about
    #[deserr(default)]
    pub title: Patch<Text<1, 150>>,
    /// Whether it is closed; it is never opened again, because the difference of two results would tell what one person answered
    #[deserr(default)]
    pub closed: Patch<bool>,
}

/// An answer, whole and for good
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRoundAnswer {
    /// The entries, at most one for each theme
    #[schema(example = json!([{ "part": "themes", "values": { "theme": "safety", "rating": 5, "good": "Lyktorna vid skolan" } }]))]
    pub entries: List<NewEntry, 100>,
}

/// A round
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetRoundView {
    /// The round
    pub id: WorksheetRoundId,
    /// What it is about
    #[schema(examples("Torget i Lillköping"))]
    pub title: String,
    /// Key of the support model
    #[schema(examples("place-evaluation"))]
    pub model: String,
    /// The support model's title
    #[schema(examples("Platsvärdering"))]
    pub model_title: String,
    /// The version of the support model with which the round was started, and on which it stays
    #[schema(examples("1.0.0"))]
    pub model_version: String,
    /// The language of the template (BCP 47)
    pub language: Language,
    /// What there is to answer
    #[schema(max_items = 20)]
    pub parts: Vec<WorksheetPart>,
    /// The scales by which it is answered
    #[schema(max_items = 50)]
    pub scales: Vec<Scale>,
    /// How many have answered
    #[schema(minimum = 0, examples(12))]
    pub answer_count: i32,
    /// Whether the caller started it
    pub own: bool,
    /// When it was started
    pub created_at: DateTime<Utc>,
    /// When it was closed
    pub closed_at: Option<DateTime<Utc>>,
    /// When it is deleted, unless it is used before; null where a member started it
    pub expires_at: Option<DateTime<Utc>>,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: WorksheetRoundLinks,
}

/// Where to go from a round
#[derive(Debug, Serialize, ToSchema)]
pub struct WorksheetRoundLinks {
    /// The round
    #[serde(rename = "self")]
    pub own: Link,
    /// What came of it
    pub result: Link,
}

impl WorksheetRoundView {
    pub(super) fn of(viewer: &Viewer, row: &worksheet_round::Model, form: Form, parts: Vec<WorksheetPart>, own: bool) -> Self {
        let Form { model, model_title, version: model_version, scales, .. } = form;
        let path = format!("/worksheet-rounds/{}", row.id);
        let links =
            WorksheetRoundLinks { own: Link::get("self", viewer.url(&path)), result: Link::get("related", viewer.url(&format!("{path}/result"))) };
        let worksheet_round::Model { id, answer_count, created_at, closed_at, .. } = *row;
        let (title, language) = (row.title.clone(), viewer.language());
        let expires_at = row.owner_id.is_none().then_some(row.expires_at);
        Self { id, title, model, model_title, model_version, language, parts, scales, answer_count, own, created_at, closed_at, expires_at, links }
    }
}

/// A round that was started
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StartedRound {
    /// The round
    #[serde(flatten)]
    pub round: WorksheetRoundView,
    /// The secret of whoever started it, told only now: it closes the round and reads what was written
    #[schema(examples("torg_wr_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub secret: String,
    /// The secret to answer with, told only now, for everybody who is asked. Put it after the `#` of a link, which browsers do not send
    #[schema(examples("torg_wa_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub answer_secret: String,
}

/// A round, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetRoundCard {
    /// The round
    pub id: WorksheetRoundId,
    /// What it is about
    #[schema(examples("Torget i Lillköping"))]
    pub title: String,
    /// How many have answered
    #[schema(minimum = 0, examples(12))]
    pub answer_count: i32,
    /// When it was started
    pub created_at: DateTime<Utc>,
    /// When it was closed
    pub closed_at: Option<DateTime<Utc>>,
}

impl From<worksheet_round::Model> for WorksheetRoundCard {
    fn from(row: worksheet_round::Model) -> Self {
        let worksheet_round::Model { id, title, answer_count, created_at, closed_at, .. } = row;
        Self { id, title, answer_count, created_at, closed_at }
    }
}

/// An answer that was given
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoundAnswerView {
    /// The answer: a random number, which tells nothing of who gave it or when
    pub id: RoundAnswerId,
    /// How many have answered
    #[schema(minimum = 1, examples(12))]
    pub answer_count: i32,
}

/// What came of a round
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetRoundResult {
    /// How many have answered
    #[schema(minimum = 0, examples(12))]
    pub answer_count: i32,
    /// The fewest values of which anything but their number is told
    #[schema(minimum = 5, maximum = 5, examples(5))]
    pub fewest: usize,
    /// When the round was closed
    pub closed_at: DateTime<Utc>,
    /// What came of each theme, in the order of the template
    #[schema(max_items = 2000)]
    pub themes: Vec<ThemeResult>,
}

/// What came of one theme
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ThemeResult {
    /// Key of the part
    #[schema(examples("themes"))]
    pub part: String,
    /// Key of the theme, where the part has an entry for each
    #[schema(examples("safety"))]
    pub theme: Option<String>,
    /// What it is called
    #[schema(examples("Trygghet"))]
    pub title: String,
    /// The scales of the theme
    #[schema(max_items = 50)]
    pub scales: Vec<ScaleResult>,
    /// What was written about it; null to those who did not start the round
    #[schema(max_items = 50)]
    pub texts: Option<Vec<TextResult>>,
}

/// What came of one scale of a theme
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScaleResult {
    /// Key of the field
    #[schema(examples("rating"))]
    pub field: String,
    /// What was asked
    #[schema(examples("Betyg"))]
    pub label: String,
    /// How many gave a value
    #[schema(minimum = 0, examples(12))]
    pub count: usize,
    /// What the values come to; null where there are fewer than five
    pub summary: Option<ScaleSummary>,
}

/// What was written in one field about a theme
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TextResult {
    /// Key of the field
    #[schema(examples("good"))]
    pub field: String,
    /// What was asked
    #[schema(examples("Vad är bra nu?"))]
    pub label: String,
    /// How many wrote something
    #[schema(minimum = 0, examples(7))]
    pub count: usize,
    /// The texts, in alphabetical order; null where there are fewer than five
    #[schema(max_items = 1000)]
    pub texts: Option<Vec<String>>,
}
