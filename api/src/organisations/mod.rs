//! The register of organisations. Anybody reads it; former and present names find the same one.

mod register;
mod routes;
mod search;
mod store;
mod types;

use std::collections::HashMap;
use std::sync::Arc;

use entity::id::OrganisationId;
use entity::kind::SearchKind;

use crate::kernel::access::{System, Viewer};
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;
use crate::kernel::search::Searchable;

pub use register::{Register, Registered};
pub use types::{OrganisationCard, Suggested};

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "organisations",
    about: "The register of organisations, with their former names. Open to anybody.",
    mount: |config| {
        config.service(routes::list_organisations).service(routes::get_organisation);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: Some(Searchable {
        kinds: &[SearchKind::Organisation],
        find: |viewer, ask| Box::pin(search::find(viewer, ask)),
        show: |viewer, ask, _, keys| Box::pin(async move { search::show(viewer, ask, &keys).await }),
        reindex: None,
    }),
    rights: Vec::new,
};

/// Organisations as they stand beside something else.
pub async fn cards(viewer: &Viewer, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, OrganisationCard>> {
    store::cards(viewer, ids).await
}

/// The organisations that are called exactly so, by a present or a former name, however it is cased.
pub async fn called(viewer: &Viewer, names: &[String]) -> Result<HashMap<String, OrganisationCard>> {
    register::called(viewer, names).await
}

/// The register as it is searched.
pub async fn register(system: &System) -> Result<Arc<Register>> {
    register::of(system).await
}

/// The organisations that a query may mean under a present or former name, the likeliest first.
pub async fn suggest(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<Suggested>> {
    register::suggest(viewer, query, most).await
}

/// An organisation by its readable address.
pub async fn by_slug(viewer: &Viewer, slug: &str) -> Result<Option<OrganisationCard>> {
    store::by_slug(viewer, slug).await
}
