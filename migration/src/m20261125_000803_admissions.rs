//! What groups ask of whoever joins, what is answered, and what is accepted.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, number, small, table, text, text_null, time, uuid};

const TABLES: &[&str] = &["group_admission", "group_question", "group_answer", "group_consent", "group_refusal"];

/// Goes with the membership, asked for or active.
fn membership() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col("group_id")
        .from_col("member_id")
        .to_tbl("group_membership")
        .to_col("group_id")
        .to_col("member_id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("group_admission")
                .col(uuid("group_id").primary_key())
                .col(text_null("agreements"))
                .col(number("agreements_version"))
                .col(text_null("welcome"))
                .col(number("version"))
                .col(time("updated_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .to_owned(),
            table("group_question")
                .col(uuid("group_id"))
                .col(small("place"))
                .col(text("question"))
                .primary_key(Index::create().col("group_id").col("place"))
                .foreign_key(&mut follows("group_id", "group_admission", "group_id"))
                .to_owned(),
            table("group_answer")
                .col(uuid("group_id"))
                .col(uuid("member_id"))
                .col(small("place"))
                .col(text("question"))
                .col(text("answer"))
                .primary_key(Index::create().col("group_id").col("member_id").col("place"))
                .foreign_key(&mut membership())
                .to_owned(),
            table("group_consent")
                .col(uuid("group_id"))
                .col(uuid("member_id"))
                .col(number("agreements_version"))
                .col(time("accepted_at"))
                .primary_key(Index::create().col("group_id").col("member_id"))
                .foreign_key(&mut membership())
                .to_owned(),
            table("group_refusal")
                .col(uuid("group_id"))
                .col(uuid("member_id"))
                .col(text_null("reason"))
                .col(time("created_at"))
                .primary_key(Index::create().col("group_id").col("member_id"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
        ];
        create(schema, tables, vec![index("group_refusal", &["member_id", "created_at", "group_id"]), index("group_refusal", &["created_at"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
