//! Groups, memberships, discussions and replies.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, keeps, number, one_of, table, text, text_null, time, time_null, unique, uuid};

const TABLES: &[&str] = &["group", "group_membership", "discussion", "post"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group")
                .col(uuid("id").primary_key())
                .col(text("slug"))
                .col(text("name"))
                .col(text("purpose"))
                .col(text_null("description"))
                .col(one_of("visibility", &["open", "network", "closed", "secret"]))
                .col(one_of("joining", &["open", "request", "invitation"]))
                .col(time_null("archived_at"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .col(number("version"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .to_owned(),
            table("group_membership")
                .col(uuid("group_id"))
                .col(uuid("member_id"))
                .col(one_of("role", &["member", "moderator", "owner"]))
                .col(one_of("state", &["requested", "active"]))
                .col(time("created_at"))
                .primary_key(Index::create().col("group_id").col("member_id"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("discussion")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(uuid("author_id"))
                .col(text("title"))
                .col(text("body"))
                .col(number("reply_count"))
                .col(time("last_activity_at"))
                .col(number("version"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut keeps("author_id", "member", "id"))
                .to_owned(),
            table("post")
                .col(uuid("id").primary_key())
                .col(uuid("discussion_id"))
                .col(uuid("author_id"))
                .col(text("body"))
                .col(time("created_at"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .foreign_key(&mut keeps("author_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("group", &["slug"]),
            index("group", &["sort_key", "id"]),
            index("group_membership", &["member_id"]),
            index("discussion", &["group_id", "last_activity_at", "id"]),
            index("discussion", &["author_id"]),
            index("post", &["discussion_id", "id"]),
            index("post", &["author_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
