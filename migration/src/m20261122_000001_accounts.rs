//! Accounts, sessions, and what the kernel keeps.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, follows, index, number, one_of, table, text, text_null, time, time_null, unique, uuid};

const TABLES: &[&str] = &[
    "account",
    "registration",
    "session",
    "refresh_token",
    "one_time_token",
    "signing_key",
    "throttle",
    "setting",
    "outbox_notice",
    "idempotency_key",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("account")
                .col(uuid("id").primary_key())
                .col(text("email"))
                .col(text("email_key"))
                .col(text("password_hash"))
                .col(one_of("role", &["member", "moderator", "administrator"]))
                .col(one_of("language", &["sv", "en"]))
                .col(time_null("suspended_at"))
                .col(time("created_at"))
                .to_owned(),
            table("registration")
                .col(uuid("id").primary_key())
                .col(text("name"))
                .col(text("email"))
                .col(text("email_key"))
                .col(text("password_hash"))
                .col(one_of("language", &["sv", "en"]))
                .col(time("expires_at"))
                .col(time("created_at"))
                .to_owned(),
            table("session")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(text("client"))
                .col(text("network"))
                .col(time("authenticated_at"))
                .col(time("last_used_at"))
                .col(time("expires_at"))
                .col(time_null("revoked_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("member_id", "account", "id"))
                .to_owned(),
            table("refresh_token")
                .col(text("hash").primary_key())
                .col(uuid("session_id"))
                .col(text_null("parent_hash"))
                .col(time_null("used_at"))
                .col(time("expires_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("session_id", "session", "id"))
                .to_owned(),
            table("one_time_token")
                .col(text("hash").primary_key())
                .col(one_of("purpose", &["confirm_registration", "reset_password"]))
                .col(uuid("subject"))
                .col(time_null("used_at"))
                .col(time("expires_at"))
                .col(time("created_at"))
                .to_owned(),
            table("signing_key")
                .col(text("kid").primary_key())
                .col(text("public_key"))
                .col(time_null("retired_at"))
                .col(time("created_at"))
                .to_owned(),
            table("throttle").col(text("key").primary_key()).col(number("attempts")).col(time("window_ends_at")).to_owned(),
            table("setting").col(text("key").primary_key()).col(text("value")).to_owned(),
            table("outbox_notice")
                .col(uuid("id").primary_key())
                .col(text("kind"))
                .col(text("payload"))
                .col(number("attempts"))
                .col(time("due_at"))
                .col(time_null("locked_until"))
                .col(time_null("failed_at"))
                .col(text_null("last_error"))
                .col(time("created_at"))
                .to_owned(),
            table("idempotency_key")
                .col(uuid("member_id"))
                .col(text("key"))
                .col(text("operation"))
                .col(text("body_digest"))
                .col(text("location"))
                .col(text("answer"))
                .col(time("created_at"))
                .primary_key(Index::create().col("member_id").col("key"))
                .foreign_key(&mut follows("member_id", "account", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("account", &["email_key"]),
            index("registration", &["email_key"]),
            index("registration", &["expires_at"]),
            index("session", &["member_id"]),
            index("refresh_token", &["session_id"]),
            index("one_time_token", &["subject"]),
            index("outbox_notice", &["due_at"]),
            index("idempotency_key", &["created_at"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
