//! How competences are called otherwise, and which is part of which (SKOS, W3C).

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, one_of, table, text};

const TABLES: &[&str] = &["competence_synonym", "competence_broader"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("competence_synonym")
                .col(text("competence_key"))
                .col(one_of("language", &["sv", "en"]))
                .col(text("name"))
                .primary_key(Index::create().col("competence_key").col("language").col("name"))
                .foreign_key(&mut follows("competence_key", "competence", "key"))
                .to_owned(),
            table("competence_broader")
                .col(text("competence_key"))
                .col(text("broader_key"))
                .primary_key(Index::create().col("competence_key").col("broader_key"))
                .foreign_key(&mut follows("competence_key", "competence", "key"))
                .foreign_key(&mut follows("broader_key", "competence", "key"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("competence_broader", &["broader_key"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
