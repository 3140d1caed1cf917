//! Writes the committed contracts, `openapi.json` and the schema of a support model's document; with
//! `--check` it only says whether they would change.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use api::kernel::document::PUBLISHED_AT;
use serde_json::Value;

fn main() -> ExitCode {
    let contracts = [("openapi.json", api::server::openapi(PUBLISHED_AT)), ("support-model.schema.json", api::support_models::schema())];
    let kept: Vec<_> = contracts.iter().map(|(name, contract)| keep(name, contract)).collect();
    if kept.iter().all(|kept| *kept) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether the committed file is now what the code makes.
fn keep(name: &str, contract: &Value) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let Ok(made) = serde_json::to_string_pretty(contract) else { return false };
    let made = made + "\n";
    if fs::read_to_string(&path).is_ok_and(|before| before == made) {
        println!("{} is up to date", path.display());
        return true;
    }
    if env::args().any(|argument| argument == "--check") {
        eprintln!("{} is not what the code makes: run `cargo run -p openapi` and commit it", path.display());
        return false;
    }
    match fs::write(&path, made) {
        Ok(()) => println!("wrote {}", path.display()),
        Err(error) => eprintln!("{}: {error}", path.display()),
    }
    path.is_file()
}
