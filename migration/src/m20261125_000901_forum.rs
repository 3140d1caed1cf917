//! Discussions outside of any group, and replies that answer a reply.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::{add, flag, index, remove, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        group_may_be_missing(schema, true).await?;
        add(schema, "discussion", [flag("public")]).await?;
        add(schema, "post", [uuid_null("in_answer_to")]).await?;
        schema.create_index(index("discussion", &["last_activity_at", "id"])).await?;
        schema.create_index(index("post", &["in_answer_to"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_post_in_answer_to", "ix_discussion_last_activity_at_id"] {
            schema.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        remove(schema, "post", &["in_answer_to"]).await?;
        remove(schema, "discussion", &["public"]).await?;
        schema.get_connection().execute_unprepared("DELETE FROM discussion WHERE group_id IS NULL").await?;
        group_may_be_missing(schema, false).await
    }
}

/// SQLite has no statement for it. Its own manual changes the stored text of the table, where the
/// rows stay as they are (`ALTER TABLE`, section 7); a table made anew would take its replies along.
async fn group_may_be_missing(schema: &SchemaManager<'_>, may: bool) -> Result<(), DbErr> {
    let conn = schema.get_connection();
    if conn.get_database_backend() != DatabaseBackend::Sqlite {
        let change = if may { "DROP" } else { "SET" };
        conn.execute_unprepared(&format!("ALTER TABLE discussion ALTER COLUMN group_id {change} NOT NULL")).await?;
        return Ok(());
    }
    let (without, with) = ("\"group_id\" uuid_text,", "\"group_id\" uuid_text NOT NULL,");
    let (from, to) = if may { (with, without) } else { (without, with) };
    conn.execute_unprepared("PRAGMA writable_schema = ON").await?;
    let text = format!("UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE type = 'table' AND name = 'discussion'");
    conn.execute_unprepared(&text).await?;
    conn.execute_unprepared("PRAGMA writable_schema = RESET").await?;
    Ok(())
}
