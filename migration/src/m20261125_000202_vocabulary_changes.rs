//! Changes of the vocabulary, for what is kept in memory.

use sea_orm_migration::prelude::*;

use crate::changes::{Subject, ignore, note};

const TABLES: [&str; 4] = ["competence", "competence_synonym", "municipality", "region"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            note(schema, table, Subject::Table(2)).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            ignore(schema, table).await?;
        }
        Ok(())
    }
}
