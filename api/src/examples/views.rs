//! Examples as they are shown.

use chrono::{DateTime, Utc};
use entity::example::Model;
use entity::id::{ExampleId, OrganisationId};
use entity::kind::{Area, ExampleKind, ExampleState, Language, TargetGroup};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lifecycle::may_be_outdated;
use super::reading::Around;
use crate::kernel::access::Viewer;
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::problem::{Problem, Result};
use crate::members::MemberCard;
use crate::organisations::OrganisationCard;
use crate::vocabulary::{MunicipalityName, Named};

/// A page to read on at
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FurtherReading {
    /// What one finds there
    #[schema(examples("Slutrapport"))]
    pub title: String,
    /// Where it is
    #[schema(format = "uri", examples("https://example.org/rapport"))]
    pub url: String,
}

/// What belongs to an example besides its row.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// For whom it is.
    pub target_groups: Vec<TargetGroup>,
    /// Keys of themes.
    pub themes: Vec<String>,
    /// Numbers of global goals.
    pub global_goals: Vec<i16>,
    /// Organisations that take part.
    pub organisations: Vec<OrganisationId>,
}

/// An example, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExampleCard {
    /// The example
    pub id: ExampleId,
    /// What it tells of
    pub kind: ExampleKind,
    /// The area it belongs to
    pub area: Area,
    /// The language it is written in
    pub language: Language,
    /// The title
    #[schema(examples("Öppna förskolan på torget"))]
    pub title: String,
    /// What it is about
    #[schema(examples("Personal och föräldrar flyttade ut verksamheten en dag i veckan."))]
    pub summary: Option<String>,
    /// For whom it is
    #[schema(max_items = 11)]
    pub target_groups: Vec<TargetGroup>,
    /// Where it is
    pub municipality: Option<MunicipalityName>,
    /// Organisations that take part
    #[schema(max_items = 20)]
    pub organisations: Vec<OrganisationCard>,
    /// The themes that it deals with
    #[schema(max_items = 10)]
    pub themes: Vec<Named>,
    /// Numbers of the global goals that it serves
    #[schema(max_items = 17)]
    pub global_goals: Vec<i16>,
    /// Since when, a year or a month
    #[schema(examples("2021-09"))]
    pub started: Option<String>,
    /// Until when; nothing while it goes on
    #[schema(examples("2023"))]
    pub ended: Option<String>,
    /// Who wrote it, if they want to be named
    #[schema(examples("Alva Exempelgren"))]
    pub by: Option<String>,
    /// When it was first published
    pub published_at: Option<DateTime<Utc>>,
    /// When it was last found to be right: published, or confirmed by its author
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Whether nobody has said for more than a year that it is right
    pub may_be_outdated: bool,
    /// Counts the changes
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ExampleLinks,
}

/// Where an example is
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExampleLinks {
    /// The example
    #[serde(rename = "self")]
    pub own: Link,
}

/// What an example tells
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// How it is done (CommonMark)
    #[schema(examples("1. Vi frågade föräldrarna."))]
    pub method: Option<String>,
    /// What came of it (CommonMark)
    #[schema(examples("Fler familjer kom, och de stannade längre."))]
    pub result: Option<String>,
    /// What one would do again, and what not (CommonMark)
    #[schema(examples("Börja med en plats som folk redan passerar."))]
    pub lessons: Option<String>,
    /// Pages to read on at
    #[schema(max_items = 10)]
    pub further_reading: Vec<FurtherReading>,
}

/// An example
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExampleView {
    /// The example, briefly
    #[serde(flatten)]
    pub card: ExampleCard,
    /// What it tells
    #[serde(flatten)]
    pub told: Told,
}

/// How far an example has come, for its author and those who review
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// How far it has come
    pub state: ExampleState,
    /// Whether its author wants to be named with it
    pub credit: bool,
    /// Why an editor sent it back or withdrew it
    #[schema(examples("Berätta också hur ni vet att det fungerade."))]
    pub review_note: Option<String>,
    /// When it was last handed in
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was last changed
    pub updated_at: DateTime<Utc>,
    /// When it was begun
    pub created_at: DateTime<Utc>,
}

/// An example of one's own
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnExample {
    /// The example
    #[serde(flatten)]
    pub example: ExampleView,
    /// How far it has come
    #[serde(flatten)]
    pub progress: Progress,
}

/// An example that an editor reads
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExampleReview {
    /// The example
    #[serde(flatten)]
    pub own: OwnExample,
    /// Who wrote it, if the reader may know of them
    pub author: Option<MemberCard>,
}

impl ExampleCard {
    pub(super) fn of(viewer: &Viewer, at: &str, row: &Model, around: &mut Around) -> Self {
        let parts = around.parts(row.id);
        Self {
            id: row.id,
            kind: row.kind,
            area: row.area,
            language: row.language,
            title: row.title.clone(),
            summary: row.summary.clone(),
            municipality: row.municipality_code.as_ref().and_then(|code| around.municipality(code)),
            organisations: parts.organisations.iter().filter_map(|id| around.organisation(*id)).collect(),
            themes: parts.themes.iter().filter_map(|key| around.theme(key)).collect(),
            target_groups: parts.target_groups,
            global_goals: parts.global_goals,
            started: row.started.clone(),
            ended: row.ended.clone(),
            by: around.named(row),
            published_at: row.published_at,
            confirmed_at: row.confirmed_at,
            may_be_outdated: may_be_outdated(row.confirmed_at, viewer.now()),
            version: row.version,
            links: ExampleLinks { own: Link::get("self", viewer.url(&format!("{at}/{}", row.id))) },
        }
    }
}

impl ExampleView {
    pub(super) fn of(viewer: &Viewer, at: &str, row: Model, around: &mut Around) -> Result<Self> {
        let card = ExampleCard::of(viewer, at, &row, around);
        let further_reading = serde_json::from_str(&row.links).map_err(Problem::internal)?;
        Ok(Self { card, told: Told { method: row.method, result: row.result, lessons: row.lessons, further_reading } })
    }
}

impl OwnExample {
    pub(super) fn of(viewer: &Viewer, at: &str, row: Model, around: &mut Around) -> Result<Self> {
        let Model { state, credit, submitted_at, updated_at, created_at, .. } = row;
        let progress = Progress { state, credit, review_note: row.review_note.clone(), submitted_at, updated_at, created_at };
        Ok(Self { example: ExampleView::of(viewer, at, row, around)?, progress })
    }
}

impl Versioned for OwnExample {
    fn version(&self) -> i32 {
        self.example.card.version
    }
}

impl Versioned for ExampleReview {
    fn version(&self) -> i32 {
        self.own.version()
    }
}
