//! Work that keeps a core busy: so much of it at a time, on threads of its own.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use super::problem::{BUSY, Problem, Result};

/// Places for work, and a queue before them that does not grow without end.
pub struct Turns {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    room: usize,
}

impl Turns {
    /// So much at once, and room for so many more, who wait; the rest are told to come back.
    #[must_use]
    pub fn new(at_once: usize, room: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(at_once)), waiting: AtomicUsize::new(0), room }
    }

    /// Does the work when its turn has come. The place is taken until the work is done, even if
    /// nobody waits for it any more.
    pub async fn take<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _queued = Queued::enter(self)?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(Problem::internal)?;
        let work = move || {
            let _place = place;
            work()
        };
        actix_web::web::block(work).await.map_err(Problem::internal)
    }
}

/// A place in the queue, given back however the wait ends.
struct Queued<'a>(&'a AtomicUsize);

impl<'a> Queued<'a> {
    fn enter(turns: &'a Turns) -> Result<Self> {
        let place = Self(&turns.waiting);
        if turns.waiting.fetch_add(1, Ordering::AcqRel) < turns.room { Ok(place) } else { Err(BUSY.retry_after(2)) }
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turns")
    }
}
