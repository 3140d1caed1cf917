//! An organisation that takes part in what an example tells of.

use sea_orm::entity::prelude::*;

use crate::id::{ExampleId, OrganisationId};

/// An organisation that takes part in what an example tells of.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "example_organisation")]
pub struct Model {
    /// The example.
    #[sea_orm(primary_key, auto_increment = false)]
    pub example_id: ExampleId,
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
}

impl ActiveModelBehavior for ActiveModel {}
