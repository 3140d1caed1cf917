//! What else a member tells of themself.

use deserr::Deserr;
use entity::kind::LanguageLevel;
use entity::{member_language, member_link};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::fault::Faults;
use crate::kernel::text::{LanguageTag, List, Text, WebUrl};

/// The languages that a member speaks, to be replaced as a whole
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewLanguages {
    /// The languages, each of them once
    pub languages: List<NewLanguage, 20>,
}

/// A language to enter
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewLanguage {
    /// The language (BCP 47)
    pub language: LanguageTag,
    /// How well
    pub level: LanguageLevel,
}

/// The languages that a member speaks
#[derive(Debug, Serialize, ToSchema)]
pub struct Languages {
    /// The languages, the best mastered first
    #[schema(max_items = 20)]
    pub languages: Vec<LanguageView>,
}

/// A language that a member speaks
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LanguageView {
    /// The language (BCP 47); a client has its name, as from `Intl.DisplayNames`
    #[schema(max_length = 12, examples("en-GB"))]
    pub language: String,
    /// How well, by the Common European Framework of Reference for Languages
    pub level: LanguageLevel,
}

impl From<member_language::Model> for LanguageView {
    fn from(member_language::Model { language, level, .. }: member_language::Model) -> Self {
        Self { language, level }
    }
}

/// The pages to which a member points, to be replaced as a whole
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewLinks {
    /// The links, in the order in which they are shown
    pub links: List<NewLink, 10>,
}

/// A link to enter
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewLink {
    /// What it is called
    pub label: Text<1, 60>,
    /// Where it leads
    pub url: WebUrl,
}

/// The pages to which a member points
#[derive(Debug, Serialize, ToSchema)]
pub struct Links {
    /// The links, in the member's order
    #[schema(max_items = 10)]
    pub links: Vec<LinkView>,
}

/// A page to which a member points
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkView {
    /// What it is called
    #[schema(examples("Min avhandling"))]
    pub label: String,
    /// Where it leads; nobody has looked at what is there
    #[schema(format = "uri", examples("https://example.org/avhandling"))]
    pub url: String,
}

impl From<member_link::Model> for LinkView {
    fn from(member_link::Model { label, url, .. }: member_link::Model) -> Self {
        Self { label, url }
    }
}
