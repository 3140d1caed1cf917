//! Configuration: read once, from the environment and an optional file, all faults at once.
//!
//! Every setting is one line of [`SETTINGS`]. A setting `TORG_LISTEN` may also be given as
//! `TORG_LISTEN_FILE` (a file that holds the value, for secrets) or as `listen` in the TOML file
//! named by `TORG_CONFIG`. The environment wins.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;

use crate::kernel::fault::nearest;

/// One setting: name, default (`""` for none), whether it is secret, and what it is.
pub struct Setting(pub &'static str, pub &'static str, pub bool, pub &'static str);

/// All settings there are.
pub const SETTINGS: &[Setting] = &[
    Setting("DATABASE_URL", "", true, "postgres://… or sqlite:PATH; by default torg.db in the data folder"),
    Setting("TORG_CONFIG", "", false, "a TOML file with settings: listen = \"…\" for TORG_LISTEN"),
    Setting("TORG_MODE", "development", false, "development (demonstration data, mail into a folder) or production"),
    Setting("TORG_LISTEN", "127.0.0.1:8080", false, "address and port of the API"),
    Setting("TORG_METRICS_LISTEN", "127.0.0.1:9464", false, "address and port of the Prometheus metrics, or off"),
    Setting("TORG_DATA_DIR", "data", false, "folder for the embedded database, keys and mail"),
    Setting("TORG_KEYS_DIR", "", false, "folder of the signing keys; by default keys in the data folder"),
    Setting("TORG_PUBLIC_URL", "", false, "how the service is reached from outside, such as https://torg.example.org"),
    Setting("TORG_WEB_URL", "", false, "the front-end that mail links to; without one, mail carries the code alone"),
    Setting("TORG_SMTP_URL", "", true, "smtps://user:password@host:465 or smtp://user:password@host:587?tls=required"),
    Setting("TORG_SMTP_TIMEOUT", "30", false, "seconds within which the mail server must have taken a mail"),
    Setting("TORG_MAIL_FROM", "Torg <no-reply@example.org>", false, "sender of mail"),
    Setting("TORG_TRUSTED_PROXIES", "", false, "addresses, separated by commas, whose X-Forwarded-For is believed"),
    Setting("TORG_CORS_ORIGINS", "", false, "front-ends, separated by commas, that may call from a browser; in development every localhost may"),
    Setting("TORG_WORKERS", "2", false, "threads that serve requests"),
    Setting("TORG_MAX_REQUESTS", "256", false, "requests served at once; more get 503"),
    Setting("TORG_RATE_LIMIT", "3000", false, "requests a minute from one address; more get 429"),
    Setting("TORG_DATABASE_CONNECTIONS", "16", false, "connections to PostgreSQL, or readers of SQLite (at most 8)"),
    Setting("TORG_SQLITE_SYNCHRONOUS", "full", false, "full (an answer means it is on disk) or normal (a power cut may undo the last moments)"),
    Setting("TORG_GROUP_FILES_MIB", "500", false, "files that one group keeps, all their versions together, in MiB"),
    Setting("TORG_PASSWORD_MEMORY_KIB", "19456", false, "memory of one Argon2id hash in KiB; 19456 is the least for real use"),
    Setting("TORG_LOG", "info", false, "what is logged, as in tracing-subscriber's EnvFilter"),
];

/// Where the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On a developer's machine, with demonstration data.
    Development,
    /// For real members.
    Production,
}

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the program runs.
    pub mode: Mode,
    /// Address and port of the API.
    pub listen: SocketAddr,
    /// Address and port of the metrics.
    pub metrics_listen: Option<SocketAddr>,
    /// The embedded database, keys and mail lie here.
    pub data_dir: PathBuf,
    /// The signing keys lie here.
    pub keys_dir: PathBuf,
    /// Where the database is.
    pub database_url: SecretString,
    /// How the service is reached from outside, without a slash at the end.
    pub public_url: String,
    /// The front-end that mail links to.
    pub web_url: Option<String>,
    /// The mail server; without one, mail goes into a folder.
    pub smtp_url: Option<SecretString>,
    /// Seconds within which the mail server must have taken a mail.
    pub smtp_timeout: u64,
    /// Sender of mail.
    pub mail_from: String,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Who may call from a browser.
    pub cors_origins: Vec<String>,
    /// Threads that serve requests.
    pub workers: usize,
    /// Requests served at once.
    pub max_requests: usize,
    /// Requests a minute from one address.
    pub rate_limit: u32,
    /// Connections to the database.
    pub database_connections: u32,
    /// Whether SQLite waits for the disk at each commit.
    pub sqlite_full_sync: bool,
    /// Files that one group keeps, all their versions together, in MiB.
    pub group_files_mib: u32,
    /// Memory of one password hash in KiB.
    pub password_memory_kib: u32,
    /// What is logged.
    pub log: String,
}

impl Config {
    /// Reads the process's environment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn from_environment() -> Result<Self, Vec<String>> {
        Self::read(std::env::vars().collect())
    }

    /// Reads the given environment; on failure every fault, each with its cure.
    pub fn read(environment: BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut from = Reader::new(environment);
        let mode = from.one_of("TORG_MODE", &[("development", Mode::Development), ("production", Mode::Production)]);
        let mode = mode.unwrap_or(Mode::Production);
        let data_dir: PathBuf = from.parse("TORG_DATA_DIR").unwrap_or_default();
        let listen = from.parse("TORG_LISTEN").unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let database_url = from.text("DATABASE_URL").unwrap_or_else(|| format!("sqlite:{}", data_dir.join("torg.db").display()));
        if !["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            from.fault("DATABASE_URL", "must begin with postgres://, postgresql:// or sqlite:");
        }
        let config = Self {
            mode,
            listen,
            metrics_listen: from.text("TORG_METRICS_LISTEN").filter(|text| text != "off").and_then(|_| from.parse("TORG_METRICS_LISTEN")),
            keys_dir: from.parse("TORG_KEYS_DIR").unwrap_or_else(|| data_dir.join("keys")),
            data_dir,
            database_url: database_url.into(),
            public_url: from.url("TORG_PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}")),
            web_url: from.url("TORG_WEB_URL"),
            smtp_url: from.text("TORG_SMTP_URL").map(Into::into),
            smtp_timeout: from.number("TORG_SMTP_TIMEOUT", 1..=60),
            mail_from: from.text("TORG_MAIL_FROM").unwrap_or_default(),
            trusted_proxies: from.list("TORG_TRUSTED_PROXIES"),
            cors_origins: from.list("TORG_CORS_ORIGINS"),
            workers: from.number("TORG_WORKERS", 1..=64),
            max_requests: from.number("TORG_MAX_REQUESTS", 4..=100_000),
            rate_limit: from.number("TORG_RATE_LIMIT", 10..=1_000_000_000),
            database_connections: from.number("TORG_DATABASE_CONNECTIONS", 2..=500),
            sqlite_full_sync: from.one_of("TORG_SQLITE_SYNCHRONOUS", &[("full", true), ("normal", false)]).unwrap_or(true),
            group_files_mib: from.number("TORG_GROUP_FILES_MIB", 1..=1_048_576),
            password_memory_kib: from.number("TORG_PASSWORD_MEMORY_KIB", 8..=1_048_576),
            log: from.text("TORG_LOG").unwrap_or_default(),
        };
        config.check(&mut from);
        if from.faults.is_empty() { Ok(config) } else { Err(from.faults) }
    }

    /// What fits alone but not together.
    fn check(&self, from: &mut Reader) {
        if self.mail_from.parse::<lettre::message::Mailbox>().is_err() {
            from.fault("TORG_MAIL_FROM", "must be an address such as Torg <no-reply@example.org>");
        }
        if self.cors_origins.iter().any(|origin| !is_origin(origin)) {
            from.fault("TORG_CORS_ORIGINS", "must hold origins such as https://torg.example.org, without a path or a slash at the end");
        }
        if tracing_subscriber::EnvFilter::try_new(&self.log).is_err() {
            from.fault("TORG_LOG", "must be a filter such as info or api=debug,warn");
        }
        let smtp = self.smtp_url.as_ref().map(|url| secrecy::ExposeSecret::expose_secret(url).to_owned());
        if smtp.as_ref().is_some_and(|smtp| lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(smtp).is_err()) {
            from.fault("TORG_SMTP_URL", "must look like smtps://user:password@host:465");
        }
        if secrecy::ExposeSecret::expose_secret(&self.database_url).contains(":memory:") {
            from.fault("DATABASE_URL", "must name a file: a database in memory is another one for each connection");
        }
        if self.mode == Mode::Development {
            return;
        }
        if smtp.is_some_and(|smtp| smtp.starts_with("smtp://") && !smtp.contains("tls=required")) {
            from.fault("TORG_SMTP_URL", "must be encrypted in production: smtps://… or smtp://…?tls=required");
        }
        if !self.public_url.starts_with("https://") {
            from.fault("TORG_PUBLIC_URL", "must be the https:// address of the service in production");
        }
        if self.smtp_url.is_none() {
            from.fault("TORG_SMTP_URL", "must be set in production, or nobody can confirm an address");
        }
        if self.password_memory_kib < 19_456 {
            from.fault("TORG_PASSWORD_MEMORY_KIB", "must be at least 19456 in production");
        }
    }

    /// The room that one group's files have, in bytes.
    #[must_use]
    pub fn group_room(&self) -> i64 {
        i64::from(self.group_files_mib) << 20
    }

    /// How long a service that is told to stop still listens, so that a load balancer can notice
    /// that it is no longer ready.
    #[must_use]
    pub fn farewell(&self) -> Duration {
        Duration::from_secs(if self.mode == Mode::Production { 3 } else { 0 })
    }

    /// Whether the database is embedded.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        secrecy::ExposeSecret::expose_secret(&self.database_url).starts_with("sqlite:")
    }
}

/// Takes the settings one by one and remembers every fault.
struct Reader {
    given: BTreeMap<String, String>,
    faults: Vec<String>,
}

impl Reader {
    fn new(mut environment: BTreeMap<String, String>) -> Self {
        environment.retain(|name, value| !value.is_empty() && (name.starts_with("TORG_") || name.starts_with("DATABASE_URL")));
        let mut reader = Self { given: BTreeMap::new(), faults: Vec::new() };
        if let Some(path) = environment.get("TORG_CONFIG") {
            reader.take_file(path);
        }
        for (name, value) in environment {
            reader.take(&name, value);
        }
        reader
    }

    fn take_file(&mut self, path: &str) {
        let table = std::fs::read_to_string(path).map_err(|error| error.to_string());
        match table.and_then(|text| toml::Table::from_str(&text).map_err(|error| error.to_string())) {
            Ok(table) => {
                for (name, value) in table {
                    let prefix = if name == "database_url" { "" } else { "TORG_" };
                    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                    self.take(&format!("{prefix}{}", name.to_uppercase()), text);
                }
            }
            Err(error) => self.fault("TORG_CONFIG", &format!("cannot be read ({path}): {}", error.trim_end())),
        }
    }

    /// Remembers a value under its setting's name; a name nobody knows is a fault.
    fn take(&mut self, name: &str, value: String) {
        let known = |name: &str| SETTINGS.iter().any(|setting| setting.0 == name);
        if known(name) {
            self.given.insert(name.to_owned(), value);
        } else if let Some(base) = name.strip_suffix("_FILE").filter(|base| known(base)) {
            match std::fs::read_to_string(&value) {
                Ok(text) => drop(self.given.insert(base.to_owned(), text.trim_end().to_owned())),
                Err(error) => self.fault(name, &format!("cannot be read ({value}): {error}")),
            }
        } else {
            let names: Vec<_> = SETTINGS.iter().map(|setting| setting.0).collect();
            let meant = nearest(name, &names).map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
            self.fault(name, &format!("is not a setting{meant} (torg --help lists them)"));
        }
    }

    fn fault(&mut self, name: &str, what: &str) {
        self.faults.push(format!("{name} {what}"));
    }

    fn text(&self, name: &str) -> Option<String> {
        let default = SETTINGS.iter().find(|setting| setting.0 == name).map_or("", |setting| setting.1);
        Some(self.given.get(name).map_or(default, String::as_str)).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    }

    fn parse<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(name, &format!("is {text}: {error}"));
                None
            }
        }
    }

    fn number<T: FromStr<Err: std::fmt::Display> + PartialOrd + std::fmt::Display + Copy>(
        &mut self,
        name: &str,
        range: std::ops::RangeInclusive<T>,
    ) -> T {
        match self.parse(name) {
            Some(number) if range.contains(&number) => return number,
            Some(number) => self.fault(name, &format!("is {number}, but must lie between {} and {}", range.start(), range.end())),
            None => {}
        }
        *range.start()
    }

    fn one_of<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let choice = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if choice.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            self.fault(name, &format!("is {text}, but must be {}", words.join(" or ")));
        }
        choice
    }

    fn list<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &str) -> Vec<T> {
        let text = self.text(name).unwrap_or_default();
        let mut items = Vec::new();
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            match item.parse() {
                Ok(value) => items.push(value),
                Err(error) => self.fault(name, &format!("holds {item}: {error}")),
            }
        }
        items
    }

    fn url(&mut self, name: &str) -> Option<String> {
        let url: url::Url = self.parse(name)?;
        if !matches!(url.scheme(), "http" | "https") {
            self.fault(name, "must begin with http:// or https://");
        }
        Some(url.as_str().trim_end_matches('/').to_owned())
    }
}

/// Scheme, host and perhaps port, as a browser sends them.
fn is_origin(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| url.origin().is_tuple() && url.origin().ascii_serialization() == text)
}

/// The settings, for `--help`.
#[must_use]
pub fn settings_help() -> String {
    SETTINGS.iter().fold("Settings (environment):\n".to_owned(), |mut help, Setting(name, default, _, about)| {
        let default = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        let _ = writeln!(help, "  {name}{default}\n      {about}");
        help
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::read(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn nothing_needs_to_be_set_for_development() {
        let config = read(&[]).ok();
        assert!(config.is_some_and(|config| config.mode == Mode::Development && config.is_sqlite()));
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_cure() {
        let faults =
            read(&[("TORG_LISTN", "x"), ("TORG_LISTEN", "here"), ("TORG_WORKERS", "0"), ("DATABASE_URL", "mysql://x")]).err().unwrap_or_default();
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.contains("did you mean TORG_LISTEN?")), "{faults:?}");
    }

    #[test]
    fn production_wants_an_https_address_and_a_mail_server() {
        let faults = read(&[("TORG_MODE", "production")]).err().unwrap_or_default();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn a_secret_does_not_show() {
        let config = read(&[("DATABASE_URL", "postgres://torg:hush@db/torg")]);
        assert!(!format!("{config:?}").contains("hush"));
    }
}
