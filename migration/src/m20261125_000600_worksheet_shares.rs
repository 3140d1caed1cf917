//! Worksheets that a member keeps and shares, and fields that have versions of their own.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, index, one_of, remove, table, text, text_null, time, unique, uuid, uuid_null};

const TABLES: &[&str] = &["worksheet_share"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("worksheet_share")
                .col(uuid("id").primary_key())
                .col(uuid("worksheet_id"))
                .col(uuid_null("member_id"))
                .col(uuid_null("group_id"))
                .col(one_of("role", &["reader", "writer", "owner"]))
                .col(time("created_at"))
                .foreign_key(&mut follows("worksheet_id", "worksheet", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("worksheet_share", &["worksheet_id", "member_id"]),
            unique("worksheet_share", &["worksheet_id", "group_id"]),
            index("worksheet_share", &["member_id", "worksheet_id"]),
            index("worksheet_share", &["group_id", "worksheet_id"]),
        ];
        create(schema, tables, indexes).await?;
        add(schema, "worksheet", [text_null("title")]).await?;
        add(schema, "worksheet_entry", [text("versions").default("{}").to_owned()]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "worksheet_entry", &["versions"]).await?;
        remove(schema, "worksheet", &["title"]).await?;
        drop(schema, TABLES).await
    }
}
