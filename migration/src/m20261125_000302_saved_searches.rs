//! Saved searches, and whom they have found.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, table, text, time, time_null, uuid};

const TABLES: &[&str] = &["saved_search", "saved_search_hit"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("saved_search")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(text("name"))
                .col(text("query"))
                .col(time_null("look_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("saved_search_hit")
                .col(uuid("search_id"))
                .col(uuid("member_id"))
                .col(time("found_at"))
                .primary_key(Index::create().col("search_id").col("member_id"))
                .foreign_key(&mut follows("search_id", "saved_search", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        let indexes =
            vec![index("saved_search", &["member_id", "id"]), index("saved_search", &["look_at"]), index("saved_search_hit", &["member_id"])];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
