//! What crosses the wire.

use deserr::Deserr;
use entity::id::OrganisationId;
use entity::organisation;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::text::{Code, Slug, Text};

/// Which organisation
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OrganisationPath {
    /// The organisation
    pub organisation_id: OrganisationId,
}

/// Which organisations
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct OrganisationFilter {
    /// Words that occur in the present name or a former one; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Key of the sector
    #[deserr(default)]
    #[param(inline)]
    pub sector: Option<Slug>,
    /// Code of the municipality
    #[deserr(default)]
    #[param(inline)]
    pub municipality: Option<Code<4>>,
    /// Code of the region
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
}

/// An organisation, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationCard {
    /// The organisation
    pub id: OrganisationId,
    /// Its readable address
    #[schema(examples("goteborg"))]
    pub slug: String,
    /// The present name
    #[schema(examples("Göteborgs Stad"))]
    pub name: String,
    /// Key of its sector
    #[schema(examples("kommun"))]
    pub sector: String,
}

impl From<organisation::Model> for OrganisationCard {
    fn from(row: organisation::Model) -> Self {
        Self { id: row.id, slug: row.slug, name: row.name, sector: row.sector_key }
    }
}

/// An organisation that may be meant
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggested {
    /// The organisation
    pub organisation: OrganisationCard,
    /// The former name that fits better than the present one, if one does
    #[schema(examples("Landstinget Sörmland"))]
    pub former_name: Option<String>,
}

/// An organisation
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationView {
    /// The organisation
    pub id: OrganisationId,
    /// Its readable address
    #[schema(examples("region-sormland"))]
    pub slug: String,
    /// The present name
    #[schema(examples("Region Sörmland"))]
    pub name: String,
    /// Names it had before
    #[schema(max_items = 50)]
    pub former_names: Vec<String>,
    /// Key of its sector
    #[schema(examples("region"))]
    pub sector: String,
    /// Code of its municipality
    #[schema(examples("0484"))]
    pub municipality: Option<String>,
    /// Code of its region
    #[schema(examples("04"))]
    pub region: Option<String>,
    /// Its website
    #[schema(format = "uri", examples("https://example.org"))]
    pub website: Option<String>,
}

impl OrganisationView {
    pub(super) fn of(row: organisation::Model, former_names: Vec<String>) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            name: row.name,
            former_names,
            sector: row.sector_key,
            municipality: row.municipality_code,
            region: row.region_code,
            website: row.website,
        }
    }
}
