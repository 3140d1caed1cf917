//! Bringing the schema up to date, by one process at a time.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr};

use super::db::Db;

/// The advisory lock that migrations hold on PostgreSQL; any fixed number will do.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7307497728)";

/// The lock under which shipped and demonstration data is loaded.
const LOADING: &str = "SELECT pg_advisory_xact_lock(7307497729)";

/// Runs the steps that are missing, in one transaction: all of them or none.
///
/// Of several processes that start at once one migrates; the others wait and find it done. A schema
/// that is newer than this program is refused.
pub async fn migrate(db: &Db) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if db.backend() == DatabaseBackend::Postgres {
        wait_without_limit(&tx).await?;
        tx.execute_unprepared(LOCK).await?;
    }
    Migrator::up(&tx, None).await.map_err(|error| match error {
        DbErr::Custom(told) if told.contains("missing") => DbErr::Custom(format!("the database was made by a newer version of Torg ({told})")),
        other => other,
    })?;
    tx.commit().await
}

/// Does something that of several processes on one PostgreSQL only one may do at a time. SQLite
/// serves one process.
pub async fn alone<T, E>(db: &Db, work: impl AsyncFnOnce() -> Result<T, E>) -> Result<Result<T, E>, DbErr> {
    if db.backend() != DatabaseBackend::Postgres {
        return Ok(work().await);
    }
    let tx = db.begin().await?;
    wait_without_limit(&tx).await?;
    tx.execute_unprepared(LOADING).await?;
    let done = work().await;
    tx.commit().await?;
    Ok(done)
}

/// Waiting for another process is no fault, however long it takes.
async fn wait_without_limit(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    for setting in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
        tx.execute_unprepared(&format!("SET LOCAL {setting} = 0")).await?;
    }
    Ok(())
}
