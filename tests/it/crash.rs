//! A program that is killed in the middle of its work.

use std::cell::RefCell;
use std::collections::BTreeMap;

use actix_web::http::Method;
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::{Value, json};
use tests::{Place, Running};

/// How many requests are sent, how many at a time, and after how many answers the program is killed.
const REQUESTS: usize = 300;
const AT_ONCE: usize = 16;
const ANSWERED: usize = 100;

/// Opens a discussion with a key of its own; nothing if no answer comes.
async fn opens(base: &str, token: &str, number: usize) -> Option<String> {
    let request = awc::Client::default().post(format!("{base}/api/v1/discussions")).bearer_auth(token);
    let request = request.insert_header(("idempotency-key", format!("key-of-request-{number}")));
    let mut answer = request.send_json(&json!({ "title": format!("Före kraschen {number}"), "body": "Hej." })).await.ok()?;
    let body = answer.body().await.ok()?;
    assert_eq!(answer.status(), 201, "{body:?}");
    let told: Value = serde_json::from_slice(&body).ok()?;
    told["id"].as_str().map(str::to_owned)
}

#[actix_web::test]
async fn what_was_answered_before_a_crash_is_there_after_it_and_a_retry_does_it_once() {
    let place = Place::new().await.with("TORG_RATE_LIMIT", "1000000").with("TORG_PUBLIC_URL", "http://localhost:8080");
    let mut torg = place.serve();
    let said = torg.says(|said| said.matches("Authorization: Bearer").count() == 3);
    let token = said.lines().find_map(|line| line.split_once("Authorization: Bearer ")).expect("a token").1.to_owned();
    let base = torg.base.clone();
    let (running, answered) = (RefCell::new(Some(torg)), RefCell::new(BTreeMap::new()));
    stream::iter(0..REQUESTS)
        .for_each_concurrent(AT_ONCE, async |number| {
            let Some(id) = opens(&base, &token, number).await else { return };
            answered.borrow_mut().insert(number, id);
            if answered.borrow().len() == ANSWERED {
                // SIGKILL: nothing is finished, nothing is tidied up.
                drop::<Option<Running>>(running.borrow_mut().take());
            }
        })
        .await;
    let answered = answered.into_inner();
    assert!((ANSWERED..REQUESTS).contains(&answered.len()), "{} were answered", answered.len());

    let torg = place.serve();
    for number in 0..REQUESTS {
        let id = opens(&torg.base, &token, number).await.expect("an answer");
        assert!(answered.get(&number).is_none_or(|before| *before == id), "the retry of {number} did something else");
    }
    let mut titles = BTreeMap::<String, usize>::new();
    let mut path = Some("/api/v1/discussions?place=forum&limit=100".to_owned());
    while let Some(next) = path {
        let page = torg.request(Method::GET, &next, Some(&token), None).await.is(200);
        for title in page.each("/title").into_iter().filter(|title| title.starts_with("Före kraschen")) {
            *titles.entry(title).or_default() += 1;
        }
        path = page.next().map(|next| format!("/api/v1{next}"));
    }
    assert_eq!((titles.len(), titles.values().max()), (REQUESTS, Some(&1)));
}
