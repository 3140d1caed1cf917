//! Introductions by consent.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, forgets, index, keeps, one_of, table, text, text_null, time, time_null, uuid, uuid_null};

const TABLES: &[&str] = &["introduction", "introduction_ask"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("introduction")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(uuid_null("need_id"))
                .col(text_null("competence_key"))
                .col(text("message"))
                .col(time("created_at"))
                .col(time("expires_at"))
                .col(time_null("picked_at"))
                .col(time_null("withdrawn_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut forgets("need_id", "need", "id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
            table("introduction_ask")
                .col(uuid("introduction_id"))
                .col(uuid("candidate_id"))
                .col(one_of("state", &["pending", "accepted", "declined"]))
                .col(uuid_null("contact_id"))
                .col(time("created_at"))
                .col(time_null("answered_at"))
                .primary_key(Index::create().col("introduction_id").col("candidate_id"))
                .foreign_key(&mut follows("introduction_id", "introduction", "id"))
                .foreign_key(&mut follows("candidate_id", "member", "id"))
                .foreign_key(&mut forgets("contact_id", "contact", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("introduction", &["member_id", "id"]),
            index("introduction", &["need_id"]),
            index("introduction", &["expires_at"]),
            index("introduction_ask", &["candidate_id", "introduction_id"]),
            index("introduction_ask", &["contact_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
