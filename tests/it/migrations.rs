//! The schema: up and down, by one at a time, and never backwards.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::kernel::access::System;
use api::kernel::app::App as Torg;
use api::kernel::clock::Clock;
use api::kernel::db::Db;
use api::kernel::schema;
use futures_util::future;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, EntityTrait, PaginatorTrait, QuerySelect, Statement};
use tests::{App, START, config_for, database};

/// An empty database of one test.
struct Empty {
    folder: PathBuf,
    url: String,
}

impl Empty {
    async fn new() -> Self {
        let folder = database::new_folder();
        let url = database::empty(&folder).await;
        Self { folder, url }
    }

    /// Another process's way to it.
    async fn open(&self) -> Db {
        Db::open(&config_for(&self.folder, &self.url)).await.expect("the database opens")
    }

    /// What `torg serve` does before it serves.
    async fn start(&self) -> Arc<Torg> {
        let db = self.open().await;
        schema::migrate(&db).await.expect("the schema is brought up to date");
        let app = Torg::new(config_for(&self.folder, &self.url), Clock::held_at(START.parse().expect("a time")), db).await.expect("the app");
        api::features::load_shipped(&app).await.expect("what is shipped");
        app
    }

    async fn remove(self) {
        database::remove(&self.url).await;
        fs::remove_dir_all(self.folder).expect("removed");
    }
}

/// Everything that the database says of its schema, as text.
async fn described(conn: &DatabaseConnection) -> BTreeSet<String> {
    let query = match conn.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT coalesce(sql, name) AS it FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'seaql_%'",
        _ => {
            "SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS it \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql_%' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%' \
             UNION ALL SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'seaql_%' AND contype <> 'n'"
        }
    };
    texts(conn, query).await.into_iter().collect()
}

async fn texts(conn: &impl ConnectionTrait, query: &str) -> Vec<String> {
    let rows =
        conn.query_all_raw(Statement::from_string(conn.get_database_backend(), query)).await.unwrap_or_else(|error| panic!("{query}: {error}"));
    rows.iter().map(|row| row.try_get("", "it").expect("text")).collect()
}

/// How often each step was taken.
async fn steps(conn: &DatabaseConnection) -> Vec<String> {
    texts(conn, "SELECT version AS it FROM seaql_migrations ORDER BY version").await
}

macro_rules! select_from_each {
    ($conn:expr, $($table:ident)*) => {{
        $(entity::$table::Entity::find().limit(1).all($conn).await.unwrap_or_else(|error| panic!("{}: {error}", stringify!($table)));)*
        BTreeSet::from([$(stringify!($table).to_owned()),*])
    }};
}

/// Reads a row of every entity, which names each of its columns; and says which entities those are.
async fn select_from_each(conn: &DatabaseConnection) -> BTreeSet<String> {
    select_from_each!(conn,
        account
        attachment
        bookmark
        change
        charter
        charter_need
        charter_theme
        claim_evidence
        competence
        competence_area
        competence_broader
        competence_claim
        competence_proposal
        competence_synonym
        contact
        contribution
        digest
        discussion
        draft
        education
        example
        example_organisation
        example_tag
        follow_level
        group
        group_admission
        group_answer
        group_ban
        group_change
        group_consent
        group_decision
        group_file
        group_file_content
        group_file_version
        group_link
        group_membership
        group_page
        group_page_version
        group_parent
        group_question
        group_refusal
        group_succession
        idempotency_key
        introduction
        introduction_ask
        invitation
        invitation_link
        mail_refusal
        mailing
        member
        member_block
        member_dismissal
        member_language
        member_link
        mention
        message
        municipality
        need
        need_competence
        notification
        notification_preference
        notification_setting
        one_time_token
        organisation
        organisation_name
        outbox_notice
        photo
        poll
        poll_ballot
        poll_choice
        poll_option
        poll_voter
        position
        post
        reaction
        read_state
        refresh_token
        region
        registration
        revision
        round_answer
        saved_search
        saved_search_hit
        search_entry
        sector
        session
        setting
        signing_key
        support_model
        support_model_editor
        support_model_version
        theme
        throttle
        topic
        vocabulary_decision
        worksheet
        worksheet_archive
        worksheet_entry
        worksheet_round
        worksheet_share
        worksheet_template
    )
}

#[actix_web::test]
async fn every_step_goes_up_down_and_up_again() {
    let empty = Empty::new().await;
    let db = empty.open().await;
    let conn = db.for_migration();
    Migrator::up(conn, None).await.expect("up");
    let first = described(conn).await;
    Migrator::down(conn, None).await.expect("down");
    assert_eq!(described(conn).await, BTreeSet::new(), "down leaves nothing behind");
    for _ in Migrator::migrations() {
        Migrator::up(conn, Some(1)).await.expect("one step up");
    }
    assert_eq!(described(conn).await, first);
    assert!(first.len() > 50, "{first:?}");
    db.close().await;
    empty.remove().await;
}

#[actix_web::test]
async fn every_entity_finds_its_columns() {
    let empty = Empty::new().await;
    let db = empty.open().await;
    schema::migrate(&db).await.expect("up");
    let read = select_from_each(db.for_migration()).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity/src");
    let files = fs::read_dir(folder)
        .expect("the entities")
        .map(|file| file.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned());
    let entities: BTreeSet<_> = files.filter(|name| !["id", "kind", "lib"].contains(&name.as_str())).collect();
    assert_eq!(read, entities, "an entity is missing from this test");
    db.close().await;
    empty.remove().await;
}

#[actix_web::test]
async fn of_two_that_start_at_once_one_migrates_and_both_come_up() {
    for _ in 0..10 {
        let empty = Empty::new().await;
        let (one, other) = future::join(empty.start(), empty.start()).await;
        let conn = one.db.for_migration();
        assert_eq!(steps(conn).await.len(), Migrator::migrations().len());
        assert_eq!(entity::municipality::Entity::find().count(conn).await.expect("a count"), 290);
        assert_eq!(texts(conn, "SELECT key AS it FROM setting WHERE key = 'seal'").await.len(), 1, "both share one seal");
        one.db.close().await;
        other.db.close().await;
        empty.remove().await;
    }
}

#[actix_web::test]
async fn a_second_start_changes_nothing() {
    let empty = Empty::new().await;
    let app = empty.start().await;
    let before = (described(app.db.for_migration()).await, steps(app.db.for_migration()).await, keys(&app).await);
    app.db.close().await;
    let app = empty.start().await;
    let after = (described(app.db.for_migration()).await, steps(app.db.for_migration()).await, keys(&app).await);
    assert_eq!(after, before);
    app.db.close().await;
    empty.remove().await;
}

async fn keys(app: &Torg) -> Vec<String> {
    texts(app.db.for_migration(), "SELECT kid AS it FROM signing_key UNION ALL SELECT value FROM setting").await
}

#[actix_web::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let empty = Empty::new().await;
    let db = empty.open().await;
    schema::migrate(&db).await.expect("up");
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_flying_cars', 0)";
    db.for_migration().execute_unprepared(newer).await.expect("a newer step");
    let before = described(db.for_migration()).await;
    let refusal = schema::migrate(&db).await.expect_err("a newer database").to_string();
    assert!(refusal.contains("newer version of Torg") && refusal.contains("flying_cars"), "{refusal}");
    assert_eq!(described(db.for_migration()).await, before);
    db.close().await;
    empty.remove().await;
}

async fn pragma(conn: &DatabaseConnection, name: &str) -> String {
    let row = conn.query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, format!("PRAGMA {name}"))).await.expect("a pragma").expect("a row");
    row.try_get_by_index(0).or_else(|_| row.try_get_by_index(0).map(|number: i64| number.to_string())).expect("a value")
}

#[actix_web::test]
async fn sqlite_writes_to_the_disk_keeps_references_and_reads_without_writing() {
    let app = App::start().await;
    let system = System::because("a pragma belongs to nobody", &app.inner);
    let (writer, reader) = (app.inner.db.for_migration(), system.conn());
    if writer.get_database_backend() != DatabaseBackend::Sqlite {
        let time =
            texts(reader, "SELECT current_setting('TimeZone') || current_setting('statement_timeout') || current_setting('lock_timeout') AS it");
        assert_eq!(time.await, ["UTC10s5s"]);
        return;
    }
    for (name, value) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("query_only", "0")] {
        assert_eq!(pragma(writer, name).await, value, "{name} of the writer");
    }
    for (name, value) in [("journal_mode", "wal"), ("foreign_keys", "1"), ("query_only", "1")] {
        // As many at once as there are readers, so that each of them is asked.
        let asked = future::join_all((0..4).map(|_| pragma(reader, name))).await;
        assert!(asked.iter().all(|answer| answer == value), "{name} of the readers: {asked:?}");
    }
    let refused = reader.execute_unprepared("DELETE FROM theme").await.expect_err("a reader that writes").to_string();
    assert!(refused.contains("readonly"), "{refused}");
}
