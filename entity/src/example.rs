//! An example of the example bank.

use sea_orm::entity::prelude::*;

use crate::id::{ExampleId, MemberId};
use crate::kind::{Area, ExampleKind, ExampleState, Language};

/// An example of the example bank.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "example")]
pub struct Model {
    /// The example.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExampleId,
    /// Who wrote it.
    pub author_id: MemberId,
    /// What it tells of.
    pub kind: ExampleKind,
    /// How far it has come.
    pub state: ExampleState,
    /// The area it belongs to.
    pub area: Area,
    /// The language it is written in.
    pub language: Language,
    /// The title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Where it is.
    pub municipality_code: Option<String>,
    /// Since when, `YYYY` or `YYYY-MM`.
    pub started: Option<String>,
    /// Until when; open while it goes on.
    pub ended: Option<String>,
    /// How it is done (CommonMark).
    pub method: Option<String>,
    /// What came of it (CommonMark).
    pub result: Option<String>,
    /// What one would do again, and what not (CommonMark).
    pub lessons: Option<String>,
    /// Pages to read on at, JSON.
    pub links: String,
    /// Whether who wrote it wants to be named with it.
    pub credit: bool,
    /// Why it was sent back or withdrawn.
    pub review_note: Option<String>,
    /// Swedish collation key of the title, hexadecimal.
    pub sort_key: String,
    /// Title and summary, folded for searching.
    pub search_text: String,
    /// Counts the changes.
    pub version: i32,
    /// When it was last handed in.
    pub submitted_at: Option<DateTimeUtc>,
    /// When it was first published.
    pub published_at: Option<DateTimeUtc>,
    /// When it was last found to be right: published, or confirmed by its author.
    pub confirmed_at: Option<DateTimeUtc>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was begun.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
