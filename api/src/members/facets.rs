//! How the members who were found fall into groups. A value that the viewer does not see of a member
//! counts for nothing, and nobody counts whom the list itself would not show: a count is the length
//! of a list that the viewer can read, and tells nothing that the list does not.

use std::collections::HashMap;

use entity::id::OrganisationId;
use entity::kind::{RoleType, TopicKind};
use sea_orm::Iterable;

use super::index::{Index, Part};
use super::order::everybody;
use super::search::{Ready, Search};
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// Values of a facet at most, those with the most members first.
const VALUES: usize = 20;

/// Members by what one sees of them, the most first.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// All of them.
    pub total: u64,
    /// By key of the competence.
    pub competences: Vec<(String, i64)>,
    /// By code of the municipality; all there are.
    pub municipalities: HashMap<String, i64>,
    /// By organisation, present or past.
    pub organisations: Vec<(OrganisationId, i64)>,
    /// By the kind of part in an organisation.
    pub role_types: Vec<(RoleType, i64)>,
}

/// How many have each number.
struct Counts {
    counts: Vec<i64>,
    last: Vec<u32>,
}

impl Counts {
    fn of<T>(names: &[T]) -> Self {
        Self { counts: vec![0; names.len()], last: vec![0; names.len()] }
    }

    /// Counts somebody for a number, once however often they have it. Who it is, is told from 1.
    fn add(&mut self, number: u32, who: u32) {
        let Ok(number) = usize::try_from(number) else { return };
        if let (Some(count), Some(last)) = (self.counts.get_mut(number), self.last.get_mut(number))
            && *last != who
        {
            (*count, *last) = (*count + 1, who);
        }
    }

    fn named<T: Clone>(&self, names: &[T]) -> Vec<(T, i64)> {
        names.iter().cloned().zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0).collect()
    }

    fn most<T: Clone + Ord>(&self, names: &[T]) -> Vec<(T, i64)> {
        let mut most = self.named(names);
        most.sort_by(|(one, count), (other, more)| more.cmp(count).then_with(|| one.cmp(other)));
        most.truncate(VALUES);
        most
    }
}

pub async fn of(viewer: &Viewer, search: &Search) -> Result<Facets> {
    let ready = Ready::of(viewer, search).await?;
    Ok(count(&ready))
}

fn count(ready: &Ready) -> Facets {
    let Index { keys, .. } = &*ready.index;
    let roles: Vec<_> = RoleType::iter().collect();
    let (mut competences, mut places) = (Counts::of(keys.competences.all()), Counts::of(keys.places.all()));
    let (mut organisations, mut parts) = (Counts::of(keys.organisations.all()), Counts::of(&roles));
    let scan = ready.scan();
    let mut total = 0;
    for place in everybody(ready).filter(|place| scan.look(*place).is_some()) {
        total += 1;
        let (part, row, mask) = (ready.index.part(place), place.row, ready.view.mask(place));
        if Part::Competences.is_in(mask) {
            part.claims.of(row).iter().for_each(|claim| competences.add(claim.key(), total));
        }
        if let Some(municipality) = part.place(row).filter(|_| Part::Place.is_in(mask)) {
            places.add(municipality, total);
        }
        if Part::Background.is_in(mask) {
            for job in part.jobs.of(row) {
                if let Some(organisation) = job.organisation() {
                    organisations.add(organisation, total);
                }
                if let Some(role) = job.role().checked_sub(1) {
                    parts.add(role, total);
                }
            }
        }
    }
    Facets {
        total: total.into(),
        competences: competences.most(keys.competences.all()),
        municipalities: places.named(keys.places.all()).into_iter().collect(),
        organisations: organisations.most(keys.organisations.all()),
        role_types: parts.most(&roles),
    }
}

/// The competences that those who would be found need help with, the most wanted first.
pub async fn needs(viewer: &Viewer, search: &Search) -> Result<Vec<String>> {
    let ready = Ready::of(viewer, search).await?;
    let keys = ready.index.keys.competences.all();
    let (mut needs, scan) = (Counts::of(keys), ready.scan());
    for (who, place) in (1..).zip(everybody(&ready).filter(|place| scan.look(*place).is_some())) {
        let seen = Part::Needs.is_in(ready.view.mask(place));
        let topics = ready.index.part(place).topics.of(place.row).iter();
        topics.filter(|topic| seen && topic.is(TopicKind::Need)).for_each(|topic| needs.add(topic.key(), who));
    }
    Ok(needs.most(keys).into_iter().map(|(key, _)| key).collect())
}
