//! The entries by which things are found: always what a rebuild would make of them, and shown to nobody who may not read.

use std::collections::{BTreeMap, BTreeSet};

use api::kernel::access::System;
use chrono::TimeDelta;
use fastrand::Rng;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use serde_json::{Value, json};
use tests::{App, Person};

/// Words, each of which finds no other.
const WORDS: [&str; 6] = ["fladdermus", "igelkott", "lodjur", "grävling", "mårdhund", "sädesärla"];
const VISIBILITIES: [&str; 4] = ["open", "network", "closed", "secret"];

async fn rebuilt(app: &App) -> Vec<String> {
    let system = System::because("what can be found belongs to nobody", &app.inner);
    api::search::rebuild(&system, |_| {}).await.expect("a rebuild");
    entries(app).await
}

async fn entries(app: &App) -> Vec<String> {
    app.stored().await.remove("search_entry").expect("entries")
}

/// What SQLite's index says of the entries is what they say.
async fn agrees(app: &App) {
    let conn = app.inner.db.for_migration();
    if conn.get_database_backend() == DatabaseBackend::Sqlite {
        conn.execute_unprepared("INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)").await.expect("an index that agrees");
    }
}

/// What was written, by its address: the words that it says now, and whether it is a reply.
#[derive(Default)]
struct World {
    groups: Vec<String>,
    said: BTreeMap<String, BTreeSet<usize>>,
    versions: BTreeMap<String, i64>,
}

impl World {
    async fn new(owner: &Person<'_>) -> Self {
        let mut world = Self::default();
        for visibility in VISIBILITIES {
            let group = owner.starts_group("Gruppen", visibility, "open").await;
            world.said.insert(format!("/groups/{group}"), BTreeSet::new());
            world.groups.push(group);
        }
        world
    }

    fn pick(&self, rng: &mut Rng, part: &str, not: &str) -> Option<String> {
        let some: Vec<_> = self.said.keys().filter(|at| at.contains(part) && (not.is_empty() || !at.contains(not))).cloned().collect();
        rng.choice(some)
    }

    /// The owner of everything does something.
    async fn change(&mut self, rng: &mut Rng, owner: &Person<'_>) {
        owner.app.wait(TimeDelta::milliseconds(7));
        let (word, group) = (rng.usize(0..WORDS.len()), rng.usize(0..self.groups.len()));
        let (words, group) = (BTreeSet::from([word]), self.groups[group].clone());
        let body = format!("Om {}.", WORDS[word]);
        match rng.u8(0..12) {
            0..3 => {
                let at = if rng.u8(0..3) == 0 { "/discussions".to_owned() } else { format!("/groups/{group}/discussions") };
                let public = at == "/discussions" && rng.bool();
                let id = owner.post(&at, json!({ "title": "Rubrik", "body": body, "public": public })).await.is(201).id();
                self.said.insert(format!("/discussions/{id}"), words);
            }
            3..6 => {
                let Some(at) = self.pick(rng, "/discussions/", "/posts/") else { return };
                let id = owner.post(&format!("{at}/posts"), json!({ "body": body })).await.is(201).id();
                self.said.insert(format!("{at}/posts/{id}"), words);
            }
            6 => {
                let id = owner.post(&format!("/groups/{group}/pages"), json!({ "title": "Sida", "body": body })).await.is(201).id();
                self.said.insert(format!("/groups/{group}/pages/{id}"), words);
            }
            7 | 8 => {
                let at = rng.choice(self.said.keys().cloned().collect::<Vec<_>>()).expect("something");
                let seen = self.versions.entry(at.clone()).or_default();
                let change = if at.starts_with("/groups/") && !at.contains("/pages/") {
                    json!({ "purpose": body, "visibility": rng.choice(VISIBILITIES) })
                } else {
                    json!({ "body": body })
                };
                owner.patch_version(&at, *seen, change).await.is(200);
                *seen += 1;
                self.said.insert(at, words);
            }
            9 => {
                let part = if rng.bool() { "/pages/" } else { "/posts/" };
                let Some(at) = self.pick(rng, part, "") else { return };
                owner.delete(&at).await.is(204);
                self.said.remove(&at);
            }
            10 => {
                let Some(at) = self.pick(rng, "/discussions/", "/posts/") else { return };
                let status = owner.put(&format!("{at}/place"), json!({ "group": group })).await.status;
                assert!([200, 403, 409].contains(&status), "{at}: {status}");
            }
            _ => {
                let Some(at) = self.pick(rng, "/posts/", "") else { return };
                let (discussion, reply) = at.split_once("/posts/").expect("a reply");
                let split = owner.post(&format!("{discussion}/splits"), json!({ "title": "Delad", "posts": [reply] })).await;
                if split.status == 201 {
                    let (words, version) = (self.said.remove(&at).expect("words"), self.versions.remove(&at).unwrap_or_default());
                    self.said.insert(format!("/discussions/{reply}"), words);
                    self.versions.insert(format!("/discussions/{reply}"), version);
                } else {
                    split.is_problem(403, "request.forbidden");
                }
            }
        }
    }

    /// Somebody finds exactly what they can read.
    async fn finds_what_it_reads(&self, person: &Person<'_>, told: &str) {
        let mut readable = BTreeSet::new();
        for at in self.said.keys() {
            if person.get(at).await.status == 200 {
                readable.insert(at.clone());
            }
        }
        for (number, word) in WORDS.iter().enumerate() {
            let expected: BTreeSet<_> = readable.iter().filter(|at| self.said[*at].contains(&number)).cloned().collect();
            let hits = person.walk(&format!("/search?q={}&limit=7", crate::search::encoded(word))).await;
            let found: Vec<_> = hits.iter().map(|hit| hit["_links"]["self"]["href"].as_str().expect("a link")).collect();
            let found: Vec<_> = found.iter().map(|href| href.trim_start_matches("https://torg.test/api/v1").to_owned()).collect();
            assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "{told}: each once");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{told}: {word} as {}: {hits:#?}", person.email);
        }
    }
}

#[actix_web::test]
async fn whatever_happens_the_entries_are_what_a_rebuild_makes_and_everybody_finds_what_they_read() {
    for seed in 1..=3 {
        let app = App::start().await;
        let (owner, mate, other) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
        let (mut rng, mut world) = (Rng::with_seed(seed), World::new(&owner).await);
        for group in [1, 2] {
            mate.joins(&world.groups[group]).await;
        }
        for round in 0..5 {
            for _ in 0..16 {
                world.change(&mut rng, &owner).await;
            }
            let told = format!("seed {seed}, round {round}");
            let before = entries(&app).await;
            assert_eq!(rebuilt(&app).await, before, "{told}: a rebuild changes nothing");
            app.inner.db.for_migration().execute_unprepared("DELETE FROM search_entry").await.expect("no entries");
            assert_eq!(rebuilt(&app).await, before, "{told}: a rebuild from nothing");
            agrees(&app).await;
            for person in [&owner, &mate, &other, &app.stranger()] {
                world.finds_what_it_reads(person, &told).await;
            }
        }
    }
}

#[actix_web::test]
async fn a_rebuild_beside_the_traffic_loses_nothing() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (mut rng, mut world) = (Rng::with_seed(9), World::new(&alva).await);
    for _ in 0..60 {
        world.change(&mut rng, &alva).await;
    }
    let writes = async {
        for _ in 0..60 {
            world.change(&mut rng, &alva).await;
        }
    };
    let rebuilds = async {
        for _ in 0..10 {
            rebuilt(&app).await;
        }
    };
    futures_util::future::join(writes, rebuilds).await;
    let before = entries(&app).await;
    assert!(before.len() > 30, "{}", before.len());
    assert_eq!(rebuilt(&app).await, before);
    agrees(&app).await;
}

#[actix_web::test]
async fn what_no_longer_exists_leaves_no_entry_and_no_trace_in_the_index() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Gruppen", "open", "open").await;
    let discussion = alva.opens(&group, "Kvastskaftsverkstaden").await;
    alva.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Kvastskaftsverkstadens skylt" })).await.is(201);
    alva.post(&format!("/groups/{group}/pages"), json!({ "title": "Sida", "body": "Kvastskaftsverkstad" })).await.is(201);
    assert_eq!(entries(&app).await.iter().filter(|row| row.contains("kvastskaft")).count(), 3);
    // Nothing in the product removes a group yet; whatever will, the database takes its entries along.
    let gone = format!("DELETE FROM \"group\" WHERE slug LIKE 'gruppen-%'");
    app.inner.db.for_migration().execute_unprepared(&gone).await.expect("no group");
    assert_eq!(entries(&app).await, [] as [&str; 0]);
    agrees(&app).await;
    let stored = app.stored().await;
    let traces: Vec<_> = stored.iter().filter(|(table, _)| table.starts_with("search_")).flat_map(|(_, rows)| rows).collect();
    // 'kvastskaft' as it stands in a page of the index, in hexadecimal.
    let trace: String = "kvastska".bytes().map(|byte| format!("{byte:02X}")).collect();
    assert!(!traces.iter().any(|row| row.contains("kvastska") || row.contains(&trace)), "{traces:?}");
    assert_eq!(alva.get("/search?q=kvastskaft").await.is(200).body["items"], Value::Array(Vec::new()));
}
