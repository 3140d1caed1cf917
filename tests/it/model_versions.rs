//! The versions of a support model: drafted, reviewed by another, published, and never changed again.

use actix_web::http::Method;
use api::kernel::access::System;
use entity::kind::Role;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tests::{Answer, App, Contract, Operation, Person};

const MODEL: &str = "/support-models/dialogue-model";

/// Changes a block of a draft.
async fn puts(who: &Person<'_>, draft: &str, block: &str, seen: i64, value: Value) -> Answer {
    let tag = format!("\"{seen}\"");
    who.send(Method::PUT, &format!("{draft}/blocks/{block}"), &[("if-match", &tag)], Some(value)).await
}

/// Begins a draft and says where it is.
async fn begins(who: &Person<'_>) -> String {
    let draft = who.post(&format!("{MODEL}/versions"), json!({ "note": "Ett nytt avsnitt" })).await.is(201);
    assert_eq!((draft.text_at("/status").as_str(), draft.body["version"].as_i64()), ("draft", Some(0)));
    format!("{MODEL}/versions/{}", draft.text_at("/number"))
}

/// Moves a version on from how it is.
async fn moves(who: &Person<'_>, version: &str, to: Value) -> Answer {
    let seen = who.get(version).await.is(200).body["version"].as_i64().expect("a version");
    who.patch_version(version, seen, to).await
}

fn section(title: &str) -> Value {
    json!({ "key": "new", "title": { "sv": title, "en": "New" }, "body": { "sv": "Nytt här.", "en": "New here." } })
}

#[actix_web::test]
async fn a_draft_is_changed_block_by_block_and_published_by_another() {
    let app = App::start().await;
    let (siv, visitor) = (app.staff("Siv", Role::Moderator).await, app.stranger());
    let before = visitor.get(MODEL).await.is(200);
    let old = before.text_at("/version");
    let draft = begins(&siv).await;
    let put = puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is(200);
    assert_eq!((put.header("etag"), &put.body["value"]["title"]["sv"]), ("\"1\"", &json!("Nytt")));
    assert_eq!(visitor.get(MODEL).await.is(200).text, before.text, "a draft is not what everybody reads");

    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    assert_eq!(
        moves(&siv, &draft, json!({ "status": "published" })).await.is_problem(403, "request.forbidden").text_at("/right"),
        "support-models.review"
    );
    app.wait(chrono::TimeDelta::days(4));
    let omar = app.staff("Omar", Role::Administrator).await;
    let published = moves(&omar, &draft, json!({ "status": "published" })).await.is(200);
    assert_eq!(published.text_at("/status"), "published");

    let now = visitor.get(MODEL).await.is(200);
    assert_eq!(now.text_at("/version"), published.text_at("/number"));
    assert!(now.text.contains("Nytt här.") && now.header("etag") != before.header("etag"));
    assert!(now.text_at("/publishedOn") > before.text_at("/publishedOn") && now.text_at("/reviewedOn") == now.text_at("/publishedOn"));
    let earlier = visitor.get(&format!("{MODEL}/versions/{old}")).await.is(200);
    assert_eq!((earlier.text_at("/status").as_str(), &earlier.body["content"]["sections"]), ("retired", &before.body["sections"]));
    let statuses: Vec<_> = visitor.get(&format!("{MODEL}/versions")).await.is(200).each("/status");
    assert_eq!(statuses, ["published", "retired"]);
}

#[actix_web::test]
async fn what_was_published_never_changes() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let shipped = format!("{MODEL}/versions/{}", siv.get(MODEL).await.text_at("/version"));
    puts(&siv, &shipped, "section.new", 0, section("Nytt")).await.is_problem(409, "support-models.not-a-draft");
    for status in ["in_review", "published"] {
        moves(&omar, &shipped, json!({ "status": status })).await.is_problem(409, "support-models.not-the-next-step");
    }
    moves(&omar, &shipped, json!({ "status": "draft", "reason": "Fel" })).await.is_problem(409, "support-models.not-the-next-step");
    omar.send(Method::DELETE, &shipped, &[("if-match", "\"0\"")], None).await.is_problem(409, "support-models.not-the-next-step");
    let draft = begins(&siv).await;
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is_problem(409, "support-models.not-a-draft");
}

#[actix_web::test]
async fn a_model_is_withdrawn_with_a_reason_and_may_come_again() {
    let app = App::start().await;
    let (siv, omar, alva) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await, app.member("Alva").await);
    let number = alva.get(MODEL).await.text_at("/version");
    let shipped = format!("{MODEL}/versions/{number}");
    let new = json!({ "block": "head", "kind": "missing", "why": "En bild saknas" });
    let told = alva.post(&format!("{MODEL}/contributions"), new).await.is(201).id();
    let retired = json!({ "status": "retired", "reason": "Vi arbetar inte så längre." });
    assert_eq!(moves(&alva, &shipped, retired.clone()).await.is_problem(403, "request.forbidden").text_at("/right"), "support-models.withdraw");
    moves(&siv, &shipped, json!({ "status": "retired" })).await.is_problem(422, "request.invalid").has_faults(&[("/reason", "missing")]);
    moves(&siv, &shipped, retired.clone()).await.is(200);

    let visitor = app.stranger();
    visitor.get(MODEL).await.is_problem(404, "request.not-found");
    assert!(!visitor.get("/support-models").await.is(200).text.contains(MODEL), "it is in no list");
    assert!(!visitor.get("/knowledge?q=omr%C3%A5de").await.is(200).text.contains(MODEL), "it is in no search");
    let last = visitor.get(&shipped).await.is(200);
    assert_eq!((last.text_at("/status"), last.text_at("/reason")), ("retired".to_owned(), "Vi arbetar inte så längre.".to_owned()));
    moves(&siv, &shipped, retired).await.is_problem(409, "support-models.not-the-next-step");
    alva.get(&format!("/contributions/{told}")).await.is(200);

    let draft = begins(&siv).await;
    assert_eq!(siv.get(&draft).await.is(200).text_at("/basedOn"), number);
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    moves(&omar, &draft, json!({ "status": "published" })).await.is(200);
    assert_ne!(visitor.get(MODEL).await.is(200).text_at("/version"), number);
}

#[actix_web::test]
async fn a_version_is_sent_back_with_a_reason_and_comes_again() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = begins(&siv).await;
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    moves(&omar, &draft, json!({ "status": "draft" })).await.is_problem(422, "request.invalid").has_faults(&[("/reason", "missing")]);
    let back = moves(&omar, &draft, json!({ "status": "draft", "reason": "En källa saknas" })).await.is(200);
    assert_eq!((back.text_at("/status").as_str(), back.text_at("/reason").as_str()), ("draft", "En källa saknas"));
    puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is(200);
    let again = moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    assert_eq!(again.body["reason"], Value::Null);
    siv.patch_version(&draft, 1, json!({ "status": "in_review" })).await.is_problem(409, "support-models.not-the-next-step");
    omar.patch_version(&draft, 1, json!({ "status": "published" })).await.is_problem(412, "request.stale");
}

#[actix_web::test]
async fn editors_of_different_blocks_do_not_meet_and_those_of_one_do() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = begins(&siv).await;
    puts(&siv, &draft, "section.new", 0, section("Sivs")).await.is(200);
    let step = omar.get(&format!("{draft}/blocks/scale.degree")).await;
    let (block, value) = if step.status == 200 { ("scale.degree".to_owned(), step.body["value"].clone()) } else { first_step(&omar, &draft).await };
    puts(&omar, &draft, &block, 0, value).await.is(200);
    let stale = puts(&omar, &draft, "section.new", 0, section("Omars")).await.is_problem(412, "request.stale");
    assert_eq!(stale.header("etag"), "\"1\"");
    puts(&omar, &draft, "section.new", 1, section("Omars")).await.is(200);
    let path = format!("{draft}/blocks/section.new");
    omar.send(Method::DELETE, &path, &[("if-match", "\"1\"")], None).await.is_problem(412, "request.stale");
    omar.send(Method::DELETE, &path, &[("if-match", "\"2\"")], None).await.is(204);
    siv.get(&path).await.is_problem(404, "request.not-found");
    siv.send(Method::PUT, &path, &[], Some(section("Sivs"))).await.is_problem(428, "request.precondition-required");
}

/// The first step of a draft, as its address and what it holds.
async fn first_step(who: &Person<'_>, draft: &str) -> (String, Value) {
    let key = who.get(draft).await.is(200).text_at("/content/steps/0/key");
    let block = format!("step.{key}");
    let value = who.get(&format!("{draft}/blocks/{block}")).await.is(200).body["value"].clone();
    (block, value)
}

#[actix_web::test]
async fn a_block_that_does_not_hold_together_names_every_fault_and_changes_nothing() {
    let app = App::start().await;
    let siv = app.staff("Siv", Role::Moderator).await;
    let draft = begins(&siv).await;
    let before = app.stored().await;
    let broken = json!({ "key": "new", "title": { "sv": "" }, "body": { "no": "Nytt" }, "surplus": 1 });
    let answer = puts(&siv, &draft, "section.new", 0, broken).await.is_problem(422, "request.invalid");
    answer.has_faults(&[("/body/no", "surplus"), ("/surplus", "surplus"), ("/title/sv", "characters"), ("/title/sv", "too-short")]);
    let halves = json!({ "key": "new", "title": { "sv": "Nytt" }, "body": { "en": "New" } });
    puts(&siv, &draft, "section.new", 0, halves).await.is_problem(422, "request.invalid").has_faults(&[("", "halves")]);
    puts(&siv, &draft, "section.other", 0, section("Nytt")).await.is_problem(422, "request.invalid").has_faults(&[("/key", "clash")]);
    puts(&siv, &draft, "song.new", 0, section("Nytt")).await.is_problem(404, "request.not-found");
    puts(&siv, &draft, "cell.nonsense.a.b", 0, json!({ "row": "a", "column": "b" })).await.is_problem(404, "request.not-found");
    let head = siv.get(&format!("{draft}/blocks/head")).await.is(200).body["value"].clone();
    let mut other = head.clone();
    other["version"] = json!("9.0.0");
    puts(&siv, &draft, "head", 0, other).await.is_problem(422, "request.invalid").has_faults(&[("/version", "clash")]);
    assert!(before == app.stored().await, "a refused block changed something");
    puts(&siv, &draft, "head", 0, head).await.is(200);
}

#[actix_web::test]
async fn a_text_may_be_missing_in_one_language_and_the_block_says_so() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = begins(&siv).await;
    let swedish = json!({ "key": "new", "title": { "sv": "Bara på svenska", "en": "In Swedish only" }, "body": { "sv": "Ännu inte översatt." } });
    puts(&siv, &draft, "section.new", 0, swedish).await.is(200);
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    moves(&omar, &draft, json!({ "status": "published" })).await.is(200);
    let english = app.stranger().send(Method::GET, MODEL, &[("accept-language", "en")], None).await.is(200);
    let block = app.stranger().send(Method::GET, &format!("{MODEL}/blocks/section.new"), &[("accept-language", "en")], None).await.is(200);
    assert_eq!((block.text_at("/content/language").as_str(), block.text_at("/content/title").as_str()), ("sv", "Bara på svenska"));
    assert_eq!((english.text_at("/language").as_str(), english.text_at("/sections/0/language").as_str()), ("en", "en"));
    let [swedish, english] = [0, 1].map(|place| english.body["translations"][place].clone());
    assert_eq!((&swedish["translated"], english["translated"].as_u64()), (&swedish["blocks"], swedish["blocks"].as_u64().map(|blocks| blocks - 1)));
}

#[actix_web::test]
async fn two_versions_are_compared_block_by_block_with_both_texts() {
    let app = App::start().await;
    let siv = app.staff("Siv", Role::Moderator).await;
    let old = siv.get(MODEL).await.text_at("/version");
    let draft = begins(&siv).await;
    puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is(200);
    let (block, mut value) = first_step(&siv, &draft).await;
    let before = value.clone();
    value["title"]["en"] = json!("Another title");
    puts(&siv, &draft, &block, 0, value.clone()).await.is(200);
    let principle = format!("principle.{}", siv.get(&draft).await.text_at("/content/principles/0/key"));
    let gone = siv.get(&format!("{draft}/blocks/{principle}")).await.body["value"].clone();
    siv.send(Method::DELETE, &format!("{draft}/blocks/{principle}"), &[("if-match", "\"0\"")], None).await.is(204);
    let comparison = siv.get(&format!("{draft}/comparison?since={old}")).await.is(200);
    let told: Vec<_> = comparison.body["differences"].as_array().expect("a list").iter().filter(|one| one["key"] != "head").cloned().collect();
    let expected = [
        json!({ "key": "section.new", "change": "added", "before": null, "after": section("Nytt") }),
        json!({ "key": block, "change": "changed", "before": before, "after": value }),
        json!({ "key": principle, "change": "removed", "before": gone, "after": null }),
    ];
    assert_eq!(told, expected);
    siv.get(&format!("{draft}/comparison?since=old")).await.is_problem(422, "request.invalid").has_faults(&[("?since", "number")]);
    siv.get(&format!("{draft}/comparison?since=0.0.1")).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_draft_is_known_to_the_editors_of_its_model_alone() {
    let app = App::start().await;
    let (siv, alva, bo) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await, app.member("Bo").await);
    let draft = begins(&siv).await;
    let place = format!("{MODEL}/editors/{}", alva.id);
    for other in [app.stranger(), alva.clone()] {
        for path in [draft.clone(), format!("{draft}/blocks/head"), format!("{draft}/comparison?since=1.0.0")] {
            other.get(&path).await.is_problem(404, "request.not-found");
        }
        assert_eq!(other.get(&format!("{MODEL}/versions")).await.is(200).items().len(), 1);
    }
    alva.post(&format!("{MODEL}/versions"), json!({})).await.is_problem(403, "request.forbidden");
    alva.put(&place, json!({})).await.is_problem(403, "request.forbidden");
    siv.put(&place, json!({})).await.is(204);
    siv.put(&place, json!({})).await.is(204);
    siv.put(&format!("{MODEL}/editors/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"), json!({})).await.is_problem(404, "request.not-found");
    assert_eq!(bo.get(&format!("{MODEL}/editors")).await.is(200).each("/member/id"), std::slice::from_ref(&alva.id));
    puts(&alva, &draft, "section.new", 0, section("Alvas")).await.is(200);
    bo.get(&draft).await.is_problem(404, "request.not-found");
    alva.post("/support-models/peer-review/versions", json!({})).await.is_problem(403, "request.forbidden");
    siv.delete(&place).await.is(204);
    siv.delete(&place).await.is_problem(404, "request.not-found");
    alva.get(&draft).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn there_is_one_draft_at_a_time_and_each_number_once() {
    let app = App::start().await;
    let siv = app.staff("Siv", Role::Moderator).await;
    let old = siv.get(MODEL).await.text_at("/version");
    let (one, two) =
        futures_util::future::join(siv.post(&format!("{MODEL}/versions"), json!({})), siv.post(&format!("{MODEL}/versions"), json!({}))).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let open = if one.status == 201 { one } else { two };
    let draft = format!("{MODEL}/versions/{}", open.text_at("/number"));
    siv.send(Method::DELETE, &draft, &[("if-match", "\"7\"")], None).await.is_problem(412, "request.stale");
    siv.send(Method::DELETE, &draft, &[("if-match", "\"0\"")], None).await.is(204);
    siv.post(&format!("{MODEL}/versions"), json!({ "version": old })).await.is_problem(409, "support-models.number-taken");
    for (number, code) in [("1.2", "number"), ("01.2.3", "number"), ("a.b.c", "number"), ("1.2.3.4", "number")] {
        siv.post(&format!("{MODEL}/versions"), json!({ "version": number }))
            .await
            .is_problem(422, "request.invalid")
            .has_faults(&[("/version", code)]);
    }
    siv.post(&format!("{MODEL}/versions"), json!({ "basedOn": "0.0.1" }))
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("/basedOn", "unknown")]);
    siv.post(&format!("{MODEL}/versions"), json!({ "version": "7.0.0", "basedOn": old })).await.is(201);
}

#[actix_web::test]
async fn a_start_of_the_program_never_undoes_what_editors_did() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = begins(&siv).await;
    puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is(200);
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    moves(&omar, &draft, json!({ "status": "published" })).await.is(200);
    let before = app.stranger().get(MODEL).await.is(200);
    let system = System::because("the program starts anew", &app.inner);
    api::support_models::load(&system).await.expect("loaded");
    // A version that the program ships, and that was not there: as after an update.
    let shipped =
        (String::from("dialogue-model"), siv.get(&format!("{MODEL}/versions")).await.items()[1]["number"].as_str().expect("a number").to_owned());
    entity::support_model_version::Entity::delete_by_id(shipped).exec(app.inner.db.for_migration()).await.expect("gone");
    api::support_models::load(&system).await.expect("loaded");
    assert_eq!(app.stranger().get(MODEL).await.is(200).text, before.text);
    assert_eq!(siv.get(&format!("{MODEL}/versions")).await.each("/status").iter().filter(|status| *status == "published").count(), 1);
}

#[actix_web::test]
async fn what_was_read_once_is_read_again_without_the_database() {
    let app = App::start().await;
    let visitor = app.stranger();
    let contract = Contract::of(&visitor).await;
    let number = visitor.get("/support-models/dialogue-tool").await.is(200).text_at("/version");
    let part = |name: &str| match name {
        "modelKey" => "dialogue-tool".to_owned(),
        "matrixKey" => "phases-by-level".to_owned(),
        "blockKey" => "head".to_owned(),
        _ => number.clone(),
    };
    // The list of versions is another for editors.
    let public = |operation: &Operation| {
        operation.method == Method::GET && operation.tag() == "support-models" && !operation.needs_sign_in() && operation.id != "listVersions"
    };
    let mut paths: Vec<_> = contract.operations().into_iter().filter(public).map(|operation| operation.at(part)).collect();
    for path in &mut paths {
        *path = path.replace("dialogue-tool/blocks/head", "dialogue-tool/blocks/step.preparation");
        if path.ends_with("/comparison") {
            *path += &format!("?since={number}");
        }
    }
    assert!(paths.len() >= 12, "{paths:?}");
    paths.extend([
        "/support-models?area=participation&limit=2&page=2".to_owned(),
        "/support-models/knowledge-matrix/matrices/aspects-by-scale?row=identity".to_owned(),
    ]);
    let mut known = Vec::new();
    for path in &paths {
        let first = visitor.get(path).await.is(200);
        assert!(first.header("cache-control").starts_with("public") && first.header("etag").len() > 20, "{path}: {:?}", first.headers);
        assert!(path.starts_with("/schemas") || first.header("last-modified").ends_with("GMT"), "{path}: {:?}", first.headers);
        known.push(first);
    }
    app.inner.db.close().await;
    for (path, before) in paths.iter().zip(&known) {
        assert_eq!(visitor.get(path).await.is(200).text, before.text);
        let answer = visitor.send(Method::GET, path, &[("if-none-match", before.header("etag"))], None).await.is(304);
        assert_eq!((answer.text.as_str(), answer.header("etag")), ("", before.header("etag")));
    }
    assert!(visitor.get("/support-models/example-bank").await.status >= 500, "what nobody has read is not known without the database");
}

#[actix_web::test]
async fn what_one_process_publishes_another_shows() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = begins(&siv).await;
    puts(&siv, &draft, "section.new", 0, section("Nytt")).await.is(200);
    moves(&siv, &draft, json!({ "status": "in_review" })).await.is(200);
    let other = app.again().await;
    let before = other.stranger().get(MODEL).await.is(200);
    moves(&omar, &draft, json!({ "status": "published" })).await.is(200);
    let published = std::time::Instant::now();
    assert!(!before.text.contains("Nytt här."));
    while !other.stranger().get(MODEL).await.is(200).text.contains("Nytt här.") {
        assert!(published.elapsed() < std::time::Duration::from_secs(1), "the other process still shows what was");
        actix_web::rt::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
