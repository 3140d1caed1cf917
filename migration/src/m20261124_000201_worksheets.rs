//! Worksheets: templates as they were when they were begun with, worksheets, and what is written in them.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, number, table, text, time, unique, uuid};

const TABLES: &[&str] = &["worksheet_template", "worksheet", "worksheet_entry"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("worksheet_template")
                .col(text("digest").primary_key())
                .col(text("model_key"))
                .col(text("model_version"))
                .col(text("document"))
                .to_owned(),
            table("worksheet")
                .col(uuid("id").primary_key())
                .col(text("template_digest"))
                .col(text("secret_hash"))
                .col(time("created_at"))
                .col(time("expires_at"))
                .foreign_key(&mut keeps("template_digest", "worksheet_template", "digest"))
                .to_owned(),
            table("worksheet_entry")
                .col(uuid("id").primary_key())
                .col(uuid("worksheet_id"))
                .col(text("part"))
                .col(text("content"))
                .col(number("version"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .foreign_key(&mut follows("worksheet_id", "worksheet", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("worksheet", &["secret_hash"]),
            index("worksheet", &["expires_at"]),
            index("worksheet", &["template_digest"]),
            index("worksheet_entry", &["worksheet_id", "id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
