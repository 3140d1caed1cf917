//! What part a member or a group has in a worksheet.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId, WorksheetId, WorksheetShareId};
use crate::kind::WorksheetRole;

/// What part a member or a group has in a worksheet: one of the two is named. One member owns it, or nobody does.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "worksheet_share")]
pub struct Model {
    /// The share.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorksheetShareId,
    /// The worksheet.
    pub worksheet_id: WorksheetId,
    /// The member.
    pub member_id: Option<MemberId>,
    /// The group, whose active members are meant.
    pub group_id: Option<GroupId>,
    /// Their part.
    pub role: WorksheetRole,
    /// Since when.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
