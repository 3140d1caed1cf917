//! The shared terms: places, sectors, competences and themes. Anybody reads them.

mod load;
mod routes;
mod store;
mod suggest;
mod types;

use std::collections::HashMap;

use sea_orm::sea_query::SelectStatement;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use load::load;
pub use types::{MunicipalityName, Named};

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "vocabulary",
    about: "The shared terms: places, sectors, competences and themes. Open to anybody.",
    mount: |config| {
        config
            .service(routes::list_regions)
            .service(routes::list_municipalities)
            .service(routes::list_sectors)
            .service(routes::list_competence_areas)
            .service(routes::list_competences)
            .service(routes::list_themes);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: Vec::new,
};

/// The names of competences, in the viewer's language.
pub async fn competences(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    store::competences_named(viewer, keys).await
}

/// Every competence below each of these in the vocabulary, near and far.
pub async fn narrower(viewer: &Viewer, keys: &[String]) -> Result<HashMap<String, Vec<String>>> {
    store::narrower(viewer, keys).await
}

/// The names of themes, in the viewer's language.
pub async fn themes(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    store::themes_named(viewer, keys).await
}

/// The names of regions, in the viewer's language, by code.
pub async fn regions(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, Named>> {
    store::regions_named(viewer, codes).await
}

/// The names of municipalities.
pub async fn municipalities(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, MunicipalityName>> {
    store::municipalities_named(viewer, codes).await
}

/// The keys of an area's competences, as a subquery.
#[must_use]
pub fn competences_of(area: &str) -> SelectStatement {
    store::competences_of(area)
}

/// Which region each municipality lies in, by codes.
pub async fn regions_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    store::regions_of_municipalities(viewer).await
}

/// The codes of a region's municipalities, as a subquery.
#[must_use]
pub fn municipalities_of(region: &str) -> SelectStatement {
    store::municipalities_of(region)
}
