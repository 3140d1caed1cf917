//! What a model that is taken along says in words of our own.

use chrono::NaiveDate;
use entity::kind::Language;

use super::content::SupportModelContent;

/// Our words in a language.
#[derive(Clone, Copy)]
pub struct Say(pub Language);

macro_rules! words {
    ($($name:ident = $swedish:literal, $english:literal;)*) => {$(
        pub const fn $name(self) -> &'static str {
            match self.0 {
                Language::Swedish => $swedish,
                Language::English => $english,
            }
        }
    )*};
}

impl Say {
    words! {
        steps = "Stegen", "The steps";
        roles = "Roller", "Roles";
        result = "Resultat", "Result";
        principles = "Principer", "Principles";
        library = "Bibliotek", "Library";
        sources = "Källor", "Sources";
        contributors = "Har bidragit", "Contributors";
        worksheet = "Arbetsblad", "Worksheet";
        licence = "Licens och version", "Licence and version";
        untranslated = "Inte översatt till svenska.", "Not translated into English.";
    }

    /// That the day of the review has passed.
    pub fn overdue(self, day: NaiveDate) -> String {
        match self.0 {
            Language::Swedish => format!("Modellen skulle ha granskats senast {day}. Det kan finnas uppgifter som inte längre stämmer."),
            Language::English => format!("The model was to be reviewed by {day}. Some of it may no longer hold."),
        }
    }

    /// Whose it is, under which licence, and which version.
    pub fn imprint(self, model: &SupportModelContent) -> String {
        let owner = model.owner.as_ref().map(|owner| format!("{}. ", owner.name)).unwrap_or_default();
        let SupportModelContent { licence, version, published_on, .. } = model;
        match self.0 {
            Language::Swedish => format!("{owner}Licens: {licence}. Version {version}, publicerad {published_on}."),
            Language::English => format!("{owner}Licence: {licence}. Version {version}, published {published_on}."),
        }
    }
}
