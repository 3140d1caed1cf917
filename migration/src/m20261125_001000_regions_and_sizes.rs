//! The region in which a member works, and how many live in a municipality.

use sea_orm_migration::prelude::*;

use crate::columns::{add, number, remove, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "member", [text_null("region_code")]).await?;
        add(schema, "municipality", [number("population")]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "municipality", &["population"]).await?;
        remove(schema, "member", &["region_code"]).await
    }
}
