//! The rules of the house, read off our own sources as text.
//!
//! Text can be fooled: this is for honest people in a hurry. Where a rule has exceptions they are
//! listed, each with its reason, and a list may only become shorter.

mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use parts::{ACTIX, FEATURES, GUESTS, OWNS, SYSTEM, USES};

/// The longest file.
const LINES: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below a folder of the workspace, by its path there, without its comments.
fn sources(folder: &str) -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                found.push(entry);
            }
        }
    }
    let (start, mut found) = (root().join(folder), Vec::new());
    walk(&start, &mut found);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("text");
        let code: Vec<_> = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
        (path.strip_prefix(&start).expect("below").to_str().expect("text").to_owned(), code.join("\n"))
    };
    let sources: BTreeMap<_, _> = found.into_iter().map(read).collect();
    assert!(!sources.is_empty(), "{folder} is empty");
    sources
}

/// Without its unit tests, which stand last.
fn shipped(code: &str) -> &str {
    code.split("#[cfg(test)]").next().expect("a beginning")
}

/// The part that a file belongs to.
fn part(file: &str) -> &str {
    file.split('/').next().expect("a beginning").trim_end_matches(".rs")
}

/// Whether a file holds handlers: `routes.rs`, or one beside it where there are many.
fn is_routes(file: &str) -> bool {
    file.ends_with("/routes.rs") || file.contains("/routes/")
}

/// What follows each `start::`, be it one name or a list in braces.
fn named_after(code: &str, start: &str) -> BTreeSet<String> {
    let word = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + start.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let (mut depth, mut item) = (0, String::new());
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => drop(names.insert(word(&std::mem::take(&mut item)))),
                _ if depth == 0 => item.push(c),
                _ => {}
            }
        }
        names.insert(word(&item));
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn each_part_uses_the_parts_that_it_may_and_no_others() {
    let mut uses = BTreeMap::<String, BTreeSet<String>>::new();
    for (file, code) in sources("api/src") {
        assert!(!code.contains("super::super::"), "{file}: say crate:: for what is so far away");
        let own = part(&file).to_owned();
        if !["lib", "main"].contains(&own.as_str()) {
            let named = named_after(&code, "crate::").into_iter().filter(|name| *name != own && name != "kernel");
            uses.entry(own.clone()).or_default().extend(named);
        }
    }
    let allowed = USES.iter().map(|(part, others)| ((*part).to_owned(), others.iter().map(|other| (*other).to_owned()).collect()));
    assert_eq!(uses, allowed.collect());
}

#[test]
fn no_feature_uses_itself_by_way_of_others() {
    let mut left: BTreeMap<_, Vec<_>> =
        USES.iter().filter(|(part, _)| FEATURES.contains(part)).copied().map(|(part, to)| (part, to.into())).collect();
    while let Some(leaf) = left.iter().find(|(_, to)| to.iter().all(|to| !left.contains_key(to))).map(|(part, _)| *part) {
        left.remove(leaf);
    }
    assert!(left.is_empty(), "these use each other in a circle: {left:?}");
}

#[test]
fn every_feature_is_a_folder_of_the_same_few_files() {
    let files = sources("api/src");
    let folders: BTreeSet<_> = files.keys().filter(|file| file.contains('/')).map(|file| part(file)).collect();
    let expected: BTreeSet<_> = FEATURES.iter().copied().chain(["demo", "kernel"]).collect();
    assert_eq!(folders, expected);
    let mounted = api::features::FEATURES.len();
    assert_eq!(mounted, FEATURES.len());
    for feature in FEATURES {
        for file in ["mod.rs", "routes.rs", "types.rs"] {
            assert!(files.contains_key(&format!("{feature}/{file}")), "{feature} has no {file}");
        }
        let facade = &files[&format!("{feature}/mod.rs")];
        let open: Vec<_> = facade.lines().filter(|line| line.starts_with("pub mod ")).collect();
        let known = if *feature == "accounts" { &["pub mod identify;"][..] } else { &[] };
        assert_eq!(open, known, "{feature}: others see the façade only");
    }
}

#[test]
fn a_table_is_asked_by_its_owner_alone() {
    let mut owned: Vec<_> = OWNS.iter().flat_map(|(_, tables)| tables.iter().copied()).collect();
    owned.sort_unstable();
    let files = sources("entity/src");
    let tables: Vec<_> = files.keys().map(|file| part(file)).filter(|name| !["id", "kind", "lib"].contains(name)).collect();
    assert_eq!(owned, tables, "every table has one owner");

    let mut guests = BTreeSet::new();
    for (file, code) in sources("api/src") {
        let own = OWNS.iter().find(|(owner, _)| *owner == part(&file)).map_or(&[][..], |(_, tables)| tables);
        let named = named_after(&code, "entity::").into_iter().filter(|name| !["id", "kind"].contains(&name.as_str()));
        let foreign = named.filter(|table| !own.contains(&table.as_str()) && part(&file) != "demo");
        guests.extend(foreign.map(|table| (file.clone(), table)));
    }
    let known = GUESTS.iter().map(|(file, table, _)| ((*file).to_owned(), (*table).to_owned()));
    assert_eq!(guests, known.collect());
}

#[test]
fn routes_types_and_facades_ask_the_database_nothing() {
    for (file, code) in sources("api/src") {
        let code = shipped(&code);
        let name = file.rsplit('/').next().expect("a name");
        let asks_nothing = is_routes(&file) || ["types.rs", "mod.rs", "problems.rs", "identify.rs"].contains(&name);
        if FEATURES.contains(&part(&file)) && asks_nothing {
            for word in ["EntityTrait", "::Entity", "Column::", ".conn()"] {
                assert!(!code.contains(word), "{file} says {word}: that belongs into the store");
            }
        }
    }
}

#[test]
fn a_handler_asks_first_who_is_there() {
    for (file, code) in sources("api/src").into_iter().filter(|(file, _)| is_routes(file)) {
        let handlers: Vec<_> = code.split("pub async fn ").skip(1).filter_map(|rest| rest.split_once('(')).collect();
        assert!(!handlers.is_empty(), "{file} has no handlers");
        for (name, parameters) in handlers {
            let first = parameters.split([',', ')']).next().expect("a beginning").trim();
            assert!(["who: Guest", "me: Member"].contains(&first), "{file}: {name} begins with {first}");
        }
    }
}

#[test]
fn nothing_reaches_a_store_without_saying_who_asks() {
    // Whoever has a worksheet in hand has shown its secret, or a part in it.
    let doors = ["&Viewer", "&Member", "Granted<", "&System", "&Tx", "&'a System", "&Held", "&Writer", "Keeper"];
    for (file, code) in sources("api/src") {
        let name = file.rsplit('/').next().expect("a name");
        if !(FEATURES.contains(&part(&file)) || part(&file) == "demo") || is_routes(&file) || name == "identify.rs" {
            continue;
        }
        for function in code.split("pub async fn ").skip(1) {
            let signature = function.split(" {\n").next().expect("a beginning");
            assert!(doors.iter().any(|door| signature.contains(door)), "{file}: who asks? {signature}");
        }
    }
}

#[test]
fn the_places_that_act_with_nobodys_rights_become_no_more() {
    let count = |(file, code): (String, String)| (file, code.matches("System::because(").count() + code.matches(".system(").count());
    let found: BTreeMap<_, _> = sources("api/src").into_iter().map(count).filter(|(_, times)| *times > 0).collect();
    assert_eq!(found, SYSTEM.iter().map(|(file, times)| ((*file).to_owned(), *times)).collect());
}

#[test]
fn only_routes_and_the_kernel_know_of_actix() {
    for (file, code) in sources("api/src") {
        let may = is_routes(&file) || part(&file) == "kernel" || ACTIX.contains(&file.as_str());
        assert!(may || !code.contains("actix_web"), "{file} knows of actix_web");
    }
}

#[test]
fn a_row_cannot_be_sent_to_a_client() {
    for (file, code) in sources("entity/src").into_iter().filter(|(file, _)| !["id", "kind"].contains(&part(file))) {
        for word in ["Serialize", "serde", "ToSchema", "Deserr"] {
            assert!(!code.contains(word), "entity/src/{file} says {word}");
        }
    }
}

#[test]
fn no_file_is_longer_than_one_can_take_in() {
    for folder in ["api/src", "entity/src", "migration/src", "openapi/src", "tests/harness", "tests/it"] {
        for (file, code) in sources(folder) {
            assert!(code.lines().count() <= LINES, "{folder}/{file} has {} lines, {LINES} is the most", code.lines().count());
        }
    }
}

#[test]
fn the_rows_know_nothing_of_http_and_a_migration_nothing_of_ours() {
    let depends = |name: &str| fs::read_to_string(root().join(name).join("Cargo.toml")).expect("a manifest");
    for ours in ["api", "entity", "openapi", "tests"] {
        assert!(!depends("migration").lines().any(|line| line.starts_with(ours)), "migration depends on {ours}");
    }
    for other in ["api", "migration", "actix"] {
        assert!(!depends("entity").lines().any(|line| line.starts_with(other)), "entity depends on {other}");
    }
}

#[test]
fn there_is_one_tls_library() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    // Cargo.lock also lists what nobody switched on; the tree is what is built.
    let tree = Command::new(env!("CARGO")).args(["tree", "--workspace", "--locked", "--offline", "--prefix", "none"]).current_dir(root()).output();
    let tree = String::from_utf8(tree.expect("cargo tree").stdout).expect("text");
    assert!(tree.contains("rustls v") && tree.contains("aws-lc-rs v"), "{tree}");
    for other in ["openssl-sys", "native-tls", "ring"] {
        assert!(!tree.lines().any(|line| line.starts_with(&format!("{other} v"))), "{other} is built in");
        assert!(other == "ring" || !lock.contains(&format!("name = \"{other}\"")), "{other} is in Cargo.lock");
    }
}

#[test]
fn a_name_in_the_document_means_one_thing() {
    let mut named = BTreeMap::<String, Vec<String>>::new();
    for (file, code) in sources("api/src") {
        for derived in code.split("#[derive(").skip(1).filter(|rest| rest.split(")]").next().is_some_and(|derived| derived.contains("ToSchema"))) {
            let declared = derived.lines().find_map(|line| line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")));
            let name = declared.unwrap_or_default().split([' ', '<', '(', ';']).next().unwrap_or_default();
            named.entry(name.to_owned()).or_default().push(file.clone());
        }
    }
    assert!(named.len() > 100, "only {} were found", named.len());
    let twice: Vec<_> = named.into_iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.is_empty(), "one schema would stand for both: {twice:?}");
}
