//! Discussions about a worksheet.

use sea_orm_migration::prelude::*;

use crate::columns::{add, remove, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "discussion", [uuid_null("worksheet_id")]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "discussion", &["worksheet_id"]).await
    }
}
