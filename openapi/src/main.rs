//! Writes `openapi/openapi.json`; with `--check` it only says whether it would change.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use api::kernel::document::PUBLISHED_AT;

fn main() -> ExitCode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let Ok(made) = serde_json::to_string_pretty(&api::server::openapi(PUBLISHED_AT)) else { return ExitCode::FAILURE };
    let made = made + "\n";
    if fs::read_to_string(&path).is_ok_and(|before| before == made) {
        println!("{} is up to date", path.display());
        return ExitCode::SUCCESS;
    }
    if env::args().any(|argument| argument == "--check") {
        eprintln!("{} is not what the code makes: run `cargo run -p openapi` and commit it", path.display());
        return ExitCode::FAILURE;
    }
    match fs::write(&path, made) {
        Ok(()) => {
            println!("wrote {}", path.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
