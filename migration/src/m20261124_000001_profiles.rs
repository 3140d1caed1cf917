//! Profiles in depth: more parts with an audience each, topics, blocks.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, index, keeps, one_of, table, text, text_null, time, uuid};
use crate::m20261122_000003_members::AUDIENCES;

const TABLES: &[&str] = &["topic", "member_block"];
const TOPIC_AUDIENCES: [&str; 3] = ["interest_audience", "offer_audience", "need_audience"];
const ROLE_TYPES: &[&str] = &["politician", "senior_official", "strategist", "practitioner", "researcher", "organiser", "other"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for column in TOPIC_AUDIENCES.map(|name| one_of(name, AUDIENCES).default("members").to_owned()).into_iter().chain([flag("public_page")]) {
            schema.alter_table(Table::alter().table("member").add_column(column).to_owned()).await?;
        }
        let role_type = text_null("role_type").check(Expr::col("role_type").is_in(ROLE_TYPES.iter().copied())).to_owned();
        schema.alter_table(Table::alter().table("position").add_column(role_type).to_owned()).await?;
        let tables = vec![
            table("topic")
                .col(uuid("member_id"))
                .col(one_of("kind", &["interest", "offer", "need"]))
                .col(text("competence_key"))
                .col(text_null("note"))
                .col(time("created_at"))
                .primary_key(Index::create().col("member_id").col("kind").col("competence_key"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
            table("member_block")
                .col(uuid("blocker_id"))
                .col(uuid("blocked_id"))
                .col(time("created_at"))
                .primary_key(Index::create().col("blocker_id").col("blocked_id"))
                .foreign_key(&mut follows("blocker_id", "member", "id"))
                .foreign_key(&mut follows("blocked_id", "member", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("topic", &["competence_key", "kind"]), index("member_block", &["blocked_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await?;
        schema.alter_table(Table::alter().table("position").drop_column("role_type").to_owned()).await?;
        for column in TOPIC_AUDIENCES.into_iter().chain(["public_page"]) {
            schema.alter_table(Table::alter().table("member").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
