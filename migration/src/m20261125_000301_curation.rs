//! The vocabulary grows: proposals, what editors decide, and competences that gave way to others.

use sea_orm_migration::prelude::*;

use crate::columns::{
    add, create, drop, flag, follows, forgets, index, keeps, number, one_of, remove, small_null, table, text, text_null, time, time_null, uuid,
    uuid_null,
};

const TABLES: &[&str] = &["competence_proposal", "vocabulary_decision"];
const OF_COMPETENCES: &[&str] = &["definition", "shipped", "successor_key", "retired_at", "version"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        // What is there before was shipped.
        let shipped = flag("shipped").default(true).to_owned();
        add(schema, "competence", [text_null("definition"), shipped, text_null("successor_key"), time_null("retired_at"), number("version")]).await?;
        let tables = vec![
            table("competence_proposal")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(text_null("sv"))
                .col(text_null("en"))
                .col(text("area_key"))
                .col(text("definition"))
                .col(text("broader"))
                .col(small_null("level"))
                .col(one_of("state", &["proposed", "accepted", "merged", "declined"]))
                .col(text_null("competence_key"))
                .col(text_null("reason"))
                .col(number("version"))
                .col(time("created_at"))
                .col(time_null("decided_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("area_key", "competence_area", "key"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
            table("vocabulary_decision")
                .col(uuid("id").primary_key())
                .col(uuid_null("by_id"))
                .col(one_of("kind", &["accepted", "merged", "declined", "retired"]))
                .col(uuid_null("proposal_id"))
                .col(text_null("competence_key"))
                .col(text_null("successor_key"))
                .col(text_null("reason"))
                .col(time("created_at"))
                .foreign_key(&mut forgets("by_id", "member", "id"))
                .foreign_key(&mut forgets("proposal_id", "competence_proposal", "id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .foreign_key(&mut keeps("successor_key", "competence", "key"))
                .to_owned(),
        ];
        let indexes = vec![
            index("competence_proposal", &["member_id", "id"]),
            index("competence_proposal", &["state", "id"]),
            index("vocabulary_decision", &["by_id"]),
            index("vocabulary_decision", &["proposal_id"]),
            index("vocabulary_decision", &["competence_key"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await?;
        remove(schema, "competence", OF_COMPETENCES).await
    }
}
