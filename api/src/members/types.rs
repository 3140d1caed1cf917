//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{MemberId, OrganisationId, PositionId};
use entity::kind::{Audience, Level, RoleType, TopicKind};
use entity::{competence_claim, member, position};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Background;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Code, LongText, Month, Slug, Text, WebUrl, Whole};
use crate::organisations::OrganisationCard;
use crate::vocabulary::{MunicipalityName, Named};

/// Which member
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MemberPath {
    /// The member
    pub member_id: MemberId,
}

/// Which position
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct PositionPath {
    /// The position
    pub position_id: PositionId,
}

/// Which competence
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct CompetencePath {
    /// The competence's key
    #[param(example = "barnkonsekvensanalys", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub competence_key: String,
}

/// What a member changes in their own profile
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ProfileChange {
    /// The name by which others know the member
    #[deserr(default)]
    pub name: Patch<Text<2, 100>>,
    /// One line about what the member does; `null` clears it
    #[deserr(default)]
    pub headline: Patch<Option<Text<1, 120>>>,
    /// The member's own text (CommonMark); `null` clears it
    #[deserr(default)]
    pub about: Patch<Option<LongText<1, 4000>>>,
    /// Code of the municipality in which the member works; `null` clears it
    #[deserr(default)]
    pub municipality: Patch<Option<Code<4>>>,
    /// Who sees `about`
    #[deserr(default)]
    pub about_audience: Patch<Audience>,
    /// Who sees the municipality
    #[deserr(default)]
    pub place_audience: Patch<Audience>,
    /// Who sees the positions
    #[deserr(default)]
    pub background_audience: Patch<Audience>,
    /// Who sees the competences, and finds the member by them
    #[deserr(default)]
    pub competence_audience: Patch<Audience>,
    /// Who sees the interests
    #[deserr(default)]
    pub interest_audience: Patch<Audience>,
    /// Who sees the offers, and finds the member by them
    #[deserr(default)]
    pub offer_audience: Patch<Audience>,
    /// Who sees the needs, and finds the member by them
    #[deserr(default)]
    pub need_audience: Patch<Audience>,
    /// Who may ask for contact; `only_me` means nobody
    #[deserr(default)]
    pub contact_audience: Patch<Audience>,
    /// Whether the profile has a public page: name, headline and the parts that are open to
    /// everyone are then read without an account
    #[deserr(default)]
    pub public_page: Patch<bool>,
}

/// A position to enter
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPosition {
    /// The organisation, if it is in the register
    #[deserr(default)]
    pub organisation: Option<OrganisationId>,
    /// The organisation in the member's words, if it is not
    #[deserr(default)]
    pub organisation_name: Option<Text<2, 120>>,
    /// The title
    pub title: Text<2, 120>,
    /// The unit or department
    #[deserr(default)]
    pub unit: Option<Text<1, 120>>,
    /// What kind of part it is
    #[deserr(default)]
    pub role_type: Option<RoleType>,
    /// When it began: a year, or a year and a month
    pub started: Month,
    /// When it ended; left out while it lasts
    #[deserr(default)]
    pub ended: Option<Month>,
}

/// What a member claims of a competence
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewClaim {
    /// How well
    pub level: Level,
    /// For how many years
    #[deserr(default)]
    pub years: Option<Whole<0, 70>>,
    /// The year in which it was last used
    #[deserr(default)]
    pub last_used: Option<Whole<1950, 2100>>,
    /// What the claim rests on
    #[deserr(default)]
    pub note: Option<Text<1, 300>>,
    /// A page that shows it
    #[deserr(default)]
    pub evidence_url: Option<WebUrl>,
}

/// Which topic
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct TopicPath {
    /// What the member says of the competence
    #[param(inline)]
    pub topic_kind: TopicKind,
    /// The competence's key
    #[param(example = "barnkonsekvensanalys", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub competence_key: String,
}

/// What a member adds to a topic
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewTopic {
    /// More about it
    #[deserr(default)]
    pub note: Option<Text<1, 300>>,
}

/// The key of a competence, checked as it comes in an address.
pub fn competence_key(key: &str) -> Option<Slug> {
    Slug::parse(key).ok()
}

/// A member, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberCard {
    /// The member
    pub id: MemberId,
    /// The readable address
    #[schema(examples("alva-exempelgren-3f9a2c1d"))]
    pub handle: String,
    /// The name
    #[schema(examples("Alva Exempelgren"))]
    pub name: String,
    /// One line about what the member does
    #[schema(examples("Arbetar med barnperspektiv i planering"))]
    pub headline: Option<String>,
    /// The municipality, if the caller sees it
    pub municipality: Option<MunicipalityName>,
}

impl MemberCard {
    pub(super) fn of(row: member::Model, municipality: Option<MunicipalityName>) -> Self {
        Self { id: row.id, handle: row.handle, name: row.name, headline: row.headline, municipality }
    }
}

/// A position in a member's background
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PositionView {
    /// The position
    pub id: PositionId,
    /// The organisation, if it is in the register
    pub organisation: Option<OrganisationCard>,
    /// The organisation in the member's words, if it is not
    #[schema(examples("Föreningen Exempel"))]
    pub organisation_name: Option<String>,
    /// The title
    #[schema(examples("Folkhälsostrateg"))]
    pub title: String,
    /// The unit or department
    #[schema(examples("Kommunledningskontoret"))]
    pub unit: Option<String>,
    /// What kind of part it is
    pub role_type: Option<RoleType>,
    /// When it began: a year, or a year and a month
    #[schema(examples("2018-09"))]
    pub started: String,
    /// When it ended; `null` while it lasts
    #[schema(examples("2023"))]
    pub ended: Option<String>,
}

impl PositionView {
    pub(super) fn of(row: position::Model, organisation: Option<OrganisationCard>) -> Self {
        let position::Model { id, organisation_name, title, unit, role_type, started, ended, .. } = row;
        Self { id, organisation, organisation_name, title, unit, role_type, started, ended }
    }
}

/// A competence as a member claims it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// The competence
    pub competence: Named,
    /// How well
    pub level: Level,
    /// For how many years
    #[schema(minimum = 0, maximum = 70, examples(6))]
    pub years: Option<i16>,
    /// The year in which it was last used
    #[schema(minimum = 1950, maximum = 2100, examples(2026))]
    pub last_used: Option<i16>,
    /// What the claim rests on
    #[schema(examples("Ledde arbetet i två detaljplaner"))]
    pub note: Option<String>,
    /// A page that shows it
    #[schema(format = "uri", examples("https://example.org/rapport"))]
    pub evidence_url: Option<String>,
}

impl ClaimView {
    pub(super) fn of(row: competence_claim::Model, competence: Named) -> Self {
        let competence_claim::Model { level, years, last_used, note, evidence_url, .. } = row;
        Self { competence, level, years, last_used, note, evidence_url }
    }
}

/// What a member cares about, can help with and looks for
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Topics {
    /// What the member cares about
    #[schema(max_items = 50)]
    pub interests: Vec<TopicView>,
    /// What the member can help with
    #[schema(max_items = 50)]
    pub offers: Vec<TopicView>,
    /// What the member looks for help with
    #[schema(max_items = 50)]
    pub needs: Vec<TopicView>,
}

/// A competence that somebody cares about, can help with or looks for
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicView {
    /// The competence
    pub competence: Named,
    /// More about it, in the member's words
    #[schema(examples("Gärna i tidiga skeden"))]
    pub note: Option<String>,
}

/// Somebody with whom one wants nothing to do
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// The member
    pub member_id: MemberId,
    /// The name, as long as the member may be known of
    #[schema(examples("Omar Påhittberg"))]
    pub name: Option<String>,
    /// Since when
    pub created_at: DateTime<Utc>,
}

/// Who sees which part of a profile
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Audiences {
    /// Who sees `about`
    pub about: Audience,
    /// Who sees the municipality
    pub place: Audience,
    /// Who sees the positions
    pub background: Audience,
    /// Who sees the competences
    pub competences: Audience,
    /// Who sees the interests
    pub interests: Audience,
    /// Who sees the offers
    pub offers: Audience,
    /// Who sees the needs
    pub needs: Audience,
    /// Who may ask for contact
    pub contact: Audience,
    /// Whether the profile has a page that is read without an account
    pub public_page: bool,
}

/// A member, as the caller sees them
///
/// A part that the caller does not see looks like one that was never filled in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// The member, briefly
    #[serde(flatten)]
    pub card: MemberCard,
    /// The member's own text (CommonMark)
    #[schema(examples("Jag har arbetat med medborgardialog i tio år."))]
    pub about: Option<String>,
    /// The background, newest first
    #[schema(max_items = 50)]
    pub positions: Vec<PositionView>,
    /// The competences, the most mastered first
    #[schema(max_items = 100)]
    pub competences: Vec<ClaimView>,
    /// What the member cares about, can help with and looks for
    #[serde(flatten)]
    pub topics: Topics,
    /// Who sees which part; only for the member
    pub audiences: Option<Audiences>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: MemberLinks,
}

/// Where a member is
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberLinks {
    /// The profile
    #[serde(rename = "self")]
    pub own: Link,
}

impl MemberView {
    pub(super) fn of(viewer: &Viewer, row: member::Model, background: Background) -> Self {
        let Background { about, municipality, positions, competences, topics } = background;
        let own = viewer.actor().is_some_and(|actor| actor.id == row.id);
        let audiences = own.then_some(Audiences {
            about: row.about_audience,
            place: row.place_audience,
            background: row.background_audience,
            competences: row.competence_audience,
            interests: row.interest_audience,
            offers: row.offer_audience,
            needs: row.need_audience,
            contact: row.contact_audience,
            public_page: row.public_page,
        });
        Self {
            about,
            positions,
            competences,
            topics,
            audiences,
            version: row.version,
            links: MemberLinks { own: Link::get("self", viewer.url(&format!("/members/{}", row.id))) },
            card: MemberCard::of(row, municipality),
        }
    }
}

impl Versioned for MemberView {
    fn version(&self) -> i32 {
        self.version
    }
}
