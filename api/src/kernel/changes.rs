//! What was changed since a point in time, as the database itself notes it with every change.
//!
//! On PostgreSQL a change is marked by its transaction, and everything before the oldest one that
//! still runs is done: that one is the horizon. A mark from the future is of another server whose
//! data was restored here. SQLite changes one thing at a time, and its marks count.

use std::collections::HashMap;

use entity::change::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseBackend, DatabaseConnection, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

use super::problem::{Problem, Result};

/// The register of organisations, as a subject of changes.
pub const REGISTER: Uuid = Uuid::from_u128(1);
/// The vocabulary, as a subject of changes.
pub const VOCABULARY: Uuid = Uuid::from_u128(2);

#[derive(FromQueryResult)]
struct Horizon {
    mark: i64,
}

/// Whatever is read from now on has every change before this mark.
pub async fn horizon(conn: &DatabaseConnection) -> Result<i64> {
    let sql = match conn.get_database_backend() {
        DatabaseBackend::Postgres => "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark",
        _ => "SELECT coalesce(max(mark), 0) + 1 AS mark FROM change",
    };
    let row = Horizon::find_by_statement(Statement::from_string(conn.get_database_backend(), sql)).one(conn).await?;
    row.map(|row| row.mark).ok_or_else(|| Problem::internal("no horizon"))
}

/// Which members and whether the register were changed since then, each with its mark: another mark, another change.
pub async fn since(conn: &DatabaseConnection, horizon: i64) -> Result<HashMap<Uuid, i64>> {
    let mut changed = Entity::find().filter(Column::Mark.gte(horizon)).filter(Column::Subject.ne(VOCABULARY));
    if conn.get_database_backend() == DatabaseBackend::Postgres {
        changed = changed.filter(Expr::cust("mark < pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));
    }
    Ok(changed.all(conn).await?.into_iter().map(|row| (row.subject, row.mark)).collect())
}

/// By which change a subject was changed last: as long as it is the same, so is the subject.
pub async fn mark(conn: &DatabaseConnection, subject: Uuid) -> Result<Option<i64>> {
    Ok(Entity::find_by_id(subject).one(conn).await?.map(|row| row.mark))
}
