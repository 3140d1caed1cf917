//! One running server and the world around it.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, thread};

use actix_web::http::Method;
use api::config::Config;
use api::kernel::access::System;
use api::kernel::clock::Clock;
use api::kernel::db::Db;
use api::server::Server;
use chrono::TimeDelta;
use entity::kind::Role;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tokio::sync::oneshot;

use crate::{Answer, PASSWORD, Person, database};

/// When every test begins.
pub const START: &str = "2026-11-22T09:00:00Z";

/// One running server and the world around it.
pub struct App {
    /// The process's own view, for what no member can do.
    pub inner: Arc<api::kernel::app::App>,
    /// Where the server is.
    pub base: String,
    client: awc::Client,
    folder: PathBuf,
    database: String,
    stop: Option<oneshot::Sender<()>>,
    stopped: Option<oneshot::Receiver<()>>,
}

/// The settings of a test.
pub fn config_for(folder: &Path, database: &str) -> Config {
    let settings = [
        ("DATABASE_URL", database),
        ("TORG_DATA_DIR", folder.to_str().expect("a readable folder")),
        ("TORG_PUBLIC_URL", "https://torg.test"),
        ("TORG_LISTEN", "127.0.0.1:0"),
        ("TORG_METRICS_LISTEN", "off"),
        ("TORG_WORKERS", "1"),
        ("TORG_DATABASE_CONNECTIONS", "4"),
        ("TORG_RATE_LIMIT", "1000000"),
        ("TORG_PASSWORD_MEMORY_KIB", "8"),
    ];
    let settings: BTreeMap<_, _> = settings.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Config::read(settings).expect("the settings of a test")
}

impl App {
    /// A server with an empty world: the shipped terms and support models, and nobody.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same, with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = database::new_folder();
        let database = database::fresh(&folder).await;
        let mut config = config_for(&folder, &database);
        change(&mut config);
        let clock = Clock::held_at(START.parse().expect("a time"));
        Self::start_on(config, clock, folder, database).await
    }

    async fn start_on(config: Config, clock: Clock, folder: PathBuf, database: String) -> Self {
        let db = Db::open(&config).await.expect("the database opens");
        let inner = api::kernel::app::App::new(config, clock, db).await.expect("the app");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = Server::bind(&inner, listener).expect("the server");
        let base = format!("http://{}", server.address);
        let (stop, stopping) = oneshot::channel();
        let (done, stopped) = oneshot::channel();
        actix_web::rt::spawn(async move {
            let _ = server.run_until(async { drop(stopping.await) }).await;
            let _ = done.send(());
        });
        Self { inner, base, client: client(), folder, database, stop: Some(stop), stopped: Some(stopped) }
    }

    /// Another process on the same database, at the same time.
    pub async fn again(&self) -> Self {
        self.again_with(|_| {}).await
    }

    /// The same, with other settings.
    pub async fn again_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config_for(&self.folder, &self.database);
        change(&mut config);
        // Database and folder go away with the first.
        Self::start_on(config, self.inner.clock.clone(), database::new_folder(), String::new()).await
    }

    /// Stops the server as SIGTERM does, and waits until it has drained.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(stopped) = self.stopped.take() {
            let _ = stopped.await;
        }
    }

    /// Any request to the server.
    pub async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<(&str, Vec<u8>)>) -> Answer {
        send(&self.client, &self.base, method, path, headers, body).await
    }

    /// Somebody without an account.
    pub fn stranger(&self) -> Person<'_> {
        Person { app: self, id: String::new(), email: String::new(), token: None, refresh_token: String::new() }
    }

    /// Somebody who registers, confirms the address out of the mail, and signs in.
    pub async fn member(&self, name: &str) -> Person<'_> {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let stranger = self.stranger();
        stranger.post("/registrations", json!({ "name": name, "email": email, "password": PASSWORD })).await.is(202);
        let token = self.token_mailed_to(&email).await;
        stranger.post("/registrations/confirmations", json!({ "token": token, "password": PASSWORD })).await.is(201);
        self.sign_in(&email, PASSWORD).await
    }

    /// Somebody with a role, put in by the command line.
    pub async fn staff(&self, name: &str, role: Role) -> Person<'_> {
        let email = format!("{}@example.org", name.to_lowercase());
        let system = System::because("the first administrator can be made by nobody else", &self.inner);
        api::accounts::make(&system, name, &email, PASSWORD, role).await.expect("a member of staff");
        self.sign_in(&email, PASSWORD).await
    }

    /// Somebody who is just there, for tests that need many; they sign in with [`Self::sign_in`].
    pub async fn member_made(&self, email: &str) -> String {
        let system = System::because("a registration each would take too long", &self.inner);
        api::accounts::make(&system, "En av Många", email, PASSWORD, Role::Member).await.expect("a member").to_string()
    }

    /// Somebody who has an account signs in.
    pub async fn sign_in(&self, email: &str, password: &str) -> Person<'_> {
        let tokens = self.stranger().post("/sessions", json!({ "email": email, "password": password })).await.is(201);
        Person {
            app: self,
            id: tokens.text_at("/memberId"),
            email: email.to_owned(),
            token: Some(tokens.text_at("/accessToken")),
            refresh_token: tokens.text_at("/refreshToken"),
        }
    }

    /// Time passes.
    pub fn wait(&self, time: TimeDelta) {
        self.inner.clock.advance(time);
    }

    /// Has everything told that is due by now.
    pub async fn deliver(&self) {
        let system = System::because("notices belong to nobody", &self.inner);
        while api::kernel::outbox::deliver_due(&system, &api::features::notices()).await.expect("the outbox") > 0 {}
    }

    /// The mails to an address in the order of what they tell; waits until everything due is told
    /// and there are so many.
    pub async fn mails_to(&self, email: &str, at_least: usize) -> Vec<String> {
        for _ in 0..400 {
            let due = self.due().await;
            let mails = self.mails(email);
            if due == 0 && mails.len() >= at_least {
                return mails;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{email} has {} mails, not {at_least}", self.mails(email).len());
    }

    fn mails(&self, email: &str) -> Vec<String> {
        let files = fs::read_dir(self.folder.join("mail")).expect("the mail folder").filter_map(Result::ok);
        let mut mails: Vec<_> = files
            .filter(|file| file.path().extension().is_some_and(|extension| extension == "eml"))
            .filter_map(|file| fs::read_to_string(file.path()).ok())
            .filter(|mail| mail.contains(&format!("To: {email}")) && mail.contains("\r\n\r\n"))
            .collect();
        // The id is the notice's, and those are in the order in which they were caused.
        mails.sort_by_key(|mail| mail.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned));
        let readable = |mail: String| {
            let (head, body) = mail.split_once("\r\n\r\n").expect("head and body");
            let body = quoted_printable::decode(body, quoted_printable::ParseMode::Robust).unwrap_or_default();
            format!("{head}\r\n\r\n{}", String::from_utf8_lossy(&body))
        };
        mails.into_iter().map(readable).collect()
    }

    /// From now on no mail can be sent, until the next call: what was to be told is told then.
    pub fn mail_breaks(&self) {
        fs::rename(self.folder.join("mail"), self.folder.join("no-mail")).expect("the mail folder");
    }

    /// Mail can be sent again, and what failed is tried again.
    pub fn mail_mends(&self) {
        fs::rename(self.folder.join("no-mail"), self.folder.join("mail")).expect("the mail folder");
        self.wait(TimeDelta::hours(1));
    }

    /// Waits until nothing is left to be told by now.
    pub async fn all_is_told(&self) {
        for _ in 0..1500 {
            if self.due().await == 0 {
                return;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} notices are left", self.due().await);
    }

    /// How much is to be told by now.
    pub async fn due(&self) -> u64 {
        use entity::outbox_notice::{Column, Entity};
        let due = Entity::find().filter(Column::DueAt.lte(self.inner.clock.now())).filter(Column::FailedAt.is_null());
        due.count(self.inner.db.for_migration()).await.expect("the outbox")
    }

    /// The token of the newest mail to an address.
    pub async fn token_mailed_to(&self, email: &str) -> String {
        self.line_mailed_to(email, "torg_once_").await
    }

    /// The newest line of a mail to an address that begins so.
    pub async fn line_mailed_to(&self, email: &str, start: &str) -> String {
        for _ in 0..400 {
            let token = self.mails(email).iter().rev().find_map(|mail| {
                let line = mail.lines().find(|line| line.starts_with(start))?;
                Some(line.trim().to_owned())
            });
            if let Some(token) = token {
                return token;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no {start} was mailed to {email}");
    }
}

/// Any request to a server.
pub(crate) async fn send(
    client: &awc::Client,
    base: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<(&str, Vec<u8>)>,
) -> Answer {
    let of = format!("{method} {path}");
    let mut request = client.request(method, format!("{base}{path}"));
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    let sent = match body {
        Some((content_type, body)) => request.content_type(content_type).send_body(body).await,
        None => request.send().await,
    };
    let mut response = sent.unwrap_or_else(|error| panic!("{of}: {error}"));
    let bytes = response.body().limit(64 << 20).await.unwrap_or_else(|error| panic!("{of}: {error}"));
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let body = serde_json::from_str(&text).unwrap_or_default();
    Answer { of, status: response.status().as_u16(), headers: headers.collect(), bytes: bytes.to_vec(), text, body }
}

/// A client that follows no redirects.
pub(crate) fn client() -> awc::Client {
    awc::Client::builder().timeout(Duration::from_secs(30)).disable_redirects().finish()
}

impl Drop for App {
    fn drop(&mut self) {
        database::remove_in_passing(std::mem::take(&mut self.database));
        if !thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
