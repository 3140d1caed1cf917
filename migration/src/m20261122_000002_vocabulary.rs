//! The shared terms: places, sectors, competences, themes.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, index, keeps, table, text, text_null};

const TABLES: &[&str] = &["region", "municipality", "sector", "competence_area", "competence", "theme"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("region")
                .col(text("code").primary_key())
                .col(text("name"))
                .col(text("name_en"))
                .col(text("county"))
                .col(text("iso3166"))
                .to_owned(),
            table("municipality")
                .col(text("code").primary_key())
                .col(text("name"))
                .col(text("region_code"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .foreign_key(&mut keeps("region_code", "region", "code"))
                .to_owned(),
            table("sector").col(text("key").primary_key()).col(text("sv")).col(text("en")).col(text("description")).to_owned(),
            table("competence_area").col(text("key").primary_key()).col(text("sv")).col(text("en")).to_owned(),
            table("competence")
                .col(text("key").primary_key())
                .col(text("area_key"))
                .col(text("sv"))
                .col(text("en"))
                .col(text_null("esco_uri"))
                .col(text_null("esco_match"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .foreign_key(&mut keeps("area_key", "competence_area", "key"))
                .to_owned(),
            table("theme").col(text("key").primary_key()).col(text("set_key")).col(text("sv")).col(text("en")).to_owned(),
        ];
        let indexes = vec![index("municipality", &["sort_key"]), index("competence", &["area_key"]), index("competence", &["sort_key"])];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
