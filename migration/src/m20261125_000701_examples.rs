//! The example bank: what members tell of what they have done, and how far each example has come.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, number, one_of, table, text, text_null, time, time_null, uuid};

const TABLES: &[&str] = &["example", "example_organisation", "example_tag"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("example")
                .col(uuid("id").primary_key())
                .col(uuid("author_id"))
                .col(one_of("kind", &["project", "idea", "activity", "inspiration"]))
                .col(one_of("state", &["draft", "submitted", "published", "withdrawn"]))
                .col(one_of("area", &["urban-development", "social-development", "participation"]))
                .col(one_of("language", &["sv", "en"]))
                .col(text("title"))
                .col(text_null("summary"))
                .col(text_null("municipality_code"))
                .col(text_null("started"))
                .col(text_null("ended"))
                .col(text_null("method"))
                .col(text_null("result"))
                .col(text_null("lessons"))
                .col(text("links"))
                .col(text_null("review_note"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .col(number("version"))
                .col(time_null("submitted_at"))
                .col(time_null("published_at"))
                .col(time_null("confirmed_at"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .foreign_key(&mut keeps("author_id", "member", "id"))
                .foreign_key(&mut keeps("municipality_code", "municipality", "code"))
                .to_owned(),
            table("example_organisation")
                .col(uuid("example_id"))
                .col(uuid("organisation_id"))
                .primary_key(Index::create().col("example_id").col("organisation_id"))
                .foreign_key(&mut follows("example_id", "example", "id"))
                .foreign_key(&mut follows("organisation_id", "organisation", "id"))
                .to_owned(),
            table("example_tag")
                .col(uuid("example_id"))
                .col(one_of("kind", &["target_group", "theme", "global_goal"]))
                .col(text("value"))
                .primary_key(Index::create().col("example_id").col("kind").col("value"))
                .foreign_key(&mut follows("example_id", "example", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("example", &["state", "published_at", "id"]),
            index("example", &["state", "sort_key", "id"]),
            index("example", &["author_id", "id"]),
            index("example", &["municipality_code"]),
            index("example_organisation", &["organisation_id"]),
            index("example_tag", &["kind", "value"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
