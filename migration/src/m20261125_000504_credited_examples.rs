//! Whether who wrote an example wants to be named with it.

use sea_orm_migration::prelude::*;

use crate::columns::{add, flag, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "example", [flag("credit")]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "example", &["credit"]).await
    }
}
