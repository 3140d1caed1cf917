//! Readable names of which there is one each: how they are compared, and when two look alike.
//!
//! Two handles are the same if their canonical forms are (Unicode, 3.13, D146: compatibility
//! caseless match), and look alike if their skeletons are (UTS 39, 4).

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton as look;
use unicode_security::{GeneralSecurityProfile, MixedScript};

use super::fault::Wrong;

/// Words that no part of a handle may be: they would speak for those who run the installation.
const OFFICES: &[&str] = &["admin", "administrator", "administratör", "moderator", "redaktionen", "root", "security", "support", "system", "torg"];
/// Words that no handle may be: they stand for something else where handles stand.
const WORDS: &[&str] = &["alla", "all", "anonymous", "api", "everyone", "help", "hjälp", "members", "medlemmar", "null", "undefined"];

/// The form in which a handle is stored and looked up. It is its own canonical form.
#[must_use]
pub fn canonical(text: &str) -> String {
    folded(&folded(text))
}

fn folded(text: &str) -> String {
    let decomposed: String = text.nfd().collect();
    CaseMapper::new().fold_string(&decomposed).nfkc().collect()
}

/// What a canonical handle looks like: two with the same skeleton are easily taken for each other.
#[must_use]
pub fn skeleton(handle: &str) -> String {
    let seen = |text: &str| canonical(&look(text).collect::<String>());
    seen(&seen(handle))
}

/// Reads a handle that somebody chooses: words of letters and digits of one writing system, with
/// hyphens between them.
pub(super) fn chosen(text: &str) -> Result<String, Wrong> {
    let handle = canonical(text.trim());
    let part = |c: char| c.identifier_allowed() && (c.is_alphanumeric() || is_combining_mark(c));
    let word = |word: &str| word.starts_with(char::is_alphanumeric) && word.chars().all(part);
    match () {
        () if canonical(&handle) != handle || !handle.split('-').all(word) => Err(Wrong::Handle),
        () if !handle.is_single_script() => Err(Wrong::Scripts),
        () if is_reserved(&handle) => Err(Wrong::Reserved),
        () => Ok(handle),
    }
}

fn is_reserved(handle: &str) -> bool {
    let among = |words: &[&str], seen: &str| words.iter().any(|word| skeleton(&canonical(word)) == seen);
    let whole = skeleton(&handle.replace('-', ""));
    among(WORDS, &whole) || among(OFFICES, &whole) || handle.split('-').any(|part| among(OFFICES, &skeleton(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_of_every_character_is_its_own() {
        for c in char::MIN..=char::MAX {
            let once = canonical(&c.to_string());
            assert_eq!(canonical(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_canonical_form_of_any_text_is_its_own_and_so_is_every_handle_read_again() {
        let mut rng = fastrand::Rng::with_seed(21);
        // Where case, marks, widths, superscripts, ligatures and invisible characters meet.
        let odd: Vec<char> =
            "aAåÅﬁﬀßẞſıİIiσςΣΩΩKKⅣ²ₙＡａ１\u{200b}\u{200d}\u{202e}\u{ad}\u{301}\u{30a}\u{345}ΐᾳᾼǅǆʼnﷺ한가\u{1100}\u{1161}аеоԀа-_.".chars().collect();
        for _ in 0..50_000 {
            let text: String =
                (0..rng.usize(1..9)).map(|_| if rng.bool() { rng.char(..) } else { rng.choice(&odd).copied().unwrap_or('a') }).collect();
            let once = canonical(&text);
            assert_eq!(canonical(&once), once, "{text:?}");
            if let Ok(handle) = chosen(&text) {
                assert_eq!(chosen(&handle).as_ref(), Ok(&handle), "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_written_otherwise_is_the_same_and_what_is_another_is_not() {
        for same in ["Åsa-Öberg", "A\u{30a}SA-O\u{308}BERG", "ａ\u{30a}sa-öberg"] {
            assert_eq!(chosen(same), Ok("åsa-öberg".to_owned()), "{same}");
        }
        assert_eq!(chosen("Strauß"), chosen("STRAUSS"));
        assert_ne!(chosen("asa"), chosen("åsa"));
    }

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (one, other) in [("karin", "karln"), ("omar", "ornar"), ("alva", "a1va"), ("oskar0", "oskaro")] {
            let alike = skeleton(one) == skeleton(other);
            assert_eq!(alike, one != "karin", "{one} and {other}");
        }
        assert_eq!(skeleton("сор"), skeleton("cop"), "Cyrillic and Latin");
        assert_ne!(skeleton("alva"), skeleton("ålva"));
    }

    #[test]
    fn a_handle_is_of_one_writing_system_and_speaks_for_nobody_else() {
        for (text, wrong) in [
            ("аlva", Wrong::Scripts),
            ("alvaλ", Wrong::Scripts),
            ("admin", Wrong::Reserved),
            ("T0rg", Wrong::Reserved),
            ("adrnin", Wrong::Reserved),
            ("ad-min", Wrong::Reserved),
            ("torg-hjälper", Wrong::Reserved),
            ("null", Wrong::Reserved),
            ("alva_e", Wrong::Handle),
            ("alva--e", Wrong::Handle),
            ("-alva", Wrong::Handle),
            ("al va", Wrong::Handle),
            ("al\u{200b}va", Wrong::Handle),
            ("alva🌾", Wrong::Handle),
        ] {
            assert_eq!(chosen(text), Err(wrong), "{text}");
        }
        for good in ["алва", "αλβα", "علياء", "村上", "alva-7", "अल्वा", "åsa"] {
            assert_eq!(chosen(good), Ok(good.to_owned()));
        }
    }
}
