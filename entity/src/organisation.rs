//! An organisation in the register.

use sea_orm::entity::prelude::*;

use crate::id::OrganisationId;

/// An organisation in the register.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    /// Its readable address. Unique.
    pub slug: String,
    /// The present name.
    pub name: String,
    /// The sector it belongs to.
    pub sector_key: String,
    /// The municipality, where there is one.
    pub municipality_code: Option<String>,
    /// The region, where there is one.
    pub region_code: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Swedish collation key of the name, hexadecimal.
    pub sort_key: String,
    /// Present and former names, folded for searching.
    pub search_text: String,
    /// When it was entered.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
