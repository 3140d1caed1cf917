//! What crosses the wire.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::kind::Language;
use entity::{competence, competence_area, municipality, region, sector, theme};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::places::MunicipalitySize;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::text::{Code, Slug, Text};
use crate::kernel::typeset::fold;

/// A term: its key, and its name in the caller's language
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    /// The key by which requests name it
    #[schema(examples("barnkonsekvensanalys"))]
    pub key: String,
    /// The name
    #[schema(examples("Barnkonsekvensanalys"))]
    pub name: String,
}

/// A municipality, by code and name
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MunicipalityName {
    /// Municipality code of Statistics Sweden
    #[schema(examples("1480"))]
    pub code: String,
    /// The name
    #[schema(examples("Göteborg"))]
    pub name: String,
}

impl From<municipality::Model> for MunicipalityName {
    fn from(row: municipality::Model) -> Self {
        Self { code: row.code, name: row.name }
    }
}

/// What kind of place it is
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(rename_all = "camelCase")]
pub enum PlaceKind {
    /// A region
    Region,
    /// A municipality
    Municipality,
}

/// A place that may be meant
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedPlace {
    /// What kind of place it is
    pub kind: PlaceKind,
    /// Its code, by which filters name it
    #[schema(examples("1880"))]
    pub code: String,
    /// Its name
    #[schema(examples("Örebro"))]
    pub name: String,
}

impl From<&region::Model> for NamedPlace {
    fn from(row: &region::Model) -> Self {
        Self { kind: PlaceKind::Region, code: row.code.clone(), name: row.name.clone() }
    }
}

impl From<&municipality::Model> for NamedPlace {
    fn from(row: &municipality::Model) -> Self {
        Self { kind: PlaceKind::Municipality, code: row.code.clone(), name: row.name.clone() }
    }
}

/// A region
#[derive(Debug, Serialize, ToSchema)]
pub struct Region {
    /// County code of Statistics Sweden
    #[schema(examples("14"))]
    pub code: String,
    /// The region's name
    #[schema(examples("Västra Götalandsregionen"))]
    pub name: String,
    /// The county's name
    #[schema(examples("Västra Götalands län"))]
    pub county: String,
    /// ISO 3166-2 code
    #[schema(examples("SE-O"))]
    pub iso3166: String,
}

impl Region {
    pub(super) fn of(row: region::Model, language: Language) -> Self {
        let name = if language == Language::English { row.name_en } else { row.name };
        Self { code: row.code, name, county: row.county, iso3166: row.iso3166 }
    }
}

/// A municipality
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Municipality {
    /// Municipality code of Statistics Sweden
    #[schema(examples("1480"))]
    pub code: String,
    /// The name
    #[schema(examples("Göteborg"))]
    pub name: String,
    /// Code of the region in which it lies
    #[schema(examples("14"))]
    pub region: String,
    /// How many live there, rounded to hundreds (Statistics Sweden, 31 December 2020)
    #[schema(minimum = 0, maximum = 10_000_000, examples(583_100))]
    pub population: i32,
    /// Its size class
    pub size: MunicipalitySize,
}

impl From<municipality::Model> for Municipality {
    fn from(row: municipality::Model) -> Self {
        Self { code: row.code, name: row.name, region: row.region_code, population: row.population, size: MunicipalitySize::of(row.population) }
    }
}

/// A sector of organisations
#[derive(Debug, Serialize, ToSchema)]
pub struct Sector {
    /// The key by which requests name it
    #[schema(examples("kommun"))]
    pub key: String,
    /// The name
    #[schema(examples("Kommun"))]
    pub name: String,
    /// What counts as it
    #[schema(examples("Primärkommunal verksamhet"))]
    pub description: String,
}

/// A competence of the vocabulary
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Competence {
    /// The key by which requests name it
    #[schema(examples("barnkonsekvensanalys"))]
    pub key: String,
    /// The name
    #[schema(examples("Barnkonsekvensanalys"))]
    pub name: String,
    /// Key of the area that it belongs to
    #[schema(examples("barn-och-unga"))]
    pub area: String,
    /// The concept in ESCO (European Commission)
    #[schema(format = "uri", examples("http://data.europa.eu/esco/skill/15d76317-c71a-4fa2-aadc-2ecc34e627b7"))]
    pub esco_uri: Option<String>,
    /// Whether the ESCO concept is the same or only close
    #[schema(examples("exact"))]
    pub esco_match: Option<String>,
    /// Whose concept that is, to be named wherever the address is shown
    #[schema(examples("ESCO (European Commission)"))]
    pub esco_source: Option<&'static str>,
    /// What it is called otherwise, what it is part of and what is part of it
    #[serde(flatten)]
    pub relations: Relations,
}

/// Whose concepts the addresses of ESCO name.
const ESCO: &str = "ESCO (European Commission)";

/// A competence with all that is known of it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceView {
    /// The key by which requests name it
    #[schema(examples("barnkonsekvensanalys"))]
    pub key: String,
    /// The name in Swedish
    #[schema(examples("Barnkonsekvensanalys"))]
    pub sv: String,
    /// The name in English
    #[schema(examples("Child impact assessment"))]
    pub en: String,
    /// The area that it belongs to
    pub area: Named,
    /// What is meant by it, where its editor wrote that down
    #[schema(examples("Att i förväg pröva vad ett beslut betyder för barn"))]
    pub definition: Option<String>,
    /// What it is called otherwise, in the caller's language
    #[schema(max_items = 100)]
    pub synonyms: Vec<String>,
    /// The more general competences
    #[schema(max_items = 20)]
    pub broader: Vec<Named>,
    /// The more special competences
    #[schema(max_items = 1000)]
    pub narrower: Vec<Named>,
    /// The concept in ESCO (European Commission)
    #[schema(format = "uri", examples("http://data.europa.eu/esco/skill/15d76317-c71a-4fa2-aadc-2ecc34e627b7"))]
    pub esco_uri: Option<String>,
    /// Whether the ESCO concept is the same or only close
    #[schema(examples("exact"))]
    pub esco_match: Option<String>,
    /// Whose concept that is, to be named wherever the address is shown
    #[schema(examples("ESCO (European Commission)"))]
    pub esco_source: Option<&'static str>,
    /// When it gave way to another one; it is then no longer claimed
    pub retired_at: Option<DateTime<Utc>>,
    /// The competence that has taken its place
    pub successor: Option<Named>,
    /// How often editors have changed it; also the entity tag
    #[schema(minimum = 0, examples(1))]
    pub version: i32,
}

impl Versioned for CompetenceView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl CompetenceView {
    pub(super) fn of(row: competence::Model, area: Named, relations: Relations, names: &HashMap<String, Named>) -> Self {
        let in_order = |keys: Vec<String>| {
            let mut ordered: Vec<_> = keys.iter().filter_map(|key| names.get(key).cloned()).collect();
            ordered.sort_by_key(|one| fold(&one.name));
            ordered
        };
        let successor = row.successor_key.as_ref().and_then(|key| names.get(key).cloned());
        let esco_source = row.esco_uri.is_some().then_some(ESCO);
        let competence::Model { key, sv, en, definition, esco_uri, esco_match, retired_at, version, .. } = row;
        let Relations { synonyms, broader, narrower } = relations;
        let (broader, narrower) = (in_order(broader), in_order(narrower));
        Self { key, sv, en, area, definition, synonyms, broader, narrower, esco_uri, esco_match, esco_source, retired_at, successor, version }
    }
}

/// Which competence
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct CompetencePath {
    /// The competence's key
    #[param(example = "barnkonsekvensanalys", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub competence_key: String,
}

/// What a competence is called otherwise, what it is part of and what is part of it (SKOS, W3C)
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Relations {
    /// What it is called otherwise, in the caller's language
    #[schema(max_items = 20)]
    pub synonyms: Vec<String>,
    /// Keys of the more general competences
    #[schema(max_items = 10)]
    pub broader: Vec<String>,
    /// Keys of the more special competences
    #[schema(max_items = 320)]
    pub narrower: Vec<String>,
}

impl Competence {
    pub(super) fn of(row: competence::Model, relations: Relations, language: Language) -> Self {
        let name = pick(language, row.sv, row.en);
        let esco_source = row.esco_uri.is_some().then_some(ESCO);
        Self { key: row.key, name, area: row.area_key, esco_uri: row.esco_uri, esco_match: row.esco_match, esco_source, relations }
    }
}

/// A theme
#[derive(Debug, Serialize, ToSchema)]
pub struct Theme {
    /// The key by which requests name it
    #[schema(examples("jamlik-halsa"))]
    pub key: String,
    /// The name
    #[schema(examples("Jämlik hälsa"))]
    pub name: String,
    /// The set of themes it comes from
    #[schema(examples("samlingen-teman"))]
    pub set: String,
}

/// Which municipalities
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct MunicipalityFilter {
    /// Words that occur in the name; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Code of the region
    #[deserr(default)]
    #[param(inline)]
    pub region: Option<Code<2>>,
}

/// Which competences
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct CompetenceFilter {
    /// What is meant, in Swedish or English: a name or synonym, in any form of the word, in parts or
    /// with a slip of the finger
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// Key of the area
    #[deserr(default)]
    #[param(inline)]
    pub area: Option<Slug>,
}

/// The name in a language.
pub(super) fn pick(language: Language, sv: String, en: String) -> String {
    if language == Language::English { en } else { sv }
}

impl Named {
    pub(super) fn region(row: region::Model, language: Language) -> Self {
        Self { key: row.code, name: pick(language, row.name, row.name_en) }
    }

    pub(super) fn area(row: competence_area::Model, language: Language) -> Self {
        Self { key: row.key, name: pick(language, row.sv, row.en) }
    }

    pub(super) fn theme(row: theme::Model, language: Language) -> Self {
        Self { key: row.key, name: pick(language, row.sv, row.en) }
    }

    pub(super) fn competence(row: competence::Model, language: Language) -> Self {
        Self { key: row.key, name: pick(language, row.sv, row.en) }
    }
}

impl Sector {
    pub(super) fn of(row: sector::Model, language: Language) -> Self {
        Self { key: row.key, name: pick(language, row.sv, row.en), description: row.description }
    }
}

impl Theme {
    pub(super) fn of(row: theme::Model, language: Language) -> Self {
        Self { key: row.key, name: pick(language, row.sv, row.en), set: row.set_key }
    }
}
