//! The index as of a request: everybody as they were, and those anew who were changed since.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entity::id::MemberId;
use uuid::Uuid;

use super::base::Base;
use super::columns::{Columns, Keys, at};
use super::load::{self, Doc, Which};
use super::view::Part;
use crate::kernel::access::System;
use crate::kernel::changes::{self, REGISTER};
use crate::kernel::problem::Result;
use crate::organisations::{self, Register};

/// Where a member stands: in the large part or in the small one, and in which row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    pub fresh: bool,
    pub row: u32,
}

/// Somebody who was changed, and how many of the large part stand before them in the order of names.
#[derive(Debug)]
struct Anew {
    doc: Doc,
    place: usize,
}

/// By which change; nobody if they are gone.
type Changed = (i64, Option<Arc<Anew>>);

/// A place in the order of names: how many of the large part stand before, the key, the id.
pub type NamePlace = (usize, String, MemberId, u32);

/// The index as of a request.
#[derive(Debug)]
pub struct Index {
    pub keys: Keys,
    pub base: Arc<Base>,
    /// What was changed since the large part was built.
    pub changed: HashMap<Uuid, i64>,
    /// Rows of the large part that stand in the small one now, or are gone.
    pub stale: Vec<u32>,
    docs: BTreeMap<MemberId, Changed>,
    /// Those who were changed.
    pub fresh: Columns,
    /// Those in the order of names.
    pub fresh_by_name: Vec<NamePlace>,
    /// Members who show their competences to every member.
    pub findable: i64,
    /// Those of them who claim each competence.
    holders: Vec<i64>,
    /// The organisations of the register.
    pub register: Arc<Register>,
}

impl Index {
    /// Reads everybody.
    pub async fn build(system: &System) -> Result<Self> {
        let mut keys = Keys::default();
        let base = Arc::new(Base::build(system, &mut keys).await?);
        let none = Self {
            keys,
            changed: HashMap::new(),
            stale: Vec::new(),
            docs: BTreeMap::new(),
            fresh: Columns::default(),
            fresh_by_name: Vec::new(),
            findable: 0,
            holders: Vec::new(),
            register: organisations::register(system).await?,
            base,
        };
        let changed = changes::since(system.conn(), none.base.horizon).await?;
        none.with(system, changed).await
    }

    /// The same, with those read anew who were changed since.
    pub async fn with(&self, system: &System, changed: HashMap<Uuid, i64>) -> Result<Self> {
        let members = || changed.iter().filter(|(subject, _)| **subject != REGISTER).map(|(subject, mark)| (MemberId(*subject), *mark));
        let kept = |id: &MemberId, mark: i64| self.docs.get(id).filter(|(known, _)| *known == mark);
        let unknown: Vec<_> = members().filter(|(id, mark)| kept(id, *mark).is_none()).map(|(id, _)| id).collect();
        let mut stale: Vec<_> = members().filter_map(|(id, _)| self.base.columns.row(id)).collect();
        stale.sort_unstable();
        let mut read = self.read(system, &unknown, |row| stale.binary_search(&row).is_err()).await?;
        let docs: BTreeMap<_, Changed> =
            members().map(|(id, mark)| (id, kept(&id, mark).cloned().unwrap_or_else(|| (mark, read.remove(&id).map(Arc::new))))).collect();
        let (mut keys, mut fresh, mut by_name) = (self.keys.clone(), Columns::default(), Vec::new());
        for (row, anew) in (0..).zip(docs.values().filter_map(|(_, anew)| anew.as_ref())) {
            fresh.push(&anew.doc, &mut keys);
            by_name.push((anew.place, anew.doc.sort_key.clone(), anew.doc.id, row));
        }
        fresh.finish();
        by_name.sort();
        let register_changed = changed.get(&REGISTER) != self.changed.get(&REGISTER);
        let register = if register_changed { organisations::register(system).await? } else { Arc::clone(&self.register) };
        let mut index = Self {
            keys,
            base: Arc::clone(&self.base),
            changed,
            stale,
            docs,
            fresh,
            fresh_by_name: by_name,
            findable: 0,
            holders: Vec::new(),
            register,
        };
        index.count();
        Ok(index)
    }

    /// Reads members anew, and finds their places in the order of names.
    async fn read(&self, system: &System, ids: &[MemberId], is_current: impl Fn(u32) -> bool) -> Result<HashMap<MemberId, Anew>> {
        let mut read = HashMap::new();
        for ids in ids.chunks(500) {
            for (id, doc) in load::docs(system, Which::These(ids)).await? {
                let stretch = self.base.stretch(&doc.sort_key);
                let last = stretch.last_before(&self.base, &doc.sort_key, id, &is_current);
                let last = last.into_tuple().one(system.conn()).await?;
                read.insert(id, Anew { place: stretch.place(&self.base, last), doc });
            }
        }
        Ok(read)
    }

    /// Whether a row of the large part is as it was.
    pub fn is_current(&self, row: u32) -> bool {
        self.stale.binary_search(&row).is_err()
    }

    /// Both parts.
    pub fn parts(&self) -> [&Columns; 2] {
        [&self.base.columns, &self.fresh]
    }

    /// The part in which somebody stands.
    pub fn part(&self, place: At) -> &Columns {
        if place.fresh { &self.fresh } else { &self.base.columns }
    }

    /// Where a member stands.
    pub fn find(&self, id: MemberId) -> Option<At> {
        let fresh = self.fresh.row(id).map(|row| At { fresh: true, row });
        fresh.or_else(|| self.base.columns.row(id).filter(|row| self.is_current(*row)).map(|row| At { fresh: false, row }))
    }

    /// Who stands there.
    pub fn id(&self, place: At) -> Option<MemberId> {
        self.part(place).ids.get(at(place.row)).copied()
    }

    /// How many show every member that they claim a competence.
    pub fn holders(&self, key: &str) -> i64 {
        let number = self.keys.competences.get(key);
        number.and_then(|number| self.holders.get(at(number))).copied().unwrap_or_default()
    }

    /// Counts who shows every member which competence.
    fn count(&mut self) {
        let (mut findable, mut holders) = (0, vec![0; self.keys.competences.all().len()]);
        for (fresh, part) in [false, true].into_iter().zip(self.parts()) {
            for row in 0..part.len() {
                let mask = part.masks.get(at(row)).copied().unwrap_or_default();
                if !Part::Competences.is_in(mask) || !(fresh || self.is_current(row)) {
                    continue;
                }
                findable += 1;
                for claim in part.claims.of(row) {
                    if let Some(count) = holders.get_mut(at(claim.key())) {
                        *count += 1;
                    }
                }
            }
        }
        (self.findable, self.holders) = (findable, holders);
    }
}
