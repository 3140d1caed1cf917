//! What no longer fits when a worksheet is moved to another version of its template.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, table, text, time, uuid};

const TABLES: &[&str] = &["worksheet_archive"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("worksheet_archive")
                .col(uuid("id").primary_key())
                .col(uuid("worksheet_id"))
                .col(text("template_digest"))
                .col(uuid("entry_id"))
                .col(text("part"))
                .col(text("content"))
                .col(time("created_at"))
                .foreign_key(&mut follows("worksheet_id", "worksheet", "id"))
                .foreign_key(&mut keeps("template_digest", "worksheet_template", "digest"))
                .to_owned(),
        ];
        let indexes = vec![index("worksheet_archive", &["worksheet_id", "id"]), index("worksheet_archive", &["template_digest"])];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
