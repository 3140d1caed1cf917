//! Who passes, and with how many points.

use std::collections::HashSet;

use entity::id::{MemberId, OrganisationId};
use entity::kind::TopicKind;

use super::columns::{Columns, at};
use super::state::{At, Index};
use super::texts::WEIGHTS;
use super::view::{Part, View};
use crate::kernel::words::Query;
use crate::members::score::{self, Points};

/// What somebody has to pass. Sets are told by the numbers of the keys.
#[derive(Debug, Default)]
pub struct Filter {
    /// Words, each of which they or their organisations use.
    pub words: Option<Vec<Query>>,
    /// Only in names.
    pub only_names: bool,
    /// Municipalities and regions, one of which is theirs.
    pub places: Option<Vec<bool>>,
    /// Competences, one of which they claim.
    pub areas: Option<Vec<bool>>,
    /// What they say of competences: of each kind one of those.
    pub topics: Vec<(TopicKind, Vec<bool>)>,
    /// A position.
    pub jobs: Option<Jobs>,
    /// Languages, one of which they speak.
    pub languages: Option<Vec<bool>>,
    /// Groups, one of which they are in.
    pub groups: Option<Vec<u32>>,
    /// A group that they are not in.
    pub except_group: Option<u32>,
    /// Those who are not to be found.
    pub except: HashSet<MemberId>,
    /// Competences, one of which they claim: points for each level.
    pub wanted: Option<Vec<i64>>,
    /// The least level of those.
    pub min_level: u8,
    /// Competences, one of which they need: points.
    pub answers: Option<Vec<i64>>,
    /// The present year.
    pub year: i16,
}

/// What is looked for in one and the same position.
#[derive(Debug)]
pub struct Jobs {
    /// Organisations, one of which it is.
    pub organisations: Option<Vec<bool>>,
    /// Kinds of part, one of which it is.
    pub roles: Option<Vec<bool>>,
}

/// Somebody who passes.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub id: MemberId,
    pub points: Points,
}

/// A number is in a set.
fn has(set: &[bool], number: u32) -> bool {
    set.get(at(number)).copied().unwrap_or_default()
}

/// What the viewer has in common with others.
#[derive(Debug, Default)]
struct Own {
    place: Option<u32>,
    region: String,
    organisations: HashSet<u32>,
    interests: HashSet<u32>,
}

impl Own {
    fn of(index: &Index, view: &View) -> Self {
        let Some(own) = view.own else { return Self::default() };
        let part = index.part(own);
        let place = part.place(own.row);
        let interests = part.topics.of(own.row).iter().filter(|topic| topic.is(TopicKind::Interest));
        Self {
            place,
            region: place.map(|place| region(index, place).to_owned()).unwrap_or_default(),
            organisations: part.jobs.of(own.row).iter().filter_map(|job| job.organisation()).collect(),
            interests: interests.map(|topic| topic.key()).collect(),
        }
    }
}

/// The region of a place: the first two digits of its code (Statistics Sweden). A region's own code has no more.
pub fn region(index: &Index, place: u32) -> &str {
    index.keys.places.name(place).and_then(|code| code.get(..2)).unwrap_or_default()
}

fn is_municipality(index: &Index, place: u32) -> bool {
    index.keys.places.name(place).is_some_and(|code| code.len() > 2)
}

/// A search in progress.
pub struct Scan<'a> {
    index: &'a Index,
    view: &'a View,
    filter: &'a Filter,
    own: Own,
    text: Option<[Vec<u16>; 2]>,
    groups: Option<[Vec<bool>; 2]>,
}

impl<'a> Scan<'a> {
    /// Prepares what is the same for everybody.
    pub fn new(index: &'a Index, view: &'a View, filter: &'a Filter) -> Self {
        let mut scan = Self { index, view, filter, own: Own::of(index, view), text: None, groups: None };
        scan.text = filter.words.as_ref().map(|words| scan.texts(words));
        scan.groups = filter.groups.as_ref().map(|groups| index.parts().map(|part| in_groups(part, groups)));
        scan
    }

    /// The points of somebody who passes.
    pub fn look(&self, place: At) -> Option<Hit> {
        let mask = self.view.mask(place);
        if !View::knows(mask) {
            return None;
        }
        let part = self.index.part(place);
        let id = part.ids.get(at(place.row)).copied()?;
        let text = self.passes(part, place, mask)?;
        if self.filter.except.contains(&id) {
            return None;
        }
        let competences = self.competences(part, place.row, mask)?;
        let needs = self.needs(part, place.row, mask)?;
        let mut points = Points { competences, needs, text, ..Points::default() };
        if Some(place) != self.view.own {
            self.add_common(part, place, mask, &mut points);
        }
        Some(Hit { id, points })
    }

    /// The points for words of somebody who passes everything but the competences.
    fn passes(&self, part: &Columns, place: At, mask: u16) -> Option<i64> {
        let Filter { places, areas, topics, jobs, languages, except_group, .. } = self.filter;
        let row = place.row;
        let pick = |of: usize| of == usize::from(place.fresh);
        let text = match &self.text {
            None => 0,
            Some(text) => text.iter().enumerate().find(|(of, _)| pick(*of)).and_then(|(_, text)| text.get(at(row)))?.to_owned(),
        };
        let in_place = |set: &Vec<bool>| Part::Place.is_in(mask) && part.place(row).is_some_and(|place| has(set, place));
        let in_area = |set: &Vec<bool>| Part::Competences.is_in(mask) && part.claims.of(row).iter().any(|claim| has(set, claim.key()));
        let says = |(kind, set): &(TopicKind, Vec<bool>)| {
            Part::of(*kind).is_in(mask) && part.topics.of(row).iter().any(|topic| topic.is(*kind) && has(set, topic.key()))
        };
        let works = |jobs: &Jobs| Part::Background.is_in(mask) && part.jobs.of(row).iter().any(|job| jobs.include(*job));
        let speaks = |set: &Vec<bool>| Part::Languages.is_in(mask) && part.languages.of(row).iter().any(|number| has(set, (*number).into()));
        let grouped = |groups: &[Vec<bool>; 2]| groups.iter().enumerate().any(|(of, rows)| pick(of) && has(rows, row));
        let passes = (self.text.is_none() || text > 0)
            && places.as_ref().is_none_or(in_place)
            && self.groups.as_ref().is_none_or(grouped)
            && except_group.is_none_or(|group| part.in_group(group).binary_search(&row).is_err())
            && languages.as_ref().is_none_or(speaks)
            && topics.iter().all(says)
            && jobs.as_ref().is_none_or(works)
            && areas.as_ref().is_none_or(in_area);
        passes.then(|| score::WORD * i64::from(text))
    }

    fn competences(&self, part: &Columns, row: u32, mask: u16) -> Option<i64> {
        let Some(wanted) = &self.filter.wanted else { return Some(0) };
        if !Part::Competences.is_in(mask) {
            return None;
        }
        let (mut sum, mut any) = (0, false);
        for claim in part.claims.of(row) {
            let weight = wanted.get(at(claim.key())).copied().unwrap_or_default();
            if weight > 0 && claim.level >= self.filter.min_level {
                any = true;
                sum += score::of_claim(weight, claim.level, claim.last_used(), self.filter.year);
            }
        }
        any.then_some(sum)
    }

    fn needs(&self, part: &Columns, row: u32, mask: u16) -> Option<i64> {
        let Some(answers) = &self.filter.answers else { return Some(0) };
        let needs = part.topics.of(row).iter().filter(|topic| topic.is(TopicKind::Need) && Part::Needs.is_in(mask));
        let sum = needs.filter_map(|topic| answers.get(at(topic.key()))).sum();
        (sum > 0).then_some(sum)
    }

    fn add_common(&self, part: &Columns, place: At, mask: u16, points: &mut Points) {
        let row = place.row;
        let (own, theirs) = (self.own.place, part.place(row).filter(|_| Part::Place.is_in(mask)));
        points.place = match (own, theirs) {
            (Some(own), Some(theirs)) if own == theirs && is_municipality(self.index, own) => score::SAME_PLACE,
            (Some(_), Some(theirs)) if region(self.index, theirs) == self.own.region => score::SAME_REGION,
            _ => 0,
        };
        points.groups = score::SHARED_GROUP * i64::from(self.view.shared_groups(place).min(score::AT_MOST));
        if !self.own.organisations.is_empty() && Part::Background.is_in(mask) {
            let theirs: HashSet<_> = part.jobs.of(row).iter().filter_map(|job| job.organisation()).collect();
            points.organisations = score::shared(score::SHARED_ORGANISATION, theirs.intersection(&self.own.organisations).count());
        }
        if !self.own.interests.is_empty() && Part::Interests.is_in(mask) {
            let theirs = part.topics.of(row).iter().filter(|topic| topic.is(TopicKind::Interest));
            points.interests = score::shared(score::SHARED_INTEREST, theirs.filter(|topic| self.own.interests.contains(&topic.key())).count());
        }
    }

    /// For each row how well the words fit, nothing where one of them is missing.
    fn texts(&self, words: &[Query]) -> [Vec<u16>; 2] {
        let each = |fresh: bool, part: &Columns| {
            let mut all: Option<Vec<u16>> = None;
            for word in words {
                let of_word = self.word(fresh, part, word);
                all = Some(match all {
                    None => of_word,
                    Some(all) => all.into_iter().zip(of_word).map(|(one, other)| if one > 0 && other > 0 { one + other } else { 0 }).collect(),
                });
            }
            all.unwrap_or_else(|| vec![0; part.ids.len()])
        };
        [each(false, &self.index.base.columns), each(true, &self.index.fresh)]
    }

    fn word(&self, fresh: bool, part: &Columns, word: &Query) -> Vec<u16> {
        let mut best = vec![0; part.ids.len()];
        let mut note = |row: u32, text: usize, fit: u16| {
            let mask = self.view.mask(At { fresh, row });
            let seen = match text {
                2 => Part::Background.is_in(mask),
                3 => Part::About.is_in(mask),
                _ => true,
            };
            let points = fit * WEIGHTS.get(text).copied().unwrap_or_default() / 100;
            if let Some(best) = best.get_mut(at(row)).filter(|best| seen && **best < points) {
                *best = points;
            }
        };
        if self.filter.only_names {
            part.texts.each_named(word, |row, fit| note(row, 0, fit));
            return best;
        }
        part.texts.each(word, |text, row, fit| note(row, text, fit));
        let employers = self.employers(word);
        if employers.iter().any(|fit| *fit > 0) {
            for row in 0..part.len() {
                let fits = part.jobs.of(row).iter().filter_map(|job| employers.get(at(job.organisation()?)));
                if let Some(fit) = fits.max().filter(|fit| **fit > 0) {
                    note(row, 2, *fit);
                }
            }
        }
        best
    }

    /// How well a word fits the names of each organisation, present and former.
    fn employers(&self, word: &Query) -> Vec<u16> {
        let fit = |id: &OrganisationId| self.index.register.get(*id).and_then(|known| known.fits(word)).unwrap_or_default();
        self.index.keys.organisations.all().iter().map(fit).collect()
    }
}

impl Jobs {
    fn include(&self, job: super::columns::Job) -> bool {
        let organisation = |set: &Vec<bool>| job.organisation().is_some_and(|number| has(set, number));
        self.organisations.as_ref().is_none_or(organisation) && self.roles.as_ref().is_none_or(|roles| has(roles, job.role()))
    }
}

fn in_groups(part: &Columns, groups: &[u32]) -> Vec<bool> {
    let mut rows = vec![false; part.ids.len()];
    for row in groups.iter().flat_map(|group| part.in_group(*group)) {
        if let Some(row) = rows.get_mut(at(*row)) {
            *row = true;
        }
    }
    rows
}
