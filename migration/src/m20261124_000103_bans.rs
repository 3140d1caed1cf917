//! Who may not come into a group.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, table, text_null, time, uuid};

const TABLES: &[&str] = &["group_ban"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group_ban")
                .col(uuid("group_id"))
                .col(uuid("member_id"))
                .col(text_null("reason"))
                .col(time("created_at"))
                .primary_key(Index::create().col("group_id").col("member_id"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("group_ban", &["member_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
