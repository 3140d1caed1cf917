//! Texts that are committed because people read them.

use std::path::PathBuf;
use std::{env, fs};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("it/snapshots").join(name)
}

/// A committed text.
pub fn committed(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_default()
}

/// Expects a text to be the committed one; `UPDATE=1` commits to it instead.
#[track_caller]
pub fn expect_committed(name: &str, made: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(path(name), made).expect("the snapshot is written");
    }
    let committed = committed(name);
    let differs = committed.lines().zip(made.lines()).enumerate().find(|(_, (was, is))| was != is);
    assert!(committed == made, "{name} is not what the code makes ({differs:?}): run the test with UPDATE=1, read the difference and commit it");
}
