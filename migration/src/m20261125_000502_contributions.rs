//! What members contribute to support models.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, forgets, index, one_of, table, text, text_null, time, time_null, uuid, uuid_null};

const TABLES: &[&str] = &["contribution"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("contribution")
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
                .col(time_null("answered_at"))
                .foreign_key(&mut follows("model_key", "support_model", "key"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut forgets("answered_by", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("contribution", &["model_key", "created_at", "id"]),
            index("contribution", &["member_id", "created_at", "id"]),
            index("contribution", &["answered_by"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
