//! Invitations to groups, and links with which one joins.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, index, number, one_of, table, text_null, time, time_null, unique, uuid, uuid_null};

const TABLES: &[&str] = &["invitation", "invitation_link"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("invitation")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(uuid("inviter_id"))
                .col(uuid_null("member_id"))
                .col(text_null("email"))
                .col(text_null("email_key"))
                .col(text_null("token_hash"))
                .col(text_null("message"))
                .col(one_of("language", &["sv", "en"]))
                .col(one_of("state", &["pending", "accepted", "declined"]))
                .col(flag("held_back"))
                .col(time_null("withdrawn_at"))
                .col(time_null("answered_at"))
                .col(time("expires_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("inviter_id", "member", "id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("invitation_link")
                .col(uuid("id").primary_key())
                .col(uuid("group_id"))
                .col(uuid("maker_id"))
                .col(text_null("token_hash"))
                .col(number("max_uses"))
                .col(number("used"))
                .col(time_null("withdrawn_at"))
                .col(time("expires_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("group_id", "group", "id"))
                .foreign_key(&mut follows("maker_id", "member", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("invitation", &["group_id", "created_at", "id"]),
            index("invitation", &["member_id"]),
            index("invitation", &["email_key"]),
            index("invitation", &["inviter_id"]),
            unique("invitation", &["token_hash"]),
            index("invitation_link", &["group_id", "created_at", "id"]),
            index("invitation_link", &["maker_id"]),
            unique("invitation_link", &["token_hash"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
