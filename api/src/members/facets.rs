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
use crate::organisations::Registered;
use crate::vocabulary;

/// Values of a facet at most, those with the most members first.
const VALUES: usize = 20;

/// Members by what one sees of them, the most first.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// All of them.
    pub total: u64,
    /// By key of the competence.
    pub competences: Vec<(String, i64)>,
    /// By key of the area of some competence; all there are.
    pub areas: HashMap<String, i64>,
    /// By key of the competence that they care about.
    pub interests: Vec<(String, i64)>,
    /// By key of the competence that they can help with.
    pub offers: Vec<(String, i64)>,
    /// By key of the competence that they look for.
    pub needs: Vec<(String, i64)>,
    /// By code of the municipality, or of the region where that is all that is stated; all there are.
    pub places: HashMap<String, i64>,
    /// By organisation, present or past.
    pub organisations: Vec<(OrganisationId, i64)>,
    /// By the sector of such an organisation; all there are.
    pub sectors: HashMap<String, i64>,
    /// By the kind of part in an organisation.
    pub role_types: Vec<(RoleType, i64)>,
    /// By the tag of a language.
    pub languages: Vec<(String, i64)>,
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
    let areas = vocabulary::areas_of_competences(viewer).await?;
    Ok(count(&ready, &areas))
}

/// Which of several names each name belongs to, by numbers; and those several.
fn grouped<'a, T>(names: &[T], group: impl Fn(&T) -> Option<&'a str>) -> (Vec<Option<u32>>, Vec<String>) {
    let (mut numbers, mut groups) = (HashMap::new(), Vec::new());
    let number = |name: &T| {
        let group = group(name)?;
        Some(*numbers.entry(group).or_insert_with(|| {
            groups.push(group.to_owned());
            u32::try_from(groups.len() - 1).unwrap_or(u32::MAX)
        }))
    };
    let of: Vec<_> = names.iter().map(number).collect();
    (of, groups)
}

fn belongs(to: &[Option<u32>], number: u32) -> Option<u32> {
    usize::try_from(number).ok().and_then(|number| to.get(number).copied().flatten())
}

fn count(ready: &Ready, areas: &HashMap<String, String>) -> Facets {
    let Index { keys, register, .. } = &*ready.index;
    let roles: Vec<_> = RoleType::iter().collect();
    let (area_of, area_keys) = grouped(keys.competences.all(), |key| areas.get(key).map(String::as_str));
    let (sector_of, sector_keys) = grouped(keys.organisations.all(), |id| register.get(*id).map(Registered::sector));
    let (mut competences, mut in_areas) = (Counts::of(keys.competences.all()), Counts::of(&area_keys));
    let (mut places, mut languages) = (Counts::of(keys.places.all()), Counts::of(keys.languages.all()));
    let (mut organisations, mut sectors, mut parts) = (Counts::of(keys.organisations.all()), Counts::of(&sector_keys), Counts::of(&roles));
    let mut topics = [TopicKind::Interest, TopicKind::Offer, TopicKind::Need].map(|kind| (kind, Counts::of(keys.competences.all())));
    let scan = ready.scan();
    let mut total = 0;
    for place in everybody(ready).filter(|place| scan.look(*place).is_some()) {
        total += 1;
        let (part, row, mask) = (ready.index.part(place), place.row, ready.view.mask(place));
        if Part::Competences.is_in(mask) {
            for claim in part.claims.of(row) {
                competences.add(claim.key(), total);
                if let Some(area) = belongs(&area_of, claim.key()) {
                    in_areas.add(area, total);
                }
            }
        }
        if let Some(stated) = part.place(row).filter(|_| Part::Place.is_in(mask)) {
            places.add(stated, total);
        }
        if Part::Languages.is_in(mask) {
            part.languages.of(row).iter().for_each(|number| languages.add((*number).into(), total));
        }
        for (kind, counts) in topics.iter_mut().filter(|(kind, _)| Part::of(*kind).is_in(mask)) {
            part.topics.of(row).iter().filter(|topic| topic.is(*kind)).for_each(|topic| counts.add(topic.key(), total));
        }
        if Part::Background.is_in(mask) {
            for job in part.jobs.of(row) {
                if let Some(organisation) = job.organisation() {
                    organisations.add(organisation, total);
                    if let Some(sector) = belongs(&sector_of, organisation) {
                        sectors.add(sector, total);
                    }
                }
                if let Some(role) = job.role().checked_sub(1) {
                    parts.add(role, total);
                }
            }
        }
    }
    let [interests, offers, needs] = topics.map(|(_, counts)| counts.most(keys.competences.all()));
    Facets {
        total: total.into(),
        competences: competences.most(keys.competences.all()),
        areas: in_areas.named(&area_keys).into_iter().collect(),
        interests,
        offers,
        needs,
        places: places.named(keys.places.all()).into_iter().collect(),
        organisations: organisations.most(keys.organisations.all()),
        sectors: sectors.named(&sector_keys).into_iter().collect(),
        role_types: parts.most(&roles),
        languages: languages.most(keys.languages.all()),
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
