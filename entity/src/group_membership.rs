//! A member’s place in a group, asked for or active.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, MemberId};
use crate::kind::{GroupRole, MembershipState};

/// A member’s place in a group, asked for or active.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_membership")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The part the member has.
    pub role: GroupRole,
    /// How far the membership has come.
    pub state: MembershipState,
    /// When it was asked for or began.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
