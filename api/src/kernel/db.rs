//! The way to the database. Features reach it through a door of [`super::access`] only.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, RuntimeErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use secrecy::ExposeSecret;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use super::problem::Result;
use crate::config::Config;

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a start waits for PostgreSQL before it says so.
const PATIENCE_AT_START: Duration = Duration::from_secs(4);

/// Readers and writers. On PostgreSQL they are the same pool; SQLite has a single writer.
#[derive(Clone, Debug)]
pub struct Db {
    pub(super) read: DatabaseConnection,
    pub(super) write: DatabaseConnection,
}

impl Db {
    /// Connects. SQLite's file is made if it is missing.
    pub async fn open(config: &Config) -> std::result::Result<Self, DbErr> {
        let url = config.database_url.expose_secret();
        let Some(path) = url.strip_prefix("sqlite:") else {
            knock(url).await?;
            let pool = counted(Database::connect(postgres(url, config.database_connections)).await?);
            return Ok(Self { read: pool.clone(), write: pool });
        };
        if let Some(folder) = Path::new(path.split('?').next().unwrap_or(path)).parent() {
            std::fs::create_dir_all(folder).map_err(|error| DbErr::Custom(format!("{}: {error}", folder.display())))?;
        }
        // The writer opens first and alone: it is the one that switches the file to WAL.
        let write = counted(writer(url, config).await?);
        let read = counted(Database::connect(sqlite(url, config, config.database_connections.clamp(2, 8), true)).await?);
        Ok(Self { read, write })
    }

    /// Which of the two databases this is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }

    /// Begins a transaction that will write. On SQLite it waits its turn now, because a reader that
    /// turns writer fails at once whatever the busy timeout.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that begins a transaction")]
    pub(super) async fn begin(&self) -> std::result::Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        self.write.begin_with_options(options).await
    }

    /// Whether reading and writing work at this moment.
    pub async fn probe(&self) -> Result<()> {
        self.read.execute_unprepared("SELECT 1").await?;
        let tx = self.begin().await?;
        tx.execute_unprepared("UPDATE setting SET value = value WHERE key = 'probe'").await?;
        tx.rollback().await?;
        Ok(())
    }

    /// The connection that migrations run on.
    #[must_use]
    pub const fn for_migration(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Closes the pools; SQLite tidies up.
    pub async fn close(&self) {
        for pool in [&self.read, &self.write] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "closing the database");
            }
        }
    }
}

/// Counts every statement: how many a request needs is part of what it costs.
fn counted(mut pool: DatabaseConnection) -> DatabaseConnection {
    let (answered, failed) = ["answered", "failed"].map(|outcome| metrics::counter!("torg_database_statements_total", "outcome" => outcome)).into();
    pool.set_metric_callback(move |statement| if statement.failed { &failed } else { &answered }.increment(1));
    pool
}

/// What both kinds of pool have in common.
fn pool(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(PATIENCE).connect_timeout(PATIENCE).sqlx_logging(false).record_stmt_in_spans(false);
    options
}

/// Connects SQLite's writer. Switching a new file to WAL heeds no busy timeout, so of two processes
/// that start at once one may have to try again.
async fn writer(url: &str, config: &Config) -> std::result::Result<DatabaseConnection, DbErr> {
    let mut tries = 0;
    loop {
        match Database::connect(sqlite(url, config, 1, false)).await {
            Err(error) if tries < 40 && is_locked(&error) => tries += 1,
            connected => return connected,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn is_locked(error: &DbErr) -> bool {
    let DbErr::Conn(RuntimeErr::SqlxError(cause)) = error else { return false };
    cause.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == "5")
}

fn sqlite(url: &str, config: &Config, connections: u32, read_only: bool) -> ConnectOptions {
    let synchronous = if config.sqlite_full_sync { SqliteSynchronous::Full } else { SqliteSynchronous::Normal };
    let mut options = pool(url, connections);
    // A connection that is never replaced: an idle pool must not lose its statements and page cache.
    options.min_connections(connections).idle_timeout(None).max_lifetime(None).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .create_if_missing(!read_only)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .synchronous(synchronous)
            .statement_cache_capacity(512)
            .pragma("cache_size", "-32768")
            .pragma("mmap_size", "268435456")
            .optimize_on_close(!read_only, None);
        if read_only { sqlite.pragma("query_only", "ON") } else { sqlite.journal_mode(SqliteJournalMode::Wal) }
    });
    options
}

/// Connects once, because a pool tells only that it has waited: this tells what is wrong.
async fn knock(url: &str) -> std::result::Result<(), DbErr> {
    let told = |error: sqlx::Error| DbErr::Custom(error.to_string());
    let options: PgConnectOptions = url.parse().map_err(told)?;
    match tokio::time::timeout(PATIENCE_AT_START, options.connect()).await {
        Ok(connection) => connection.map_err(told)?.close().await.map_err(told),
        Err(_) => Err(DbErr::Custom(format!("no answer in {} seconds", PATIENCE_AT_START.as_secs()))),
    }
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = pool(url, connections);
    options.test_before_acquire_if_idle_for(Duration::from_secs(30));
    options.map_sqlx_postgres_opts(|postgres| {
        postgres.application_name("torg").statement_cache_capacity(512).options([
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "15s"),
            ("TimeZone", "UTC"),
            // Compiling a query takes longer than any of ours.
            ("jit", "off"),
        ])
    });
    options
}

/// A transaction that writes. Only `write` makes one, so a change outside a transaction does not compile.
pub struct Tx {
    pub(super) inner: DatabaseTransaction,
    pub(super) app: std::sync::Arc<super::app::App>,
    /// Whether something was published that everybody reads.
    pub(super) published: std::sync::atomic::AtomicBool,
}

impl Tx {
    /// The connection, for a store.
    #[must_use]
    pub const fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// The time of the change.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.app.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn new_id(&self) -> uuid::Uuid {
        self.app.clock.new_id()
    }

    /// A new id of what must not tell when it was made.
    #[must_use]
    pub fn new_unordered_id(&self) -> uuid::Uuid {
        super::clock::Clock::new_unordered_id()
    }

    /// The room that one group's files have, in bytes.
    #[must_use]
    pub fn group_room(&self) -> i64 {
        self.app.config.group_room()
    }

    /// The key by which a name is ordered.
    #[must_use]
    pub fn sort_key(&self, name: &str) -> String {
        self.app.swedish.sort_key(name)
    }
}
