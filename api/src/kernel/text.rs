//! Input that cannot be wrong: reading it is checking it, and the bounds are also its schema.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use deserr::{Deserr, IntoValue, Value, ValueKind, ValuePointerRef};
use icu_locale_core::LanguageIdentifier;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

use super::fault::{Faults, Wrong};
use super::handle;

/// One line, trimmed, NFC, `MIN` to `MAX` characters, none of which hides or reorders others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

/// Several lines of CommonMark, trimmed, NFC, `MIN` to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongText<const MIN: usize, const MAX: usize>(String);

/// An e-mail address as its owner writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// An `http` or `https` address of at most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

/// A password: 15 to 256 characters in NFC and at most 1024 bytes; nothing trimmed or folded.
#[derive(Clone)]
pub struct Password(String);

/// The name of a file: one line, without what any system takes for a folder or a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

/// A secret that was issued by this service.
#[derive(Clone)]
pub struct Token(String);

/// The key of a term, or a readable address: lower-case letters, digits and single hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

/// A code of so many digits, such as those of Statistics Sweden for municipalities and regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code<const DIGITS: usize>(String);

/// The tag of a language (BCP 47), in its canonical case: `sv`, `en-GB`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

/// The name of a time zone (IANA): `Europe/Stockholm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(String);

/// A readable name that one chooses for oneself, in its canonical form: 3 to 70 letters and digits
/// of one writing system, with single hyphens between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle(String);

/// A year, or a year and a month: `2014` or `2014-09`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd)]
pub struct Month(String);

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole<const MIN: i16, const MAX: i16>(pub i16);

/// At most `MAX` of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T, const MAX: usize>(pub Vec<T>);

/// The same in a query, where the parameter is repeated and may stand alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices<T, const MAX: usize>(pub Vec<T>);

/// Characters that are invisible or change the direction of others (Unicode TR 36 and 39).
const fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
}

/// More marks on one letter than any language puts there: they run over the lines around it.
fn is_stacked(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks > 4
    })
}

fn tidy(text: &str, lines: bool) -> Result<String, Wrong> {
    let text: String = text.trim().nfc().collect();
    let text = if lines { text.replace("\r\n", "\n") } else { text };
    let refused = |c: char| (c.is_control() && !(lines && matches!(c, '\n' | '\t'))) || (!lines && is_deceptive(c));
    if text.chars().any(refused) || (!lines && is_stacked(&text)) { Err(Wrong::Characters) } else { Ok(text) }
}

fn measured(text: String, bounds: RangeInclusive<usize>) -> Result<String, Wrong> {
    let length = text.chars().count();
    match () {
        () if length < *bounds.start() => Err(Wrong::Short(*bounds.start())),
        () if length > *bounds.end() => Err(Wrong::Long(*bounds.end())),
        () => Ok(text),
    }
}

fn email(text: &str) -> Result<String, Wrong> {
    let text = measured(tidy(text, false)?, 3..=254)?;
    let parsed: Result<lettre::Address, _> = text.parse();
    let dotted = text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.') && !domain.ends_with('.'));
    if parsed.is_ok() && dotted { Ok(text) } else { Err(Wrong::Email) }
}

fn web_url(text: &str) -> Result<String, Wrong> {
    let text = measured(tidy(text, false)?, 8..=500)?;
    match url::Url::parse(&text) {
        // A name before the host makes an address look like another's.
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty() => Ok(text),
        _ => Err(Wrong::Url),
    }
}

fn file_name(text: &str) -> Result<String, Wrong> {
    let text = measured(tidy(text, false)?, 1..=120)?;
    let led_astray = text.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) || text.starts_with('.') || text.ends_with('.');
    if led_astray { Err(Wrong::FileName) } else { Ok(text) }
}

fn password(text: &str) -> Result<String, Wrong> {
    let text: String = text.nfc().collect();
    match () {
        () if text.len() > 1024 => Err(Wrong::Bytes(1024)),
        () if text.contains('\0') => Err(Wrong::Characters),
        () => measured(text, 15..=256),
    }
}

fn token(text: &str) -> Result<String, Wrong> {
    let text = measured(text.to_owned(), 20..=200)?;
    if text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) { Ok(text) } else { Err(Wrong::Characters) }
}

fn slug(text: &str) -> Result<String, Wrong> {
    let text = measured(text.to_owned(), 1..=80)?;
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.split('-').all(word) { Ok(text) } else { Err(Wrong::Slug) }
}

fn code(text: &str, digits: usize) -> Result<String, Wrong> {
    if text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()) { Ok(text.to_owned()) } else { Err(Wrong::Code(digits)) }
}

fn language_tag(text: &str) -> Result<String, Wrong> {
    let tag = LanguageIdentifier::try_from_str(text)
        .ok()
        .filter(|tag| !tag.language.is_unknown() && tag.language.as_str().len() < 4 && tag.variants.is_empty());
    tag.map(|tag| tag.to_string()).ok_or(Wrong::Language)
}

fn time_zone(text: &str) -> Result<String, Wrong> {
    text.parse::<chrono_tz::Tz>().map(|zone| zone.name().to_owned()).ok().ok_or(Wrong::TimeZone)
}

fn month(text: &str) -> Result<String, Wrong> {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = text.split_once('-').unwrap_or((text, "01"));
    let real = digits(year, 4) && ("1900"..="2100").contains(&year) && digits(month, 2) && ("01"..="12").contains(&month);
    if real { Ok(text.to_owned()) } else { Err(Wrong::Month) }
}

/// Reads a string and checks it.
fn checked<V: IntoValue>(value: Value<V>, at: ValuePointerRef, check: impl FnOnce(&str) -> Result<String, Wrong>) -> Result<String, Faults> {
    match value {
        Value::String(text) => check(&text).map_err(|wrong| Faults::at(at, wrong)),
        _ => Err(Faults::at(at, Wrong::Type("string".to_owned()))),
    }
}

/// A schema for a string of these bounds.
fn string(bounds: RangeInclusive<usize>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).min_length(Some(*bounds.start())).max_length(Some(*bounds.end()))
}

fn example(bounds: &RangeInclusive<usize>) -> String {
    let sentence = "Social hållbarhet i planering och vardag, steg för steg";
    if *bounds.end() < 60 { "Social hållbarhet".to_owned() } else { sentence.to_owned() }
}

macro_rules! text_types {
    ($([$($generics:tt)*] $name:ty = $called:expr, $check:expr, $schema:expr;)*) => {$(
        impl $($generics)* $name {
            /// The value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The value, to be stored.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }

            /// Checks a value that comes from elsewhere than a request.
            pub fn parse(text: &str) -> Result<Self, Wrong> {
                let check: fn(&str) -> Result<String, Wrong> = $check;
                check(text).map(Self)
            }
        }

        impl $($generics)* Deserr<Faults> for $name {
            fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> Result<Self, Faults> {
                checked(value, at, $check).map(Self)
            }
        }

        impl $($generics)* ComposeSchema for $name {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl $($generics)* ToSchema for $name {
            fn name() -> Cow<'static, str> {
                $called.into()
            }
        }
    )*};
}

text_types! {
    [<const MIN: usize, const MAX: usize>] Text<MIN, MAX> = format!("Text{MIN}To{MAX}"),
        |text| measured(tidy(text, false)?, MIN..=MAX),
        string(MIN..=MAX).examples([example(&(MIN..=MAX))]);
    [<const MIN: usize, const MAX: usize>] LongText<MIN, MAX> = format!("LongText{MIN}To{MAX}"),
        |text| measured(tidy(text, true)?, MIN..=MAX),
        string(MIN..=MAX).examples([example(&(MIN..=MAX))]);
    [] Email = "Email", email, string(3..=254).format(Some(SchemaFormat::KnownFormat(KnownFormat::Email))).examples(["alva.exempelgren@example.org"]);
    [] WebUrl = "WebUrl", web_url, string(8..=500).format(Some(SchemaFormat::Custom("uri".to_owned()))).examples(["https://example.org/rapport"]);
    [] FileName = "FileName", file_name, string(1..=120).examples(["Rapport.pdf"]);
    [] Password = "Password", password, string(15..=256).format(Some(SchemaFormat::KnownFormat(KnownFormat::Password))).examples(["fyra ord utan samband"]);
    [] Token = "Token", token, string(20..=200).pattern(Some("^[A-Za-z0-9_-]+$")).examples(["torg_rt_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"]);
    [] Slug = "Slug", slug, string(1..=80).pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$")).examples(["barnkonsekvensanalys"]);
    [<const DIGITS: usize>] Code<DIGITS> = format!("Code{DIGITS}"), |text| code(text, DIGITS), string(DIGITS..=DIGITS).pattern(Some("^[0-9]+$")).examples(["1480".get(..DIGITS)]);
    [] LanguageTag = "LanguageTag", language_tag, string(2..=12).pattern(Some("^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$")).examples(["en-GB"]);
    [] TimeZone = "TimeZone", time_zone, string(3..=40).examples(["Europe/Stockholm"]);
    [] Handle = "Handle", |text| measured(handle::chosen(text)?, 3..=70), string(3..=70).examples(["alva-exempelgren"]);
    [] Month = "Month", month, string(4..=7).pattern(Some("^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2]))?$")).examples(["2021-09"]);
}

impl<const MIN: i16, const MAX: i16> Deserr<Faults> for Whole<MIN, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> Result<Self, Faults> {
        let number = match &value {
            Value::Integer(number) => i64::try_from(*number).unwrap_or(i64::MAX),
            Value::NegativeInteger(number) => *number,
            _ => return Err(Faults::at(at, Wrong::Type("integer".to_owned()))),
        };
        let fits = i16::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number));
        fits.map(Self).ok_or_else(|| Faults::at(at, Wrong::Range(MIN.into(), MAX.into())))
    }
}

impl<const MIN: i16, const MAX: i16> ComposeSchema for Whole<MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Int32);
        ObjectBuilder::new().schema_type(Type::Integer).format(Some(format)).minimum(Some(MIN)).maximum(Some(MAX)).examples([MAX]).into()
    }
}

impl<const MIN: i16, const MAX: i16> ToSchema for Whole<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }
}

macro_rules! lists {
    ($($list:ident)*) => {$(
        impl<T, const MAX: usize> Default for $list<T, MAX> {
            fn default() -> Self {
                Self(Vec::new())
            }
        }

        impl<T: ComposeSchema, const MAX: usize> ComposeSchema for $list<T, MAX> {
            fn compose(items: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                let items = items.into_iter().next().unwrap_or_else(|| T::compose(Vec::new()));
                utoipa::openapi::ArrayBuilder::new().items(items).max_items(Some(MAX)).into()
            }
        }

        impl<T: ToSchema + ComposeSchema, const MAX: usize> ToSchema for $list<T, MAX> {
            fn name() -> Cow<'static, str> {
                format!("ListOf{MAX}").into()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                T::schemas(schemas);
            }
        }
    )*};
}

lists! { List Choices }

impl<T: Deserr<Faults>, const MAX: usize> Deserr<Faults> for List<T, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> Result<Self, Faults> {
        match &value {
            Value::Sequence(items) if deserr::Sequence::len(items) > MAX => Err(Faults::at(at, Wrong::Count(0, MAX))),
            Value::Sequence(_) => Vec::<T>::deserialize_from_value(value, at).map(Self),
            _ => Err(Faults::at(at, Wrong::Type("array".to_owned()))),
        }
    }
}

impl<T: Deserr<Faults>, const MAX: usize> Deserr<Faults> for Choices<T, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> Result<Self, Faults> {
        match value.kind() {
            ValueKind::String => Ok(Self(vec![T::deserialize_from_value(value, at)?])),
            _ => List::<T, MAX>::deserialize_from_value(value, at).map(|List(items)| Self(items)),
        }
    }
}

impl Email {
    /// The address as it is compared. Folding twice gives the same as folding once.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.nfkc().collect::<String>().to_lowercase().nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_normalised_and_measured_in_characters() {
        assert_eq!(Text::<2, 5>::parse("  a\u{30a}ä  ").map(Text::into_string), Ok("åä".to_owned()));
        assert_eq!(Text::<2, 5>::parse("å"), Err(Wrong::Short(2)));
        assert_eq!(Text::<2, 5>::parse("åäöåäö"), Err(Wrong::Long(5)));
        assert_eq!(Text::<2, 5>::parse("a\0b"), Err(Wrong::Characters));
        assert_eq!(Text::<2, 5>::parse("a\u{202e}b"), Err(Wrong::Characters));
    }

    #[test]
    fn slugs_months_and_addresses_are_told_apart_from_what_looks_like_them() {
        assert!(Slug::parse("a-b-3").is_ok() && Slug::parse("a--b").is_err() && Slug::parse("A").is_err());
        assert!(Month::parse("2014").is_ok() && Month::parse("2014-12").is_ok() && Month::parse("2014-13").is_err());
        assert!(Email::parse("å@example.org").is_ok() && Email::parse("a@localhost").is_err() && Email::parse("a b@c.d").is_err());
        assert!(WebUrl::parse("https://example.org").is_ok() && WebUrl::parse("javascript:alert(1)").is_err());
    }

    #[test]
    fn an_address_is_compared_without_its_case() {
        assert_eq!(Email::parse("Ada@Example.ORG").map(|e| e.key()), Email::parse("ada@example.org").map(|e| e.key()));
    }
}
