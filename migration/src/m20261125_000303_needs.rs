//! Posted needs.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, one_of, table, text, text_null, time, time_null, uuid};

const TABLES: &[&str] = &["need", "need_competence"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("need")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(text("title"))
                .col(text("body"))
                .col(text_null("municipality_code"))
                .col(one_of("audience", &["members", "shared_groups"]))
                .col(text_null("outcome"))
                .col(text("search_text"))
                .col(time("until"))
                .col(time("created_at"))
                .col(time_null("closed_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("municipality_code", "municipality", "code"))
                .to_owned(),
            table("need_competence")
                .col(uuid("need_id"))
                .col(text("competence_key"))
                .primary_key(Index::create().col("need_id").col("competence_key"))
                .foreign_key(&mut follows("need_id", "need", "id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
        ];
        let indexes = vec![index("need", &["member_id", "id"]), index("need", &["until"]), index("need_competence", &["competence_key", "need_id"])];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
