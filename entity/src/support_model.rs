//! A support model, and which version of it is read.

use sea_orm::entity::prelude::*;

/// A support model.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_model")]
pub struct Model {
    /// The model.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The area it belongs to.
    pub area: String,
    /// Its place in the list: area, then model.
    pub sort_key: String,
    /// The version that everybody reads.
    pub version: String,
    /// SHA-256 of the document, base64url.
    pub digest: String,
    /// The content of that version, JSON, in every language.
    pub document: String,
    /// When this version was published.
    pub published_on: Date,
    /// When it is to be reviewed.
    pub next_review_on: Date,
    /// The day of review of which its editors were last reminded.
    pub reminded_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
