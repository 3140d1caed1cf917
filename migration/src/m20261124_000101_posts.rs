//! What can be done with a post: change it, delete it, react to it, look after it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    add, create, drop, follows, index, number, one_of, one_of_or, remove, table, text, text_null, time, time_null, uuid, uuid_null,
};

const TABLES: &[&str] = &["revision", "reaction"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("revision")
                .col(uuid("id").primary_key())
                .col(uuid("discussion_id"))
                .col(uuid("of_id"))
                .col(number("version"))
                .col(text_null("title"))
                .col(text("body"))
                .col(time("written_at"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
            table("reaction")
                .col(uuid("of_id"))
                .col(uuid("member_id"))
                .col(one_of("kind", &["thanks", "agree", "insight", "question"]))
                .col(uuid("discussion_id"))
                .col(time("created_at"))
                .primary_key(Index::create().col("of_id").col("member_id").col("kind"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("revision", &["of_id", "id"]),
            index("revision", &["discussion_id"]),
            index("reaction", &["discussion_id"]),
            index("reaction", &["member_id"]),
        ];
        create(schema, tables, indexes).await?;
        let kind = one_of_or("kind", &["discussion", "question", "announcement"], "discussion");
        add(schema, "discussion", [kind, time_null("edited_at"), time_null("deleted_at"), time_null("pinned_at"), time_null("locked_at")]).await?;
        add(schema, "discussion", [uuid_null("accepted_id")]).await?;
        add(schema, "post", [number("version"), time_null("edited_at"), time_null("deleted_at")]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "post", &["version", "edited_at", "deleted_at"]).await?;
        remove(schema, "discussion", &["kind", "edited_at", "deleted_at", "pinned_at", "locked_at", "accepted_id"]).await?;
        drop(schema, TABLES).await
    }
}
