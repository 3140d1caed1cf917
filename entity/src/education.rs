//! An education in a member’s background.

use sea_orm::entity::prelude::*;

use crate::id::{EducationId, MemberId, OrganisationId};

/// An education in a member’s background.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "education")]
pub struct Model {
    /// The education.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EducationId,
    /// Whose it is.
    pub member_id: MemberId,
    /// The school, if it is in the register.
    pub organisation_id: Option<OrganisationId>,
    /// The school in the member’s words, if it is not.
    pub school: Option<String>,
    /// What was studied.
    pub subject: Option<String>,
    /// What came of it.
    pub degree: Option<String>,
    /// `YYYY` or `YYYY-MM`.
    pub started: Option<String>,
    /// `YYYY` or `YYYY-MM`; none while it lasts.
    pub ended: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
