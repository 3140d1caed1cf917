//! Time and ids. Nothing else asks the machine what time it is.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::timestamp::context::ContextV7;
use uuid::{Timestamp, Uuid};

/// The time, and ids in the order of time.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    ids: Arc<Mutex<ContextV7>>,
}

#[derive(Clone, Debug)]
enum Source {
    Machine,
    Held(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::of(Source::Machine)
    }

    /// A clock that stands still until it is moved. For tests.
    #[must_use]
    pub fn held_at(time: DateTime<Utc>) -> Self {
        Self::of(Source::Held(Arc::new(AtomicI64::new(time.timestamp_micros()))))
    }

    fn of(source: Source) -> Self {
        Self { source, ids: Arc::new(Mutex::new(ContextV7::new())) }
    }

    /// The time in UTC, in whole microseconds: the finest that both databases keep.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.source {
            Source::Machine => Utc::now().timestamp_micros(),
            Source::Held(micros) => micros.load(Ordering::Acquire),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves a held clock forward; the machine's clock is left alone.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Held(micros) = &self.source {
            micros.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::AcqRel);
        }
    }

    /// A new `UUIDv4`, which tells nothing of when it was made.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    pub fn new_unordered_id() -> Uuid {
        Uuid::new_v4()
    }

    /// A new `UUIDv7`, greater than every one made before by this clock.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*ids, seconds, now.timestamp_subsec_nanos()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_in_the_same_instant_keep_their_order() {
        let clock = Clock::held_at(DateTime::from_timestamp_micros(1_800_000_000_000_000).unwrap_or_default());
        let ids: Vec<_> = (0..1000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
