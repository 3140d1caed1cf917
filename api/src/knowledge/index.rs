//! An index of words over texts, made in memory: which texts a query means, the best first.
//!
//! A text counts with as many words of the query as it holds, and texts with the most come first
//! and alone. Among them the score is a sum over the words: rarity × how well the word fits, four
//! times as much in a title; and the more of its title was said, the more a text is what was meant, at
//! most twice as much. Rarity is `round(100 · ln((N + 1) / (n + 1))) + 10`, where `n` of `N`
//! texts hold the word (inverse document frequency, Spärck Jones 1972, smoothed). Whole numbers
//! only, and ties are settled by the order of the texts, so every process gives the same answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::kind::Language;

use crate::kernel::words::{Query, is_silent, stem, words};

/// How much more a word says in a title.
const TITLE: usize = 4;
/// What a word that fits fully is worth in a title and elsewhere, of ten, as a search over everything counts it.
const PLACES: (usize, usize) = (10, 4);
/// What a title that was said in full is worth there besides.
const SAID: usize = 200;
/// The shortest word that also means the words that begin with it.
const BEGINNING: usize = 3;
/// What a text in the reader's own language has over the same in another, in tenths.
const OWN: usize = 11;

/// A text to be found: in one language, with its place in the order of all.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// What it stands for. The same thing in another language stands for the same.
    pub of: T,
    /// The language.
    pub language: Language,
    /// The title.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// How often a word stands in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    title: usize,
    text: usize,
}

/// A word as it stands in texts: its stem, and in which texts how often.
#[derive(Debug)]
struct Term {
    stem: String,
    texts: BTreeMap<usize, Times>,
}

/// The index.
#[derive(Debug)]
pub struct Index<T> {
    entries: Vec<Entry<T>>,
    /// The words of each title that say something.
    titles: Vec<usize>,
    /// By language and folded word.
    terms: BTreeMap<(Language, String), Term>,
}

/// A text that was found.
#[derive(Debug)]
pub struct Hit<'a, T> {
    /// The text.
    pub entry: &'a Entry<T>,
    /// The folded words of it that the query meant.
    pub meant: BTreeSet<String>,
    /// Whether it holds all words of the query.
    pub whole: bool,
    /// How well it fits, as a search over everything counts it.
    pub relevance: i64,
}

/// What is known so far of a text that may be a hit.
#[derive(Default)]
struct Tally {
    held: usize,
    /// Of those, how many in the title.
    titled: usize,
    score: usize,
    /// The sum of how well each word fits where it stands.
    fit: usize,
    meant: BTreeSet<String>,
}

impl<T: Clone + Eq + std::hash::Hash> Index<T> {
    /// Reads all texts.
    pub fn of(entries: Vec<Entry<T>>) -> Self {
        let mut terms: BTreeMap<(Language, String), Term> = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            let mut count = |text: &str, add: fn(&mut Times)| {
                for word in words(text) {
                    let new = |(language, word): &(Language, String)| Term { stem: stem(word, *language), texts: BTreeMap::new() };
                    let term = terms.entry((entry.language, word)).or_insert_with_key(new);
                    add(term.texts.entry(number).or_default());
                }
            };
            count(&entry.title, |times| times.title += 1);
            count(&entry.text, |times| times.text += 1);
        }
        let telling = |entry: &Entry<T>| words(&entry.title).filter(|word| !is_silent(word)).count().max(1);
        Self { titles: entries.iter().map(telling).collect(), entries, terms }
    }

    /// What a query means, the best first; of the same thing in two languages the better one.
    pub fn find(&self, query: &str, reader: Language) -> Vec<Hit<'_, T>> {
        let forms: Vec<_> = words(query).collect();
        let telling: BTreeSet<_> = forms.iter().filter(|form| !is_silent(form)).collect();
        let telling = if telling.is_empty() { forms.iter().collect() } else { telling };
        let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
        let asked = telling.len().max(1);
        for form in telling {
            self.count(form, &mut tallies);
        }
        let most = tallies.values().map(|tally| tally.held).max().unwrap_or_default();
        let mut best: HashMap<T, (usize, usize, Hit<'_, T>)> = HashMap::new();
        for (number, Tally { held, titled, score, fit, meant }) in tallies {
            let Some(entry) = self.entries.get(number).filter(|_| held == most) else { continue };
            let title = self.titles.get(number).copied().unwrap_or(1);
            let score = score * (title + titled.min(title)) / title;
            let score = if entry.language == reader { score * OWN / 10 } else { score };
            if best.get(&entry.of).is_none_or(|(other, ..)| *other < score) {
                let relevance = i64::try_from(fit / asked + SAID * titled.min(title) / title).unwrap_or(i64::MAX);
                best.insert(entry.of.clone(), (score, number, Hit { entry, meant, whole: held == asked, relevance }));
            }
        }
        let mut found: Vec<_> = best.into_values().collect();
        found.sort_by(|(score, number, _), (other_score, other, _)| other_score.cmp(score).then(number.cmp(other)));
        found.into_iter().map(|(.., hit)| hit).collect()
    }

    /// The words that are like one of a query, and how much.
    fn like(&self, asked: &[(Language, Query)], fit: impl Fn(&Query, &str, &Term) -> Option<u16>) -> Vec<(usize, &String, &Term)> {
        let mut like = Vec::new();
        for ((language, word), term) in &self.terms {
            let asked = asked.iter().find(|(of, _)| of == language);
            like.extend(asked.and_then(|(_, asked)| Some((usize::from(fit(asked, word, term)?), word, term))));
        }
        like
    }

    /// Adds what one word of a query is worth to each text that holds it, in whatever language.
    fn count(&self, form: &str, tallies: &mut BTreeMap<usize, Tally>) {
        let asked = [Language::Swedish, Language::English].map(|language| (language, Query::of(form, language)));
        let whole_only = form.chars().count() < BEGINNING;
        let fit = |asked: &Query, word: &str, term: &Term| asked.fits(word, &term.stem).filter(|fit| *fit == 100 || !whole_only);
        let mut meant = self.like(&asked, fit);
        if meant.is_empty() {
            // A slip in a form that the query does not have: the text's word without its ending.
            meant = self.like(&asked, |asked, word, term| asked.slips(word).or_else(|| asked.slips(&term.stem)));
        }
        let mut worth: BTreeMap<usize, (usize, usize, bool, BTreeSet<String>)> = BTreeMap::new();
        for (fit, word, term) in meant {
            for (number, times) in &term.texts {
                let (points, best, titled, meant) = worth.entry(*number).or_default();
                *titled |= times.title > 0;
                *best = (*best).max(fit * if times.title > 0 { PLACES.0 } else { PLACES.1 });
                *points = (*points).max(if times.title > 0 { TITLE * fit } else { fit + fit * times.text.min(4) / 8 });
                meant.insert(word.clone());
            }
        }
        let rarity = rarity(self.entries.len(), worth.len());
        for (number, (points, best, titled, meant)) in worth {
            let tally = tallies.entry(number).or_default();
            tally.held += 1;
            tally.titled += usize::from(titled);
            tally.score += points * rarity;
            tally.fit += best;
            tally.meant.extend(meant);
        }
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of texts fit a double; a logarithm that is not negative fits"
)]
fn rarity(total: usize, having: usize) -> usize {
    let ratio = (total as f64 + 1.0) / (having as f64 + 1.0);
    (100.0 * ratio.max(1.0).ln()).round() as usize + 10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index<&'static str> {
        let entry = |of, language, title: &str, text: &str| Entry { of, language, title: title.to_owned(), text: text.to_owned() };
        Index::of(vec![
            entry("dialogue", Language::Swedish, "Medborgardialog", "Lyssna på invånarna."),
            entry("dialogue", Language::English, "Citizen dialogue", "Listen to the residents."),
            entry("children", Language::Swedish, "Barnkonsekvensanalys", "Fråga barnen. Medborgardialogen kommer sedan."),
            entry("children", Language::English, "Child impact assessment", "Ask the children."),
        ])
    }

    fn found(query: &str, reader: Language) -> Vec<(&'static str, Language)> {
        index().find(query, reader).into_iter().map(|hit| (hit.entry.of, hit.entry.language)).collect()
    }

    #[test]
    fn a_title_counts_more_than_a_text_and_each_thing_is_found_once() {
        use Language::{English, Swedish};
        assert_eq!(found("medborgardialog", Swedish), [("dialogue", Swedish), ("children", Swedish)]);
        assert_eq!(found("dialog", Swedish).first(), Some(&("dialogue", Swedish)));
        assert_eq!(found("dialogues", Swedish), [("dialogue", English)]);
        assert_eq!(found("barnen fråga", English), [("children", Swedish)]);
        assert_eq!(found("residents medborgardialog", English).first(), Some(&("dialogue", Swedish)));
    }

    #[test]
    fn a_slip_is_forgiven_where_nothing_else_is_meant_and_nonsense_finds_nothing() {
        assert_eq!(found("medborgardilaog", Language::Swedish).len(), 2);
        for nonsense in ["", "%", "\"", "(", "xyzzyq", "*:*", "' OR 1=1"] {
            assert!(found(nonsense, Language::Swedish).is_empty(), "{nonsense}");
        }
    }
}
