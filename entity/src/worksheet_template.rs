//! A template of a support model's version that worksheets were begun with.

use sea_orm::entity::prelude::*;

/// A template of a support model's version that worksheets were begun with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet_template")]
pub struct Model {
    /// SHA-256 of the document, base64url.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// The support model.
    pub model_key: String,
    /// The version of the support model.
    pub model_version: String,
    /// The template with its scales, JSON, in every language.
    pub document: String,
}

impl ActiveModelBehavior for ActiveModel {}
