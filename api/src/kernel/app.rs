//! What the whole process shares. Handlers cannot reach it except through a door.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ActiveValue, EntityTrait};
use tokio::sync::{Notify, Semaphore};

use super::allowance::Allowance;
use super::clock::Clock;
use super::db::{Db, Tx};
use super::download;
use super::keys::Keyring;
use super::mail::Mailer;
use super::memory::Memory;
use super::password::Passwords;
use super::picture::Pictures;
use super::problem::{Problem, Result};
use super::secret::{Seal, new_token};
use super::shelf::Shelf;
use super::typeset::Swedish;
use super::upload;
use crate::config::Config;

/// One process of Torg.
pub struct App {
    /// The settings.
    pub config: Config,
    /// Time and ids.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// Signs and checks access tokens.
    pub keys: Keyring,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Reads pictures.
    pub pictures: Pictures,
    /// Sends mail.
    pub mailer: Mailer,
    /// Orders names.
    pub swedish: Swedish,
    /// What features keep in memory.
    pub memory: Memory,
    pub(crate) seal: Seal,
    pub(super) shelf: Shelf,
    pub(super) outbox: Notify,
    pub(super) room: Semaphore,
    pub(super) uploads: Arc<Semaphore>,
    pub(super) downloads: Arc<Semaphore>,
    pub(super) allowance: Allowance,
    draining: AtomicBool,
}

impl App {
    /// Puts the process together on a migrated database.
    pub async fn new(config: Config, clock: Clock, db: Db) -> Result<Arc<Self>> {
        let keys = Keyring::open(&config.keys_dir, &db, &clock).await?;
        Ok(Arc::new(Self {
            seal: Seal::new(&installation_secret(&db).await?),
            passwords: Passwords::new(config.password_memory_kib)?,
            mailer: Mailer::new(&config).map_err(Problem::internal)?,
            swedish: Swedish::default(),
            shelf: Shelf::open(&db).await?,
            memory: Memory::default(),
            outbox: Notify::new(),
            room: Semaphore::new(config.max_requests),
            uploads: Arc::new(Semaphore::new(upload::AT_ONCE)),
            downloads: Arc::new(Semaphore::new(download::AT_ONCE)),
            pictures: Pictures::default(),
            allowance: Allowance::per_minute(config.rate_limit),
            draining: AtomicBool::new(false),
            keys,
            config,
            clock,
            db,
        }))
    }

    /// An absolute address under the API's root.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.config.public_url)
    }

    /// Says that the process is about to stop: it is no longer ready.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
        self.outbox.notify_one();
    }

    /// Whether the process is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    /// What is forgotten with time: called now and then by a worker.
    pub fn tidy(&self) {
        self.allowance.tidy();
    }

    /// Where mail goes when there is no mail server.
    #[must_use]
    pub fn mail_folder(&self) -> PathBuf {
        self.config.data_dir.join("mail")
    }

    /// Runs `work` in one transaction: commits on `Ok`, rolls back on `Err` or panic.
    pub(super) async fn write<T>(self: &Arc<Self>, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = Tx { inner: self.db.begin().await?, app: Arc::clone(self), published: AtomicBool::new(false) };
        let done = work(&tx).await?;
        tx.inner.commit().await?;
        if tx.published.into_inner() {
            self.shelf.clear();
        }
        self.outbox.notify_one();
        Ok(done)
    }
}

/// A secret that every process of this installation shares: it seals cursors and keys digests.
async fn installation_secret(db: &Db) -> Result<String> {
    use entity::setting::{ActiveModel, Column, Entity};
    let row = ActiveModel { key: ActiveValue::Set("seal".to_owned()), value: ActiveValue::Set(new_token("")?) };
    let keep = sea_orm::sea_query::OnConflict::column(Column::Key).do_nothing().to_owned();
    Entity::insert(row).on_conflict(keep).exec_without_returning(&db.write).await?;
    let setting = Entity::find_by_id("seal".to_owned()).one(&db.write).await?;
    setting.map(|setting| setting.value).ok_or_else(|| Problem::internal("the installation has no seal"))
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("database", &self.db.backend()).finish_non_exhaustive()
    }
}
