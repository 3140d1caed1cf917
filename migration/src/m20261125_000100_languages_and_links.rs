//! Languages, links and the pronunciation of the name, each with an audience.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, index, one_of, one_of_or, remove, table, text, text_null, uuid};
use crate::m20261122_000003_members::AUDIENCES;

const TABLES: &[&str] = &["member_language", "member_link"];
const LEVELS: &[&str] = &["a1", "a2", "b1", "b2", "c1", "c2", "native"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let audiences = ["pronunciation_audience", "language_audience", "link_audience"].map(|name| one_of_or(name, AUDIENCES, "members"));
        add(schema, "member", audiences.into_iter().chain([text_null("pronunciation")])).await?;
        let tables = vec![
            table("member_language")
                .col(uuid("member_id"))
                .col(text("language"))
                .col(one_of("level", LEVELS))
                .primary_key(Index::create().col("member_id").col("language"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("member_link")
                .col(uuid("member_id"))
                .col(ColumnDef::new("place").small_integer().not_null().to_owned())
                .col(text("label"))
                .col(text("url"))
                .primary_key(Index::create().col("member_id").col("place"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("member_language", &["language", "level", "member_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await?;
        remove(schema, "member", &["pronunciation_audience", "language_audience", "link_audience", "pronunciation"]).await
    }
}
