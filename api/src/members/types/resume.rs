//! JSON Resume (<https://jsonresume.org/schema>, version 1.0.0): a curriculum vitae in JSON.
//!
//! The names are the standard's. Beside them stand a few of ours (`unit`, `roleType`, `tag`), which the
//! standard allows below its top level and other programs ignore.

use deserr::Deserr;
use utoipa::ToSchema;

use crate::kernel::fault::Faults;
use crate::kernel::text::{List, LongText, Text};

/// A curriculum vitae in the form of JSON Resume 1.0.0
///
/// Members of its parts that are not named here are left out of account; what nothing is kept for is
/// named in the proposal.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct JsonResume {
    /// Where the schema is
    #[deserr(default, rename = "$schema")]
    #[schema(rename = "$schema")]
    #[expect(dead_code, reason = "the standard has it, and it says nothing of the member")]
    pub schema: Option<Text<0, 500>>,
    /// Who it is about
    #[deserr(default)]
    pub basics: Option<ResumeBasics>,
    /// Positions
    #[deserr(default)]
    #[schema(required = false)]
    pub work: List<ResumeWork, 100>,
    /// Positions without pay
    #[deserr(default)]
    #[schema(required = false)]
    pub volunteer: List<ResumeVolunteering, 100>,
    /// Educations
    #[deserr(default)]
    #[schema(required = false)]
    pub education: List<ResumeEducation, 100>,
    /// What nothing is kept for
    #[deserr(default)]
    #[schema(required = false)]
    pub awards: List<ResumeOther, 200>,
    /// What nothing is kept for
    #[deserr(default)]
    #[schema(required = false)]
    pub certificates: List<ResumeOther, 200>,
    /// What nothing is kept for
    #[deserr(default)]
    #[schema(required = false)]
    pub publications: List<ResumeOther, 200>,
    /// Competences
    #[deserr(default)]
    #[schema(required = false)]
    pub skills: List<ResumeSkill, 200>,
    /// Languages
    #[deserr(default)]
    #[schema(required = false)]
    pub languages: List<ResumeLanguage, 100>,
    /// Interests
    #[deserr(default)]
    #[schema(required = false)]
    pub interests: List<ResumeInterest, 100>,
    /// What nothing is kept for
    #[deserr(default)]
    #[schema(required = false)]
    pub references: List<ResumeOther, 200>,
    /// What nothing is kept for
    #[deserr(default)]
    #[schema(required = false)]
    pub projects: List<ResumeOther, 200>,
    /// About the file itself
    #[deserr(default)]
    #[expect(dead_code, reason = "the standard has it, and it says nothing of the member")]
    pub meta: Option<ResumeOther>,
}

/// Who a curriculum vitae is about
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeBasics {
    /// What they are called or do, in a line
    #[deserr(default)]
    pub label: Option<Text<0, 300>>,
    /// Their own text
    #[deserr(default)]
    pub summary: Option<LongText<0, 10000>>,
    /// Their page
    #[deserr(default)]
    pub url: Option<Text<0, 500>>,
    /// Where they are
    #[deserr(default)]
    pub location: Option<ResumeLocation>,
    /// Other pages of theirs
    #[deserr(default)]
    #[schema(required = false)]
    pub profiles: List<ResumeProfile, 50>,
}

/// Where somebody is
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeLocation {
    /// The town
    #[deserr(default)]
    pub city: Option<Text<0, 200>>,
}

/// A page of somebody's
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeProfile {
    /// Where it is
    #[deserr(default)]
    pub network: Option<Text<0, 200>>,
    /// Its address
    #[deserr(default)]
    pub url: Option<Text<0, 500>>,
}

/// A position
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[schema(rename_all = "camelCase")]
pub struct ResumeWork {
    /// The organisation
    #[deserr(default)]
    pub name: Option<Text<0, 300>>,
    /// The title
    #[deserr(default)]
    pub position: Option<Text<0, 300>>,
    /// When it began (ISO 8601): a day, a month or a year
    #[deserr(default)]
    pub start_date: Option<Text<0, 40>>,
    /// When it ended
    #[deserr(default)]
    pub end_date: Option<Text<0, 40>>,
    /// The unit; no part of the standard
    #[deserr(default)]
    pub unit: Option<Text<0, 300>>,
    /// What kind of part it is; no part of the standard
    #[deserr(default)]
    pub role_type: Option<Text<0, 40>>,
}

/// A position without pay
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[schema(rename_all = "camelCase")]
pub struct ResumeVolunteering {
    /// The organisation
    #[deserr(default)]
    pub organization: Option<Text<0, 300>>,
    /// The title
    #[deserr(default)]
    pub position: Option<Text<0, 300>>,
    /// When it began
    #[deserr(default)]
    pub start_date: Option<Text<0, 40>>,
    /// When it ended
    #[deserr(default)]
    pub end_date: Option<Text<0, 40>>,
}

/// An education
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[schema(rename_all = "camelCase")]
pub struct ResumeEducation {
    /// The school
    #[deserr(default)]
    pub institution: Option<Text<0, 300>>,
    /// What was studied
    #[deserr(default)]
    pub area: Option<Text<0, 300>>,
    /// What came of it
    #[deserr(default)]
    pub study_type: Option<Text<0, 300>>,
    /// When it began
    #[deserr(default)]
    pub start_date: Option<Text<0, 40>>,
    /// When it ended
    #[deserr(default)]
    pub end_date: Option<Text<0, 40>>,
}

/// Something that somebody knows
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeSkill {
    /// What it is called
    #[deserr(default)]
    pub name: Option<Text<0, 300>>,
    /// How well, in their words
    #[deserr(default)]
    pub level: Option<Text<0, 100>>,
    /// More that belongs to it
    #[deserr(default)]
    #[schema(required = false)]
    pub keywords: List<Text<0, 300>, 50>,
}

/// A language
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeLanguage {
    /// What it is called, or its tag
    #[deserr(default)]
    pub language: Option<Text<0, 100>>,
    /// How well, in their words
    #[deserr(default)]
    pub fluency: Option<Text<0, 200>>,
    /// Its tag (BCP 47); no part of the standard
    #[deserr(default)]
    pub tag: Option<Text<0, 20>>,
}

/// Something that somebody cares about
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeInterest {
    /// What it is called
    #[deserr(default)]
    pub name: Option<Text<0, 300>>,
    /// More that belongs to it
    #[deserr(default)]
    #[schema(required = false)]
    pub keywords: List<Text<0, 300>, 50>,
}

/// Something that nothing is kept for
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults)]
pub struct ResumeOther {
    /// What it is called
    #[deserr(default)]
    pub name: Option<Text<0, 500>>,
    /// What it is called
    #[deserr(default)]
    pub title: Option<Text<0, 500>>,
}
