//! Contacts without addresses: a request, an answer, a conversation.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, one_of, table, text, time, time_null, unique, uuid};
use crate::m20261122_000003_members::AUDIENCES;

const TABLES: &[&str] = &["contact", "message"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let audience = one_of("contact_audience", AUDIENCES).default("members").to_owned();
        schema.alter_table(Table::alter().table("member").add_column(audience).to_owned()).await?;
        let tables = vec![
            table("contact")
                .col(uuid("id").primary_key())
                .col(uuid("from_id"))
                .col(uuid("to_id"))
                .col(text("pair"))
                .col(one_of("state", &["pending", "accepted", "declined"]))
                .col(text("message"))
                .col(time("created_at"))
                .col(time_null("answered_at"))
                .foreign_key(&mut follows("from_id", "member", "id"))
                .foreign_key(&mut follows("to_id", "member", "id"))
                .to_owned(),
            table("message")
                .col(uuid("id").primary_key())
                .col(uuid("contact_id"))
                .col(uuid("author_id"))
                .col(text("body"))
                .col(time("created_at"))
                .foreign_key(&mut follows("contact_id", "contact", "id"))
                .foreign_key(&mut follows("author_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("contact", &["pair"]),
            index("contact", &["from_id", "created_at"]),
            index("contact", &["to_id", "created_at"]),
            index("message", &["contact_id", "id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await?;
        schema.alter_table(Table::alter().table("member").drop_column("contact_audience").to_owned()).await
    }
}
