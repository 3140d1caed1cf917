//! A model that is withdrawn has no row of `support_model` any more, and what was contributed to it is
//! kept: so contributions refer to that table no longer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::columns::{create, flag, follows, forgets, index, one_of, table, text, text_null, time, time_null, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        if schema.get_database_backend() == DatabaseBackend::Postgres {
            let drop = "ALTER TABLE contribution DROP CONSTRAINT contribution_model_key_fkey";
            return schema.get_connection().execute_unprepared(drop).await.map(|_| ());
        }
        anew(schema, false).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let connection = schema.get_connection();
        connection.execute_unprepared("DELETE FROM contribution WHERE model_key NOT IN (SELECT key FROM support_model)").await?;
        if schema.get_database_backend() == DatabaseBackend::Postgres {
            let key = "ALTER TABLE contribution ADD CONSTRAINT contribution_model_key_fkey";
            let refers = format!("{key} FOREIGN KEY (model_key) REFERENCES support_model (key) ON DELETE CASCADE");
            return connection.execute_unprepared(&refers).await.map(|_| ());
        }
        anew(schema, true).await
    }
}

/// SQLite cannot take a reference away: the table is made anew and its rows carried over.
async fn anew(schema: &SchemaManager<'_>, refers: bool) -> Result<(), DbErr> {
    let connection = schema.get_connection();
    connection.execute_unprepared("CREATE TABLE contribution_before AS SELECT * FROM contribution").await?;
    schema.drop_table(Table::drop().table("contribution").to_owned()).await?;
    create(schema, vec![contributions(refers)], indexes()).await?;
    connection.execute_unprepared("INSERT INTO contribution SELECT * FROM contribution_before").await?;
    connection.execute_unprepared("DROP TABLE contribution_before").await?;
    Ok(())
}

fn contributions(refers: bool) -> TableCreateStatement {
    let mut contributions = table("contribution");
    contributions
        .col(uuid("id").primary_key())
        .col(text("model_key"))
        .col(text("block_key"))
        .col(text("based_on"))
        .col(uuid("member_id"))
        .col(one_of("kind", &["change", "missing", "example"]))
        .col(text_null("value"))
        .col(text("why"))
        .col(flag("credit"))
        .col(one_of("state", &["pending", "accepted", "declined"]))
        .col(text_null("answer"))
        .col(text_null("version"))
        .col(uuid_null("answered_by"))
        .col(time("created_at"))
        .col(time_null("answered_at"));
    if refers {
        contributions.foreign_key(&mut follows("model_key", "support_model", "key"));
    }
    contributions.foreign_key(&mut follows("member_id", "member", "id")).foreign_key(&mut forgets("answered_by", "member", "id"));
    contributions
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("contribution", &["model_key", "created_at", "id"]),
        index("contribution", &["member_id", "created_at", "id"]),
        index("contribution", &["answered_by"]),
    ]
}
