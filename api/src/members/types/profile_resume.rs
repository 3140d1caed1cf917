//! A profile in the form of JSON Resume (<https://jsonresume.org/schema>, version 1.0.0).
//!
//! The names are the standard's. Beside them stand a few of ours (`unit`, `roleType`, `tag`), which the
//! standard allows below its top level and other programs ignore.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A member's profile in the form of JSON Resume 1.0.0
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileResume {
    /// Where the schema is
    #[serde(rename = "$schema")]
    #[schema(format = "uri", examples("https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"))]
    pub schema: &'static str,
    /// Who it is about
    pub basics: ProfileBasics,
    /// The positions
    #[schema(max_items = 50)]
    pub work: Vec<ProfileWork>,
    /// The educations
    #[schema(max_items = 30)]
    pub education: Vec<ProfileEducation>,
    /// The competences
    #[schema(max_items = 100)]
    pub skills: Vec<ProfileSkill>,
    /// The languages
    #[schema(max_items = 20)]
    pub languages: Vec<ProfileLanguage>,
    /// The interests
    #[schema(max_items = 50)]
    pub interests: Vec<ProfileInterest>,
    /// About the file itself
    pub meta: ProfileMeta,
}

/// Who a profile is about
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileBasics {
    /// The name
    #[schema(examples("Alva Exempelgren"))]
    pub name: String,
    /// One line about what the member does
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Arbetar med barnperspektiv i planering"))]
    pub label: Option<String>,
    /// The member's own text
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Jag har arbetat med medborgardialog i tio år."))]
    pub summary: Option<String>,
    /// Where the member works
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub location: Option<ProfileLocation>,
    /// The member's pages
    #[schema(max_items = 10)]
    pub profiles: Vec<ProfilePage>,
}

/// Where a member works
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileLocation {
    /// The municipality
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Örebro"))]
    pub city: Option<String>,
    /// The region
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Region Örebro län"))]
    pub region: Option<String>,
    /// The country (ISO 3166-1)
    #[schema(examples("SE"))]
    pub country_code: &'static str,
}

/// A page of a member's
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfilePage {
    /// What it is called
    #[schema(examples("Min avhandling"))]
    pub network: String,
    /// Its address
    #[schema(format = "uri", examples("https://example.org/avhandling"))]
    pub url: String,
}

/// A position of a member's
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileWork {
    /// The organisation
    #[schema(examples("Göteborgs Stad"))]
    pub name: String,
    /// The title
    #[schema(examples("Folkhälsostrateg"))]
    pub position: String,
    /// When it began: a year, or a year and a month
    #[schema(examples("2018-09"))]
    pub start_date: String,
    /// When it ended; left out while it lasts
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("2023"))]
    pub end_date: Option<String>,
    /// The unit; no part of the standard
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Kommunledningskontoret"))]
    pub unit: Option<String>,
    /// What kind of part it is; no part of the standard
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("strategist"))]
    pub role_type: Option<&'static str>,
}

/// An education of a member's
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileEducation {
    /// The school
    #[schema(examples("Folkhögskolan Exempel"))]
    pub institution: String,
    /// What was studied
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Samhällsplanering"))]
    pub area: Option<String>,
    /// What came of it
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("Filosofie kandidatexamen"))]
    pub study_type: Option<String>,
    /// When it began
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("2008-09"))]
    pub start_date: Option<String>,
    /// When it ended
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("2012"))]
    pub end_date: Option<String>,
}

/// A competence of a member's
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileSkill {
    /// The name, in the caller's language
    #[schema(examples("Barnkonsekvensanalys"))]
    pub name: String,
    /// How well
    #[schema(examples("leads"))]
    pub level: &'static str,
}

/// A language that a member speaks
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileLanguage {
    /// The name, in the caller's language; the tag where none is known
    #[schema(examples("Svenska"))]
    pub language: String,
    /// How well, by the Common European Framework of Reference for Languages
    #[schema(examples("C1"))]
    pub fluency: String,
    /// The tag (BCP 47); no part of the standard
    #[schema(examples("sv"))]
    pub tag: String,
}

/// Something that a member cares about
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileInterest {
    /// The name, in the caller's language
    #[schema(examples("Medborgardialog"))]
    pub name: String,
}

/// About the file itself
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileMeta {
    /// Where the profile is
    #[schema(format = "uri", examples("https://torg.example.org/api/v1/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"))]
    pub canonical: String,
    /// The version of the standard
    #[schema(examples("v1.0.0"))]
    pub version: &'static str,
    /// When the file was made
    pub last_modified: DateTime<Utc>,
}
