//! How names are ordered and searched, the same on both databases: keys are made here and stored.

use std::fmt::Write;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, Condition};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::Text;

/// Orders names as Swedish does: å, ä, ö last and in that order (Unicode CLDR, `sv`).
#[derive(Debug)]
pub struct Swedish(Option<CollatorBorrowed<'static>>);

impl Default for Swedish {
    fn default() -> Self {
        let locale = icu_locale_core::locale!("sv");
        Self(Collator::try_new(locale.into(), CollatorOptions::default()).ok())
    }
}

impl Swedish {
    /// A key whose byte order is the order of the names, in hexadecimal.
    #[must_use]
    pub fn sort_key(&self, name: &str) -> String {
        let mut bytes = Vec::new();
        if let Some(collator) = &self.0 {
            let Ok(()) = collator.write_sort_key_to(name, &mut bytes);
        }
        bytes.iter().fold(String::new(), |mut key, byte| {
            let _ = write!(key, "{byte:02x}");
            key
        })
    }
}

/// Text folded for searching: lower case and without marks, so that `orebro` finds Örebro.
#[must_use]
pub fn fold(text: &str) -> String {
    text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Each word of a query occurs in a folded column; no query finds everything.
pub fn contains<const MIN: usize, const MAX: usize>(column: impl ColumnTrait, query: Option<&Text<MIN, MAX>>) -> Condition {
    holds(column, query.map_or("", |query| query.as_str()))
}

/// Each word occurs in a folded column; no words occur everywhere.
pub fn holds(column: impl ColumnTrait, words: &str) -> Condition {
    patterns(words).into_iter().fold(Condition::all(), |all, pattern| all.add(column.like(LikeExpr::new(pattern).escape('\\'))))
}

/// A `LIKE` pattern for each word of a query; `\` escapes.
fn patterns(query: &str) -> Vec<String> {
    let escaped = |word: &str| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    fold(query).split_whitespace().map(|word| format!("%{}%", escaped(word))).collect()
}

/// A readable address for a name: lower-case letters, digits and hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let plain: String = fold(name).chars().map(letters).collect();
    let words: Vec<_> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect::<String>().trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_come_last_and_in_order() {
        let swedish = Swedish::default();
        let mut names = ["Örebro", "Åre", "Zinkgruvan", "Älmhult", "arvika"];
        names.sort_by_key(|name| swedish.sort_key(name));
        assert_eq!(names, ["arvika", "Zinkgruvan", "Åre", "Älmhult", "Örebro"]);
    }

    #[test]
    fn a_search_needs_no_marks_and_takes_no_wildcards() {
        assert!(fold("Region Örebro län").contains("orebro"));
        assert_eq!(patterns("50% å_"), ["%50\\%%", "%a\\_%"]);
        assert_eq!(slug("Barn & unga i Åmål!"), "barn-unga-i-amal");
    }
}
