//! What members are told, how they want to be told, and what was mailed.

use sea_orm_migration::prelude::*;

use crate::columns::{
    add, create, drop, flag, follows, index, one_of, remove, small, small_null, table, text, text_null, time, time_null, unique, uuid, uuid_null,
};

const TABLES: &[&str] = &["notification", "notification_setting", "notification_preference", "digest", "mailing", "mail_refusal"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("notification")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(text("kind"))
                .col(uuid("about_id"))
                .col(text("about_key"))
                .col(uuid("first_id"))
                .col(uuid("latest_id"))
                .col(one_of("mail", &["none", "now", "digest", "sent"]))
                .col(text_null("held"))
                .col(uuid_null("mailing_id"))
                .col(time_null("read_at"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("notification_setting")
                .col(uuid("member_id"))
                .col(text("kind"))
                .col(flag("in_app"))
                .col(one_of("mail", &["now", "digest", "never"]))
                .primary_key(Index::create().col("member_id").col("kind"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("notification_preference")
                .col(uuid("member_id").primary_key())
                .col(text("time_zone"))
                .col(small_null("quiet_from"))
                .col(small_null("quiet_until"))
                .col(time_null("paused_until"))
                .col(small("mails_a_week"))
                .col(one_of("digest", &["daily", "weekly", "never"]))
                .col(small("digest_hour"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("digest")
                .col(uuid("member_id").primary_key())
                .col(time("due_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("mailing")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(time("created_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("mail_refusal").col(text("address").primary_key()).col(small("code")).col(time("refused_at")).to_owned(),
        ];
        let indexes = vec![
            unique("notification", &["member_id", "kind", "about_id", "about_key"]),
            index("notification", &["member_id", "updated_at", "id"]),
            index("notification", &["mailing_id"]),
            index("mailing", &["member_id", "created_at"]),
        ];
        create(schema, tables, indexes).await?;
        add(schema, "outbox_notice", [uuid_null("recipient_id")]).await?;
        schema.create_index(index("outbox_notice", &["recipient_id", "id"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_index(Index::drop().name("ix_outbox_notice_recipient_id_id").table("outbox_notice").to_owned()).await?;
        remove(schema, "outbox_notice", &["recipient_id"]).await?;
        drop(schema, TABLES).await
    }
}
