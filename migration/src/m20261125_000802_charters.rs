//! What groups are for: kind, mandate, themes, needs, place.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, number, one_of, table, text, text_null, time, uuid};

const TABLES: &[&str] = &["charter", "charter_theme", "charter_need"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("charter")
                .col(uuid("group_id").primary_key())
                .col(one_of("kind", &["interest", "theme", "working"]))
                .col(text_null("mandate"))
                .col(text_null("deliverable"))
                .col(text_null("ends"))
                .col(text_null("municipality_code"))
                .col(text_null("region_code"))
                .col(number("version"))
                .col(time("updated_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut keeps("municipality_code", "municipality", "code"))
                .foreign_key(&mut keeps("region_code", "region", "code"))
                .to_owned(),
            table("charter_theme")
                .col(uuid("group_id"))
                .col(text("theme_key"))
                .primary_key(Index::create().col("group_id").col("theme_key"))
                .foreign_key(&mut follows("group_id", "charter", "group_id"))
                .foreign_key(&mut keeps("theme_key", "theme", "key"))
                .to_owned(),
            table("charter_need")
                .col(uuid("group_id"))
                .col(text("competence_key"))
                .primary_key(Index::create().col("group_id").col("competence_key"))
                .foreign_key(&mut follows("group_id", "charter", "group_id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
        ];
        let indexes = vec![
            index("charter", &["updated_at", "group_id"]),
            index("charter", &["municipality_code"]),
            index("charter", &["region_code"]),
            index("charter_theme", &["theme_key"]),
            index("charter_need", &["competence_key"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
