//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::SavedSearchId;
use entity::saved_search;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::Text;

/// Which saved search
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct SavedSearchPath {
    /// The saved search
    pub saved_search_id: SavedSearchId,
}

/// A search to save
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewSavedSearch {
    /// What one calls it
    pub name: Text<1, 80>,
    /// The query of `GET /members`, with its filters and without `?`
    #[schema(examples("competence=barnkonsekvensanalys&region=14"))]
    pub query: Text<1, 1000>,
    /// Whether one wants word of those whom it finds anew
    pub notify: bool,
}

/// What changes about a saved search
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct SavedSearchChange {
    /// What one calls it
    #[deserr(default)]
    pub name: Patch<Text<1, 80>>,
    /// Whether one wants word of those whom it finds anew
    #[deserr(default)]
    pub notify: Patch<bool>,
}

/// A saved search
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearchView {
    /// The saved search
    pub id: SavedSearchId,
    /// What its member calls it
    #[schema(examples("Barnkonsekvensanalys i väst"))]
    pub name: String,
    /// The query of `GET /members`
    #[schema(examples("competence=barnkonsekvensanalys&region=14"))]
    pub query: String,
    /// Whether word is sent of those whom it finds anew
    pub notify: bool,
    /// When it was saved
    pub created_at: DateTime<Utc>,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: SavedSearchLinks,
}

/// Where to go from a saved search
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedSearchLinks {
    /// Whom it finds now
    pub search: Link,
}

impl SavedSearchView {
    pub(super) fn of(viewer: &Viewer, row: saved_search::Model) -> Self {
        let saved_search::Model { id, name, query, look_at, created_at, .. } = row;
        let search = Link::get("search", viewer.url(&format!("/members?{query}")));
        Self { id, name, query, notify: look_at.is_some(), created_at, links: SavedSearchLinks { search } }
    }
}
