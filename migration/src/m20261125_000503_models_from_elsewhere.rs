//! A model that was brought from elsewhere has drafts, and perhaps editors, before it is published: a
//! row of `support_model` is what everybody reads, and there is none until then. So versions and
//! editors refer to it no longer. And of each model there is one open version at a time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::columns::{create, follows, forgets, index, number, one_of, table, text, text_null, time, time_null, uuid, uuid_null};

const OPEN: &str = "ix_support_model_version_open";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        if schema.get_database_backend() == DatabaseBackend::Postgres {
            for table in ["support_model_version", "support_model_editor"] {
                let drop = format!("ALTER TABLE {table} DROP CONSTRAINT {table}_model_key_fkey");
                schema.get_connection().execute_unprepared(&drop).await?;
            }
        } else {
            anew(schema, false).await?;
        }
        let open = Expr::col("status").is_in(["draft", "in_review"]);
        let one = Index::create().name(OPEN).table("support_model_version").col("model_key").unique().cond_where(open).to_owned();
        schema.create_index(one).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_index(Index::drop().name(OPEN).table("support_model_version").to_owned()).await?;
        let connection = schema.get_connection();
        for table in ["support_model_version", "support_model_editor"] {
            connection.execute_unprepared(&format!("DELETE FROM {table} WHERE model_key NOT IN (SELECT key FROM support_model)")).await?;
            if schema.get_database_backend() == DatabaseBackend::Postgres {
                let key = format!("ALTER TABLE {table} ADD CONSTRAINT {table}_model_key_fkey");
                connection.execute_unprepared(&format!("{key} FOREIGN KEY (model_key) REFERENCES support_model (key) ON DELETE CASCADE")).await?;
            }
        }
        if schema.get_database_backend() == DatabaseBackend::Postgres { Ok(()) } else { anew(schema, true).await }
    }
}

/// SQLite cannot take a reference away: the tables are made anew and their rows carried over.
async fn anew(schema: &SchemaManager<'_>, refers: bool) -> Result<(), DbErr> {
    for table in ["support_model_version", "support_model_editor"] {
        let before = format!("{table}_before");
        schema.get_connection().execute_unprepared(&format!("CREATE TABLE {before} AS SELECT * FROM {table}")).await?;
        schema.drop_table(Table::drop().table(table).to_owned()).await?;
    }
    create(schema, vec![versions(refers), editors(refers)], indexes()).await?;
    for table in ["support_model_version", "support_model_editor"] {
        schema.get_connection().execute_unprepared(&format!("INSERT INTO {table} SELECT * FROM {table}_before")).await?;
        schema.get_connection().execute_unprepared(&format!("DROP TABLE {table}_before")).await?;
    }
    Ok(())
}

fn versions(refers: bool) -> TableCreateStatement {
    let mut versions = table("support_model_version");
    versions
        .col(text("model_key"))
        .col(text("version"))
        .col(one_of("status", &["draft", "in_review", "published", "retired"]))
        .col(text("document"))
        .col(text_null("based_on"))
        .col(text_null("note"))
        .col(text_null("reason"))
        .col(number("edits"))
        .col(text("block_edits"))
        .col(uuid_null("created_by"))
        .col(uuid_null("submitted_by"))
        .col(uuid_null("published_by"))
        .col(time("created_at"))
        .col(time("updated_at"))
        .col(time_null("published_at"))
        .primary_key(Index::create().col("model_key").col("version"));
    refer(&mut versions, refers);
    for member in ["created_by", "submitted_by", "published_by"] {
        versions.foreign_key(&mut forgets(member, "member", "id"));
    }
    versions
}

fn editors(refers: bool) -> TableCreateStatement {
    let mut editors = table("support_model_editor");
    editors.col(text("model_key")).col(uuid("member_id")).col(time("created_at")).primary_key(Index::create().col("model_key").col("member_id"));
    refer(&mut editors, refers);
    editors.foreign_key(&mut follows("member_id", "member", "id"));
    editors
}

fn refer(table: &mut TableCreateStatement, refers: bool) {
    if refers {
        table.foreign_key(&mut follows("model_key", "support_model", "key"));
    }
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("support_model_version", &["model_key", "created_at", "version"]),
        index("support_model_version", &["created_by"]),
        index("support_model_version", &["submitted_by"]),
        index("support_model_version", &["published_by"]),
        index("support_model_editor", &["member_id"]),
    ]
}
