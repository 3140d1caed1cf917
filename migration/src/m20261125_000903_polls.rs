//! Polls in discussions: what is asked, who has voted, and what was voted.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, index, number, one_of, table, text, text_null, time, time_null, uuid, uuid_null};

const TABLES: &[&str] = &["poll", "poll_option", "poll_voter", "poll_ballot", "poll_choice"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("poll")
                .col(uuid("discussion_id").primary_key())
                .col(text("question"))
                .col(one_of("method", &["single", "several", "ranked", "date"]))
                .col(number("max_choices"))
                .col(flag("closed_ballots"))
                .col(flag("hidden_until_end"))
                .col(time_null("ends_at"))
                .col(text_null("outcome"))
                .col(time_null("outcome_at"))
                .col(number("version"))
                .col(time("created_at"))
                .foreign_key(&mut follows("discussion_id", "discussion", "id"))
                .to_owned(),
            table("poll_option")
                .col(uuid("id").primary_key())
                .col(uuid("discussion_id"))
                .col(number("place"))
                .col(text("text"))
                .col(time_null("starts_at"))
                .foreign_key(&mut follows("discussion_id", "poll", "discussion_id"))
                .to_owned(),
            table("poll_voter")
                .col(uuid("discussion_id"))
                .col(uuid("member_id"))
                .primary_key(Index::create().col("discussion_id").col("member_id"))
                .foreign_key(&mut follows("discussion_id", "poll", "discussion_id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            // A closed ballot names nobody, and has an id that says nothing of when it was cast.
            table("poll_ballot")
                .col(uuid("id").primary_key())
                .col(uuid("discussion_id"))
                .col(uuid_null("member_id"))
                .foreign_key(&mut follows("discussion_id", "poll", "discussion_id"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .to_owned(),
            table("poll_choice")
                .col(uuid("ballot_id"))
                .col(uuid("option_id"))
                .col(number("place"))
                .col(flag("if_need_be"))
                .primary_key(Index::create().col("ballot_id").col("option_id"))
                .foreign_key(&mut follows("ballot_id", "poll_ballot", "id"))
                .foreign_key(&mut follows("option_id", "poll_option", "id"))
                .to_owned(),
        ];
        let indexes = vec![
            index("poll_option", &["discussion_id", "place"]),
            index("poll_voter", &["member_id"]),
            index("poll_ballot", &["discussion_id", "member_id"]),
            index("poll_ballot", &["member_id"]),
            index("poll_choice", &["option_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}
