//! The kinds of text of a support model, as its schemas name them.
//!
//! In one language each is a string. In the document that is kept and exchanged, a [`Line`] and a
//! [`Prose`] are an object with the text in each language; the schema of that document puts them so.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The longest line.
pub const LINE: usize = 500;
/// The longest prose.
pub const PROSE: usize = 20_000;

/// What a key and the keys of other things are called.
pub struct Key;

/// A text of one line, in the reader's language.
pub struct Line;

/// What somebody is called.
pub struct Name;

/// A text in CommonMark, in the reader's language.
pub struct Prose;

fn string(longest: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(longest))
}

macro_rules! schemas {
    ($($name:ident = $schema:expr;)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                concat!("Model", stringify!($name)).into()
            }
        }
    )*};
}

schemas! {
    Key = string(80).pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$")).examples(["cohesive-city"]);
    Line = string(LINE).examples(["Sammanhållen stad"]);
    Name = string(200).examples(["Exempelstads kommun"]);
    Prose = string(PROSE).examples(["Samband och kopplingar mellan människor och platser."]);
}
