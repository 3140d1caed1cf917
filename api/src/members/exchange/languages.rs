//! Languages and how well they are spoken, as files say it in words.

use entity::kind::{Language, LanguageLevel};

use crate::kernel::text::LanguageTag;
use crate::kernel::typeset::fold;

/// The languages that are most spoken in Sweden and its official minority languages: tag (BCP 47), and
/// the name in English and in Swedish (Unicode CLDR).
const NAMES: [(&str, &str, &str); 48] = [
    ("ar", "Arabic", "Arabiska"),
    ("bg", "Bulgarian", "Bulgariska"),
    ("bn", "Bangla", "Bengali"),
    ("bs", "Bosnian", "Bosniska"),
    ("cs", "Czech", "Tjeckiska"),
    ("da", "Danish", "Danska"),
    ("de", "German", "Tyska"),
    ("el", "Greek", "Grekiska"),
    ("en", "English", "Engelska"),
    ("es", "Spanish", "Spanska"),
    ("et", "Estonian", "Estniska"),
    ("fa", "Persian", "Persiska"),
    ("fi", "Finnish", "Finska"),
    ("fit", "Tornedalen Finnish", "Meänkieli"),
    ("fr", "French", "Franska"),
    ("he", "Hebrew", "Hebreiska"),
    ("hi", "Hindi", "Hindi"),
    ("hr", "Croatian", "Kroatiska"),
    ("hu", "Hungarian", "Ungerska"),
    ("is", "Icelandic", "Isländska"),
    ("it", "Italian", "Italienska"),
    ("ja", "Japanese", "Japanska"),
    ("ko", "Korean", "Koreanska"),
    ("ku", "Kurdish", "Kurdiska"),
    ("ckb", "Central Kurdish", "Soranisk kurdiska"),
    ("lt", "Lithuanian", "Litauiska"),
    ("lv", "Latvian", "Lettiska"),
    ("mk", "Macedonian", "Makedonska"),
    ("nl", "Dutch", "Nederländska"),
    ("no", "Norwegian", "Norska"),
    ("pl", "Polish", "Polska"),
    ("ps", "Pashto", "Afghanska"),
    ("pt", "Portuguese", "Portugisiska"),
    ("ro", "Romanian", "Rumänska"),
    ("rom", "Romany", "Romani"),
    ("ru", "Russian", "Ryska"),
    ("se", "Northern Sami", "Nordsamiska"),
    ("sma", "Southern Sami", "Sydsamiska"),
    ("so", "Somali", "Somaliska"),
    ("sq", "Albanian", "Albanska"),
    ("sr", "Serbian", "Serbiska"),
    ("sv", "Swedish", "Svenska"),
    ("th", "Thai", "Thailändska"),
    ("ti", "Tigrinya", "Tigrinska"),
    ("tr", "Turkish", "Turkiska"),
    ("uk", "Ukrainian", "Ukrainska"),
    ("yi", "Yiddish", "Jiddisch"),
    ("zh", "Chinese", "Kinesiska"),
];

/// The tag of a language that is given by name or by tag.
pub fn tag(text: &str) -> Option<String> {
    let name = fold(text.trim());
    let named = NAMES.iter().find(|(_, en, sv)| [fold(en), fold(sv)].contains(&name)).map(|(tag, ..)| (*tag).to_owned());
    named.or_else(|| LanguageTag::parse(text.trim()).ok().map(LanguageTag::into_string))
}

/// The name of a language; its tag where none is known.
pub fn name(tag: &str, language: Language) -> String {
    let known = NAMES.iter().find(|(known, ..)| *known == tag);
    known.map_or(tag, |(_, en, sv)| if language == Language::English { en } else { sv }).to_owned()
}

/// Words for how well a language is spoken. `LinkedIn`'s five steps are those of the Interagency Language
/// Roundtable; of the levels of the Common European Framework that are set beside each, the lower stands here.
const WORDS: [(&str, LanguageLevel); 19] = [
    ("native", LanguageLevel::Native),
    ("bilingual", LanguageLevel::Native),
    ("modersmal", LanguageLevel::Native),
    ("full professional", LanguageLevel::C1),
    ("professional", LanguageLevel::B2),
    ("limited working", LanguageLevel::B1),
    ("elementary", LanguageLevel::A2),
    ("fluent", LanguageLevel::C1),
    ("flytande", LanguageLevel::C1),
    ("advanced", LanguageLevel::C1),
    ("intermediate", LanguageLevel::B1),
    ("beginner", LanguageLevel::A1),
    ("basic", LanguageLevel::A1),
    ("a1", LanguageLevel::A1),
    ("a2", LanguageLevel::A2),
    ("b1", LanguageLevel::B1),
    ("b2", LanguageLevel::B2),
    ("c1", LanguageLevel::C1),
    ("c2", LanguageLevel::C2),
];

/// How well, if the words say it.
pub fn level(text: &str) -> Option<LanguageLevel> {
    let said = fold(text).replace('_', " ");
    WORDS.iter().find(|(word, _)| said.contains(word)).map(|(_, level)| *level)
}

/// How well, as a file for others says it.
pub fn fluency(level: LanguageLevel) -> String {
    if level == LanguageLevel::Native { "Native".to_owned() } else { level.as_str().to_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_name_and_by_tag() {
        let known = ["Swedish", "svenska", "en-GB", "Meankieli", "Klingon language"].map(|text| tag(text).unwrap_or_default());
        assert_eq!(known, ["sv", "sv", "en-GB", "fit", ""]);
        assert!(NAMES.iter().all(|(tag, ..)| LanguageTag::parse(tag).is_ok()));
    }

    #[test]
    fn the_steps_of_others_are_read_the_more_modest_way() {
        use LanguageLevel::{A2, B1, B2, C1, Native};
        let read =
            ["Native or bilingual proficiency", "Full professional proficiency", "PROFESSIONAL_WORKING", "Limited working proficiency", "ELEMENTARY"];
        assert_eq!(read.map(level), [Native, C1, B2, B1, A2].map(Some));
        assert_eq!((level("C1"), level("so so")), (Some(C1), None));
    }
}
