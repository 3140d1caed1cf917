//! A member’s photo in one of its sizes.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::PhotoSize;

/// A member’s photo in one of its sizes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    /// Whose photo it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Which of its sizes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub size: PhotoSize,
    /// A JPEG file.
    pub file: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
