//! Bringing the schema up to date, by one process at a time.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};

use super::db::Db;

/// The advisory lock that migrations hold on PostgreSQL; any fixed number will do.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7307497728)";

/// Runs the steps that are missing, in one transaction: all of them or none.
///
/// Of several processes that start at once one migrates; the others wait and find it done. A schema
/// that is newer than this program is refused.
pub async fn migrate(db: &Db) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if db.backend() == DatabaseBackend::Postgres {
        for setting in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
            tx.execute_unprepared(&format!("SET LOCAL {setting} = 0")).await?;
        }
        tx.execute_unprepared(LOCK).await?;
    }
    Migrator::up(&tx, None).await.map_err(|error| match error {
        DbErr::Custom(told) if told.contains("missing") => DbErr::Custom(format!("the database was made by a newer version of Torg ({told})")),
        other => other,
    })?;
    tx.commit().await
}
