//! What somebody means by words: names and synonyms, forms of a word, parts of a compound, one slip of the finger.
//!
//! A word is compared as its stem (Snowball, Swedish), without marks and case. A compound is found
//! by its parts, because Swedish writes them together: `dialog med medborgare` means
//! *medborgardialog*. A slip is one letter too many, too few, wrong or swapped (optimal string
//! alignment, Damerau 1964), two in a long word.

use std::ops::Range;

use entity::kind::Language;
use rust_stemmers::{Algorithm, Stemmer};
use strsim::osa_distance;
use unicode_normalization::char::is_combining_mark;
use whatlang::{Detector, Lang};

use super::markdown::to_text;
use super::typeset::fold;

/// Words that say nothing of what is meant.
const SILENT: [&str; 30] = [
    "i", "med", "och", "av", "for", "pa", "till", "om", "att", "en", "ett", "den", "det", "de", "fran", "vid", "hos", "som", "ar", "the", "of",
    "and", "in", "with", "on", "to", "a", "from", "is", "are",
];
/// Letters after which an *s* at the end is an ending (Snowball's Swedish stemmer).
const GENITIVE: [char; 17] = ['b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 't', 'v', 'y'];
/// Letters that a part of a compound has at least.
const PART: usize = 4;
/// What being called so, and not being named so, costs.
const SYNONYM: usize = 15;
/// What it costs where only a part of the synonym was said.
const PART_OF_SYNONYM: usize = 150;
/// The least that a term fits of which everything was said.
const WHOLE: usize = 800;

/// The language that a text (CommonMark) is written in, as far as it can be told; otherwise the other.
#[must_use]
pub fn spoken(text: &str, otherwise: Language) -> Language {
    let detector = Detector::with_allowlist(vec![Lang::Swe, Lang::Eng]);
    match detector.detect(&to_text(text)).filter(whatlang::Info::is_reliable).map(|info| info.lang()) {
        Some(Lang::Swe) => Language::Swedish,
        Some(Lang::Eng) => Language::English,
        _ => otherwise,
    }
}

/// A text as it is compared.
#[derive(Clone, Debug)]
pub struct Words {
    whole: String,
    forms: Vec<String>,
    stems: Vec<String>,
}

impl Words {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let all: Vec<_> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let telling: Vec<_> = all.iter().copied().filter(|word| !SILENT.contains(word)).collect();
        let forms: Vec<String> = if telling.is_empty() { &all } else { &telling }.iter().map(|word| (*word).to_owned()).collect();
        Self { whole: all.join(" "), stems: forms.iter().map(|word| stem(word, Language::Swedish)).collect(), forms }
    }

    /// Each word by itself.
    pub fn each(&self) -> impl Iterator<Item = Query> {
        self.forms.iter().zip(&self.stems).map(|(word, stem)| Query { word: word.clone(), stem: stem.clone() })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> i64 {
        i64::try_from(self.forms.len()).unwrap_or(i64::MAX)
    }

    /// How well a word fits one of these, at most 100.
    #[must_use]
    pub fn fit_of(&self, word: &Query) -> Option<u16> {
        self.forms.iter().zip(&self.stems).filter_map(|(form, stem)| word.fits(form, stem)).max()
    }

    /// Whether both are the same words, however they are cased and marked.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        !self.whole.is_empty() && self.whole == other.whole
    }

    fn letters(&self) -> usize {
        self.forms.iter().map(|word| word.chars().count()).sum()
    }
}

/// A word that is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    word: String,
    stem: String,
}

impl Query {
    /// A folded word, with its stem in a language.
    #[must_use]
    pub fn of(word: &str, language: Language) -> Self {
        Self { word: word.to_owned(), stem: stem(word, language) }
    }

    /// How well it fits another word, given with its stem. At most 100.
    #[must_use]
    pub fn fits(&self, other: &str, of_other: &str) -> Option<u16> {
        fits(&self.word, &self.stem, other, of_other)
    }

    /// How well it fits a word that begins with it.
    #[must_use]
    pub fn begins(&self, other: &str) -> Option<u16> {
        other.starts_with(&self.word).then_some(if other.len() == self.word.len() { 100 } else { 90 })
    }

    /// The same where a slip of the finger is forgiven.
    #[must_use]
    pub fn slips(&self, other: &str) -> Option<u16> {
        slips(&self.word, other)
    }
}

/// The stem of a folded word in a language.
#[must_use]
pub fn stem(word: &str, language: Language) -> String {
    let swedish = language == Language::Swedish;
    let mut stem = Stemmer::create(if swedish { Algorithm::Swedish } else { Algorithm::English }).stem(word).into_owned();
    // Snowball leaves some definite forms as they are: *perspektivet*, *förskolan*.
    while swedish && (stem.len() > 5 && stem.ends_with("et") || stem.len() > 4 && stem.ends_with("an")) {
        stem.truncate(stem.len() - 2);
    }
    // It takes one ending: *analysen* is *analys* then, and *analys* itself loses what looks like a genitive.
    if swedish && stem.len() > 3 && stem.strip_suffix('s').is_some_and(|rest| rest.ends_with(GENITIVE)) {
        stem.truncate(stem.len() - 1);
    }
    stem
}

/// The words of a text, folded, and where each stands.
#[must_use]
pub fn places(text: &str) -> Vec<(Range<usize>, String)> {
    let is_part = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let (mut places, mut start) = (Vec::new(), None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                places.extend(text.get(from..at).map(|word| (from..at, fold(word))));
                start = None;
            }
            _ => {}
        }
    }
    places
}

/// The words of a text, folded.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<_> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    words.into_iter()
}

/// Whether a folded word says nothing of what is meant.
#[must_use]
pub fn is_silent(word: &str) -> bool {
    SILENT.contains(&word)
}

/// The stem of each word.
#[must_use]
pub fn stems(words: &[String]) -> Vec<String> {
    words.iter().map(|word| stem(word, Language::Swedish)).collect()
}

/// How well a query fits a term, given its names and its synonyms; nothing if it does not. At most 1000.
#[must_use]
pub fn fit(query: &Words, names: &[Words], synonyms: &[Words]) -> Option<usize> {
    let best = |terms: &[Words]| terms.iter().filter_map(|term| likeness(query, term)).max();
    best(names).max(best(synonyms).map(|fit| fit.saturating_sub(if fit < WHOLE { PART_OF_SYNONYM } else { SYNONYM })))
}

fn likeness(query: &Words, term: &Words) -> Option<usize> {
    if query.whole.is_empty() {
        return None;
    }
    if query.whole == term.whole {
        return Some(1000);
    }
    if query.stems == term.stems {
        return Some(950);
    }
    let forgiven = forgiven(&query.whole);
    if query.whole.len().abs_diff(term.whole.len()) <= 4 * forgiven {
        let slips = osa_distance(&query.whole, &term.whole);
        if slips <= forgiven {
            return Some(900 - 40 * slips);
        }
    }
    let parts: Option<Vec<_>> = query.forms.iter().zip(&query.stems).map(|(word, stem)| part(word, stem, term)).collect();
    let parts = parts?;
    let quality = parts.iter().sum::<usize>() / parts.len().max(1);
    // The more of the term is left unsaid, the less it is what was meant.
    let said = (100 * query.letters() / term.letters().max(1)).min(100);
    let from_the_start = if term.whole.starts_with(&query.whole) { 40 } else { 0 };
    Some(4 * quality + 2 * said + from_the_start)
}

/// How well one word of a query fits into a term, at most 100.
fn part(word: &str, stem: &str, term: &Words) -> Option<usize> {
    let fit = |(form, of_form): (&String, &String)| fits(word, stem, form, of_form).or_else(|| slips(word, form));
    term.forms.iter().zip(&term.stems).filter_map(fit).max().map(usize::from)
}

/// How well a word fits another, without a slip; each with its stem. At most 100.
fn fits(word: &str, stem: &str, other: &str, of_other: &str) -> Option<u16> {
    let long = || stem.chars().count() >= PART;
    match () {
        () if other == word || of_other == stem => Some(100),
        () if other.starts_with(word) => Some(90),
        // The last part of a compound says what it is, the first only which.
        () if other.ends_with(stem) && long() => Some(95),
        () if other.starts_with(stem) && long() => Some(80),
        () if other.contains(stem) && long() => Some(70),
        () => None,
    }
}

/// How well a word fits another with a slip.
fn slips(word: &str, other: &str) -> Option<u16> {
    let forgiven = forgiven(word);
    (forgiven > 0 && word.len().abs_diff(other.len()) <= 4 * forgiven && osa_distance(other, word) <= forgiven).then_some(60)
}

/// The slips that a text of this length is forgiven.
fn forgiven(text: &str) -> usize {
    match text.chars().count() {
        0..5 => 0,
        5..12 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(query: &str, name: &str) -> Option<usize> {
        fit(&Words::of(query), &[Words::of(name)], &[])
    }

    #[test]
    fn forms_parts_and_slips_are_the_same_word() {
        for query in ["medborgardialog", "Medborgardialoger", "medborgardialogen", "dialog med medborgare", "medborgardilaog", "medbo"] {
            assert!(fits(query, "Medborgardialog").is_some(), "{query}");
        }
        assert!(fits("overgodning", "Övergödning").is_some());
        assert!(fits("etik", "Medborgardialog").is_none());
        assert!(fits("", "Medborgardialog").is_none() && fits("%", "Medborgardialog").is_none());
    }

    #[test]
    fn words_are_found_where_they_stand_and_have_the_stem_of_their_language() {
        let text = "Kärt\u{2014}barn, ÅTTA!";
        let found: Vec<_> = places(text).into_iter().map(|(at, word)| (text[at].to_owned(), word)).collect();
        assert_eq!(found, [("Kärt", "kart"), ("barn", "barn"), ("ÅTTA", "atta")].map(|(one, other)| (one.to_owned(), other.to_owned())));
        assert_eq!(stem("dialogerna", Language::Swedish), stem("dialog", Language::Swedish));
        assert_eq!(stem("questions", Language::English), stem("question", Language::English));
        for (form, word) in
            [("forskolan", "forskola"), ("analysen", "analys"), ("kurser", "kurs"), ("perspektivet", "perspektiv"), ("gatans", "gata")]
        {
            assert_eq!(stem(form, Language::Swedish), stem(word, Language::Swedish));
        }
    }

    #[test]
    fn what_is_said_in_full_comes_before_what_is_meant_in_part() {
        assert!(fits("dialog", "Dialog") > fits("dialog", "Medborgardialog"));
        assert!(fits("dialoger", "Dialog") > fits("dialoger", "Medborgardialog"));
        let (query, name) = (Words::of("BKA"), Words::of("Barnkonsekvensanalys"));
        assert!(fit(&query, std::slice::from_ref(&name), &[]).is_none());
        assert_eq!(fit(&query, &[name], &[Words::of("BKA")]), Some(985));
    }
}
