//! Reading everything that somebody can reach, and looking for words that they must not find.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use tests::{Contract, Operation, Person};

/// Which values each name in an address may have.
pub type Ids = BTreeMap<&'static str, Vec<String>>;

/// A way through every operation that reads.
pub struct Crawl<'a> {
    pub contract: &'a Contract,
    pub ids: Ids,
    /// What is asked for where one can search.
    pub words: Vec<String>,
}

impl Crawl<'_> {
    /// The operations in whose answers to this person one of the words stands.
    pub async fn finds(&self, person: &Person<'_>, words: &[&str]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for operation in self.contract.operations().into_iter().filter(|operation| operation.method == Method::GET) {
            for path in self.paths(&operation) {
                let answer = person.get(&path).await;
                assert!(answer.status < 500, "{path}: {}", answer.text);
                let told = answer.headers.values().fold(answer.text.clone(), |all, header| all + header).to_lowercase();
                // A list repeats in its links what it was asked for.
                let told = self.words.iter().fold(told, |told, word| told.replace(&format!("q={word}"), ""));
                if words.iter().any(|word| told.contains(word)) {
                    found.insert(operation.id.clone());
                }
            }
        }
        found
    }

    /// The addresses at which an operation reads something of this world; none where it has nothing of the kind.
    fn paths(&self, operation: &Operation) -> Vec<String> {
        let mut paths = vec![operation.path.clone()];
        while let Some(name) = paths.first().and_then(|path| Some(path.split_once('{')?.1.split_once('}')?.0.to_owned())) {
            let values = self.ids.get(name.as_str()).cloned().unwrap_or_default();
            paths = paths.iter().flat_map(|path| values.iter().map(|value| path.replacen(&format!("{{{name}}}"), value, 1))).collect();
        }
        let long = if operation.takes("limit") { "limit=100" } else { "" };
        let mut queries = if operation.query().is_empty() { vec![long.to_owned()] } else { Vec::new() };
        if operation.takes("q") {
            queries.extend(self.words.iter().map(|word| format!("{long}&q={word}")));
        }
        paths.iter().flat_map(|path| queries.iter().map(move |query| format!("{path}?{}", query.trim_start_matches('&')))).collect()
    }
}
