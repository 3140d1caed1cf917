//! What the command line does. Every failure is one sentence that says what to do.

use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use entity::kind::Role;
use sea_orm::Iterable;
use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{Config, Mode};
use crate::kernel::access::System;
use crate::kernel::app::App;
use crate::kernel::clock::Clock;
use crate::kernel::db::Db;
use crate::kernel::document::PUBLISHED_AT;
use crate::kernel::problem::Problem;
use crate::kernel::schema;
use crate::kernel::secret::new_token;
use crate::server::{self, Server};
use crate::{accounts, demo, features, search};

type Done = Result<(), String>;

/// `torg serve`
pub async fn serve(mut config: Config) -> Done {
    log_as(&config)?;
    let metrics = config.metrics_listen.map(|address| bind(address, "TORG_METRICS_LISTEN")).transpose()?;
    let listener = bind(config.listen, "TORG_LISTEN")?;
    // Port 0 is any that is free: only now it is known which.
    let unknown = format!("http://{}", config.listen);
    config.listen = listener.local_addr().map_err(|error| error.to_string())?;
    if config.public_url == unknown {
        config.public_url = format!("http://{}", config.listen);
    }
    config.metrics_listen = metrics.as_ref().and_then(|listener| listener.local_addr().ok());
    // What is counted before somebody collects is lost.
    let collected = metrics.map(|listener| server::collect_metrics().map(|handle| (handle, listener))).transpose()?;
    let app = open(config).await?;
    if app.config.mode == Mode::Development {
        demonstrate(&app).await?;
    }
    let server = Server::bind(&app, listener).map_err(|error| error.to_string())?;
    if let Some((handle, listener)) = collected {
        actix_web::rt::spawn(server::serve_metrics(handle, listener).map_err(|error| error.to_string())?);
    }
    greet(&app, server.address).await?;
    server.run_until(stop_signal()).await.map_err(|error| error.to_string())
}

/// `torg migrate`
pub async fn migrate(config: Config) -> Done {
    let app = open(config).await?;
    println!("The database is up to date.");
    app.db.close().await;
    Ok(())
}

/// `torg demo`
pub async fn fill(config: Config, members: usize) -> Done {
    if config.mode == Mode::Production {
        return Err("demonstration data has no place in production (TORG_MODE)".to_owned());
    }
    if !(demo::LEAST..=1_000_000).contains(&members) {
        return Err(format!("--members must lie between {} and 1000000", demo::LEAST));
    }
    let app = open(config).await?;
    let system = System::because("demonstration data belongs to nobody", &app);
    if !demo::is_empty(&system).await.map_err(told)? {
        return Err("the database already holds members; demonstration data goes only into an empty one".to_owned());
    }
    load_demo(&system, members).await?;
    app.db.close().await;
    Ok(())
}

/// `torg openapi`
#[must_use]
pub fn print_openapi() -> ExitCode {
    match serde_json::to_string_pretty(&server::openapi(PUBLISHED_AT)) {
        Ok(document) => {
            println!("{document}");
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

/// `torg check-config`
pub async fn check(config: Config) -> Done {
    let db = Db::open(&config).await.map_err(|error| unreachable_database(&config, &error))?;
    println!("{config:#?}");
    println!("The settings are right, and the database answers.");
    db.close().await;
    Ok(())
}

/// `torg admin create`
pub async fn make_administrator(config: Config, name: &str, email: &str) -> Done {
    let app = open(config).await?;
    let password = new_token("").map_err(told)?;
    let system = System::because("the first administrator can be made by nobody else", &app);
    accounts::make(&system, name, email, &password, Role::Administrator).await?;
    println!("{email} is an administrator. Password: {password}");
    println!("Change it after signing in: PUT /api/v1/members/me/password");
    app.db.close().await;
    Ok(())
}

/// `torg admin appoint`
pub async fn appoint(config: Config, email: &str, role: &str) -> Done {
    let app = open(config).await?;
    let role = Role::iter().find(|one| one.as_str() == role).ok_or_else(|| format!("{role} is no role"))?;
    let system = System::because("whoever runs the machine gives roles", &app);
    accounts::appoint(&system, email, role).await?;
    println!("{email} has the role {}.", role.as_str());
    app.db.close().await;
    Ok(())
}

/// `torg keys rotate`
pub async fn rotate_keys(config: Config) -> Done {
    let app = open(config).await?;
    let kid = app.keys.rotate(&app.db, &app.clock).await.map_err(told)?;
    println!("Signing with the new key {kid} from {}. Running servers notice within 15 seconds.", app.config.keys_dir.display());
    app.db.close().await;
    Ok(())
}

/// `torg search rebuild`
pub async fn rebuild_search(config: Config) -> Done {
    let app = open(config).await?;
    let system = System::because("what can be found belongs to nobody", &app);
    search::rebuild(&system, |done| {
        eprint!("\r  {done} entries");
        let _ = std::io::stderr().flush();
    })
    .await
    .map_err(told)?;
    eprintln!();
    println!("Everything can be found by what it says now.");
    app.db.close().await;
    Ok(())
}

/// `torg healthcheck`
pub async fn healthcheck(config: &Config) -> Done {
    let address = SocketAddr::from(([127, 0, 0, 1], config.listen.port()));
    let ask = async {
        let mut stream = tokio::net::TcpStream::connect(address).await?;
        stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    match tokio::time::timeout(Duration::from_secs(3), ask).await {
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 200") => Ok(()),
        Ok(Ok(answer)) => Err(format!("not ready: {}", answer.lines().next().unwrap_or_default())),
        Ok(Err(error)) => Err(format!("not ready: {address}: {error}")),
        Err(_) => Err(format!("not ready: {address} did not answer in 3 seconds")),
    }
}

/// Opens the database, brings it up to date, and puts the process together.
async fn open(config: Config) -> Result<Arc<App>, String> {
    // Both TLS users of the process, mail and PostgreSQL, are to use the same library.
    let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    // What cannot be made is told by whoever needs it, with the setting that cures it.
    let _ = keep_private(&config.data_dir);
    let db = Db::open(&config).await.map_err(|error| unreachable_database(&config, &error))?;
    schema::migrate(&db).await.map_err(|error| unreachable_database(&config, &error))?;
    let app = App::new(config, Clock::machine(), db).await.map_err(told)?;
    features::load_shipped(&app).await.map_err(told)?;
    Ok(app)
}

/// Makes the data folder so that only this user can look into it.
fn keep_private(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn bind(address: SocketAddr, setting: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| format!("cannot listen on {address}: {error}. Choose another address with {setting}."))
}

fn told(problem: Problem) -> String {
    problem.cause.unwrap_or_else(|| problem.kind.en.to_owned())
}

fn unreachable_database(config: &Config, error: &impl std::fmt::Display) -> String {
    let place = if config.is_sqlite() { format!("the embedded database ({})", config.database_url.expose_secret()) } else { "PostgreSQL".to_owned() };
    format!("cannot use {place}: {error}. DATABASE_URL says where the database is.")
}

/// Fills an empty database on a developer's machine.
async fn demonstrate(app: &Arc<App>) -> Done {
    let system = System::because("demonstration data belongs to nobody", app);
    let fill = async || if demo::is_empty(&system).await.map_err(told)? { load_demo(&system, demo::LEAST).await } else { Ok(()) };
    schema::alone(&app.db, fill).await.map_err(|error| error.to_string())?
}

async fn load_demo(system: &System, members: usize) -> Done {
    eprintln!("Making {members} invented members …");
    demo::load(system, members, |done, total| {
        eprint!("\r  {done} of {total}");
        let _ = std::io::stderr().flush();
    })
    .await
    .map_err(told)?;
    eprintln!();
    Ok(())
}

/// Says where everything is, and in development who one can be.
async fn greet(app: &Arc<App>, address: SocketAddr) -> Done {
    let Config { mode, public_url, data_dir, keys_dir, metrics_listen, .. } = &app.config;
    println!("Torg {} serves {public_url} on {address}", env!("CARGO_PKG_VERSION"));
    println!("  documentation  {public_url}/docs/");
    println!("  API            {public_url}/api/v1");
    println!("  data           {}", absolute(data_dir));
    println!("  signing keys   {}", absolute(keys_dir));
    if app.config.smtp_url.is_none() {
        println!("  mail           {} (.eml files)", absolute(&app.mail_folder()));
    }
    if let Some(metrics) = metrics_listen {
        println!("  metrics        http://{metrics}/metrics");
    }
    if *mode == Mode::Development {
        let system = System::because("the demonstration shows what a member sees", app);
        for one in demo::sign_ins(&system).await.map_err(told)? {
            let tokens = accounts::demonstrate(&system, one.id).await.map_err(told)?;
            println!(
                "\n  {} ({}), password {}\n  good until {}:\n  Authorization: Bearer {}",
                one.email,
                one.who,
                demo::PASSWORD,
                tokens.expires_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                tokens.access_token
            );
        }
    }
    Ok(())
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// JSON lines on standard error: they hold no personal data.
fn log_as(config: &Config) -> Done {
    // What the libraries say of their own doings only interests whoever asks for it.
    let wanted = format!("sea_orm_migration=warn,actix_server=warn,sqlx=warn,{}", config.log);
    let filter = tracing_subscriber::EnvFilter::try_new(wanted).map_err(|error| format!("TORG_LOG is {}: {error}", config.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    match config.mode {
        Mode::Production => log.json().init(),
        Mode::Development => log.compact().init(),
    }
    Ok(())
}

/// SIGTERM or SIGINT; the second one ends the process at once.
async fn stop_signal() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    actix_web::rt::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(130);
    });
}
