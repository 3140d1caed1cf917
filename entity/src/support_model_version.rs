//! A version of a support model: a draft, or published and never changed again.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::VersionStatus;

/// A version of a support model.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_model_version")]
pub struct Model {
    /// The model.
    #[sea_orm(primary_key, auto_increment = false)]
    pub model_key: String,
    /// Semantic version of the content.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    /// How far it has come.
    pub status: VersionStatus,
    /// The whole content, JSON, in every language.
    pub document: String,
    /// The version that it began as a copy of.
    pub based_on: Option<String>,
    /// What is new in it.
    pub note: Option<String>,
    /// Why it was sent back.
    pub reason: Option<String>,
    /// Counts the changes.
    pub edits: i32,
    /// Counts the changes of each block that was changed, JSON.
    pub block_edits: String,
    /// Who began it; nobody where the program came with it.
    pub created_by: Option<MemberId>,
    /// Who gave it to be reviewed.
    pub submitted_by: Option<MemberId>,
    /// Who published it.
    pub published_by: Option<MemberId>,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
