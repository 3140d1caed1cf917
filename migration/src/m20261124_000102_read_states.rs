//! How far members have read.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, table, time, uuid, uuid_null};

const TABLES: &[&str] = &["read_state"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("read_state")
                .col(uuid("member_id"))
                .col(uuid("discussion_id"))
                .col(uuid_null("last_post_id"))
                .col(time("updated_at"))
                .primary_key(Index::create().col("member_id").col("discussion_id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("read_state", &["discussion_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
