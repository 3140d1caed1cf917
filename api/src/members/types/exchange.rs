//! What a file would add to a profile, and what of it the member enters.

use deserr::Deserr;
use entity::id::OrganisationId;
use entity::kind::{Level, RoleType};
use serde::Serialize;
use utoipa::ToSchema;

use super::background::{NewClaim, NewEducation, NewPosition};
use super::self_description::{LanguageView, LinkView, NewLanguage, NewLink};
use crate::kernel::fault::Faults;
use crate::kernel::text::{Code, List, LongText, Slug, Text, WebUrl, Whole};
use crate::organisations::OrganisationCard;
use crate::vocabulary::{MunicipalityName, Named};

/// What to enter in one's profile, all at once
///
/// What is left out stays as it is. Lists are added to what is there: a language or a competence that
/// is there already takes the new level, a link that is there stays once.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewImport {
    /// One line about what the member does
    #[deserr(default)]
    pub headline: Option<Text<1, 120>>,
    /// The member's own text (CommonMark)
    #[deserr(default)]
    pub about: Option<LongText<1, 4000>>,
    /// Code of the municipality in which the member works
    #[deserr(default)]
    pub municipality: Option<Code<4>>,
    /// Positions
    #[deserr(default)]
    #[schema(required = false)]
    pub positions: List<NewPosition, 50>,
    /// Educations
    #[deserr(default)]
    #[schema(required = false)]
    pub educations: List<NewEducation, 30>,
    /// Languages, each of them once
    #[deserr(default)]
    #[schema(required = false)]
    pub languages: List<NewLanguage, 20>,
    /// Links
    #[deserr(default)]
    #[schema(required = false)]
    pub links: List<NewLink, 10>,
    /// Competences
    #[deserr(default)]
    #[schema(required = false)]
    pub competences: List<NewImportedClaim, 100>,
    /// Keys of competences that the member cares about
    #[deserr(default)]
    #[schema(required = false)]
    pub interests: List<Slug, 50>,
}

/// A competence to claim among others
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewImportedClaim {
    /// Key of the competence
    pub competence: Slug,
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

impl NewImportedClaim {
    /// Which competence, and what is claimed of it.
    pub(in crate::members) fn split(self) -> (String, NewClaim) {
        let Self { competence, level, years, last_used, note, evidence_urls } = self;
        (competence.into_string(), NewClaim { level, years, last_used, note, evidence_urls })
    }
}

/// How much was entered
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Imported {
    /// Positions
    #[schema(minimum = 0, maximum = 50, examples(2))]
    pub positions: usize,
    /// Educations
    #[schema(minimum = 0, maximum = 30, examples(1))]
    pub educations: usize,
    /// Languages
    #[schema(minimum = 0, maximum = 20, examples(2))]
    pub languages: usize,
    /// Links
    #[schema(minimum = 0, maximum = 10, examples(0))]
    pub links: usize,
    /// Competences
    #[schema(minimum = 0, maximum = 100, examples(4))]
    pub competences: usize,
    /// Interests
    #[schema(minimum = 0, maximum = 50, examples(0))]
    pub interests: usize,
}

/// What a file would add to one's profile, for review
///
/// Nothing is changed and nothing of the file is kept. `import` is what `POST /members/me/imports`
/// takes: the member strikes out and corrects, and sends the rest.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportProposal {
    /// What would be entered
    pub import: ProposedImport,
    /// The organisations of the register that it names
    #[schema(max_items = 80)]
    pub organisations: Vec<OrganisationCard>,
    /// The competences that it names
    #[schema(max_items = 150)]
    pub competences: Vec<Named>,
    /// The municipality that it names
    pub municipality: Option<MunicipalityName>,
    /// What the file does not say and was filled in with the most modest guess: JSON pointers into `import`
    #[schema(max_items = 150, examples("/competences/0/level"))]
    pub guessed: Vec<String>,
    /// What would take the place of something that is there: JSON pointers into `import`
    #[schema(max_items = 30, examples("/headline"))]
    pub replaces: Vec<String>,
    /// How much of the file is in the profile already
    #[schema(minimum = 0, maximum = 1000, examples(3))]
    pub present: usize,
    /// What was not recognised, or has no place
    #[schema(max_items = 1000)]
    pub left_out: Vec<LeftOut>,
}

/// What would be entered in a profile
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProposedImport {
    /// One line about what the member does
    #[schema(examples("Arbetar med barnperspektiv i planering"))]
    pub headline: Option<String>,
    /// The member's own text (CommonMark)
    #[schema(examples("Jag har arbetat med medborgardialog i tio år."))]
    pub about: Option<String>,
    /// Code of the municipality
    #[schema(examples("1880"))]
    pub municipality: Option<String>,
    /// Positions
    #[schema(max_items = 50)]
    pub positions: Vec<ProposedPosition>,
    /// Educations
    #[schema(max_items = 30)]
    pub educations: Vec<ProposedEducation>,
    /// Languages
    #[schema(max_items = 20)]
    pub languages: Vec<LanguageView>,
    /// Links
    #[schema(max_items = 10)]
    pub links: Vec<LinkView>,
    /// Competences
    #[schema(max_items = 100)]
    pub competences: Vec<ProposedClaim>,
    /// Keys of competences
    #[schema(max_items = 50, examples("medborgardialog"))]
    pub interests: Vec<String>,
}

/// A position that would be entered
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposedPosition {
    /// The organisation, if it was recognised in the register
    pub organisation: Option<OrganisationId>,
    /// The organisation in the words of the file, if it was not
    #[schema(examples("Föreningen Exempel"))]
    pub organisation_name: Option<String>,
    /// The title
    #[schema(examples("Folkhälsostrateg"))]
    pub title: String,
    /// The unit
    #[schema(examples("Kommunledningskontoret"))]
    pub unit: Option<String>,
    /// What kind of part it is
    pub role_type: Option<RoleType>,
    /// When it began
    #[schema(examples("2018-09"))]
    pub started: String,
    /// When it ended
    #[schema(examples("2023"))]
    pub ended: Option<String>,
}

/// An education that would be entered
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedEducation {
    /// The school, if it was recognised in the register
    pub organisation: Option<OrganisationId>,
    /// The school in the words of the file, if it was not
    #[schema(examples("Folkhögskolan Exempel"))]
    pub school: Option<String>,
    /// What was studied
    #[schema(examples("Samhällsplanering"))]
    pub subject: Option<String>,
    /// What came of it
    #[schema(examples("Filosofie kandidatexamen"))]
    pub degree: Option<String>,
    /// When it began
    #[schema(examples("2008-09"))]
    pub started: Option<String>,
    /// When it ended
    #[schema(examples("2012"))]
    pub ended: Option<String>,
}

/// A competence that would be claimed
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedClaim {
    /// Key of the competence
    #[schema(examples("barnkonsekvensanalys"))]
    pub competence: String,
    /// How well
    pub level: Level,
}

/// Which part of a profile something in a file belongs to
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportPart {
    /// The line about what the member does
    Headline,
    /// The member's own text
    About,
    /// The place
    Place,
    /// A position
    Position,
    /// An education
    Education,
    /// A language
    Language,
    /// A link
    Link,
    /// A competence
    Competence,
    /// An interest
    Interest,
    /// An award
    Award,
    /// A certificate
    Certificate,
    /// A publication
    Publication,
    /// A reference
    Reference,
    /// A project
    Project,
}

/// Why something in a file would not be entered
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutBecause {
    /// It is not in the vocabulary, or is no place or language that is known; a competence can be proposed
    Unknown,
    /// It lacks what is needed, or does not fit its field
    Unfit,
    /// There is no room for more of the kind
    NoRoom,
    /// Nothing of the kind is kept
    NotKept,
}

/// Something in a file that would not be entered
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    /// What it is
    pub part: ImportPart,
    /// What it is called in the file, at most 200 characters of it
    #[schema(max_length = 200, examples("Projektledning"))]
    pub text: String,
    /// Why
    pub because: LeftOutBecause,
}
