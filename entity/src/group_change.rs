//! What was changed about a group, and by whom.

use sea_orm::entity::prelude::*;

use crate::id::{GroupChangeId, GroupId, MemberId};
use crate::kind::GroupChangeKind;

/// What was changed about a group, and by whom.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_change")]
pub struct Model {
    /// The change.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupChangeId,
    /// The group.
    pub group_id: GroupId,
    /// Who changed it.
    pub by_id: Option<MemberId>,
    /// Whom it is about.
    pub member_id: Option<MemberId>,
    /// What was changed.
    pub kind: GroupChangeKind,
    /// How it was.
    pub before: Option<String>,
    /// How it became.
    pub after: Option<String>,
    /// When.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
