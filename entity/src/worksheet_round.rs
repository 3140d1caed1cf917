//! A worksheet that many answer, each without a name.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, WorksheetRoundId};

/// A worksheet that many answer, each without a name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet_round")]
pub struct Model {
    /// The round.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetRoundId,
    /// What it is about.
    pub title: String,
    /// The template as it was when the round was started.
    pub template_digest: String,
    /// The member who started it, if one did.
    pub owner_id: Option<MemberId>,
    /// SHA-256 of the secret of whoever started it, base64url.
    pub secret_hash: String,
    /// SHA-256 of the secret to answer with, base64url.
    pub answer_hash: String,
    /// How many have answered.
    pub answer_count: i32,
    /// When it was started.
    pub created_at: DateTimeUtc,
    /// When it was closed, for good.
    pub closed_at: Option<DateTimeUtc>,
    /// When it is forgotten, unless it is used before or a member started it.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
