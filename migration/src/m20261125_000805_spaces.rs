//! What groups keep: pages with their versions, links, decisions.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, forgets, index, number, table, text, text_null, time, uuid, uuid_null};

const TABLES: &[&str] = &["group_page", "group_page_version", "group_link", "group_decision"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group_page")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(text("title"))
                .col(text("sort_key"))
                .col(number("version"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .to_owned(),
            table("group_page_version")
                .col(uuid("page_id"))
                .col(number("version"))
                .col(text("title"))
                .col(text("body"))
                .col(uuid_null("author_id"))
                .col(time("written_at"))
                .primary_key(Index::create().col("page_id").col("version"))
                .foreign_key(&mut follows("page_id", "group_page", "id"))
                .foreign_key(&mut forgets("author_id", "member", "id"))
                .to_owned(),
            table("group_link")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(text("label"))
                .col(text("url"))
                .col(uuid_null("author_id"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut forgets("author_id", "member", "id"))
                .to_owned(),
            table("group_decision")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(text("title"))
                .col(text_null("body"))
                .col(uuid_null("author_id"))
                .col(number("version"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut forgets("author_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("group_page", &["group_id", "sort_key", "id"]),
            index("group_page_version", &["author_id"]),
            index("group_link", &["group_id", "created_at", "id"]),
            index("group_link", &["author_id"]),
            index("group_decision", &["group_id", "created_at", "id"]),
            index("group_decision", &["author_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
