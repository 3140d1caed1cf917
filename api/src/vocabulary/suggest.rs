//! Which term somebody means: names and synonyms, in any form, in parts or with a slip of the finger.
//! `dialog med medborgare` means *medborgardialog*.

use entity::kind::Language;
use strsim::osa_distance;

use crate::kernel::words::{Endings, SLIPPED, Word, forgiven, is_silent, words};

/// What being called so, and not being named so, costs.
const SYNONYM: usize = 15;
/// What it costs where only a part of the synonym was said.
const PART_OF_SYNONYM: usize = 150;
/// The least that a term fits of which everything was said.
const WHOLE: usize = 800;

/// A text as it is compared.
pub struct Words {
    whole: String,
    telling: Vec<Word>,
}

impl Words {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let endings = Endings::of(Language::Swedish);
        let all: Vec<_> = words(text).into_iter().map(|(_, word)| word).collect();
        let telling: Vec<_> = all.iter().filter(|word| !is_silent(word)).collect();
        let telling = if telling.is_empty() { all.iter().collect() } else { telling };
        Self { telling: telling.into_iter().map(|word| endings.word(word)).collect(), whole: all.join(" ") }
    }

    fn letters(&self) -> usize {
        self.telling.iter().map(|word| word.form.chars().count()).sum()
    }
}

/// How well a query fits a term, given its names and its synonyms; nothing if it does not. At most 1000.
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
    if query.telling.iter().map(|word| &word.stem).eq(term.telling.iter().map(|word| &word.stem)) {
        return Some(950);
    }
    let slips = osa_distance(&query.whole, &term.whole);
    if slips <= forgiven(&query.whole) {
        return Some(900 - 40 * slips);
    }
    let parts: Option<Vec<_>> = query.telling.iter().map(|word| part(word, term)).collect();
    let parts = parts?;
    let quality = parts.iter().sum::<usize>() / parts.len().max(1);
    // The more of the term is left unsaid, the less it is what was meant.
    let said = (100 * query.letters() / term.letters().max(1)).min(100);
    let from_the_start = if term.whole.starts_with(&query.whole) { 40 } else { 0 };
    Some(4 * quality + 2 * said + from_the_start)
}

/// How well one word of a query fits into a term, at most 100.
fn part(word: &Word, term: &Words) -> Option<usize> {
    term.telling.iter().filter_map(|of_term| word.fit(of_term).or(word.slips_into(of_term).then_some(SLIPPED))).max()
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
    fn what_is_said_in_full_comes_before_what_is_meant_in_part() {
        assert!(fits("dialog", "Dialog") > fits("dialog", "Medborgardialog"));
        assert!(fits("dialoger", "Dialog") > fits("dialoger", "Medborgardialog"));
        let (query, name) = (Words::of("BKA"), Words::of("Barnkonsekvensanalys"));
        assert!(fit(&query, std::slice::from_ref(&name), &[]).is_none());
        assert_eq!(fit(&query, &[name], &[Words::of("BKA")]), Some(985));
    }
}
