//! The counts of those who were found, with the names of what is counted.

use std::collections::HashMap;

use super::store::search;
use super::types::{FacetValue, MemberFacets, MemberFilter};
use crate::kernel::access::Member;
use crate::kernel::problem::Result;
use crate::members::{self, Facets};
use crate::organisations;
use crate::vocabulary::{self, Named};

pub async fn of(me: &Member, filter: MemberFilter) -> Result<MemberFacets> {
    let Facets { total, competences, areas, interests, offers, needs, places, organisations, sectors, role_types, languages } =
        members::facets(me, &search(me, filter).await?).await?;
    let keys = [&competences, &interests, &offers, &needs].into_iter().flatten().map(|(key, _)| key.clone());
    let names = vocabulary::competences(me, keys.collect()).await?;
    let (area_names, sector_names) = (vocabulary::areas(me).await?, vocabulary::sectors(me).await?);
    let employers = organisations::cards(me, organisations.iter().map(|(id, _)| *id).collect()).await?;
    Ok(MemberFacets {
        total,
        competences: named(competences, &names),
        areas: most(named(areas, &area_names)),
        interests: named(interests, &names),
        offers: named(offers, &names),
        needs: named(needs, &names),
        regions: regions(me, &places).await?,
        municipality_sizes: sizes(me, &places).await?,
        municipalities: municipalities(me, places).await?,
        organisations: organisations
            .into_iter()
            .filter_map(|(id, count)| Some(value(id.to_string(), employers.get(&id)?.name.clone(), count)))
            .collect(),
        sectors: most(sectors.into_iter().filter_map(|(key, count)| Some(value(key.clone(), sector_names.get(&key)?.clone(), count))).collect()),
        role_types: role_types.into_iter().map(|(kind, count)| value(kind.as_str().to_owned(), kind.as_str().to_owned(), count)).collect(),
        languages: languages.into_iter().map(|(tag, count)| value(tag.clone(), tag, count)).collect(),
    })
}

const fn value(key: String, name: String, count: i64) -> FacetValue {
    FacetValue { key, name, count }
}

fn named(counts: impl IntoIterator<Item = (String, i64)>, names: &HashMap<String, Named>) -> Vec<FacetValue> {
    counts.into_iter().filter_map(|(key, count)| Some(value(key.clone(), names.get(&key)?.name.clone(), count))).collect()
}

async fn municipalities(me: &Member, places: HashMap<String, i64>) -> Result<Vec<FacetValue>> {
    let names = vocabulary::municipalities(me, places.keys().cloned().collect()).await?;
    let place = |(code, count): (String, i64)| Some(value(code.clone(), names.get(&code)?.name.clone(), count));
    Ok(most(places.into_iter().filter_map(place).collect()))
}

/// The first two digits of a municipality's code are the region's (Statistics Sweden).
async fn regions(me: &Member, places: &HashMap<String, i64>) -> Result<Vec<FacetValue>> {
    let mut counts: HashMap<String, i64> = HashMap::new();
    for (code, count) in places.iter().filter_map(|(code, count)| Some((code.get(..2)?, count))) {
        *counts.entry(code.to_owned()).or_default() += count;
    }
    let names = vocabulary::regions(me, counts.keys().cloned().collect()).await?;
    Ok(most(counts.into_iter().filter_map(|(code, count)| Some(value(code.clone(), names.get(&code)?.name.clone(), count))).collect()))
}

/// The smallest first.
async fn sizes(me: &Member, places: &HashMap<String, i64>) -> Result<Vec<FacetValue>> {
    let of = vocabulary::sizes_of_municipalities(me).await?;
    let mut counts = std::collections::BTreeMap::new();
    for (size, count) in places.iter().filter_map(|(code, count)| Some((*of.get(code)?, count))) {
        *counts.entry(size).or_insert(0) += count;
    }
    Ok(counts.into_iter().map(|(size, count)| value(size.key().to_owned(), size.name(me.language()).to_owned(), count)).collect())
}

/// The twenty-one with the most, as many as there are regions.
fn most(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.key.cmp(&other.key)));
    values.truncate(21);
    values
}
