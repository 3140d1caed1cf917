//! What an example is tagged with.

use sea_orm::entity::prelude::*;

use crate::id::ExampleId;
use crate::kind::TagKind;

/// What an example is tagged with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "example_tag")]
pub struct Model {
    /// The example.
    #[sea_orm(primary_key, auto_increment = false)]
    pub example_id: ExampleId,
    /// What the tag says.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: TagKind,
    /// The value: the name of a target group, the key of a theme, the number of a goal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
}

impl ActiveModelBehavior for ActiveModel {}
