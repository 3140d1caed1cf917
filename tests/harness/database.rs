//! A database for each test, cloned from a template that is made once a run.
//!
//! `TEST_DATABASE` names a PostgreSQL server (`postgres://user@host:port/postgres`); without it
//! every test has a SQLite file.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process, thread};

use api::kernel::access::System;
use api::kernel::db::Db;
use api::kernel::{app, clock::Clock, schema};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::sync::Mutex;

use crate::app::{START, config_for};

static NUMBER: AtomicUsize = AtomicUsize::new(0);
/// The template's address, once it is made. Copying waits its turn: PostgreSQL clones one at a time.
static TEMPLATE: Mutex<Option<String>> = Mutex::const_new(None);

/// The PostgreSQL server that the tests use, if they do.
pub fn server() -> Option<String> {
    env::var("TEST_DATABASE").ok().filter(|url| url.starts_with("postgres"))
}

/// A folder for one test; the system clears its temporary folder in its own time.
pub fn new_folder() -> PathBuf {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("torg-test-{}", process::id())).join(number.to_string());
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// A fresh database and its address.
pub async fn fresh(folder: &Path) -> String {
    let mut template = TEMPLATE.lock().await;
    if template.is_none() {
        *template = Some(make_template().await);
    }
    let template = template.as_ref().expect("it was just made");
    match server() {
        None => {
            let file = folder.join("torg.db");
            fs::copy(template.trim_start_matches("sqlite:"), &file).expect("a copy of the template");
            format!("sqlite:{}", file.display())
        }
        Some(server) => {
            let name = format!("torg_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
            let of = template.rsplit('/').next().expect("a name");
            run(&server, &format!("CREATE DATABASE {name} TEMPLATE {of}")).await;
            at(&server, &name)
        }
    }
}

/// An empty database, for tests of migrations.
pub async fn empty(folder: &Path) -> String {
    match server() {
        None => format!("sqlite:{}", folder.join("empty.db").display()),
        Some(server) => {
            let name = format!("torg_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
            run(&server, &format!("CREATE DATABASE {name}")).await;
            at(&server, &name)
        }
    }
}

/// Removes a test's database.
pub async fn remove(url: &str) {
    if let Some(server) = server() {
        let name = url.rsplit('/').next().expect("a name");
        run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }
}

/// The same, from where nothing can be awaited.
pub fn remove_in_passing(url: String) {
    if url.starts_with("postgres") {
        // Dropping cannot wait in this thread's runtime, so it waits in another's.
        let remove = move || tokio::runtime::Runtime::new().map(|runtime| runtime.block_on(remove(&url)));
        let _ = thread::spawn(remove).join();
    }
}

async fn make_template() -> String {
    sweep().await;
    let folder = new_folder();
    let url = empty(&folder).await;
    let config = config_for(&folder, &url);
    let db = Db::open(&config).await.expect("the template opens");
    schema::migrate(&db).await.expect("the template is migrated");
    let app = app::App::new(config, Clock::held_at(START.parse().expect("a time")), db).await.expect("the template's app");
    let system = System::because("the template belongs to nobody", &app);
    api::features::load_shipped(&app).await.expect("what is shipped");
    // Keys belong to one installation: each test makes its own.
    let keys = "DELETE FROM signing_key; DELETE FROM setting WHERE key = 'seal'";
    system.write(async |tx| Ok(tx.conn().execute_unprepared(keys).await.map(drop)?)).await.expect("no keys");
    app.db.close().await;
    url
}

/// Drops what runs that were killed have left behind.
async fn sweep() {
    let Some(server) = server() else { return };
    let left = "SELECT datname FROM pg_database WHERE datname LIKE 'torg_test_%'";
    let connection = connect(&server).await;
    let rows = connection.query_all_raw(sea_orm::Statement::from_string(connection.get_database_backend(), left)).await.expect("the databases");
    for row in rows {
        let name: String = row.try_get("", "datname").expect("a name");
        let pid = name.split('_').nth(2).unwrap_or_default();
        if !Path::new("/proc").join(pid).exists() {
            connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.expect("dropped");
        }
    }
    connection.close().await.expect("closed");
}

fn at(server: &str, name: &str) -> String {
    let (host, _) = server.rsplit_once('/').expect("a database in TEST_DATABASE");
    format!("{host}/{name}")
}

async fn connect(url: &str) -> DatabaseConnection {
    sea_orm::Database::connect(url).await.expect("TEST_DATABASE can be reached")
}

async fn run(server: &str, statement: &str) {
    let connection = connect(server).await;
    connection.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    connection.close().await.expect("closed");
}
