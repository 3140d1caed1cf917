//! A part of the index: a row a member, a column a thing they are found by.

use std::collections::HashMap;
use std::hash::Hash;

use entity::id::{GroupId, MemberId, OrganisationId};
use entity::kind::{Level, RoleType, TopicKind};
use sea_orm::Iterable;

use super::load::Doc;
use super::texts::Texts;
use crate::members::score;

/// The year before the first in which a competence can have been used.
const YEARS: i16 = 1949;

/// A number as a place in a list.
pub fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A place in a list as a number.
pub fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Short numbers for long names.
#[derive(Clone, Debug)]
pub struct Names<T> {
    numbers: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), all: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a name, a new one if need be.
    pub fn enter(&mut self, name: &T) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let new = number(self.all.len());
        self.numbers.insert(name.clone(), new);
        self.all.push(name.clone());
        new
    }

    /// The number of a name that was entered.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<u32>
    where
        T: std::borrow::Borrow<Q>,
    {
        self.numbers.get(name).copied()
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> Option<&T> {
        self.all.get(at(number))
    }

    /// All of them, in the order of their numbers.
    pub fn all(&self) -> &[T] {
        &self.all
    }
}

/// The names that the columns use.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Competences.
    pub competences: Names<String>,
    /// Municipalities, and regions of those who name only that.
    pub places: Names<String>,
    /// Organisations of the register.
    pub organisations: Names<OrganisationId>,
    /// Groups.
    pub groups: Names<GroupId>,
    /// Languages.
    pub languages: Names<String>,
}

/// A list for each row, one after another.
#[derive(Debug)]
pub struct Lists<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Lists<T> {
    fn push(&mut self, items: impl Iterator<Item = T>) {
        self.items.extend(items);
        self.ends.push(number(self.items.len()));
    }

    /// The list of a row.
    pub fn of(&self, row: u32) -> &[T] {
        let end = |row: Option<usize>| row.and_then(|row| self.ends.get(row)).map_or(0, |end| at(*end));
        self.items.get(end(at(row).checked_sub(1))..end(Some(at(row)))).unwrap_or_default()
    }

    fn fit(&mut self) {
        self.ends.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}

/// A claim, in four bytes.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    key: u16,
    /// 1 to 4.
    pub level: u8,
    used: u8,
}

impl Claim {
    fn of(key: u32, level: Level, last_used: Option<i16>) -> Self {
        let used = last_used.and_then(|year| u8::try_from(year - YEARS).ok()).unwrap_or_default();
        Self { key: u16::try_from(key).unwrap_or(u16::MAX), level: score::level(level), used }
    }

    /// The competence's number.
    pub fn key(self) -> u32 {
        self.key.into()
    }

    /// The year in which it was last used.
    pub fn last_used(self) -> Option<i16> {
        (self.used > 0).then(|| i16::from(self.used) + YEARS)
    }
}

/// A position: an organisation and a kind of part.
#[derive(Clone, Copy, Debug)]
pub struct Job(u32);

impl Job {
    fn of(organisation: Option<u32>, role: Option<RoleType>) -> Self {
        Self(organisation.map_or(0, |number| (number + 1) << 4) | role.map_or(0, role_number))
    }

    /// The organisation's number.
    pub const fn organisation(self) -> Option<u32> {
        (self.0 >> 4).checked_sub(1)
    }

    /// The kind of part, numbered from 1; 0 if there is none.
    pub const fn role(self) -> u32 {
        self.0 & 15
    }
}

/// The kinds of part, numbered from 1.
pub fn role_number(role: RoleType) -> u32 {
    RoleType::iter().position(|one| one == role).map_or(0, |at| number(at) + 1)
}

/// What somebody says of a competence.
#[derive(Clone, Copy, Debug)]
pub struct Topic(u16);

impl Topic {
    fn of(kind: TopicKind, key: u32) -> Self {
        Self(u16::try_from((key << 2) | kind_number(kind)).unwrap_or(u16::MAX))
    }

    /// Whether it is of this kind.
    pub fn is(self, kind: TopicKind) -> bool {
        u32::from(self.0 & 3) == kind_number(kind)
    }

    /// The competence's number.
    pub fn key(self) -> u32 {
        u32::from(self.0 >> 2)
    }
}

const fn kind_number(kind: TopicKind) -> u32 {
    match kind {
        TopicKind::Interest => 0,
        TopicKind::Offer => 1,
        TopicKind::Need => 2,
    }
}

/// Members as columns, in the order of their ids.
#[derive(Debug, Default)]
pub struct Columns {
    /// Who.
    pub ids: Vec<MemberId>,
    /// What every member sees of them.
    pub masks: Vec<u16>,
    places: Vec<u16>,
    /// Competences.
    pub claims: Lists<Claim>,
    /// Positions.
    pub jobs: Lists<Job>,
    /// Interests, offers and needs.
    pub topics: Lists<Topic>,
    groups: HashMap<u32, Vec<u32>>,
    /// Languages.
    pub languages: Lists<u16>,
    /// Words of what they write.
    pub texts: Texts,
}

impl Columns {
    /// Adds somebody whose id is greater than those before.
    pub fn push(&mut self, doc: &Doc, keys: &mut Keys) {
        let row = number(self.ids.len());
        self.ids.push(doc.id);
        self.masks.push(doc.mask);
        let place = doc.place.as_ref().map_or(0, |code| keys.places.enter(code) + 1);
        self.places.push(u16::try_from(place).unwrap_or_default());
        self.claims.push(doc.claims.iter().map(|(key, level, used)| Claim::of(keys.competences.enter(key), *level, *used)));
        self.jobs.push(doc.jobs.iter().map(|(organisation, role)| {
            let organisation = organisation.as_ref().map(|id| keys.organisations.enter(id));
            Job::of(organisation, *role)
        }));
        self.topics.push(doc.topics.iter().map(|(kind, key)| Topic::of(*kind, keys.competences.enter(key))));
        self.languages.push(doc.languages.iter().map(|tag| u16::try_from(keys.languages.enter(tag)).unwrap_or(u16::MAX)));
        for group in &doc.groups {
            self.groups.entry(keys.groups.enter(group)).or_default().push(row);
        }
        self.texts.push(row, &doc.texts);
    }

    /// Gives back what was taken ahead.
    pub fn finish(&mut self) {
        self.ids.shrink_to_fit();
        self.masks.shrink_to_fit();
        self.places.shrink_to_fit();
        self.claims.fit();
        self.jobs.fit();
        self.topics.fit();
        self.languages.fit();
        self.groups.values_mut().for_each(Vec::shrink_to_fit);
        self.texts.finish();
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        number(self.ids.len())
    }

    /// The row of a member.
    pub fn row(&self, id: MemberId) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(number)
    }

    /// The number of the municipality or region.
    pub fn place(&self, row: u32) -> Option<u32> {
        u32::from(self.places.get(at(row)).copied().unwrap_or_default()).checked_sub(1)
    }

    /// Who is in a group.
    pub fn in_group(&self, group: u32) -> &[u32] {
        self.groups.get(&group).map_or(&[], Vec::as_slice)
    }

    /// The groups that a member is in.
    pub fn groups_of(&self, row: u32) -> Vec<u32> {
        let has = |rows: &Vec<u32>| rows.binary_search(&row).is_ok();
        self.groups.iter().filter(|(_, rows)| has(rows)).map(|(group, _)| *group).collect()
    }
}
