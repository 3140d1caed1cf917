//! Members whom somebody does not want to be matched with.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, table, time, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let dismissal = table("member_dismissal")
            .col(uuid("member_id"))
            .col(uuid("dismissed_id"))
            .col(time("created_at"))
            .primary_key(Index::create().col("member_id").col("dismissed_id"))
            .foreign_key(&mut follows("member_id", "member", "id"))
            .foreign_key(&mut follows("dismissed_id", "member", "id"))
            .to_owned();
        create(schema, vec![dismissal], vec![index("member_dismissal", &["dismissed_id"])]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, &["member_dismissal"]).await
    }
}
