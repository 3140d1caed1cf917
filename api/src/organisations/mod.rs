//! The register of organisations. Anybody reads it; former and present names find the same one.

mod routes;
mod store;
mod types;

use std::collections::HashMap;

use entity::id::OrganisationId;

use crate::kernel::access::{System, Viewer};
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use store::Registered;
pub use types::OrganisationCard;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "organisations",
    about: "The register of organisations, with their former names. Open to anybody.",
    mount: |config| {
        config.service(routes::list_organisations).service(routes::get_organisation);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: Vec::new,
};

/// Organisations as they stand beside something else.
pub async fn cards(viewer: &Viewer, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, OrganisationCard>> {
    store::cards(viewer, ids).await
}

/// The whole register, as it is searched.
pub async fn register(system: &System) -> Result<HashMap<OrganisationId, Registered>> {
    store::register(system).await
}
