//! What a member did, knows and looks for.

use deserr::Deserr;
use entity::id::{EducationId, OrganisationId, PositionId};
use entity::kind::{Level, RoleType};
use entity::{competence_claim, education, position};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::fault::Faults;
use crate::kernel::text::{List, Month, Text, WebUrl, Whole};
use crate::organisations::OrganisationCard;
use crate::vocabulary::Named;

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

/// An education to enter
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewEducation {
    /// The school, if it is in the register of organisations
    #[deserr(default)]
    pub organisation: Option<OrganisationId>,
    /// The school in the member's words, if it is not
    #[deserr(default)]
    pub school: Option<Text<2, 120>>,
    /// What was studied
    #[deserr(default)]
    pub subject: Option<Text<2, 120>>,
    /// What came of it
    #[deserr(default)]
    pub degree: Option<Text<1, 120>>,
    /// When it began: a year, or a year and a month
    #[deserr(default)]
    pub started: Option<Month>,
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
    /// Pages that show it, at most five
    #[deserr(default)]
    #[schema(required = false)]
    pub evidence_urls: List<WebUrl, 5>,
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
    pub(in crate::members) fn of(row: position::Model, organisation: Option<OrganisationCard>) -> Self {
        let position::Model { id, organisation_name, title, unit, role_type, started, ended, .. } = row;
        Self { id, organisation, organisation_name, title, unit, role_type, started, ended }
    }
}

/// An education in a member's background
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EducationView {
    /// The education
    pub id: EducationId,
    /// The school, if it is in the register of organisations
    pub organisation: Option<OrganisationCard>,
    /// The school in the member's words, if it is not
    #[schema(examples("Folkhögskolan Exempel"))]
    pub school: Option<String>,
    /// What was studied
    #[schema(examples("Samhällsplanering"))]
    pub subject: Option<String>,
    /// What came of it
    #[schema(examples("Filosofie kandidatexamen"))]
    pub degree: Option<String>,
    /// When it began: a year, or a year and a month
    #[schema(examples("2008-09"))]
    pub started: Option<String>,
    /// When it ended; `null` while it lasts
    #[schema(examples("2012"))]
    pub ended: Option<String>,
}

impl EducationView {
    pub(in crate::members) fn of(row: education::Model, organisation: Option<OrganisationCard>) -> Self {
        let education::Model { id, school, subject, degree, started, ended, .. } = row;
        Self { id, organisation, school, subject, degree, started, ended }
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
    /// Pages that show it
    #[schema(max_items = 5)]
    pub evidence_urls: Vec<String>,
}

impl ClaimView {
    pub(in crate::members) fn of(row: competence_claim::Model, competence: Named, evidence_urls: Vec<String>) -> Self {
        let competence_claim::Model { level, years, last_used, note, .. } = row;
        Self { competence, level, years, last_used, note, evidence_urls }
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
