//! What the shipped models hold: whole, in both languages, and honest about where it comes from.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::Value;
use tests::{App, Person};

fn list<'a>(of: &'a Value, name: &str) -> Vec<&'a Value> {
    of[name].as_array().into_iter().flatten().collect()
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

/// Every model in Swedish and in English.
async fn models(visitor: &Person<'_>) -> Vec<(Value, Value)> {
    let mut models = Vec::new();
    for key in visitor.get("/support-models?limit=100").await.is(200).each("/key") {
        let path = format!("/support-models/{key}");
        let english = visitor.send(Method::GET, &path, &[("accept-language", "en")], None).await.is(200);
        models.push((visitor.get(&path).await.is(200).body, english.body));
    }
    models
}

#[actix_web::test]
async fn every_cell_has_its_questions_and_every_step_its_purpose_in_both_languages() {
    let app = App::start().await;
    for (swedish, english) in models(&app.stranger()).await {
        let key = text(&swedish, "key").to_owned();
        for (matrix, other) in list(&swedish, "matrices").into_iter().zip(list(&english, "matrices")) {
            for (cell, other) in list(matrix, "cells").into_iter().zip(list(other, "cells")) {
                let (questions, others) = (list(cell, "questions"), list(other, "questions"));
                assert!(questions.len() >= 2 && questions.len() == others.len(), "{key}: {cell}");
                for (question, other) in questions.iter().zip(&others) {
                    assert!(question.as_str().is_some_and(|text| text.len() > 8) && question != other, "{key}: {question} {other}");
                }
                assert_eq!((text(cell, "language"), text(other, "language")), ("sv", "en"), "{key}");
            }
        }
        for (step, other) in list(&swedish, "steps").into_iter().zip(list(&english, "steps")) {
            let (purpose, other_purpose) = (text(step, "purpose"), text(other, "purpose"));
            assert!(purpose.len() > 10 && other_purpose.len() > 10 && purpose != other_purpose, "{key}: {step}");
            assert!(list(step, "questions").len() >= 2, "{key}: {step}");
        }
    }
}

#[actix_web::test]
async fn the_knowledge_matrix_says_something_in_every_cell_in_both_modes_and_every_perspective() {
    let app = App::start().await;
    let (swedish, english) = models(&app.stranger()).await.into_iter().find(|(model, _)| model["key"] == "knowledge-matrix").expect("the matrix");
    let cells = list(&swedish["matrices"][0], "cells");
    let articles: Vec<_> = cells.iter().flat_map(|cell| list(cell, "articles")).collect();
    assert!(cells.iter().all(|cell| !list(cell, "articles").is_empty()));
    let named = |name: &str| -> BTreeSet<&str> { articles.iter().filter_map(|article| article[name].as_str()).collect() };
    assert_eq!(named("mode"), ["on-site", "research"].into());
    let perspectives: BTreeSet<_> = articles.iter().flat_map(|article| list(article, "perspectives")).filter_map(Value::as_str).collect();
    assert_eq!(perspectives, ["older-people", "children", "gender", "functional-diversity"].into());
    for article in &articles {
        assert!(text(article, "mode") != "research" || !list(article, "sources").is_empty(), "a pointer names no source: {article}");
        assert!((120..1500).contains(&text(article, "text").chars().count()), "{article}");
    }
    let others: Vec<_> = list(&english["matrices"][0], "cells").into_iter().flat_map(|cell| list(cell, "articles")).collect();
    assert!(articles.iter().zip(&others).all(|(article, other)| article["text"] != other["text"] && article["key"] == other["key"]));
    for aspect in list(&swedish["matrices"][0], "rows") {
        let page = format!("aspect-{}", text(aspect, "key"));
        assert!(list(&swedish, "sections").iter().any(|section| section["key"] == page.as_str()), "{page}");
    }
}

#[actix_web::test]
async fn keys_are_unique_sources_are_addresses_and_what_is_fact_says_from_where() {
    let app = App::start().await;
    for (model, _) in models(&app.stranger()).await {
        let key = text(&model, "key").to_owned();
        for name in ["sections", "steps", "matrices", "scales", "principles", "checklists", "library", "worksheets"] {
            let keys: Vec<_> = list(&model, name).into_iter().map(|one| text(one, "key")).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{key}: {name}");
        }
        let of_articles = list(&model, "matrices").into_iter().flat_map(|matrix| list(matrix, "cells")).flat_map(|cell| list(cell, "articles"));
        let sources: Vec<_> = list(&model, "sources").into_iter().chain(of_articles.flat_map(|article| list(article, "sources"))).collect();
        for source in &sources {
            let note = text(source, "note");
            let kind = ["Fakta", "Allmän kunskap"].iter().any(|kind| note.starts_with(kind)) || text(source, "title") == "Torg";
            assert!(kind, "{key}: what is {} good for? {note}", text(source, "title"));
            if let Some(url) = source["url"].as_str() {
                let parsed = url::Url::parse(url).unwrap_or_else(|error| panic!("{key}: {url}: {error}"));
                assert!(parsed.scheme() == "https" && parsed.host_str().is_some_and(|host| host.contains('.')), "{key}: {url}");
            }
        }
        assert!(sources.iter().any(|source| source["title"] == "Torg" && text(source, "note").contains("Torg")), "{key}: what is ours?");
    }
}

#[actix_web::test]
async fn what_a_block_deals_with_is_known_and_so_is_the_block() {
    let app = App::start().await;
    let visitor = app.stranger();
    let known = async |path: &str| -> BTreeSet<String> {
        visitor.walk(&format!("{path}?limit=100")).await.iter().map(|one| text(one, "key").to_owned()).collect()
    };
    let (competences, themes) = (known("/competences").await, known("/themes").await);
    for (model, _) in models(&visitor).await {
        let key = text(&model, "key").to_owned();
        assert!(list(&model, "subjects").iter().any(|subject| subject["block"] == "head"), "{key}");
        for subject in list(&model, "subjects") {
            let block = text(subject, "block");
            let people = visitor.get(&format!("/support-models/{key}/people?block={block}")).await.is(200);
            assert_eq!(list(&people.body, "competences").len(), list(subject, "competences").len(), "{key}, {block}");
            for (name, known) in [("competences", &competences), ("themes", &themes)] {
                assert!(!list(subject, name).is_empty(), "{key}, {block}");
                for one in list(subject, name) {
                    assert!(known.contains(one.as_str().unwrap_or_default()), "{key}, {block}: {one}");
                }
            }
        }
    }
}
