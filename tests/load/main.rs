//! What requests cost: the load program.
//!
//! It starts the server on data that is there already, sends the same requests over and over from
//! several clients, and prints a row of a Markdown table for each. Beside them stand, measured in the
//! same run, the same bytes from a handler that has them in memory, and for SQL that is given the
//! same statement by pgbench.
//!
//! CPU seconds hardly depend on who else is at work on the machine; seconds do.

mod cost;
mod drive;
mod floor;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use actix_web::http::Method;
use clap::Parser;
use serde_json::Value;
use tests::{Place, Running, free_port};

use crate::cost::Costs;
use crate::drive::{Request, drive};

/// Measures requests to Torg on a world that is there already.
#[derive(Parser)]
#[command(name = "load", after_help = HELP)]
struct Options {
    /// The folder of the data; `torg demo` makes one
    #[arg(long)]
    data: PathBuf,
    /// The database, if it is not the SQLite file of that folder
    #[arg(long)]
    database_url: Option<String>,
    /// How many clients ask at the same time
    #[arg(long, default_value_t = 10)]
    clients: usize,
    /// For how many seconds
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// `NAME=PATH#POINTER`: what `{NAME}` in a request stands for, taken from the items of a list
    #[arg(long)]
    fill: Vec<String>,
    /// A file of SQL that pgbench runs beside the requests, prepared; repeat it
    #[arg(long)]
    sql: Vec<PathBuf>,
    /// The requests
    #[arg(required = true)]
    requests: Vec<String>,
}

const HELP: &str = "A request is `[anonymous] [conditional] [METHOD] PATH [JSON]`, its path below /api/v1:
  '/members?competence=barnkonsekvensanalys'
  'anonymous /support-models/knowledge-matrix'      without signing in
  'conditional /support-models/knowledge-matrix'    with If-None-Match: 304
  'POST /groups/{group}/discussions {\"title\":\"En fråga\",\"body\":\"Vad tycker ni?\"}'

  torg demo --members 100000
  load --data data --fill 'member=/members?limit=100#/member/id' '/members/{member}'";

#[actix_web::main]
async fn main() {
    if let Some(file) = std::env::args().skip_while(|argument| argument != floor::FLAG).nth(1) {
        return floor::serve(file.as_ref()).await;
    }
    let options = Options::parse();
    let server = start(&options).await;
    let fills = fills(&server, &options.fill).await;

    println!("| request | clients | per second | p50 ms | p99 ms | CPU µs | database CPU µs | statements | bytes | from memory, CPU µs |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for text in &options.requests {
        let request = Request::read(text, &server.running.base, &server.token, &fills).await;
        let duration = Duration::from_secs(options.seconds);
        // What is asked for the first time is not what it costs.
        drive(&request, options.clients, Duration::from_millis(500)).await;
        let before = server.costs(&options).await;
        let told = drive(&request, options.clients, duration).await;
        let after = server.costs(&options).await;
        let per = after.since(&before).per(told.answers());
        let memory = floor::measure(&request, options.clients, duration).await;
        println!(
            "| `{text}` | {} | {:.0} | {:.1} | {:.1} | {:.0} | {} | {:.1} | {} | {memory:.0} |",
            options.clients,
            told.per_second(),
            told.percentile(50),
            told.percentile(99),
            per.cpu,
            per.database_cpu.map_or_else(|| "in the server".to_owned(), |cpu| format!("{cpu:.0}")),
            per.statements,
            told.bytes(),
        );
    }
    for file in &options.sql {
        let url = options.database_url.as_deref().expect("--sql needs --database-url: it is for PostgreSQL");
        println!("\n{}", floor::pgbench(url, file, options.clients, options.seconds).await);
    }
    server.running.stop();
}

/// The server, and what is known of it.
struct Server {
    running: Running,
    metrics: String,
    /// That of the first member whose sign-in the server prints.
    token: String,
    _place: Place,
}

impl Server {
    async fn costs(&self, options: &Options) -> Costs {
        Costs::now(self.running.id(), &self.metrics, options.database_url.as_deref()).await
    }
}

async fn start(options: &Options) -> Server {
    let metrics = format!("127.0.0.1:{}", free_port());
    let data = std::path::absolute(&options.data).expect("a folder").display().to_string();
    let mut place = Place::new().await.with("TORG_DATA_DIR", &data).with("TORG_METRICS_LISTEN", &metrics);
    place = place.with("TORG_RATE_LIMIT", "1000000000").with("TORG_LOG", "warn");
    if let Some(url) = &options.database_url {
        place = place.with("DATABASE_URL", url);
    }
    let mut running = place.serve();
    let mark = "Authorization: Bearer ";
    let said = running.says(|said| said.contains(mark) && said.ends_with('\n'));
    let token = said.lines().find_map(|line| line.split_once(mark)).expect("a demonstration world, in development").1.to_owned();
    Server { running, metrics: format!("http://{metrics}/metrics"), token, _place: place }
}

/// What the names in braces stand for.
async fn fills(server: &Server, wanted: &[String]) -> HashMap<String, Vec<String>> {
    let mut fills = HashMap::new();
    for fill in wanted {
        let (name, from) = fill.split_once('=').expect("NAME=PATH#POINTER");
        let (path, pointer) = from.rsplit_once('#').expect("NAME=PATH#POINTER");
        let answer = server.running.request(Method::GET, &format!("/api/v1{path}"), Some(&server.token), None).await;
        let items = answer.body["items"].as_array().cloned().unwrap_or_default();
        let values: Vec<_> = items.iter().filter_map(|item| item.pointer(pointer).and_then(Value::as_str).map(str::to_owned)).collect();
        assert!(!values.is_empty(), "{fill} finds nothing: {}", answer.text);
        fills.insert(name.to_owned(), values);
    }
    fills
}
