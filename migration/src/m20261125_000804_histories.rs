//! What was changed about groups, who offers to follow a silent owner, and which group is a part of which.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, forgets, index, one_of, table, text_null, time, uuid, uuid_null};

const TABLES: &[&str] = &["group_change", "group_succession", "group_parent"];

const KINDS: &[&str] = &[
    "started",
    "name",
    "purpose",
    "description",
    "visibility",
    "joining",
    "archived",
    "reopened",
    "admission",
    "charter",
    "role",
    "removed",
    "banned",
    "unbanned",
    "declined",
    "handed_over",
    "succession_offered",
    "succeeded",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group_change")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(uuid_null("by_id"))
                .col(uuid_null("member_id"))
                .col(one_of("kind", KINDS))
                .col(text_null("before"))
                .col(text_null("after"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut forgets("by_id", "member", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("group_succession")
                .col(uuid("group_id").primary_key())
                .col(uuid("member_id"))
                .col(time("due_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("group_parent")
                .col(uuid("group_id").primary_key())
                .col(uuid("parent_id"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("parent_id", "group", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("group_change", &["group_id", "created_at", "id"]),
            index("group_change", &["by_id"]),
            index("group_change", &["member_id"]),
            index("group_succession", &["member_id"]),
            index("group_parent", &["parent_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
