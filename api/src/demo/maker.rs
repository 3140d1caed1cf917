//! Makes the world, block by block.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use entity::id::MemberId;
use entity::{competence, municipality};
use fastrand::Rng;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use super::chance::{Ids, Zipf, moment};
use super::material::Material;
use super::register::{self, Employer};
use super::rows::Rows;
use super::{LEAST, exchange, people, tales, talk};
use crate::kernel::access::System;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::typeset::Swedish;

/// Members in a block.
const BLOCK: usize = LEAST;
/// The fewest members of a block among whom the groups find theirs.
const SOCIABLE: usize = 50;
/// How long the world has lasted.
const AGE: TimeDelta = TimeDelta::days(700);
/// How long nobody has joined, so that even the newest had time to say something.
const CALM: TimeDelta = TimeDelta::days(1);
/// What chance begins with.
const SEED: u64 = 0x746f_7267;

/// A member, for the groups.
#[derive(Clone, Copy)]
pub struct Joined {
    pub id: MemberId,
    pub at: DateTime<Utc>,
}

/// Makes the rows. It keeps terms and clocks, and of what it made only the number.
pub struct Maker<'a> {
    pub material: &'a Material,
    pub swedish: &'a Swedish,
    pub rng: Rng,
    /// The hash of the password of those who can sign in.
    pub hash: String,
    pub employers: Vec<Employer<'a>>,
    pub competences: Zipf<String>,
    pub municipalities: Vec<String>,
    /// The present: nothing is later.
    pub end: DateTime<Utc>,
    /// The present year.
    pub year: i16,
    pub member_ids: Ids,
    pub position_ids: Ids,
    pub group_ids: Ids,
    pub invitation_ids: Ids,
    /// When the newest group was started.
    pub newest_group: DateTime<Utc>,
    begin: DateTime<Utc>,
    /// What precedes the first block: the register.
    first: Option<Rows>,
    blocks: usize,
    done: usize,
    total: usize,
}

impl<'a> Maker<'a> {
    /// Prepares a world of so many members.
    pub async fn new(system: &'a System, material: &'a Material, hash: String, total: usize) -> Result<Self> {
        let mut rng = Rng::with_seed(SEED);
        let (mut competences, municipalities) = terms(system).await?;
        rng.shuffle(&mut competences);
        // Whole milliseconds, because that is what ids are ordered by.
        let end = DateTime::from_timestamp_millis(system.now().timestamp_millis()).unwrap_or_default();
        let begin = end - AGE;
        let swedish = &system.app().swedish;
        let mut first = Rows::default();
        let employers = register::enter(material, swedish, begin, &mut first);
        Ok(Self {
            material,
            swedish,
            rng,
            hash,
            employers,
            competences: Zipf::new(competences),
            municipalities,
            end,
            year: i16::try_from(end.year()).map_err(Problem::internal)?,
            member_ids: Ids::from(begin),
            position_ids: Ids::from(begin),
            group_ids: Ids::from(begin),
            invitation_ids: Ids::from(begin),
            newest_group: begin,
            begin,
            first: Some(first),
            blocks: 0,
            done: 0,
            total,
        })
    }

    /// Members made so far.
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Members that there will be.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Whether everybody is there.
    pub const fn is_done(&self) -> bool {
        self.done >= self.total
    }

    /// The next block: members, and the groups that they form. The last may be too small for groups.
    pub fn next_block(&mut self) -> Option<Rows> {
        if self.is_done() {
            return None;
        }
        let mut rows = self.first.take().unwrap_or_default();
        let last = self.total.min(self.done + BLOCK);
        let joined: Vec<_> = (self.done..last).map(|number| people::enter(self, number, &mut rows)).collect();
        if joined.len() >= SOCIABLE {
            talk::gather(self, self.blocks, &joined, &mut rows);
            exchange::fill(self, self.blocks, &joined, &mut rows);
        }
        if self.blocks == 0 {
            tales::tell(self, &joined, &mut rows);
        }
        self.blocks += 1;
        self.done = last;
        Some(rows)
    }

    /// When the member of this number joins: evenly over the years, none before the one before.
    pub fn joining_time(&mut self, number: usize) -> DateTime<Utc> {
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let step = (AGE - CALM) / count(self.total).max(1);
        let from = self.begin + TimeDelta::milliseconds(step.num_milliseconds()) * count(number);
        moment(&mut self.rng, from, from + step - TimeDelta::milliseconds(1))
    }
}

/// The terms that members choose from: competences and municipalities.
async fn terms(system: &System) -> Result<(Vec<String>, Vec<String>)> {
    use competence::Column::Key;
    use municipality::Column::Code;
    let keys = competence::Entity::find().select_only().column(Key).order_by_asc(Key).into_tuple().all(system.conn()).await?;
    let codes = municipality::Entity::find().select_only().column(Code).order_by_asc(Code).into_tuple().all(system.conn()).await?;
    if keys.is_empty() || codes.is_empty() { Err(Problem::internal("the vocabulary is not loaded")) } else { Ok((keys, codes)) }
}
