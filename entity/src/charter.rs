//! What a group is for.

use sea_orm::entity::prelude::*;

use crate::id::GroupId;
use crate::kind::GroupKind;

/// What a group is for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charter")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// What kind of group it is.
    pub kind: GroupKind,
    /// Who asked a working group to do what (CommonMark).
    pub mandate: Option<String>,
    /// What a working group is to have made when it ends.
    pub deliverable: Option<String>,
    /// When it ends: a year, or a year and a month.
    pub ends: Option<String>,
    /// The municipality that it is about.
    pub municipality_code: Option<String>,
    /// The region that it is about.
    pub region_code: Option<String>,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
