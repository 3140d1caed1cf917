//! Editors: a further role. A check cannot be changed on both databases, so the column is made anew.

use sea_orm_migration::prelude::*;

use crate::columns::one_of_or;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        renew(schema, &["member", "editor", "moderator", "administrator"]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        renew(schema, &["member", "moderator", "administrator"]).await
    }
}

/// Whoever has a role that there is no more becomes a member like any other.
async fn renew(schema: &SchemaManager<'_>, roles: &[&'static str]) -> Result<(), DbErr> {
    let alter = || Table::alter().table("account").to_owned();
    schema.alter_table(alter().add_column(one_of_or("new_role", roles, "member")).to_owned()).await?;
    let keep =
        Query::update().table("account").value("new_role", Expr::col("role")).and_where(Expr::col("role").is_in(roles.iter().copied())).to_owned();
    schema.get_connection().execute(&keep).await?;
    schema.alter_table(alter().drop_column("role").to_owned()).await?;
    schema.alter_table(alter().rename_column("new_role", "role").to_owned()).await
}
