//! Photos: what is told of them with the member, the files apart.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, one_of, one_of_or, remove, table, text_null, uuid};
use crate::m20261122_000003_members::AUDIENCES;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "member", [text_null("photo_hash"), text_null("photo_alt"), one_of_or("photo_audience", AUDIENCES, "members")]).await?;
        let photo = table("photo")
            .col(uuid("member_id"))
            .col(one_of("size", &["small", "medium", "large"]))
            .col(ColumnDef::new("file").binary().not_null().to_owned())
            .primary_key(Index::create().col("member_id").col("size"))
            .foreign_key(&mut follows("member_id", "member", "id"))
            .to_owned();
        create(schema, vec![photo], Vec::new()).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, &["photo"]).await?;
        remove(schema, "member", &["photo_hash", "photo_alt", "photo_audience"]).await
    }
}
