//! Searching what is open, and going from a model to people.

use actix_web::http::Method;
use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

/// The blocks and examples of a page of hits, as `model/block` or the title of an example.
fn places(page: &Answer) -> Vec<String> {
    let place = |hit: &Value| match hit["model"].as_str() {
        Some(model) => format!("{model}/{}", hit["block"].as_str().expect("a block")),
        None => hit["title"].as_str().expect("a title").to_owned(),
    };
    page.items().iter().map(place).collect()
}

async fn finds(app: &App, query: &str, language: &str) -> Answer {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    app.stranger().send(Method::GET, &format!("/knowledge?q={query}"), &[("accept-language", language)], None).await.is(200)
}

#[actix_web::test]
async fn every_query_of_the_golden_set_finds_what_is_meant() {
    let app = App::start().await;
    let golden: Vec<Value> = serde_json::from_str(include_str!("golden/models.json")).expect("the golden set");
    assert!(golden.len() >= 40);
    let mut missed = Vec::new();
    for one in &golden {
        let (query, language) = (one["q"].as_str().expect("a query"), one["language"].as_str().unwrap_or("sv"));
        let page = finds(&app, query, language).await;
        let found = places(&page);
        let within = usize::try_from(one["within"].as_u64().unwrap_or(1)).expect("a place");
        match one["finds"].as_str() {
            Some(place) if !found.iter().take(within).any(|found| found == place) => {
                missed.push(format!("{query}: {place} is not in {:?}", &found[..found.len().min(5)]))
            }
            None if !found.is_empty() => missed.push(format!("{query}: {found:?}")),
            _ => {}
        }
    }
    println!("support models: {} of {} hold", golden.len() - missed.len(), golden.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[actix_web::test]
async fn a_hit_shows_a_piece_of_the_text_with_what_was_meant_marked_and_no_markup() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let mut example = crate::examples::an_example("");
    example["organisations"] = json!([]);
    example["method"] = json!("Vi frågade <script>alert('hundägarna')</script> om **rastgården**.");
    crate::examples::publishes(&alva, &editor, example).await;
    let page = finds(&app, "hundagare", "sv").await;
    let hit = &page.items()[0];
    assert_eq!(
        (&hit["kind"], &hit["title"], &hit["within"], &hit["language"]),
        (&json!("example"), &json!("Öppen förskola på torget"), &Value::Null, &json!("sv"))
    );
    let runs = hit["snippet"].as_array().expect("runs");
    let marked: Vec<_> = runs.iter().filter(|run| run["hit"] == true).map(|run| run["text"].as_str().expect("text")).collect();
    assert_eq!(marked, ["hundägarna"]);
    let whole: String = runs.iter().map(|run| run["text"].as_str().expect("text")).collect();
    assert!(whole.contains("<script>alert('hundägarna')</script>"), "plain text stays as it is: {whole}");
    let own = hit["_links"]["self"]["href"].as_str().expect("a link").trim_start_matches("https://torg.test/api/v1").to_owned();
    app.stranger().get(&own).await.is(200);

    // A hit in a model leads to its block.
    let page = finds(&app, "arnstein", "sv").await;
    let own = page.items()[0]["_links"]["self"]["href"].as_str().expect("a link").trim_start_matches("https://torg.test/api/v1").to_owned();
    assert!(own.starts_with("/support-models/") && app.stranger().get(&own).await.status == 200, "{own}");
}

#[actix_web::test]
async fn metacharacters_are_never_an_error_and_mean_nothing() {
    let app = App::start().await;
    for query in
        ["%", "_", "*", "\"", "'", "(", "a AND", "NEAR(", "\\", "' OR 1=1 --", "title:x", "-", "^", "🦉", "\u{202f}x\u{a0}", "NOT", "{}", "[a-z]+"]
    {
        finds(&app, query, "sv").await;
    }
    assert_eq!(finds(&app, "%", "sv").await.items().len(), 0);
    let nobody = app.stranger();
    assert_eq!(nobody.get("/knowledge").await.is(200).items().len(), 0);
    nobody.get("/knowledge?q=").await.is_problem(422, "request.invalid").has_faults(&[("?q", "too-short")]);
    nobody.get(&format!("/knowledge?q={}", "a".repeat(201))).await.is_problem(422, "request.invalid").has_faults(&[("?q", "too-long")]);
    nobody
        .get("/knowledge?q=dialog&kind=group&sort=1")
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("?kind", "choice"), ("?sort", "surplus")]);
}

#[actix_web::test]
async fn what_is_published_is_found_at_once_and_what_is_not_never() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let mut example = crate::examples::an_example("");
    (example["organisations"], example["title"]) = (json!([]), json!("Kvastskaftsverkstaden"));
    let id = alva.post("/members/me/examples", example).await.is(201).id();
    let found = async || places(&finds(&app, "kvastskaft", "sv").await);
    assert!(found().await.is_empty(), "a draft");
    alva.put_version(&format!("/members/me/examples/{id}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    assert!(found().await.is_empty(), "handed in");
    editor.put_version(&format!("/example-reviews/{id}/decision"), 1, json!({ "state": "published" })).await.is(200);
    assert_eq!(found().await, ["Kvastskaftsverkstaden"]);
    assert_eq!(places(&app.stranger().get("/knowledge?q=verkstad&kind=example&area=participation").await), ["Kvastskaftsverkstaden"]);
    assert_eq!(app.stranger().get("/knowledge?q=kvastskaft&kind=block").await.is(200).items().len(), 0);
    assert_eq!(app.stranger().get("/knowledge?q=kvastskaft&area=urban-development").await.is(200).items().len(), 0);
    alva.put_version(&format!("/members/me/examples/{id}/state"), 2, json!({ "state": "withdrawn" })).await.is(200);
    assert!(found().await.is_empty(), "withdrawn");
}

#[actix_web::test]
async fn the_answer_is_the_same_for_everybody_and_caches_may_keep_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (one, other) = (app.stranger().get("/knowledge?q=dialog&limit=5").await.is(200), alva.get("/knowledge?q=dialog&limit=5").await.is(200));
    assert_eq!((&one.text, one.header("cache-control")), (&other.text, "public, max-age=300"));
    app.stranger().send(Method::GET, "/knowledge?q=dialog&limit=5", &[("if-none-match", one.header("etag"))], None).await.is(304);
    let all = app.stranger().walk("/knowledge?q=dialog&limit=7").await;
    let once: std::collections::BTreeSet<_> = all.iter().map(|hit| hit["_links"]["self"]["href"].to_string()).collect();
    assert!(all.len() > 20 && once.len() == all.len(), "each block once: {} of {}", once.len(), all.len());
}

const DIALOGUE: &str = "/support-models/dialogue-model/people";

async fn shows_to_everyone(person: &Person<'_>) {
    person.patch("/members/me", json!({ "publicPage": true, "competenceAudience": "everyone" })).await.is(200);
}

fn counts(answer: &Answer) -> Vec<(String, Value)> {
    let all = answer.body["competences"].as_array().expect("competences").iter();
    all.map(|one| (one["competence"]["key"].as_str().expect("a key").to_owned(), one["memberCount"].clone())).collect()
}

#[actix_web::test]
async fn a_model_leads_members_to_members_with_reasons_and_only_to_what_they_show() {
    let app = App::start().await;
    let (alva, omar, siv, gun) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await, app.member("Gun").await);
    omar.knows("samtalsledning", "teaches").await.knows("medborgardialog", "leads").await;
    siv.knows("samtalsledning", "knows").await;
    gun.knows("samtalsledning", "teaches").await;
    gun.patch("/members/me", json!({ "competenceAudience": "only_me" })).await.is(200);
    alva.knows("samtalsledning", "leads").await;
    let group = omar.starts_group("Samtalsledning i vardagen", "network", "open").await;
    alva.joins(&group).await;
    let people = alva.get(DIALOGUE).await.is(200);
    let names: Vec<_> = people.body["members"]["items"].as_array().expect("members").iter().map(|one| one["member"]["name"].clone()).collect();
    assert_eq!(names, ["Omar", "Siv"]);
    let omars = &people.body["members"]["items"][0];
    let known: std::collections::BTreeSet<_> =
        omars["knows"].as_array().expect("reasons").iter().map(|one| one["competence"]["key"].to_string()).collect();
    assert_eq!((known.len(), &omars["sharedGroups"][0]["name"]), (2, &json!("Samtalsledning i vardagen")));
    assert_eq!(people.body["groups"].as_array().expect("groups").iter().map(|group| group["id"].clone()).collect::<Vec<_>>(), [json!(group)]);
    assert!(people.body["_links"].get("register").is_none() && !people.text.contains("Gun"));

    // Of a block, what the block takes.
    let listening = alva.get(&format!("{DIALOGUE}?block=step.listen")).await.is(200);
    assert_eq!(counts(&listening).into_iter().map(|(key, _)| key).collect::<Vec<_>>(), ["aktivt-lyssnande", "intervjuteknik"]);
    assert_eq!(listening.body["members"]["items"], json!([]));
    alva.get(&format!("{DIALOGUE}?block=step.nonsense")).await.is_problem(422, "request.invalid").has_faults(&[("?block", "unknown")]);
    alva.get("/support-models/nonsense/people").await.is_problem(404, "request.not-found");

    // Whoever blocks is not there.
    omar.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    let without = alva.get(DIALOGUE).await.is(200);
    assert!(!without.text.contains("Omar") && without.text.contains("Siv"));
}

#[actix_web::test]
async fn a_visitor_learns_how_many_say_so_openly_and_where_to_register() {
    let app = App::start().await;
    let nobody = app.stranger();
    let count = async || counts(&nobody.get(DIALOGUE).await.is(200)).into_iter().find(|(key, _)| key == "samtalsledning").expect("it is named").1;
    let mut people = Vec::new();
    for name in ["Ett", "Två", "Tre", "Fyra", "Fem"] {
        let person = app.member(name).await;
        person.knows("samtalsledning", "leads").await;
        people.push(person);
    }
    assert_eq!(count().await, Value::Null, "open to members is not open to everyone");
    for person in &people[..4] {
        shows_to_everyone(person).await;
    }
    assert_eq!(count().await, Value::Null, "four are too few");
    shows_to_everyone(&people[4]).await;
    assert_eq!(count().await, json!(5));
    let told = nobody.get(DIALOGUE).await.is(200);
    assert_eq!((&told.body["members"], &told.body["_links"]["register"]["href"]), (&Value::Null, &json!("https://torg.test/api/v1/registrations")));
    for person in &people {
        assert!(!told.text.contains(&person.id));
    }
    // Who is protected does not count, and a member is told the same number.
    app.protect(&people[0].id).await;
    assert_eq!(count().await, Value::Null);
    let secret = people[1].starts_group("Samtalsledning bakom lås", "network", "open").await;
    let open = people[1].starts_group("Samtalsledning för alla", "open", "open").await;
    let told = nobody.get(DIALOGUE).await.is(200);
    assert!(told.text.contains(&open) && !told.text.contains(&secret));
}

fn discussed(answer: &Answer) -> Vec<(String, Value)> {
    let all = answer.body["discussions"].as_array().expect("discussions").iter();
    all.map(|one| (one["discussion"]["title"].as_str().unwrap_or_default().to_owned(), one["reasons"].clone())).collect()
}

#[actix_web::test]
async fn a_model_leads_to_the_discussions_that_deal_with_it_as_far_as_the_viewer_may_read() {
    let app = App::start().await;
    let (alva, omar, nobody) = (app.member("Alva").await, app.member("Omar").await, app.stranger());
    let (open, secret) = (alva.starts_group("Öppet", "open", "open").await, alva.starts_group("Tyst", "secret", "open").await);
    let says = async |group: &str, title: &str, body: &str| {
        app.wait(chrono::TimeDelta::seconds(1));
        alva.post(&format!("/groups/{group}/discussions"), json!({ "title": title, "body": body })).await.is(201).id()
    };
    let listened = says(&open, "Att lyssna", "Se https://torg.test/api/v1/support-models/dialogue-model/blocks/step.listen.").await;
    says(&secret, "Bland oss", "[modellen](/support-models/dialogue-model)").await;
    says(&open, "Om verktyget", "[ett annat](/support-models/dialogue-tool)").await;
    let names = |title: &str| (title.to_owned(), json!(["names"]));
    assert_eq!(discussed(&alva.get(DIALOGUE).await.is(200)), [names("Bland oss"), names("Att lyssna")]);
    for other in [&omar, &nobody] {
        let told = other.get(DIALOGUE).await.is(200);
        assert_eq!(discussed(&told), [names("Att lyssna")]);
        assert!(!told.text.contains("Bland oss"));
    }
    assert_eq!(nobody.get(DIALOGUE).await.body["discussions"][0]["discussion"]["author"], Value::Null);
    // Of a block, what names the block; it is named by its title.
    assert_eq!(discussed(&alva.get(&format!("{DIALOGUE}?block=step.listen")).await.is(200)), [names("Att lyssna")]);
    assert_eq!(discussed(&alva.get(&format!("{DIALOGUE}?block=step.talk")).await.is(200)), []);
    let mention = alva.get(&format!("/discussions/{listened}")).await.is(200).body["mentions"][0].clone();
    assert_eq!(
        (&mention["name"], &mention["href"]),
        (&json!("Dialogmodellen: Lyssna"), &json!("https://torg.test/api/v1/support-models/dialogue-model/blocks/step.listen"))
    );
    // What is deleted is gone, and a group that names the model says what it names.
    alva.delete(&format!("/discussions/{listened}")).await.is(204);
    assert_eq!(discussed(&nobody.get(DIALOGUE).await.is(200)), []);
    let talks = alva.starts_group("Samtalsledning i vardagen", "open", "open").await;
    let told = nobody.get(DIALOGUE).await.is(200);
    assert_eq!((&told.body["groups"][0]["id"], &told.body["groups"][0]["names"]), (&json!(talks), &json!(["Samtalsledning"])));
}

#[actix_web::test]
async fn a_discussion_of_a_worksheet_deals_with_its_model_for_those_who_have_a_part_in_it() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Öppet", "open", "open").await;
    let begun = json!({ "model": "dialogue-tool", "template": "dialogue-plan" });
    let sheet = alva.post("/worksheets", begun).await.is(201).id();
    let opened = json!({ "title": "Vår plan", "body": "Titta gärna", "worksheet": sheet });
    alva.post(&format!("/groups/{group}/discussions"), opened).await.is(201);
    let people = "/support-models/dialogue-tool/people";
    assert_eq!(discussed(&alva.get(people).await.is(200)), [("Vår plan".to_owned(), json!(["worksheet"]))]);
    // Whoever reads in the group, and has no part in the worksheet, does not learn of which model it is.
    assert_eq!(discussed(&omar.get(people).await.is(200)), []);
    assert_eq!(discussed(&app.stranger().get(people).await.is(200)), []);
    omar.joins(&group).await;
    assert_eq!(discussed(&omar.get(people).await.is(200)), [("Vår plan".to_owned(), json!(["worksheet"]))]);
}
