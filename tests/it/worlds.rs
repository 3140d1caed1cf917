//! Random worlds: what the directory finds is what its definition says.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use api::kernel::access::System;
use entity::kind::Role;
use fastrand::Rng;
use serde_json::{Value, json};
use tests::{App, PASSWORD, Person};

pub const KEYS: [&str; 4] = ["medborgardialog", "epidemiologi", "etik", "sociologi"];
const LEVELS: [&str; 4] = ["knows", "practised", "leads", "teaches"];
pub const PLACES: [&str; 3] = ["1880", "1860", "1480"];
pub const LANGUAGES: [&str; 3] = ["sv", "en", "so"];
pub const WORDS: [&str; 3] = ["fladdermus", "cykelbana", "lekplats"];
const AUDIENCES: [&str; 4] = ["everyone", "members", "shared_groups", "only_me"];
pub const PARTS: [&str; 8] = ["about", "place", "background", "competence", "interest", "offer", "need", "language"];
const KINDS: [&str; 3] = ["interest", "offer", "need"];
/// Worlds; a failure names the seed of its own.
pub const SEEDS: std::ops::Range<u64> = 0..4;

/// A member, as the definition knows them.
#[derive(Clone, Default)]
pub struct Model {
    claims: BTreeMap<usize, (i64, Option<i64>)>,
    place: Option<usize>,
    about: Option<usize>,
    jobs: BTreeSet<usize>,
    topics: BTreeSet<(usize, usize)>,
    languages: BTreeSet<usize>,
    pub audiences: BTreeMap<&'static str, &'static str>,
    pub groups: BTreeSet<usize>,
    blocks: BTreeSet<usize>,
    protected: bool,
}

pub struct World<'a> {
    app: &'a App,
    pub rng: Rng,
    pub people: Vec<Person<'a>>,
    pub models: Vec<Model>,
    pub organisations: Vec<String>,
    pub groups: Vec<String>,
}

impl<'a> World<'a> {
    pub async fn new(app: &'a App, seed: u64, size: usize) -> World<'a> {
        let mut world =
            World { app, rng: Rng::with_seed(seed), people: Vec::new(), models: Vec::new(), organisations: Vec::new(), groups: Vec::new() };
        let system = System::because("members are made, not registered", &app.inner);
        for number in 0..size {
            let email = format!("m{number}@example.org");
            api::accounts::make(&system, &format!("Medlem {number}"), &email, PASSWORD, Role::Member).await.expect("a member");
            world.people.push(app.sign_in(&email, PASSWORD).await);
            world.models.push(Model { audiences: PARTS.map(|part| (part, "members")).into(), ..Model::default() });
        }
        for name in ["Alfa", "Beta"] {
            world.organisations.push(app.organisation(name, "kommun", None, None, &[]).await);
        }
        for (number, visibility) in ["network", "closed", "secret"].into_iter().enumerate() {
            let group = world.people[0].starts_group(visibility, visibility, "open").await;
            world.groups.push(group);
            world.models[0].groups.insert(number);
        }
        for turn in 0..size * 14 {
            let who = world.rng.usize(0..size);
            world.change(who).await;
            if turn == size * 7 {
                world.settles().await;
            }
        }
        world
    }

    /// The index is built anew, as the process does when much was changed: from here on those who are
    /// changed stand in its small part, and their old rows count for nothing.
    async fn settles(&self) {
        let system = System::because("the index knows everybody", &self.app.inner);
        // It goes on waiting for the next time.
        let _ = tokio::time::timeout(Duration::from_secs(1), api::members::keep_index(&system)).await;
    }

    /// Somebody does something.
    async fn change(&mut self, who: usize) {
        let (person, rng) = (self.people[who].clone(), &mut self.rng);
        if self.models[who].protected {
            return;
        }
        match rng.usize(0..24) {
            0..4 => self.claim(who, &person).await,
            4 => {
                let place = rng.usize(0..PLACES.len());
                person.patch("/members/me", json!({ "municipality": PLACES[place] })).await.is(200);
                self.models[who].place = Some(place);
            }
            5..7 => {
                let about = rng.usize(0..WORDS.len());
                person.patch("/members/me", json!({ "about": format!("Om {}", WORDS[about]) })).await.is(200);
                self.models[who].about = Some(about);
            }
            7..9 => {
                let job = rng.usize(0..self.organisations.len());
                let position = json!({ "organisation": self.organisations[job], "title": "Något", "roleType": "other", "started": "2001" });
                person.post("/members/me/positions", position).await.is(201);
                self.models[who].jobs.insert(job);
            }
            9..12 => self.say(who, &person).await,
            12..14 => {
                let languages: BTreeSet<_> = (0..2).map(|_| rng.usize(0..LANGUAGES.len())).collect();
                let spoken: Vec<_> = languages.iter().map(|at| json!({ "language": LANGUAGES[*at], "level": "c1" })).collect();
                person.put("/members/me/languages", json!({ "languages": spoken })).await.is(200);
                self.models[who].languages = languages;
            }
            14..20 => {
                let (part, audience) = (rng.choice(PARTS).expect("a part"), rng.choice(AUDIENCES).expect("an audience"));
                person.patch("/members/me", json!({ (format!("{part}Audience")): audience })).await.is(200);
                self.models[who].audiences.insert(part, audience);
            }
            20..23 => {
                let group = rng.usize(0..self.groups.len());
                let id = self.groups[group].clone();
                if who == 0 {
                } else if self.models[who].groups.insert(group) {
                    let active = entity::kind::MembershipState::Active;
                    self.app.place(&id, &person.id, entity::kind::GroupRole::Member, active).await;
                } else {
                    person.delete(&format!("/groups/{id}/memberships/{}", person.id)).await.is(204);
                    self.models[who].groups.remove(&group);
                }
            }
            _ => {
                let other = rng.usize(0..self.people.len());
                if other != who && !self.models[other].protected && self.knows(who, other) {
                    person.put(&format!("/members/me/blocks/{}", self.people[other].id), Value::Null).await.is(204);
                    self.models[who].blocks.insert(other);
                }
            }
        }
    }

    pub async fn claim(&mut self, who: usize, person: &Person<'_>) {
        let (key, level, used) = (self.rng.usize(0..KEYS.len()), self.rng.usize(0..4), self.rng.choice([None, Some(2026), Some(2022), Some(2000)]));
        let used = used.expect("a choice");
        let path = format!("/members/me/competences/{}", KEYS[key]);
        if self.models[who].claims.contains_key(&key) && self.rng.bool() {
            person.delete(&path).await.is(204);
            self.models[who].claims.remove(&key);
        } else {
            person.put(&path, json!({ "level": LEVELS[level], "lastUsed": used })).await.is(200);
            self.models[who].claims.insert(key, (i64::try_from(level).expect("small") + 1, used));
        }
    }

    pub async fn say(&mut self, who: usize, person: &Person<'_>) {
        let topic = (self.rng.usize(0..3), self.rng.usize(0..KEYS.len()));
        let path = format!("/members/me/topics/{}/{}", KINDS[topic.0], KEYS[topic.1]);
        if self.models[who].topics.insert(topic) {
            person.put(&path, json!({})).await.is(200);
        } else {
            person.delete(&path).await.is(204);
            self.models[who].topics.remove(&topic);
        }
    }

    fn knows(&self, viewer: usize, other: usize) -> bool {
        let (one, two) = (&self.models[viewer], &self.models[other]);
        viewer == other || !(two.protected || one.blocks.contains(&other) || two.blocks.contains(&viewer))
    }

    fn sees(&self, viewer: usize, other: usize, part: &str) -> bool {
        let shared = self.models[viewer].groups.intersection(&self.models[other].groups).next().is_some();
        viewer == other
            || self.knows(viewer, other)
                && match self.models[other].audiences[part] {
                    "everyone" | "members" => true,
                    "shared_groups" => shared,
                    _ => false,
                }
    }

    fn rarity(&self, key: usize) -> i64 {
        let shown = |model: &&Model| !model.protected && ["everyone", "members"].contains(&model.audiences["competence"]);
        let total = self.models.iter().filter(shown).count();
        let having = self.models.iter().filter(shown).filter(|model| model.claims.contains_key(&key)).count();
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small")]
        let rarity = (100.0 * ((total as f64 + 1.0) / (having as f64 + 1.0)).max(1.0).ln()).round() as i64 + 5;
        rarity
    }

    /// The points of a member who passes.
    fn points(&self, viewer: usize, other: usize, ask: &Ask) -> Option<i64> {
        if !self.knows(viewer, other) {
            return None;
        }
        let (own, model) = (&self.models[viewer], &self.models[other]);
        let sees = |part: &str| self.sees(viewer, other, part);
        let topic = |kind: usize, keys: &[usize]| keys.is_empty() || sees(KINDS[kind]) && keys.iter().any(|key| model.topics.contains(&(kind, *key)));
        let passes = (ask.places.is_empty() || sees("place") && model.place.is_some_and(|place| ask.places.contains(&place)))
            && ask.job.is_none_or(|job| sees("background") && model.jobs.contains(&job))
            && ask.language.is_none_or(|language| sees("language") && model.languages.contains(&language))
            && topic(0, &ask.topics[0])
            && topic(1, &ask.topics[1])
            && topic(2, &ask.topics[2])
            && ask.word.is_none_or(|word| sees("about") && model.about == Some(word))
            && ask.group.is_none_or(|group| model.groups.contains(&group) && (group == 0 || own.groups.contains(&group)));
        let counted: Vec<_> = ask.keys.iter().filter(|key| sees("competence") && model.claims.contains_key(key)).collect();
        if !passes || !ask.keys.is_empty() && counted.is_empty() {
            return None;
        }
        let claim = |key: &&usize| {
            let (level, used) = model.claims[*key];
            let quarters = match used.map(|year| 2026 - year) {
                Some(..=2) => 4,
                Some(3..=5) | None => 3,
                _ => 2,
            };
            self.rarity(**key) * level * quarters / 4
        };
        let mut sum: i64 = counted.iter().map(claim).sum();
        // A word that is whole in the text: 100 × 40 % × 3.
        sum += if ask.word.is_some() { 120 } else { 0 };
        if viewer != other {
            let few = |count: usize| i64::try_from(count.min(3)).expect("small");
            let (place, theirs) = (own.place, model.place.filter(|_| sees("place")));
            sum += match (place, theirs) {
                (Some(own), Some(theirs)) if own == theirs => 60,
                (Some(own), Some(theirs)) if PLACES[own][..2] == PLACES[theirs][..2] => 30,
                _ => 0,
            };
            sum += 40 * few(own.groups.intersection(&model.groups).count());
            sum += if sees("background") { 40 * few(own.jobs.intersection(&model.jobs).count()) } else { 0 };
            let interests = own.topics.intersection(&model.topics).filter(|(kind, _)| *kind == 0).count();
            sum += if sees("interest") { 20 * few(interests) } else { 0 };
        }
        Some(sum)
    }

    /// Who is found and with how many points, best first.
    fn expected(&self, viewer: usize, ask: &Ask) -> Vec<(String, i64)> {
        let all = (0..self.people.len()).filter_map(|other| Some((self.people[other].id.clone(), self.points(viewer, other, ask)?)));
        let mut all: Vec<_> = all.collect();
        all.sort_by(|(one, points), (other, more)| more.cmp(points).then_with(|| one.cmp(other)));
        all
    }
}

/// What is asked for, by the numbers of the names above.
#[derive(Debug, Default)]
struct Ask {
    keys: Vec<usize>,
    places: Vec<usize>,
    job: Option<usize>,
    language: Option<usize>,
    topics: [Vec<usize>; 3],
    word: Option<usize>,
    group: Option<usize>,
}

impl Ask {
    fn random(rng: &mut Rng) -> Self {
        let mut some = |of: usize, rare: usize| if rng.usize(0..rare) == 0 { (0..of).filter(|_| rng.bool()).collect() } else { Vec::new() };
        let (keys, places, topics) = (some(KEYS.len(), 2), some(PLACES.len(), 3), [some(4, 5), some(4, 5), some(4, 5)]);
        let mut one = |of: usize, rare: usize| (rng.usize(0..rare) == 0).then(|| rng.usize(0..of));
        Self { keys, places, job: one(2, 4), language: one(3, 4), topics, word: one(3, 4), group: one(3, 4) }
    }

    fn query(&self, world: &World<'_>) -> String {
        let mut query = Vec::new();
        query.extend(self.keys.iter().map(|at| format!("competence={}", KEYS[*at])));
        query.extend(self.places.iter().map(|at| format!("municipality={}", PLACES[*at])));
        query.extend(self.job.map(|at| format!("organisation={}", world.organisations[at])));
        query.extend(self.language.map(|at| format!("language={}", LANGUAGES[at])));
        query.extend(KINDS.iter().zip(&self.topics).flat_map(|(kind, keys)| keys.iter().map(move |at| format!("{kind}={}", KEYS[*at]))));
        query.extend(self.word.map(|at| format!("q={}", WORDS[at])));
        query.extend(self.group.map(|at| format!("group={}", world.groups[at])));
        query.join("&")
    }
}

fn scores(items: &[Value]) -> Vec<(String, i64)> {
    items.iter().map(|hit| (hit["member"]["id"].as_str().expect("an id").to_owned(), hit["score"].as_i64().expect("a score"))).collect()
}

#[actix_web::test]
async fn what_is_found_and_counted_is_what_the_definition_says_in_any_world() {
    for seed in SEEDS {
        let app = App::start().await;
        let mut world = World::new(&app, seed, 7).await;
        for round in 0..40 {
            let (viewer, ask) = (world.rng.usize(0..7), Ask::random(&mut world.rng));
            if world.models[viewer].protected {
                continue;
            }
            let expected = world.expected(viewer, &ask);
            let (person, query) = (world.people[viewer].clone(), ask.query(&world));
            let told = format!("seed {seed}, round {round}, member {viewer}, {query}");
            let hits = person.walk(&format!("/members?sort=best&limit=3&{query}")).await;
            assert_eq!(scores(&hits), expected, "{told}");
            for sort in ["name", "newest"] {
                let mut hits = scores(&person.walk(&format!("/members?sort={sort}&limit=4&{query}")).await);
                if sort == "newest" {
                    assert!(hits.is_sorted_by(|one, other| one.0 > other.0), "{told}: {hits:?}");
                }
                let mut all = expected.clone();
                hits.sort();
                all.sort();
                assert_eq!(hits, all, "{told}: {sort}");
            }
            let facets = person.get(&format!("/members/facets?{query}")).await.is(200).body;
            assert_eq!(facets["total"], expected.len(), "{told}");
            for (facet, filter) in [
                ("competences", "competence"),
                ("municipalities", "municipality"),
                ("municipalitySizes", "municipalitySize"),
                ("organisations", "organisation"),
                ("languages", "language"),
                ("interests", "interest"),
                ("offers", "offer"),
                ("needs", "need"),
                ("areas", "area"),
            ] {
                if query.contains(&format!("{filter}=")) {
                    continue;
                }
                for value in facets[facet].as_array().expect("values") {
                    let key = value["key"].as_str().expect("a key");
                    // A count is as long as the list that asks for the value as well.
                    let list = person.get(&format!("/members?{query}&{filter}={key}&limit=100")).await.is(200);
                    let shown = list.items().iter().filter(|hit| filter != "competence" || hit["reasons"]["matched"][0]["how"] == "exact").count();
                    assert_eq!(value["count"], shown, "{told}: {facet} {key}");
                }
            }
            for _ in 0..2 {
                let who = world.rng.usize(0..7);
                world.change(who).await;
            }
            if round == 30 {
                app.protect(&world.people[6].id).await;
                world.models[6].protected = true;
            }
        }
    }
}
