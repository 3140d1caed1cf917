//! Tables whose changes are noted by the database itself, so that nobody can forget to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

const EVENTS: [(&str, &str); 3] = [("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")];

/// On PostgreSQL once a statement, by the transaction that changes; on SQLite, which writes one at a
/// time, by a number that counts.
const NOTE: &str = "CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
    EXECUTE format('INSERT INTO change (subject, mark) SELECT DISTINCT %s, pg_current_xact_id()::text::bigint FROM touched ORDER BY 1 \
    ON CONFLICT (subject) DO UPDATE SET mark = excluded.mark', TG_ARGV[0]); RETURN NULL; END $$";

/// Makes what the triggers of PostgreSQL call.
pub(crate) async fn prepare(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    if schema.get_database_backend() == DatabaseBackend::Postgres {
        schema.get_connection().execute_unprepared(NOTE).await?;
    }
    Ok(())
}

/// Takes it away again.
pub(crate) async fn forget(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    if schema.get_database_backend() == DatabaseBackend::Postgres {
        schema.get_connection().execute_unprepared("DROP FUNCTION note_change()").await?;
    }
    Ok(())
}

/// Whom a change of a row concerns.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    /// The id in this column.
    Column(&'static str),
    /// All of the table, under a fixed number.
    Table(u8),
}

/// Notes the changes of a table from now on.
pub(crate) async fn note(schema: &SchemaManager<'_>, table: &str, subject: Subject) -> Result<(), DbErr> {
    for (event, row) in EVENTS {
        let sql = if schema.get_database_backend() == DatabaseBackend::Postgres {
            let (rows, of) = (format!("{row} TABLE AS touched"), postgres(subject));
            format!(
                "CREATE TRIGGER note_{event} AFTER {event} ON \"{table}\" REFERENCING {rows} \
                 FOR EACH STATEMENT EXECUTE FUNCTION note_change('{of}')"
            )
        } else {
            let of = sqlite(subject, row);
            format!(
                "CREATE TRIGGER note_{table}_{event} AFTER {event} ON \"{table}\" BEGIN INSERT INTO change (subject, mark) \
                 VALUES ({of}, (SELECT coalesce(max(mark), 0) + 1 FROM change)) ON CONFLICT (subject) DO UPDATE SET mark = excluded.mark; END"
            )
        };
        schema.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Notes them no more.
pub(crate) async fn ignore(schema: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    for (event, _) in EVENTS {
        let sql = if schema.get_database_backend() == DatabaseBackend::Postgres {
            format!("DROP TRIGGER note_{event} ON \"{table}\"")
        } else {
            format!("DROP TRIGGER note_{table}_{event}")
        };
        schema.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

fn postgres(subject: Subject) -> String {
    match subject {
        Subject::Column(column) => column.to_owned(),
        Subject::Table(number) => format!("''00000000-0000-0000-0000-0000000000{number:02x}''::uuid"),
    }
}

fn sqlite(subject: Subject, row: &str) -> String {
    match subject {
        Subject::Column(column) => format!("{row}.{column}"),
        Subject::Table(number) => format!("x'000000000000000000000000000000{number:02x}'"),
    }
}
