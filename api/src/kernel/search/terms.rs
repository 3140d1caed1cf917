//! What a text is found by: terms, made here, so that both databases find alike.
//!
//! A word is found by its stem in the language of its text. A long Swedish word is a compound more
//! often than not, and no list of words knows them all: it is found by both parts of every way to
//! cut it in two. The words of a title are kept as they are, too, for who has not finished typing.
//! A word of a query with a slip becomes every word that one slip makes of it, and those that some
//! text has are found: no list of all words has to be kept, which would tell what hidden texts say.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::kind::Language;

use crate::kernel::words::{is_silent, stem, words};

/// The letters of a word that count.
const LONGEST: usize = 40;
/// Letters that a part of a compound has at least.
const PART: usize = 4;
/// Letters of a word that is forgiven a slip.
const FORGIVEN: std::ops::RangeInclusive<usize> = 5..=20;
/// Words of a query that count.
const MOST_WORDS: usize = 12;
/// Stands before a part of a compound.
const PART_OF: char = '·';
/// Stands before a word of a title as it is.
const TITLED: char = '¶';

/// Reads texts, and remembers the words that it has read.
#[derive(Default)]
pub struct Reader(HashMap<(Language, String), Vec<String>>);

impl Reader {
    /// The terms of a title.
    pub fn title(&mut self, text: &str, language: Language) -> String {
        let forms = telling(text).map(|word| format!("{TITLED}{word}"));
        join(forms.chain(telling(text).flat_map(|word| self.word(word, language))).collect())
    }

    /// The terms of another text.
    pub fn text(&mut self, text: &str, language: Language) -> String {
        join(telling(text).flat_map(|word| self.word(word, language)).collect())
    }

    fn word(&mut self, word: String, language: Language) -> Vec<String> {
        self.0.entry((language, word)).or_insert_with_key(|(language, word)| terms(word, *language)).clone()
    }
}

fn join(terms: BTreeSet<String>) -> String {
    terms.into_iter().collect::<Vec<_>>().join(" ")
}

/// The words of a text that say something.
fn telling(text: &str) -> impl Iterator<Item = String> {
    words(text).filter(|word| !is_silent(word)).map(|word| word.chars().take(LONGEST).collect())
}

/// The stem of a word, and of each part that it may be made of.
fn terms(word: &str, language: Language) -> Vec<String> {
    let mut terms = vec![stem(word, language)];
    if language == Language::Swedish && word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        let cuts = (PART..=word.len().saturating_sub(PART)).filter_map(|at| word.split_at_checked(at));
        let spoken = cuts.filter(|(first, last)| can_be_spoken(first) && can_be_spoken(last));
        terms.extend(spoken.flat_map(|(first, last)| [first, last]).map(|part| format!("{PART_OF}{}", stem_of_part(part))));
    }
    terms
}

/// The stem of a part of a compound, if it is long enough to tell something.
fn stem_of_part(part: &str) -> String {
    let stemmed = stem(part, Language::Swedish);
    if stemmed.len() < PART { part.to_owned() } else { stemmed }
}

fn can_be_spoken(part: &str) -> bool {
    part.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// Whether a term of a title stands for a word of it.
pub fn is_word_of_title(term: &str) -> bool {
    term.starts_with(TITLED)
}

/// A word that is looked for, and the terms by which it is found: each with how well it fits, of a hundred.
#[derive(Clone, Debug)]
pub struct Word {
    /// The word, folded.
    pub form: String,
    /// The terms.
    pub terms: HashMap<String, i64>,
}

impl Word {
    /// The words of a query that say something, each once.
    pub fn all(query: &str) -> Vec<Self> {
        let mut seen = HashSet::new();
        telling(query).filter(|word| seen.insert(word.clone())).take(MOST_WORDS).map(|form| Self::of(form)).collect()
    }

    fn of(form: String) -> Self {
        let parts = [form.clone(), stem_of_part(&form)].into_iter().filter(|part| part.len() >= PART).map(|part| (format!("{PART_OF}{part}"), 80));
        let words = [Language::Swedish, Language::English].into_iter().flat_map(|language| alike(&form, language)).map(|word| (word, 100));
        Self { terms: parts.chain(words).collect(), form }
    }

    /// The same for the beginning of a word in a title.
    pub fn begins(&self) -> String {
        format!("{TITLED}{}", self.form)
    }

    /// Whether a slip can be forgiven.
    pub fn may_slip(&self) -> bool {
        FORGIVEN.contains(&self.form.len()) && self.form.bytes().all(|letter| letter.is_ascii_lowercase())
    }

    /// The same word with at most one slip: a letter too many, too few, wrong, or swapped with the next.
    #[must_use]
    pub fn slipping(&self) -> Self {
        let slips = slips(&self.form).into_iter().flat_map(|slip| stems(&slip).collect::<Vec<_>>()).map(|stem| (stem, 60));
        Self { form: self.form.clone(), terms: slips.chain(self.terms.clone()).collect() }
    }
}

/// The stems of the forms of a word. What is left of one form may end like another: *exploatören* is *exploatör*
/// then, and that loses what looks like a plural.
fn alike(word: &str, language: Language) -> [String; 3] {
    let stemmed = stem(word, language);
    [word.to_owned(), stem(&stemmed, language), stemmed]
}

fn stems(word: &str) -> impl Iterator<Item = String> + use<> {
    [Language::Swedish, Language::English].map(|language| stem(word, language)).into_iter()
}

/// Every word that one slip makes of another.
fn slips(word: &str) -> HashSet<String> {
    let mut slips = HashSet::new();
    for (first, last) in (0..=word.len()).filter_map(|at| word.split_at_checked(at)) {
        let mut letters = last.chars();
        let (next, rest) = (letters.next(), letters.as_str());
        slips.extend(('a'..='z').map(|letter| format!("{first}{letter}{last}")));
        if let Some(next) = next {
            slips.insert(format!("{first}{rest}"));
            slips.extend(('a'..='z').map(|letter| format!("{first}{letter}{rest}")));
            let mut letters = rest.chars();
            slips.extend(letters.next().map(|after| format!("{first}{after}{next}{}", letters.as_str())));
        }
    }
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, text: &str, language: Language) -> bool {
        let text = Reader::default().text(text, language);
        let terms: HashSet<_> = text.split(' ').collect();
        Word::all(query).iter().all(|word| word.terms.keys().any(|term| terms.contains(term.as_str())))
    }

    #[test]
    fn forms_and_both_parts_of_a_compound_find_it_and_other_words_do_not() {
        for query in ["medborgardialog", "Medborgardialoger", "dialog med medborgare", "DIALOGEN"] {
            assert!(found(query, "Medborgardialogen i Åmål", Language::Swedish), "{query}");
        }
        assert!(found("utveckling", "stadsutveckling", Language::Swedish) && found("städer", "städernas", Language::Swedish));
        assert!(found("stad", "stadsutveckling", Language::Swedish) && found("amal", "i Åmål", Language::Swedish));
        assert!(found("questions", "a question of", Language::English));
        assert!(found("exploatör", "exploatören", Language::Swedish) && found("exploatören", "exploatör", Language::Swedish));
        assert!(found("enkät", "en webbenkät", Language::Swedish) && found("enkäter", "webbenkät", Language::Swedish));
        assert!(!found("etik", "Medborgardialogen", Language::Swedish) && !found("dial", "medborgardialog", Language::Swedish));
    }

    #[test]
    fn a_slip_is_any_one_letter() {
        for slip in ["dialo", "dialogg", "dialok", "dailog", "ddialog", "xdialog"] {
            let word = Word::all(slip).remove(0);
            assert!(word.may_slip() && word.slipping().terms.contains_key("dialog"), "{slip}");
        }
        assert!(!Word::all("dai").remove(0).may_slip());
        assert!(!Word::all("daiolg").remove(0).slipping().terms.contains_key("dialog"), "two are too many");
    }

    #[test]
    fn a_query_of_nothing_has_no_words() {
        for query in ["", "%", "\"", "och", "*:* ( ' --", "🦉"] {
            assert!(Word::all(query).is_empty(), "{query}");
        }
    }
}
