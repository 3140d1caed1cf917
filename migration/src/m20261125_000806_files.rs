//! Files that groups keep, with their versions, and the posts that show them. The bytes lie apart.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, forgets, index, number, one_of, table, text, text_null, time, uuid, uuid_null};

const TABLES: &[&str] = &["group_file", "group_file_version", "group_file_content", "attachment"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group_file")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(text("sort_key"))
                .col(number("version"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .to_owned(),
            table("group_file_version")
                .col(uuid("file_id"))
                .col(number("version"))
                .col(text("name"))
                .col(text("media_type"))
                .col(number("size"))
                .col(flag("previewed"))
                .col(uuid_null("author_id"))
                .col(time("written_at"))
                .primary_key(Index::create().col("file_id").col("version"))
                .foreign_key(&mut follows("file_id", "group_file", "id"))
                .foreign_key(&mut forgets("author_id", "member", "id"))
                .to_owned(),
            table("group_file_content")
                .col(uuid("file_id"))
                .col(number("version"))
                .col(one_of("rendition", &["original", "preview"]))
                .col(ColumnDef::new("bytes").binary().not_null().to_owned())
                .primary_key(Index::create().col("file_id").col("version").col("rendition"))
                .foreign_key(&mut follows("file_id", "group_file", "id"))
                .to_owned(),
            table("attachment")
                .col(uuid("of_id"))
                .col(uuid("file_id"))
                .col(number("place"))
                .col(uuid("discussion_id"))
                .col(text_null("alt"))
                .primary_key(Index::create().col("of_id").col("file_id"))
                .foreign_key(&mut follows("file_id", "group_file", "id"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("group_file", &["group_id", "sort_key", "id"]),
            index("group_file_version", &["author_id"]),
            index("attachment", &["file_id"]),
            index("attachment", &["discussion_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
