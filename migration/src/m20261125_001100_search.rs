//! What groups, discussions and pages are found by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::columns::{create, drop, follows, forgets, index, table, text, unique, uuid, uuid_null};

/// The terms of an entry: those of its texts, and one for each thing that a search is narrowed by.
const SQLITE: [&str; 5] = [
    "ALTER TABLE search_entry ADD COLUMN terms TEXT GENERATED ALWAYS AS (title || ' ' || body || ' §k' || kind || ' §l' || language \
     || ' §g' || coalesce(lower(hex(group_id)), '') || ' §a' || coalesce(lower(hex(author_id)), '')) VIRTUAL",
    // Every character that is not ASCII belongs to a word: which words there are is decided elsewhere.
    "CREATE VIRTUAL TABLE search_text USING fts5(terms, content = 'search_entry', content_rowid = 'number', detail = none, tokenize = 'ascii')",
    "CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN \
     INSERT INTO search_text (rowid, terms) VALUES (NEW.number, NEW.terms); END",
    "CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN \
     INSERT INTO search_text (search_text, rowid, terms) VALUES ('delete', OLD.number, OLD.terms); END",
    "CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN \
     INSERT INTO search_text (search_text, rowid, terms) VALUES ('delete', OLD.number, OLD.terms); \
     INSERT INTO search_text (rowid, terms) VALUES (NEW.number, NEW.terms); END",
];

/// What is deleted leaves nothing behind in the index.
const NO_TRACES: &str = "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)";

/// The same for PostgreSQL; and two stretches of time, a short and a long one, because it cannot walk the hits from the newest on.
const POSTGRES: [&str; 2] = [
    "ALTER TABLE search_entry ADD COLUMN terms tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array( \
     title || ' ' || body || ' §k' || kind || ' §l' || language || ' §g' || coalesce(replace(group_id::text, '-', ''), '') \
     || ' §a' || coalesce(replace(author_id::text, '-', ''), '') || ' §t' || (number >> 45)::text || ' §u' || (number >> 50)::text, ' '), ''))) STORED",
    // What waits to be entered would be read through by every search.
    "CREATE INDEX ix_search_entry_terms ON search_entry USING gin (terms) WITH (fastupdate = off)",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let number = ColumnDef::new("number").big_integer().not_null().primary_key().to_owned();
        let entry = table("search_entry")
            .col(number)
            .col(uuid("of_id"))
            .col(text("kind"))
            .col(uuid_null("discussion_id"))
            .col(uuid_null("group_id"))
            .col(uuid_null("author_id"))
            .col(text("language"))
            .col(text("title"))
            .col(text("body"))
            .foreign_key(&mut follows("discussion_id", "discussion", "id"))
            .foreign_key(&mut follows("group_id", "group", "id"))
            .foreign_key(&mut forgets("author_id", "member", "id"))
            .to_owned();
        let indexes = vec![
            unique("search_entry", &["of_id"]),
            index("search_entry", &["discussion_id"]),
            index("search_entry", &["group_id"]),
            index("search_entry", &["author_id"]),
        ];
        create(schema, vec![entry], indexes).await?;
        let sqlite = schema.get_database_backend() == DatabaseBackend::Sqlite;
        let statements = if sqlite { SQLITE.as_slice() } else { POSTGRES.as_slice() };
        for statement in statements.iter().copied().chain(sqlite.then_some(NO_TRACES)) {
            schema.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        if schema.get_database_backend() == DatabaseBackend::Sqlite {
            schema.get_connection().execute_unprepared("DROP TABLE search_text").await?;
        }
        drop(schema, &["search_entry"]).await
    }
}
