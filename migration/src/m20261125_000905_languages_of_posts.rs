//! In which language posts are written.

use sea_orm_migration::prelude::*;

use crate::columns::{add, one_of_or, remove};

const TABLES: [&str; 2] = ["discussion", "post"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            add(schema, table, [one_of_or("language", &["sv", "en"], "sv")]).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            remove(schema, table, &["language"]).await?;
        }
        Ok(())
    }
}
