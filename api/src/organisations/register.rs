//! The register as it is searched: read once, and anew when it was changed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use entity::id::OrganisationId;
use entity::{organisation, organisation_name};
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};

use super::types::{OrganisationCard, Suggested};
use crate::kernel::access::{System, Viewer};
use crate::kernel::changes::{self, REGISTER};
use crate::kernel::problem::Result;
use crate::kernel::words::{Query, Words, fit};

/// How well a word fits that has a slip.
const SLIP: i64 = 60;

/// An organisation, as it is searched.
#[derive(Debug)]
pub struct Registered {
    card: OrganisationCard,
    names: Words,
    former: Vec<(String, Words)>,
}

impl Registered {
    /// Key of its sector.
    #[must_use]
    pub fn sector(&self) -> &str {
        &self.card.sector
    }

    /// How well a word fits one of its names, present or former, of a hundred.
    #[must_use]
    pub fn fits(&self, word: &Query) -> Option<u16> {
        let former = self.former.iter().filter_map(|(_, names)| names.fit_of(word)).max();
        self.names.fit_of(word).max(former)
    }
}

/// The register as it is searched.
#[derive(Debug, Default)]
pub struct Register {
    mark: Option<i64>,
    all: HashMap<OrganisationId, Registered>,
}

/// The latest one.
#[derive(Default)]
struct Latest(RwLock<Option<Arc<Register>>>);

/// The register as it is now, for the installation.
pub async fn of(system: &System) -> Result<Arc<Register>> {
    current(system.conn(), &system.app().memory.get::<Latest>()).await
}

/// The organisations that a query may mean under a present or former name, the likeliest first.
pub async fn suggest(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<Suggested>> {
    Ok(current(viewer.conn(), &viewer.kept::<Latest>()).await?.suggest(query, most))
}

/// The organisations that are called exactly so; a present name comes before a former one.
pub async fn called(viewer: &Viewer, names: &[String]) -> Result<HashMap<String, OrganisationCard>> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let register = current(viewer.conn(), &viewer.kept::<Latest>()).await?;
    Ok(names.iter().filter_map(|name| Some((name.clone(), register.called(name)?))).collect())
}

/// All organisations that a query may mean, the likeliest first; each with how well it fits, of a hundred.
pub async fn meant(viewer: &Viewer, query: &str) -> Result<Vec<(i64, Suggested)>> {
    Ok(current(viewer.conn(), &viewer.kept::<Latest>()).await?.meant(query))
}

async fn current(conn: &DatabaseConnection, latest: &Latest) -> Result<Arc<Register>> {
    let mark = changes::mark(conn, REGISTER).await?;
    let known = latest.0.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(known) = known.filter(|known| known.mark == mark) {
        return Ok(known);
    }
    let mut former: HashMap<_, Vec<_>> = HashMap::new();
    for row in organisation_name::Entity::find().order_by_asc(organisation_name::Column::Name).all(conn).await? {
        former.entry(row.organisation_id).or_default().push((row.name.clone(), Words::of(&row.name)));
    }
    let registered = |row: organisation::Model| {
        let known = Registered { names: Words::of(&row.name), former: former.remove(&row.id).unwrap_or_default(), card: row.into() };
        (known.card.id, known)
    };
    let rows = organisation::Entity::find().all(conn).await?;
    let register = Arc::new(Register { mark, all: rows.into_iter().map(registered).collect() });
    *latest.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&register));
    Ok(register)
}

impl Register {
    /// An organisation.
    #[must_use]
    pub fn get(&self, id: OrganisationId) -> Option<&Registered> {
        self.all.get(&id)
    }

    /// Of several that had one name, the one whose address comes first.
    fn called(&self, name: &str) -> Option<OrganisationCard> {
        let name = Words::of(name);
        let by = |is_called: &dyn Fn(&&Registered) -> bool| self.all.values().filter(is_called).min_by_key(|known| &known.card.slug);
        let known = by(&|known| known.names.is(&name)).or_else(|| by(&|known| known.former.iter().any(|(_, former)| former.is(&name))));
        known.map(|known| known.card.clone())
    }

    fn suggest(&self, query: &str, most: usize) -> Vec<Suggested> {
        self.meant(query).into_iter().take(most).map(|(_, suggested)| suggested).collect()
    }

    /// All that may be meant, the likeliest first; each with how well it fits, of a hundred.
    fn meant(&self, query: &str) -> Vec<(i64, Suggested)> {
        let query = Words::of(query);
        let fitting = |known: &Registered| {
            let present = fit(&query, std::slice::from_ref(&known.names), &[]);
            let former = known.former.iter().filter_map(|(name, names)| Some((fit(&query, std::slice::from_ref(names), &[])?, name))).max();
            let by_former = former.filter(|(fit, _)| Some(*fit) > present);
            let rank = by_former.map(|(fit, _)| fit).or(present)?;
            let fit = query.each().map(|word| known.fits(&word).map_or(SLIP, i64::from)).sum::<i64>() / query.count().max(1);
            Some((rank, fit, Suggested { organisation: known.card.clone(), former_name: by_former.map(|(_, name)| name.clone()) }))
        };
        let mut found: Vec<_> = self.all.values().filter_map(fitting).collect();
        found
            .sort_by(|(rank, _, one), (other_rank, _, other)| other_rank.cmp(rank).then_with(|| one.organisation.slug.cmp(&other.organisation.slug)));
        found.into_iter().map(|(_, fit, suggested)| (fit, suggested)).collect()
    }
}
