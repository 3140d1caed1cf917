//! Support models: a row a version, which once published never changes, and who edits which model.
//!
//! The versions are brought in at the next start.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, forgets, index, number, one_of, remove, table, text, text_null, time, time_null, uuid, uuid_null};

const TABLES: &[&str] = &["support_model_version", "support_model_editor"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("support_model_version")
                .col(text("model_key"))
                .col(text("version"))
                .col(one_of("status", &["draft", "in_review", "published", "retired"]))
                .col(text("document"))
                .col(text_null("based_on"))
                .col(text_null("note"))
                .col(text_null("reason"))
                .col(number("edits"))
                .col(text("block_edits"))
                .col(uuid_null("created_by"))
                .col(uuid_null("submitted_by"))
                .col(uuid_null("published_by"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .col(time_null("published_at"))
                .primary_key(Index::create().col("model_key").col("version"))
                // A model that is not published yet has drafts and nothing else.
                .foreign_key(&mut forgets("created_by", "member", "id"))
                .foreign_key(&mut forgets("submitted_by", "member", "id"))
                .foreign_key(&mut forgets("published_by", "member", "id"))
                .to_owned(),
            table("support_model_editor")
                .col(text("model_key"))
                .col(uuid("member_id"))
                .col(time("created_at"))
                .primary_key(Index::create().col("model_key").col("member_id"))
                .foreign_key(&mut follows("model_key", "support_model", "key"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("support_model_version", &["model_key", "created_at", "version"]),
            index("support_model_version", &["created_by"]),
            index("support_model_version", &["submitted_by"]),
            index("support_model_version", &["published_by"]),
            index("support_model_editor", &["member_id"]),
        ];
        create(schema, tables, indexes).await?;
        add(schema, "support_model", [ColumnDef::new("reminded_on").date().null().to_owned()]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        remove(schema, "support_model", &["reminded_on"]).await?;
        drop(schema, TABLES).await
    }
}
