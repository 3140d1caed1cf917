//! The built program, run as an operator runs it: in a folder of its own, with those settings only
//! that it is given.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use actix_web::http::Method;
use serde_json::Value;

use crate::{Answer, app, database};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where the program lies. It is built first, as the tests themselves were: cargo builds a package's
/// binaries for that package's tests only, and these are another's.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let own = env::current_exe().expect("target/PROFILE/deps/it, or target/PROFILE/load");
        let folder = own.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).expect("target/PROFILE");
        let profile = match folder.file_name().and_then(|name| name.to_str()).expect("a profile") {
            "debug" => "dev",
            other => other,
        };
        // The whole workspace decides on features, so that nothing is built twice.
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--workspace", "--bin", "torg", "--profile", profile]).current_dir(env!("CARGO_MANIFEST_DIR"));
        cargo.env("CARGO_TARGET_DIR", folder.parent().expect("target"));
        assert!(cargo.status().expect("cargo").success(), "the program does not build");
        folder.join("torg")
    })
}

/// A port that nobody uses at this moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A machine to run the program on: a folder, an empty database, and settings.
pub struct Place {
    /// The folder; the program's data lies in `data`.
    pub folder: PathBuf,
    settings: BTreeMap<String, String>,
    database: String,
}

impl Place {
    /// An empty one. The settings are a developer's, but for the ports and quick password hashes.
    pub async fn new() -> Self {
        let folder = database::new_folder();
        let place = Self { settings: BTreeMap::new(), database: String::new(), folder };
        let data = place.folder.join("data").display().to_string();
        let mut place = place.with("TORG_DATA_DIR", &data).with("TORG_LISTEN", "127.0.0.1:0").with("TORG_METRICS_LISTEN", "off");
        place = place.with("TORG_PASSWORD_MEMORY_KIB", "8");
        if database::server().is_some() {
            place.database = database::empty(&place.folder).await;
            let url = place.database.clone();
            place = place.with("DATABASE_URL", &url);
        }
        place
    }

    /// The same with another setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same as members would use it.
    #[must_use]
    pub fn in_production(self) -> Self {
        let settings = [
            ("TORG_MODE", "production"),
            ("TORG_PUBLIC_URL", "https://torg.example.org"),
            ("TORG_SMTP_URL", "smtps://torg:hush@127.0.0.1:1"),
            ("TORG_PASSWORD_MEMORY_KIB", "19456"),
        ];
        settings.into_iter().fold(self, |place, (name, value)| place.with(name, value))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(&self.folder).env_clear().envs(&self.settings);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Running::of(self.command(arguments)).end(PATIENCE)
    }

    /// Starts serving, and waits until it says where.
    pub fn serve(&self) -> Running {
        let mut running = Running::of(self.command(&[]));
        let first = running.says(|said| said.contains(" on 127.0.0.1:") && said.ends_with('\n'));
        let address = first.lines().find_map(|line| line.split_once(" on ")).expect("the address").1.to_owned();
        running.base = format!("http://{address}");
        running
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        database::remove_in_passing(std::mem::take(&mut self.database));
        if !thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// What it said on standard output.
    pub out: String,
    /// What it said on standard error.
    pub err: String,
    /// How long it took from the start.
    pub took: Duration,
}

/// A program that runs; it is stopped when it is forgotten.
pub struct Running {
    /// Where it serves.
    pub base: String,
    child: Child,
    began: Instant,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

impl Running {
    fn of(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child = command.spawn().expect("the program runs");
        let out = keep(child.stdout.take().expect("standard output"));
        let err = keep(child.stderr.take().expect("standard error"));
        Self { base: String::new(), child, began, out, err }
    }

    /// Waits until standard output is as wanted.
    pub fn says(&mut self, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && self.child.try_wait().expect("a child").is_none() {
            let said = self.out.lock().expect("no reader panics").clone();
            if wanted(&said) {
                return said;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("{:?}\n{:?}", self.out.lock(), self.err.lock());
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Reads any address, as it is.
    pub async fn read(address: &str) -> String {
        app::send(&app::client(), address, Method::GET, "", &[], None).await.text
    }

    /// What it said so far on standard error.
    pub fn log(&self) -> String {
        self.err.lock().expect("no reader panics").clone()
    }

    /// Any request.
    pub async fn request(&self, method: Method, path: &str, token: Option<&str>, body: Option<Value>) -> Answer {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<_> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        app::send(&app::client(), &self.base, method, path, &headers, body).await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, None, None).await
    }

    /// Asks it to stop, as a service manager does.
    pub fn terminate(&self) {
        let kill = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status();
        assert!(kill.expect("a shell").success(), "it is gone already");
    }

    /// Waits for its end.
    pub fn end(mut self, limit: Duration) -> Ended {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(begun.elapsed() < limit, "still running after {limit:?}:\n{}\n{}", self.out.lock().expect("out"), self.log());
            thread::sleep(Duration::from_millis(5));
        };
        let took = self.began.elapsed();
        let whole = |text: &mut Arc<Mutex<String>>| {
            // The readers let go when they have read everything.
            while Arc::strong_count(text) > 1 {
                thread::sleep(Duration::from_millis(1));
            }
            text.lock().expect("no reader panics").clone()
        };
        Ended { code: ExitStatus::code(&status), out: whole(&mut self.out), err: whole(&mut self.err), took }
    }

    /// Stops it and expects that it ends well.
    pub fn stop(self) -> Ended {
        self.terminate();
        let ended = self.end(Duration::from_secs(12));
        assert!(ended.code == Some(0) && !ended.err.contains("panicked"), "{:?}: {}", ended.code, ended.err);
        ended
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps what comes, line by line.
fn keep(from: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let kept = Arc::new(Mutex::new(String::new()));
    let into = Arc::clone(&kept);
    thread::spawn(move || {
        let (mut from, mut line) = (BufReader::new(from), Vec::new());
        while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            into.lock().expect("nobody panics").push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    });
    kept
}
