//! Whom and what posts name.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, number, one_of, table, text, text_null, uuid, uuid_null};

const TABLES: &[&str] = &["mention"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("mention")
                .col(uuid("of_id"))
                .col(number("place"))
                .col(uuid("discussion_id"))
                .col(one_of("kind", &["member", "group", "discussion", "support-model"]))
                .col(uuid_null("target_id"))
                .col(text_null("target_key"))
                .col(text("written"))
                .primary_key(Index::create().col("of_id").col("place"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("mention", &["target_id"]), index("mention", &["discussion_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
