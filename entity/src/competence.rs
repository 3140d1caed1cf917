//! A term of the curated competence vocabulary.

use sea_orm::entity::prelude::*;

/// A term of the curated competence vocabulary.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence")]
pub struct Model {
    /// The competence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The area that it belongs to.
    pub area_key: String,
    /// Name in Swedish.
    pub sv: String,
    /// Name in English.
    pub en: String,
    /// The concept in ESCO (European Commission), where there is one.
    pub esco_uri: Option<String>,
    /// `exact` or `close`.
    pub esco_match: Option<String>,
    /// Swedish collation key of the Swedish name, hexadecimal.
    pub sort_key: String,
    /// Both names, folded for searching.
    pub search_text: String,
    /// What is meant by it, where its editor wrote that down.
    pub definition: Option<String>,
    /// Whether the program ships it: only then a newer version of the program may reword it.
    pub shipped: bool,
    /// The competence that has taken its place.
    pub successor_key: Option<String>,
    /// When it gave way.
    pub retired_at: Option<DateTimeUtc>,
    /// Counts what editors have changed.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
