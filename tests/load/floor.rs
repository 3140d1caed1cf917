//! What it would cost at the least: the same bytes from memory, the same SQL by pgbench.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::cost::{backends, cpu_of};
use crate::drive::{Request, drive};

/// What tells this program to be that handler.
pub const FLAG: &str = "--serve-bytes";

/// Serves the bytes of a file until it is killed, with as many workers as Torg has.
pub async fn serve(file: &Path) {
    let bytes = web::Bytes::from(fs::read(file).expect("the bytes"));
    let port = file.extension().and_then(|port| port.to_str()?.parse::<u16>().ok()).expect("a port");
    let answer = move || {
        let bytes = bytes.clone();
        async move { HttpResponse::Ok().content_type("application/json").body(bytes) }
    };
    let server = HttpServer::new(move || App::new().default_service(web::to(answer.clone()))).bind(("127.0.0.1", port));
    server.expect("a port").run().await.expect("serves");
}

/// Microseconds of CPU for each answer of a handler that has the bytes in memory.
pub async fn measure(request: &Request, clients: usize, time: Duration) -> f64 {
    let port = tests::free_port();
    let file = std::env::temp_dir().join(format!("torg-load-{}.{port}", std::process::id()));
    fs::write(&file, request.bytes().await).expect("a file");
    let own = std::env::current_exe().expect("this program");
    let mut child = Command::new(own).arg(FLAG).arg(&file).stdin(Stdio::null()).spawn().expect("this program");
    let address = format!("http://127.0.0.1:{port}/");
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let same = request.to(&address);
    drive(&same, clients, Duration::from_millis(500)).await;
    let before = cpu_of(child.id());
    let told = drive(&same, clients, time).await;
    let used = cpu_of(child.id()) - before;
    child.kill().expect("it ran");
    let _ = child.wait();
    let _ = fs::remove_file(&file);
    used / told.answers().max(1) as f64
}

/// What pgbench says of a statement, and PostgreSQL's CPU for each.
pub async fn pgbench(url: &str, file: &Path, clients: usize, seconds: u64) -> String {
    let mut command = Command::new("pgbench");
    command.args(["-n", "-M", "prepared", "-c", &clients.to_string(), "-T", &seconds.to_string(), "-f"]).arg(file).arg(url);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("pgbench, which comes with PostgreSQL");
    // Its connections are the newest ones, and gone when it ends: they are looked at while they last.
    let others = backends(url);
    let mut used = 0.0;
    while child.try_wait().expect("a child").is_none() {
        let own: f64 = backends(url).into_iter().filter(|process| !others.contains(process)).map(cpu_of).sum();
        used = f64::max(used, own);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let said = String::from_utf8(child.wait_with_output().expect("pgbench").stdout).expect("text");
    let line = |start: &str| said.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    let done: f64 = line("number of transactions actually processed").rsplit(' ').next().and_then(|n| n.parse().ok()).unwrap_or(1.0);
    format!("pgbench {}: {}, {}, PostgreSQL's CPU {:.0} µs", file.display(), line("latency average"), line("tps"), used / done)
}
