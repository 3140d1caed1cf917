//! Support models, a row a published version.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, table, text};

const TABLES: &[&str] = &["support_model"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("support_model")
                .col(text("key").primary_key())
                .col(text("area"))
                .col(text("sort_key"))
                .col(text("version"))
                .col(text("digest"))
                .col(text("document"))
                .col(ColumnDef::new("published_on").date().not_null().to_owned())
                .col(ColumnDef::new("next_review_on").date().not_null().to_owned())
                .to_owned(),
        ];
        let indexes = vec![];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
