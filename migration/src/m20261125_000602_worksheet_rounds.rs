//! Worksheets that many answer without a name.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, number, table, text, time, time_null, unique, uuid, uuid_null};

const TABLES: &[&str] = &["worksheet_round", "round_answer"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("worksheet_round")
                .col(uuid("id").primary_key())
                .col(text("title"))
                .col(text("template_digest"))
                .col(uuid_null("owner_id"))
                .col(text("secret_hash"))
                .col(text("answer_hash"))
                .col(number("answer_count"))
                .col(time("created_at"))
                .col(time_null("closed_at"))
                .col(time("expires_at"))
                .foreign_key(&mut keeps("template_digest", "worksheet_template", "digest"))
                .foreign_key(&mut follows("owner_id", "member", "id"))
                .to_owned(),
            table("round_answer")
                .col(uuid("id").primary_key())
                .col(uuid("round_id"))
                .col(text("content"))
                .foreign_key(&mut follows("round_id", "worksheet_round", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("worksheet_round", &["secret_hash"]),
            unique("worksheet_round", &["answer_hash"]),
            index("worksheet_round", &["owner_id", "id"]),
            index("worksheet_round", &["expires_at"]),
            index("worksheet_round", &["template_digest"]),
            index("round_answer", &["round_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
