//! What is told by mail about an example: always to its author, at the stored address.

use chrono::{DateTime, Utc};
use entity::example::Model;
use entity::id::ExampleId;
use entity::kind::ExampleState;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reading;
use crate::accounts;
use crate::kernel::access::System;
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};

/// Which example, and what was known of it when the notice was written.
#[derive(Debug, Serialize, Deserialize)]
pub struct About {
    example: ExampleId,
    version: i32,
    confirmed_at: Option<DateTime<Utc>>,
}

impl About {
    pub fn of(row: &Model) -> Self {
        Self { example: row.id, version: row.version, confirmed_at: row.confirmed_at }
    }
}

/// Subject and text, Swedish first.
type Words = [(&'static str, &'static str); 2];

/// An editor published it.
pub const PUBLISHED: Notice = Notice {
    kind: "examples.published",
    write: |system, about| {
        Box::pin(tell(
            system,
            about,
            unchanged,
            [
                (
                    "Ditt exempel är publicerat",
                    "En redaktör har läst och publicerat ditt exempel. Alla kan nu läsa det. Om ett år frågar vi dig om det fortfarande stämmer.",
                ),
                (
                    "Your example is published",
                    "An editor has read and published your example. Anybody can read it now. In a year we will ask you whether it is still right.",
                ),
            ],
        ))
    },
};
/// An editor sent it back, or took it away.
pub const RETURNED: Notice = Notice {
    kind: "examples.returned",
    write: |system, about| {
        Box::pin(tell(
            system,
            about,
            unchanged,
            [
                (
                    "Ditt exempel har fått ett svar",
                    "En redaktör har läst ditt exempel och vill att du ser över det. Logga in för att läsa vad redaktören skriver.",
                ),
                (
                    "Your example has been answered",
                    "An editor has read your example and asks you to look at it again. Sign in to read what the editor writes.",
                ),
            ],
        ))
    },
};
/// A year has passed since it was last found to be right.
pub const REMINDER: Notice = Notice {
    kind: "examples.reminder",
    write: |system, about| {
        Box::pin(tell(
            system,
            about,
            unconfirmed,
            [
                (
                    "Stämmer ditt exempel fortfarande?",
                    "Det har gått ett år. Logga in och bekräfta att exemplet stämmer, ändra det eller dra tillbaka det. Om vi inte hör av dig inom en månad får läsarna veta att det kan vara inaktuellt.",
                ),
                (
                    "Is your example still right?",
                    "A year has passed. Sign in and confirm that the example is right, change it or withdraw it. If we do not hear from you within a month, readers are told that it may be out of date.",
                ),
            ],
        ))
    },
};

/// All of them.
pub const ALL: &[Notice] = &[PUBLISHED, RETURNED, REMINDER];

/// Nothing has happened to it since.
fn unchanged(row: &Model, about: &About) -> bool {
    row.version == about.version
}

/// It is published, and nobody has said since that it is right.
fn unconfirmed(row: &Model, about: &About) -> bool {
    row.state == ExampleState::Published && row.confirmed_at == about.confirmed_at
}

async fn tell(system: System, about: Value, still: fn(&Model, &About) -> bool, words: Words) -> Result<Option<Mail>> {
    let about: About = serde_json::from_value(about).map_err(Problem::internal)?;
    let Some(row) = reading::row(&system, about.example).await?.filter(|row| still(row, &about)) else { return Ok(None) };
    let [(subject_sv, sv), (subject_en, en)] = words;
    let with_title = |text: &str| format!("{}\n\n{text}", row.title);
    accounts::letter(&system, row.author_id, (subject_sv, subject_en), (&with_title(sv), &with_title(en))).await
}
