//! The shared terms: places, sectors, competences and themes. Anybody reads them.

mod edit;
mod lexicon;
mod load;
mod places;
mod policy;
mod problems;
mod register;
mod routes;
mod store;
mod types;

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::SelectStatement;

use crate::kernel::access::Viewer;
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use edit::{NewTerm, Retirement, add, call, hold, retire};
pub use lexicon::{Called, Meant};
pub use load::load;
pub use places::{MunicipalitySize, RegionName};
pub use policy::Edit;
pub use types::{CompetencePath, CompetenceView, MunicipalityName, Named, NamedPlace};

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
            .service(routes::get_competence)
            .service(routes::list_themes);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// The names of competences, in the viewer's language.
pub async fn competences(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    store::competences_named(viewer, keys).await
}

/// The competence that goes by exactly this name, in either language.
pub async fn known_as(viewer: &Viewer, name: &str) -> Result<Option<Named>> {
    Ok(store::known_as(viewer, name).await?.map(|row| Named::competence(row, viewer.language())))
}

/// A competence's names in Swedish and English, for a notice.
pub async fn both_names(viewer: &Viewer, key: &str) -> Result<Option<(String, String)>> {
    store::both_names(viewer, key).await
}

/// A competence with all that is known of it, also one that has given way to another.
pub async fn competence(viewer: &Viewer, key: &str) -> Result<CompetenceView> {
    store::view(viewer, store::find(viewer, key).await?).await
}

/// Each key, or the one that has taken its place.
pub async fn successors(viewer: &Viewer, keys: Vec<String>) -> Result<Vec<String>> {
    store::successors(viewer, keys).await
}

/// Every competence below each of these in the vocabulary, near and far.
pub async fn narrower(viewer: &Viewer, keys: &[String]) -> Result<HashMap<String, Vec<String>>> {
    store::narrower(viewer, keys).await
}

/// The codes of a region's municipalities, as a subquery.
#[must_use]
pub fn municipalities_of(region: &str) -> SelectStatement {
    store::municipalities_of(region)
}

/// The names of municipalities.
pub async fn municipalities(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, MunicipalityName>> {
    register::municipalities(viewer, codes).await
}

/// The names of regions, in the viewer's language.
pub async fn regions(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, RegionName>> {
    register::regions(viewer, codes).await
}

/// The region in which a municipality lies; nothing if there is no such municipality.
pub async fn region_of(tx: &Tx, municipality: &str) -> Result<Option<String>> {
    store::region_of(tx, municipality).await
}

/// Whether there is such a region.
pub async fn is_region(tx: &Tx, code: &str) -> Result<bool> {
    store::is_region(tx, code).await
}

/// The size class of each municipality, by codes.
pub async fn sizes_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, MunicipalitySize>> {
    store::sizes_of_municipalities(viewer).await
}

/// The key of the area of each competence.
pub async fn areas_of_competences(viewer: &Viewer) -> Result<HashMap<String, String>> {
    store::areas_of_competences(viewer).await
}

/// The names of all areas.
pub async fn areas(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    store::areas_named(viewer).await
}

/// The names of all sectors.
pub async fn sectors(viewer: &Viewer) -> Result<HashMap<String, String>> {
    store::sectors_named(viewer).await
}

/// What each of these words is in the vocabulary: a competence's key, its name in either language or
/// a synonym, however it is cased. What is none of these is not there.
pub async fn meant(viewer: &Viewer, words: &[String]) -> Result<HashMap<String, Meant>> {
    if words.is_empty() {
        return Ok(HashMap::new());
    }
    let lexicon = lexicon::current(viewer).await?;
    Ok(words.iter().filter_map(|word| Some((word.clone(), lexicon.meant(word, viewer.language())?))).collect())
}

/// The municipality that is called exactly so, however it is cased.
pub async fn municipality_called(viewer: &Viewer, name: &str) -> Result<Option<MunicipalityName>> {
    Ok(lexicon::current(viewer).await?.municipality(name))
}

/// The names of themes, in the viewer's language.
pub async fn themes(viewer: &Viewer, keys: Vec<String>) -> Result<HashMap<String, Named>> {
    store::themes_named(viewer, keys).await
}

/// The keys of the competences of these areas.
pub async fn competences_in(viewer: &Viewer, areas: &[String]) -> Result<HashSet<String>> {
    store::competences_in(viewer, areas).await
}

/// The codes of a region's municipalities.
pub async fn municipalities_in(viewer: &Viewer, region: &str) -> Result<Vec<String>> {
    store::municipalities_in(viewer, region).await
}

/// The competences that a query may mean, the likeliest first.
pub async fn suggest_competences(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<Named>> {
    let lexicon = lexicon::current(viewer).await?;
    let meant = lexicon.competences(query, |_| true).into_iter().take(most);
    Ok(meant.map(|row| Named::competence(row.clone(), viewer.language())).collect())
}

/// The regions and municipalities that a query may mean, the likeliest first.
pub async fn suggest_places(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<NamedPlace>> {
    Ok(lexicon::current(viewer).await?.places(query).into_iter().take(most).collect())
}

/// Which region each municipality lies in, by codes.
pub async fn regions_of_municipalities(viewer: &Viewer) -> Result<HashMap<String, Named>> {
    store::regions_of_municipalities(viewer).await
}
