//! What each handle looks like, so that no two look alike.

use sea_orm_migration::prelude::*;

use crate::columns::{add, remove, text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "member", [text("handle_skeleton").default("").to_owned()]).await?;
        // The handles that there are were made of a to z, digits and hyphens: of those three look like others.
        let looks = "UPDATE member SET handle_skeleton = replace(replace(replace(handle, 'm', 'rn'), '0', 'o'), '1', 'l')";
        schema.get_connection().execute_unprepared(looks).await?;
        schema.create_index(unique("member", &["handle_skeleton"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_index(Index::drop().name("ix_member_handle_skeleton").table("member").to_owned()).await?;
        remove(schema, "member", &["handle_skeleton"]).await
    }
}
