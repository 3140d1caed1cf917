//! Keeps the index, and brings it up to date with each request.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, Notify};

use super::state::Index;
use crate::kernel::access::{System, Viewer};
use crate::kernel::changes;
use crate::kernel::problem::Result;

/// Changes after which the large part is built anew, beside the requests.
const MANY: usize = 1000;
/// Changes that are too many to be read one by one.
const TOO_MANY: usize = 20_000;

/// The index of this process.
#[derive(Default)]
pub struct Finder {
    latest: RwLock<Option<Arc<Index>>>,
    turn: Mutex<()>,
    worn: Notify,
}

impl Finder {
    fn latest(&self) -> Option<Arc<Index>> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps an index, unless one is there that began later.
    fn keep(&self, index: &Arc<Index>) {
        let mut latest = self.latest.write().unwrap_or_else(PoisonError::into_inner);
        if latest.as_ref().is_none_or(|latest| latest.base.horizon <= index.base.horizon) {
            *latest = Some(Arc::clone(index));
        }
    }

    async fn rebuild(&self, system: &System) -> Result<Arc<Index>> {
        let index = Arc::new(Index::build(system).await?);
        self.keep(&index);
        Ok(index)
    }

    async fn at_hand(&self, system: &System) -> Result<Arc<Index>> {
        if let Some(index) = self.latest() {
            return Ok(index);
        }
        let _turn = self.turn.lock().await;
        match self.latest() {
            Some(index) => Ok(index),
            None => self.rebuild(system).await,
        }
    }
}

/// The index with every change that the database has seen until now.
pub async fn current(viewer: &Viewer) -> Result<Arc<Index>> {
    let system = viewer.system("the index knows everybody; what the viewer sees of them is asked for each time");
    let finder = viewer.kept::<Finder>();
    let index = finder.at_hand(&system).await?;
    let changed = changes::since(system.conn(), index.base.horizon).await?;
    if changed == index.changed {
        return Ok(index);
    }
    if changed.len() > TOO_MANY {
        let _turn = finder.turn.lock().await;
        return finder.rebuild(&system).await;
    }
    if changed.len() > MANY {
        finder.worn.notify_one();
    }
    let index = Arc::new(index.with(&system, changed).await?);
    finder.keep(&index);
    Ok(index)
}

/// Builds the index when the process starts, and anew when much was changed.
pub async fn keep(system: &System) {
    let finder = system.app().memory.get::<Finder>();
    loop {
        let built = match finder.latest() {
            None => finder.at_hand(system).await.map(drop),
            Some(_) => finder.rebuild(system).await.map(drop),
        };
        if let Err(problem) = built {
            tracing::error!(cause = problem.cause, "the index of members could not be built");
        }
        finder.worn.notified().await;
    }
}
