//! What was changed last, for what is kept in memory.

use sea_orm_migration::prelude::*;

use crate::changes::{Subject, forget, ignore, note, prepare};
use crate::columns::{create, drop, index, table, uuid};

/// What a member can be found by.
const TABLES: [(&str, Subject); 8] = [
    ("member", Subject::Column("id")),
    ("competence_claim", Subject::Column("member_id")),
    ("position", Subject::Column("member_id")),
    ("member_language", Subject::Column("member_id")),
    ("topic", Subject::Column("member_id")),
    ("group_membership", Subject::Column("member_id")),
    ("organisation", Subject::Table(1)),
    ("organisation_name", Subject::Table(1)),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mark = ColumnDef::new("mark").big_integer().not_null().to_owned();
        let change = table("change").col(uuid("subject").primary_key()).col(mark).to_owned();
        create(schema, vec![change], vec![index("change", &["mark"])]).await?;
        prepare(schema).await?;
        for (table, subject) in TABLES {
            note(schema, table, subject).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for (table, _) in TABLES {
            ignore(schema, table).await?;
        }
        forget(schema).await?;
        drop(schema, &["change"]).await
    }
}
