//! A position in a member’s background.

use sea_orm::entity::prelude::*;

use crate::id::{MemberId, OrganisationId, PositionId};
use crate::kind::RoleType;

/// A position in a member’s background.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position")]
pub struct Model {
    /// The position.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PositionId,
    /// Whose it is.
    pub member_id: MemberId,
    /// The organisation, if it is in the register.
    pub organisation_id: Option<OrganisationId>,
    /// The organisation in the member’s words, if it is not.
    pub organisation_name: Option<String>,
    /// The title.
    pub title: String,
    /// The unit or department.
    pub unit: Option<String>,
    /// What kind of part it is.
    pub role_type: Option<RoleType>,
    /// `YYYY` or `YYYY-MM`.
    pub started: String,
    /// `YYYY` or `YYYY-MM`; none while it lasts.
    pub ended: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
