//! What members keep for themselves of discussions, and which discussions are solved.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, index, number, one_of, remove, table, text, text_null, time, time_null, uuid};

const TABLES: &[&str] = &["bookmark", "draft", "follow_level"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("bookmark")
                .col(uuid("member_id"))
                .col(uuid("of_id"))
                .col(uuid("discussion_id"))
                .col(time("created_at"))
                .primary_key(Index::create().col("member_id").col("of_id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
            table("draft")
                .col(uuid("member_id"))
                .col(text("place"))
                .col(text_null("title"))
                .col(text_null("body"))
                .col(number("version"))
                .col(time("updated_at"))
                .primary_key(Index::create().col("member_id").col("place"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("follow_level")
                .col(uuid("member_id"))
                .col(uuid("of_id"))
                .col(one_of("level", &["everything", "mentions", "nothing"]))
                .col(time("updated_at"))
                .primary_key(Index::create().col("member_id").col("of_id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![index("bookmark", &["discussion_id"]), index("bookmark", &["of_id"]), index("follow_level", &["of_id"])];
        create(schema, tables, indexes).await?;
        add(schema, "discussion", [time_null("solved_at")]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "discussion", &["solved_at"]).await?;
        drop(schema, TABLES).await
    }
}
