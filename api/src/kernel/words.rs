//! Words as they are compared: forms of a word, parts of a compound, one slip of the finger.
//!
//! A word is compared as its stem (Snowball), without marks and case. A compound is found by its
//! parts, because Swedish writes them together. A slip is one letter too many, too few, wrong or
//! swapped (optimal string alignment, Damerau 1964), two in a long word.

use std::ops::Range;

use entity::kind::Language;
use rust_stemmers::{Algorithm, Stemmer};
use strsim::osa_distance;
use unicode_normalization::char::is_combining_mark;

use super::typeset::fold;

/// Words that say nothing of what is meant.
const SILENT: [&str; 22] =
    ["i", "med", "och", "av", "for", "pa", "till", "om", "att", "en", "ett", "den", "det", "de", "the", "of", "and", "in", "with", "on", "to", "a"];
/// Letters that a part of a compound has at least.
const PART: usize = 4;
/// How well a word with a slip in it fits.
pub const SLIPPED: usize = 60;

/// A word as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// Without marks and case.
    pub form: String,
    /// Without its ending, too.
    pub stem: String,
}

/// Takes the endings off the words of a language.
pub struct Endings(Stemmer);

impl Endings {
    /// Of this language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self(Stemmer::create(match language {
            Language::Swedish => Algorithm::Swedish,
            Language::English => Algorithm::English,
        }))
    }

    /// A folded word, to be compared.
    #[must_use]
    pub fn word(&self, form: &str) -> Word {
        Word { form: form.to_owned(), stem: self.0.stem(form).into_owned() }
    }
}

impl Word {
    /// How well this word of a query fits a word of a text without a slip, at most 100.
    #[must_use]
    pub fn fit(&self, text: &Self) -> Option<usize> {
        let long = self.stem.chars().count() >= PART;
        let stem = self.stem.as_str();
        match () {
            () if text.form == self.form || text.stem == stem => Some(100),
            () if text.form.starts_with(&self.form) => Some(90),
            // The last part of a compound says what it is, the first only which.
            () if long && text.form.ends_with(stem) => Some(95),
            () if long && text.form.starts_with(stem) => Some(80),
            () if long && text.form.contains(stem) => Some(70),
            () => None,
        }
    }

    /// Whether the two are one but for a slip.
    #[must_use]
    pub fn slips_into(&self, text: &Self) -> bool {
        osa_distance(&text.form, &self.form) <= forgiven(&self.form)
    }
}

/// Whether a folded word says nothing of what is meant.
#[must_use]
pub fn is_silent(word: &str) -> bool {
    SILENT.contains(&word)
}

/// The slips that a text of this length is forgiven.
#[must_use]
pub fn forgiven(text: &str) -> usize {
    match text.chars().count() {
        0..5 => 0,
        5..12 => 1,
        _ => 2,
    }
}

/// The words of a text, folded, and where each stands.
#[must_use]
pub fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let is_part = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let (mut words, mut start) = (Vec::new(), None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.extend(text.get(from..at).map(|word| (from..at, fold(word))));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand_and_compared_in_their_language() {
        let text = "Kärt\u{2014}barn, ÅTTA!";
        let found: Vec<_> = words(text).into_iter().map(|(at, word)| (text[at].to_owned(), word)).collect();
        let expected = [("Kärt", "kart"), ("barn", "barn"), ("ÅTTA", "atta")];
        assert_eq!(found, expected.map(|(one, other)| (one.to_owned(), other.to_owned())));
        let (swedish, english) = (Endings::of(Language::Swedish), Endings::of(Language::English));
        assert_eq!(swedish.word("dialogerna").stem, swedish.word("dialog").stem);
        assert_eq!(english.word("questions").stem, english.word("question").stem);
        assert!(swedish.word("dialog").fit(&swedish.word("medborgardialogen")).is_some());
        assert!(swedish.word("medborgardilaog").slips_into(&swedish.word("medborgardialog")));
    }
}
