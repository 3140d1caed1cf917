//! Random worlds: what a member hides changes nothing for whoever may not see it.

use serde_json::json;
use tests::App;

use crate::worlds::{KEYS, LANGUAGES, PARTS, PLACES, SEEDS, WORDS, World};

/// Everything that somebody can ask of whom they find.
fn questions(world: &World<'_>) -> Vec<String> {
    let mut filters = vec!["limit=100".to_owned(), "q=medlem".to_owned(), "region=18".to_owned(), "sector=kommun".to_owned()];
    filters.extend(["roleType=other", "q=alfa", "area=medinflytande", "minLevel=leads&competence=etik"].map(ToOwned::to_owned));
    filters.extend(KEYS.iter().flat_map(|key| ["competence", "interest", "offer", "need"].map(|name| format!("{name}={key}"))));
    filters.extend(PLACES.map(|place| format!("municipality={place}")));
    filters.extend(["region=14", "municipalitySize=from100000", "municipalitySize=from20000", "municipalitySize=from200000"].map(ToOwned::to_owned));
    filters.extend(LANGUAGES.map(|language| format!("language={language}")));
    filters.extend(WORDS.map(|word| format!("q={word}")));
    filters.extend(world.organisations.iter().map(|id| format!("organisation={id}")));
    filters.extend(world.groups.iter().map(|id| format!("group={id}")));
    let mut paths: Vec<_> = filters
        .iter()
        .flat_map(|filter| {
            let lists = ["best", "name", "newest"].map(|sort| format!("/members?{filter}&sort={sort}"));
            lists.into_iter().chain((!filter.starts_with("limit")).then(|| format!("/members/facets?{filter}")))
        })
        .collect();
    paths.extend(["alike", "myNeeds", "myOffers"].map(|by| format!("/members/me/matches?by={by}")));
    paths.extend(world.groups.iter().map(|id| format!("/groups/{id}/matches")));
    let hider = &world.people[4].id;
    paths.extend([format!("/members/{hider}"), format!("/members/{hider}/photos/{}/small", "0".repeat(32)), "/needs".to_owned()]);
    paths.extend(["dialogue-tool", "knowledge-matrix"].map(|model| format!("/support-models/{model}/people")));
    paths.extend(["medlem", "m", "alfa", "fladdermus"].map(|q| format!("/suggestions?q={q}")));
    let everything = ["medlem", "alfa", "hemlig", "1"].into_iter().chain(WORDS);
    paths.extend(everything.flat_map(|q| [format!("/search?q={q}&limit=100"), format!("/search/suggestions?q={q}")]));
    paths
}

#[actix_web::test]
async fn what_one_may_not_see_changes_nothing_of_what_one_can_ask() {
    for seed in SEEDS {
        let app = App::start().await;
        let mut world = World::new(&app, 100 + seed, 5).await;
        let (hider, viewer) = (4, 1);
        for (part, audience) in PARTS.iter().zip(["only_me", "shared_groups"].iter().cycle().skip(usize::from(seed % 2 == 1))) {
            world.people[hider].patch("/members/me", json!({ (format!("{part}Audience")): audience })).await.is(200);
            world.models[hider].audiences.insert(part, audience);
        }
        // The two share no group: what is for the hider's groups is not for the viewer.
        for group in std::mem::take(&mut world.models[hider].groups) {
            let path = format!("/groups/{}/memberships/{}", world.groups[group], world.people[hider].id);
            world.people[hider].delete(&path).await.is(204);
        }
        if seed == 3 {
            app.protect(&world.people[hider].id).await;
        }
        let told = |text: &str| text.split(r#""instance":""#).next().unwrap_or_default().to_owned();
        let (viewer, paths) = (world.people[viewer].clone(), questions(&world));
        let mut before = Vec::new();
        for path in &paths {
            let answer = viewer.get(path).await;
            assert!([200, 404].contains(&answer.status), "{}", answer.text);
            before.push(told(&answer.text));
        }
        for _ in 0..30 {
            let person = world.people[hider].clone();
            match world.rng.usize(0..5) {
                0 => world.claim(hider, &person).await,
                1 => world.say(hider, &person).await,
                2 => {
                    let (place, word) = (world.rng.choice(PLACES), world.rng.choice(WORDS).expect("a word"));
                    person.patch("/members/me", json!({ "municipality": place, "about": format!("Om {word}") })).await.is(200);
                }
                3 => {
                    let position =
                        json!({ "organisation": world.rng.choice(&world.organisations), "title": "Alfa", "roleType": "other", "started": "2001" });
                    person.post("/members/me/positions", position).await.is(201);
                }
                _ => {
                    let spoken = json!([{ "language": world.rng.choice(LANGUAGES), "level": "b2" }]);
                    person.put("/members/me/languages", json!({ "languages": spoken })).await.is(200);
                }
            }
        }
        let secret = world.people[hider].starts_group(&format!("Hemlig {seed}"), "secret", "open").await;
        assert!(!secret.is_empty());
        for (path, before) in paths.iter().zip(before) {
            assert_eq!(told(&viewer.get(path).await.text), before, "seed {seed}: {path}");
        }
    }
}
