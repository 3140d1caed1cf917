//! Chance that can be repeated, and ids that fit the time of their rows.

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use uuid::Uuid;

use crate::kernel::clock::Clock;

/// Whether something happens that does so this often in a thousand.
pub fn happens(rng: &mut Rng, per_mille: u32) -> bool {
    rng.u32(0..1000) < per_mille
}

/// One of the words.
pub fn word(rng: &mut Rng, words: &[String]) -> String {
    rng.choice(words).cloned().unwrap_or_default()
}

/// A moment in between, in whole milliseconds from the first.
pub fn moment(rng: &mut Rng, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    from + TimeDelta::milliseconds(rng.i64(0..=(to - from).num_milliseconds().max(0)))
}

/// Makes the ids of one table, whose rows come in the order of time.
pub struct Ids(Clock);

impl Ids {
    /// For rows from this time on.
    pub fn from(time: DateTime<Utc>) -> Self {
        Self(Clock::held_at(time))
    }

    /// The id of a row that is made at this time.
    pub fn at(&self, time: DateTime<Utc>) -> Uuid {
        self.0.advance(time - self.0.now());
        self.0.new_id()
    }
}

/// Draws the first of a list often and the last seldom: the n-th 1/n times as often (Zipf's law).
pub struct Zipf<T> {
    items: Vec<T>,
    /// The sum of the weights up to and with each item.
    sums: Vec<u64>,
}

impl<T: PartialEq> Zipf<T> {
    /// Over a list, the most frequent first.
    pub fn new(items: Vec<T>) -> Self {
        let mut sum = 0;
        let weight = |(rank, _): (u64, &T)| {
            sum += 1_000_000 / rank;
            sum
        };
        Self { sums: (1..).zip(&items).map(weight).collect(), items }
    }

    fn draw(&self, rng: &mut Rng) -> Option<&T> {
        let at = rng.u64(0..*self.sums.last()?);
        self.items.get(self.sums.partition_point(|sum| *sum <= at))
    }

    /// So many different ones, or all if there are no more.
    pub fn distinct(&self, rng: &mut Rng, count: usize) -> Vec<&T> {
        let count = count.min(self.items.len());
        let mut drawn = Vec::with_capacity(count);
        while drawn.len() < count {
            drawn.extend(self.draw(rng).filter(|item| !drawn.contains(item)));
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_drawn_about_n_times_as_often_as_the_nth() {
        let zipf = Zipf::new((0..320).collect());
        let mut rng = Rng::with_seed(1);
        let drawn: Vec<_> = (0..60_000).filter_map(|_| zipf.draw(&mut rng).copied()).collect();
        let times = |item: i32| drawn.iter().filter(|other| **other == item).count();
        assert!((8_000..11_000).contains(&times(0)), "{}", times(0));
        assert!((4_000..5_500).contains(&times(1)), "{}", times(1));
        assert!((800..1_100).contains(&times(9)), "{}", times(9));
        assert!((10..60).contains(&times(319)), "{}", times(319));
    }

    #[test]
    fn what_is_drawn_together_is_distinct_and_no_more_than_there_is() {
        let zipf = Zipf::new((0..5).collect());
        let mut all: Vec<_> = zipf.distinct(&mut Rng::with_seed(1), 9);
        all.sort();
        assert_eq!(all, [&0, &1, &2, &3, &4]);
    }

    #[test]
    fn ids_follow_the_time_of_their_rows() {
        let begin = DateTime::from_timestamp_millis(1_800_000_000_123).unwrap_or_default();
        let ids = Ids::from(begin);
        let made: Vec<_> = [0, 0, 1, 60_000].map(|millis| ids.at(begin + TimeDelta::milliseconds(millis))).into();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_timestamp().is_some_and(|time| (1_800_000_000..1_800_000_061).contains(&time.to_unix().0))));
    }
}
