//! How often one sender may call, whatever it calls: enough for people, too little for harvesting.
//!
//! Kept in memory and per process on purpose: it protects this process, and decides nothing that
//! has to be true.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

/// What is left of a sender's allowance.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    /// Requests that may come at once.
    pub requests: u32,
    /// Seconds after which a refused sender may try again; 0 for one that was let through.
    pub wait: u64,
}

/// The allowance of every sender.
pub struct Allowance {
    limiter: RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>,
    per_minute: u32,
}

impl Allowance {
    /// So many requests a minute for each sender; all of them may come at once.
    #[must_use]
    pub fn per_minute(requests: u32) -> Self {
        let requests = NonZeroU32::new(requests).unwrap_or(NonZeroU32::MIN);
        let limiter = RateLimiter::dashmap(Quota::per_minute(requests)).with_middleware();
        Self { limiter, per_minute: requests.get() }
    }

    /// Takes one request off a sender's allowance; a refused one says how long to wait.
    pub fn take(&self, sender: &str) -> Result<Left, Left> {
        let taken = self.limiter.check_key(&sender.to_owned());
        taken.map(|left| Left { requests: left.remaining_burst_capacity(), wait: 0 }).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            Left { requests: 0, wait: wait.as_secs() + 1 }
        })
    }

    /// Forgets senders whose allowance is full again.
    pub fn tidy(&self) {
        self.limiter.retain_recent();
    }

    /// The policy, as the `RateLimit-Policy` header tells it (draft-ietf-httpapi-ratelimit-headers).
    #[must_use]
    pub fn policy(&self) -> String {
        format!("\"minute\";q={};w=60", self.per_minute)
    }
}

impl Left {
    /// What is left, as the `RateLimit` header tells it.
    #[must_use]
    pub fn told(&self) -> String {
        format!("\"minute\";r={};t={}", self.requests, self.wait)
    }
}

impl std::fmt::Debug for Allowance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Allowance").field("per_minute", &self.per_minute).finish_non_exhaustive()
    }
}
