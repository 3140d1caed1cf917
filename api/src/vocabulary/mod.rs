//! The shared terms: places, sectors, competences and themes. Anybody reads them.

mod lexicon;
mod load;
mod routes;
mod store;
mod types;

use std::collections::{HashMap, HashSet};

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use load::load;
pub use types::{MunicipalityName, Named, Place};

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

/// The names of municipalities.
pub async fn municipalities(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, MunicipalityName>> {
    store::municipalities_named(viewer, codes).await
}

/// The keys of the competences of these areas.
pub async fn competences_in(viewer: &Viewer, areas: &[String]) -> Result<HashSet<String>> {
    store::competences_in(viewer, areas).await
}

/// The competences that a query may mean, the likeliest first.
pub async fn suggest_competences(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<Named>> {
    let lexicon = lexicon::current(viewer).await?;
    let meant = lexicon.competences(query, |_| true).into_iter().take(most);
    Ok(meant.map(|row| Named::competence(row.clone(), viewer.language())).collect())
}

/// The regions and municipalities that a query may mean, the likeliest first.
pub async fn suggest_places(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<Place>> {
    Ok(lexicon::current(viewer).await?.places(query).into_iter().take(most).collect())
}

/// Which region each municipality lies in, by codes.
pub async fn regions_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    store::regions_of_municipalities(viewer).await
}
