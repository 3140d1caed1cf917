//! Brings the shared terms that the program ships into the database, and leaves alone what editors
//! have decided: a term of their own keeps its words, and what gave way to another one stays so.

use std::collections::HashSet;

use entity::kind::Language;
use entity::{competence, competence_area, competence_broader, competence_synonym, municipality, region, sector, theme};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::store;
use crate::kernel::access::System;
use crate::kernel::db::Tx;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::typeset::fold;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RegionTerm {
    code: String,
    name: String,
    name_en: String,
    county: String,
    iso3166: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MunicipalityTerm {
    code: String,
    name: String,
    region_code: String,
    population: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorTerm {
    key: String,
    sv: String,
    en: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Competences {
    areas: Vec<AreaTerm>,
    competences: Vec<CompetenceTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaTerm {
    key: String,
    sv: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CompetenceTerm {
    key: String,
    area: String,
    sv: String,
    en: String,
    esco_uri: Option<String>,
    esco_match: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ThemeTerm {
    key: String,
    sv: String,
    en: String,
    set: String,
    #[serde(rename = "setTitle")]
    _set_title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Relations {
    relations: Vec<Relation>,
}

/// What a competence is called otherwise, and what it is a part of.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Relation {
    key: String,
    synonyms: Vec<String>,
    synonyms_en: Vec<String>,
    broader: Vec<String>,
}

impl Relation {
    /// What is left of it when these have given way to others.
    fn without(self, retired: &HashSet<String>) -> Option<Self> {
        let broader = self.broader.into_iter().filter(|key| !retired.contains(key)).collect();
        (!retired.contains(&self.key)).then_some(Self { broader, ..self })
    }

    fn synonyms(&self) -> impl Iterator<Item = competence_synonym::Model> {
        let in_language = |language, names: &[String]| {
            let row = |name: &String| competence_synonym::Model { competence_key: self.key.clone(), language, name: name.clone() };
            names.iter().map(row).collect::<Vec<_>>()
        };
        [in_language(Language::Swedish, &self.synonyms), in_language(Language::English, &self.synonyms_en)].into_iter().flatten()
    }

    fn broader(&self) -> impl Iterator<Item = competence_broader::Model> {
        self.broader.iter().map(|broader| competence_broader::Model { competence_key: self.key.clone(), broader_key: broader.clone() })
    }
}

/// Brings every term up to date. Nothing is removed: somebody may refer to it.
pub async fn load(system: &System) -> Result<()> {
    let regions: Vec<RegionTerm> = read(include_str!("../../data/reference/regions.json"))?;
    let municipalities: Vec<MunicipalityTerm> = read(include_str!("../../data/reference/municipalities.json"))?;
    let sectors: Vec<SectorTerm> = read(include_str!("../../data/reference/sectors.json"))?;
    let Competences { areas, competences } = read(include_str!("../../data/reference/competences.json"))?;
    let themes: Vec<ThemeTerm> = read(include_str!("../../data/reference/themes.json"))?;
    let Relations { relations } = read(include_str!("../../data/reference/competence-relations.json"))?;
    system
        .write(async |tx| {
            upsert::<region::Entity, _>(tx, [region::Column::Code], regions.into_iter().map(region::Model::from)).await?;
            upsert::<municipality::Entity, _>(tx, [municipality::Column::Code], municipalities.into_iter().map(|term| municipality_row(tx, term)))
                .await?;
            upsert::<sector::Entity, _>(tx, [sector::Column::Key], sectors.into_iter().map(sector::Model::from)).await?;
            upsert::<competence_area::Entity, _>(tx, [competence_area::Column::Key], areas.into_iter().map(competence_area::Model::from)).await?;
            put::<competence::Entity, _>(tx, &reworded(), competences.into_iter().map(|term| competence_row(tx, term))).await?;
            let retired = store::retired(tx).await?;
            let relations: Vec<_> = relations.into_iter().filter_map(|relation| relation.without(&retired)).collect();
            let synonyms = relations.iter().flat_map(Relation::synonyms);
            upsert::<competence_synonym::Entity, _>(tx, competence_synonym::Column::iter(), synonyms).await?;
            let broader = relations.iter().flat_map(Relation::broader);
            upsert::<competence_broader::Entity, _>(tx, competence_broader::Column::iter(), broader).await?;
            upsert::<theme::Entity, _>(tx, [theme::Column::Key], themes.into_iter().map(theme::Model::from)).await
        })
        .await
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(Problem::internal)
}

async fn upsert<E, A>(tx: &Tx, key: impl IntoIterator<Item = E::Column>, rows: impl Iterator<Item = E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E>,
{
    put::<E, A>(tx, &OnConflict::columns(key).update_columns(E::Column::iter()).to_owned(), rows).await
}

/// What a newer version of the program rewords: its own terms, and of them what it ships.
fn reworded() -> OnConflict {
    use competence::Column::{AreaKey, En, EscoMatch, EscoUri, Key, SearchText, Shipped, SortKey, Sv};
    let shipped = Expr::col((competence::Entity, Shipped)).eq(true);
    OnConflict::column(Key).update_columns([AreaKey, Sv, En, EscoUri, EscoMatch, SortKey, SearchText]).action_and_where(shipped).to_owned()
}

async fn put<E, A>(tx: &Tx, again: &OnConflict, rows: impl Iterator<Item = E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E>,
{
    let rows: Vec<A> = rows.map(IntoActiveModel::into_active_model).collect();
    for chunk in rows.chunks(100) {
        E::insert_many(chunk.iter().cloned()).on_conflict(again.clone()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

impl From<RegionTerm> for region::Model {
    fn from(RegionTerm { code, name, name_en, county, iso3166 }: RegionTerm) -> Self {
        Self { code, name, name_en, county, iso3166 }
    }
}

impl From<SectorTerm> for sector::Model {
    fn from(SectorTerm { key, sv, en, description }: SectorTerm) -> Self {
        Self { key, sv, en, description }
    }
}

impl From<AreaTerm> for competence_area::Model {
    fn from(AreaTerm { key, sv, en }: AreaTerm) -> Self {
        Self { key, sv, en }
    }
}

impl From<ThemeTerm> for theme::Model {
    fn from(ThemeTerm { key, sv, en, set, .. }: ThemeTerm) -> Self {
        Self { key, set_key: set, sv, en }
    }
}

fn municipality_row(tx: &Tx, MunicipalityTerm { code, name, region_code, population }: MunicipalityTerm) -> municipality::Model {
    municipality::Model { sort_key: tx.sort_key(&name), search_text: fold(&name), code, name, region_code, population }
}

fn competence_row(tx: &Tx, term: CompetenceTerm) -> competence::Model {
    let CompetenceTerm { key, area, sv, en, esco_uri, esco_match } = term;
    competence::Model {
        sort_key: tx.sort_key(&sv),
        search_text: fold(&format!("{sv} {en}")),
        key,
        area_key: area,
        sv,
        en,
        esco_uri,
        esco_match,
        definition: None,
        shipped: true,
        successor_key: None,
        retired_at: None,
        version: 0,
    }
}
