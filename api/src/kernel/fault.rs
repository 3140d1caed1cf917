//! What is wrong with one part of a request. A body with three faults gets all three.

use std::convert::Infallible;
use std::ops::ControlFlow;

use deserr::{DeserializeError, ErrorKind, IntoValue, MergeWithError, ValueKind, ValuePointerRef};
use entity::kind::Language;
use serde::Serialize;
use utoipa::ToSchema;

/// One wrong part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON pointer into the body (RFC 6901), or `?name` for a query parameter.
    pub pointer: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl Fault {
    /// Something is wrong at a pointer.
    #[must_use]
    pub fn new(pointer: impl Into<String>, wrong: Wrong) -> Self {
        Self { pointer: pointer.into(), wrong }
    }

    /// The value names something that does not exist.
    #[must_use]
    pub fn unknown(pointer: impl Into<String>) -> Self {
        Self::new(pointer, Wrong::Unknown)
    }
}

/// The ways in which a value can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It must be there.
    Missing,
    /// Nothing of that name is taken; perhaps this was meant.
    Surplus(Option<String>),
    /// It is of another type than this.
    Type(String),
    /// It is none of these.
    Choice(String),
    /// Shorter than this many characters.
    Short(usize),
    /// Longer than this many characters.
    Long(usize),
    /// Longer than this many bytes.
    Bytes(usize),
    /// Fewer or more than these many.
    Count(usize, usize),
    /// Less or more than these.
    Range(i64, i64),
    /// Control characters, or characters that hide or reorder others.
    Characters,
    /// Not a UUID.
    Uuid,
    /// Not an e-mail address.
    Email,
    /// Not an `http` or `https` address.
    Url,
    /// Not a year, or a year and a month.
    Month,
    /// Not the tag of a language.
    Language,
    /// Not the name of a time zone.
    TimeZone,
    /// Not a time with its offset.
    Time,
    /// Not a readable address: lower-case letters, digits and hyphens.
    Slug,
    /// Not a code of so many digits.
    Code(usize),
    /// Not words of letters and digits with hyphens between them.
    Handle,
    /// Letters of several writing systems.
    Scripts,
    /// It stands for somebody or something else.
    Reserved,
    /// Not a picture of a kind that is taken, or one that cannot be read.
    Picture,
    /// A picture with more pixels than are taken.
    Pixels,
    /// Not a file of a kind that is taken.
    File,
    /// Not the name of a file.
    FileName,
    /// Not an archive of a kind that is taken, or one that cannot be read.
    Archive,
    /// An archive that holds more than is taken.
    Unpacked,
    /// It names something that does not exist.
    Unknown,
    /// Somebody could guess it.
    Guessable,
    /// A rule of what is filled in, in its own words, in the language of the request.
    Rule(String),
    /// It does not fit with another part of the request.
    Clash(&'static str),
    /// Not the number of a version, such as 1.2.0.
    Number,
    /// Another of the list is called the same.
    Twice,
    /// It is whole in no language: some texts are missing in one, some in the other.
    Halves,
}

impl Wrong {
    /// Code, and text in English and Swedish.
    fn told(&self) -> (&'static str, String, String) {
        let fixed = |code, en: &str, sv: &str| (code, en.to_owned(), sv.to_owned());
        match self {
            Self::Missing => fixed("missing", "must be given", "måste anges"),
            Self::Surplus(None) => fixed("surplus", "is not taken here", "tas inte emot här"),
            Self::Surplus(Some(meant)) => {
                ("surplus", format!("is not taken here; did you mean {meant}?"), format!("tas inte emot här; menade du {meant}?"))
            }
            Self::Type(expected) => ("type", format!("must be of type {expected}"), format!("måste vara av typen {expected}")),
            Self::Choice(among) => ("choice", format!("must be one of {among}"), format!("måste vara något av {among}")),
            Self::Short(min) => ("too-short", format!("at least {min} characters"), format!("minst {min} tecken")),
            Self::Long(max) => ("too-long", format!("at most {max} characters"), format!("högst {max} tecken")),
            Self::Bytes(max) => ("too-long", format!("at most {max} bytes"), format!("högst {max} byte")),
            Self::Count(min, max) => ("count", format!("between {min} and {max} items"), format!("mellan {min} och {max} stycken")),
            Self::Range(min, max) => ("range", format!("between {min} and {max}"), format!("mellan {min} och {max}")),
            Self::Characters => fixed("characters", "holds characters that are not taken here", "innehåller tecken som inte tas emot här"),
            Self::Uuid => fixed("uuid", "must be a UUID", "måste vara ett UUID"),
            Self::Email => fixed("email", "must be an e-mail address", "måste vara en e-postadress"),
            Self::Url => fixed("url", "must be an http or https address", "måste vara en http- eller https-adress"),
            Self::Month => fixed("month", "must be YYYY or YYYY-MM", "måste vara ÅÅÅÅ eller ÅÅÅÅ-MM"),
            Self::TimeZone => fixed(
                "time-zone",
                "must be the name of a time zone, such as Europe/Stockholm",
                "måste vara namnet på en tidszon, till exempel Europe/Stockholm",
            ),
            Self::Language => fixed(
                "language",
                "must be the tag of a language, such as sv or en-GB (BCP 47)",
                "måste vara en språkkod, som sv eller en-GB (BCP 47)",
            ),
            Self::Time => fixed(
                "time",
                "must be a time with its offset, such as 2026-12-24T15:00:00Z",
                "måste vara en tid med sin zon, som 2026-12-24T15:00:00Z",
            ),
            Self::Slug => fixed(
                "slug",
                "only lower-case letters a to z, digits and single hyphens",
                "endast små bokstäver a till z, siffror och enstaka bindestreck",
            ),
            Self::Handle => fixed(
                "handle",
                "only letters, digits and single hyphens between them",
                "endast bokstäver, siffror och enstaka bindestreck mellan dem",
            ),
            Self::Scripts => fixed("scripts", "mixes letters of several writing systems", "blandar bokstäver ur flera skriftsystem"),
            Self::Reserved => fixed("reserved", "stands for somebody or something else", "står för någon eller något annat"),
            Self::Picture => {
                fixed("picture", "must be a JPEG, PNG or WebP picture that can be read", "måste vara en läsbar bild i JPEG, PNG eller WebP")
            }
            Self::Pixels => fixed(
                "pixels",
                "has too many pixels: at most 25 megapixels, and 12 000 on a side",
                "har för många bildpunkter: högst 25 megapixel, och 12 000 på en sida",
            ),
            Self::File => fixed(
                "file",
                "must be a PDF, an office document, plain text (UTF-8), or a JPEG, PNG or WebP picture",
                "måste vara en PDF, ett kontorsdokument, ren text (UTF-8) eller en bild i JPEG, PNG eller WebP",
            ),
            Self::FileName => fixed(
                "file-name",
                "must be a plain name, without folders, that neither begins nor ends with a dot",
                "måste vara ett enkelt namn, utan mappar, som varken börjar eller slutar med punkt",
            ),
            Self::Archive => fixed(
                "archive",
                "must be a readable zip archive with one of Profile.csv, Positions.csv, Education.csv, Skills.csv and Languages.csv",
                "måste vara ett läsbart zip-arkiv med någon av Profile.csv, Positions.csv, Education.csv, Skills.csv och Languages.csv",
            ),
            Self::Unpacked => {
                fixed("unpacked", "holds more than is taken when it is unpacked", "innehåller mer än vad som tas emot när det packas upp")
            }
            Self::Code(digits) => ("code", format!("must be {digits} digits"), format!("måste vara {digits} siffror")),
            Self::Unknown => fixed("unknown", "names something that does not exist", "anger något som inte finns"),
            Self::Guessable => fixed(
                "guessable",
                "is too easy to guess; a few unrelated words are better",
                "är för lätt att gissa; några ord utan samband är bättre",
            ),
            Self::Number => fixed("number", "must be three numbers with dots between", "måste vara tre tal med punkt emellan"),
            Self::Rule(words) => ("rule", words.clone(), words.clone()),
            Self::Twice => fixed("twice", "is there twice", "finns två gånger"),
            Self::Halves => fixed("halves", "must have every text in at least one language", "måste ha alla texter på minst ett språk"),
            Self::Clash(with) => ("clash", format!("does not fit with {with}"), format!("går inte ihop med {with}")),
        }
    }
}

impl Fault {
    pub(super) fn told(&self, language: Language) -> FaultBody {
        let (code, en, sv) = self.wrong.told();
        let detail = if language == Language::English { en } else { sv };
        FaultBody { pointer: self.pointer.clone(), code: code.to_owned(), detail }
    }
}

/// One wrong part of a request
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultBody {
    /// Where: a JSON pointer into the body (RFC 6901), or `?name` for a query parameter
    #[schema(examples("/name"))]
    pub pointer: String,
    /// What is wrong; never translated, never changes meaning
    #[schema(examples("too-long"))]
    pub code: String,
    /// What is wrong, in the caller's language
    #[schema(examples("at most 80 characters"))]
    pub detail: String,
}

/// All faults of a request, collected while it is read.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// One fault at the place that is being read.
    #[must_use]
    pub fn at(location: ValuePointerRef, wrong: Wrong) -> Self {
        Self(vec![Fault::new(pointer(location), wrong)])
    }
}

fn pointer(location: ValuePointerRef) -> String {
    match location {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1")),
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

impl DeserializeError for Faults {
    fn error<V: IntoValue>(already: Option<Self>, error: ErrorKind<V>, location: ValuePointerRef) -> ControlFlow<Self, Self> {
        let (location, wrong) = match error {
            ErrorKind::MissingField { field } => (location.push_key(field), Wrong::Missing),
            ErrorKind::UnknownKey { key, accepted } => (location.push_key(key), Wrong::Surplus(nearest(key, accepted))),
            ErrorKind::IncorrectValueKind { accepted, .. } => (location, Wrong::Type(types(accepted))),
            ErrorKind::UnknownValue { accepted, .. } => (location, Wrong::Choice(accepted.join(", "))),
            ErrorKind::BadSequenceLen { expected, .. } => (location, Wrong::Count(expected, expected)),
            ErrorKind::Unexpected { msg } if msg == "uuid" => (location, Wrong::Uuid),
            ErrorKind::Unexpected { .. } => (location, Wrong::Type("number in range".to_owned())),
        };
        let mut faults = already.unwrap_or_default();
        faults.0.push(Fault::new(pointer(location), wrong));
        ControlFlow::Continue(faults)
    }
}

/// The accepted name that looks most like the one given, if any comes close.
#[must_use]
pub fn nearest(given: &str, accepted: &[&str]) -> Option<String> {
    let close = accepted.iter().map(|name| (strsim::damerau_levenshtein(&given.to_lowercase(), &name.to_lowercase()), name));
    close.min().filter(|(distance, _)| *distance <= 2 + given.len() / 8).map(|(_, name)| (*name).to_owned())
}

fn types(kinds: &[ValueKind]) -> String {
    let name = |kind: &ValueKind| match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "boolean",
        ValueKind::Integer | ValueKind::NegativeInteger => "integer",
        ValueKind::Float => "number",
        ValueKind::String => "string",
        ValueKind::Sequence => "array",
        ValueKind::Map => "object",
    };
    let mut names: Vec<_> = kinds.iter().map(name).collect();
    names.dedup();
    names.join(" or ")
}

impl MergeWithError<Self> for Faults {
    fn merge(already: Option<Self>, other: Self, _: ValuePointerRef) -> ControlFlow<Self, Self> {
        let mut faults = already.unwrap_or_default();
        faults.0.extend(other.0);
        ControlFlow::Continue(faults)
    }
}

impl MergeWithError<Infallible> for Faults {
    fn merge(_: Option<Self>, other: Infallible, _: ValuePointerRef) -> ControlFlow<Self, Self> {
        match other {}
    }
}
