//! The open forum, and how one finds one's way in a long discussion.

use actix_web::http::Method;
use api::features::FEATURES;
use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn airs(person: &Person<'_>, title: &str, public: bool) -> String {
    person.post("/discussions", json!({ "title": title, "body": "Hur gör ni?", "public": public })).await.is(201).id()
}

async fn says(person: &Person<'_>, discussion: &str, answers: Option<&str>) -> String {
    let new = json!({ "body": "Så här.", "inAnswerTo": answers });
    person.post(&format!("/discussions/{discussion}/posts"), new).await.is(201).id()
}

/// The path of a link of a page.
fn link(page: &Answer, name: &str) -> Option<String> {
    let href = page.body.pointer(&format!("/_links/{name}/href"))?.as_str()?;
    href.split_once("/api/v1").map(|(_, path)| path.to_owned())
}

#[actix_web::test]
async fn every_member_talks_in_the_open_forum_and_the_author_says_whether_the_world_listens() {
    let app = App::start().await;
    let (alva, omar, nobody) = (app.member("Alva").await, app.member("Omar").await, app.stranger());
    let group = alva.starts_group("Slutet", "closed", "open").await;
    alva.opens(&group, "Mellan oss").await;
    let (inside, aired) = (airs(&alva, "För oss", false).await, airs(&alva, "För alla", true).await);
    assert_eq!(omar.get("/discussions").await.is(200).each("/title"), ["För alla", "För oss"]);
    assert_eq!(alva.get("/discussions").await.is(200).each("/title"), ["För alla", "För oss", "Mellan oss"]);
    assert_eq!(alva.get("/discussions?place=groups").await.is(200).each("/title"), ["Mellan oss"]);
    assert_eq!(alva.get("/discussions?place=forum&limit=1").await.is(200).each("/title"), ["För alla"]);
    let seen = nobody.get("/discussions").await.is(200);
    assert_eq!(
        (seen.each("/title"), &seen.items()[0]["author"], &seen.items()[0]["groupId"]),
        (vec!["För alla".to_owned()], &Value::Null, &Value::Null)
    );
    nobody.get(&format!("/discussions/{inside}")).await.is_problem(404, "request.not-found");
    nobody.get(&format!("/discussions/{inside}/posts")).await.is_problem(404, "request.not-found");
    says(&omar, &inside, None).await;
    says(&omar, &aired, None).await;
    assert_eq!(nobody.get(&format!("/discussions/{aired}/posts")).await.is(200).items().len(), 1);
    assert_eq!(omar.get("/discussions").await.is(200).items()[1]["unreadCount"], 1);
    let list = format!("/groups/{group}/discussions");
    let refused = alva.post(&list, json!({ "title": "Utåt", "body": "Hej.", "public": true })).await.is(422);
    refused.has_faults(&[("/public", "clash")]);
    nobody.post("/discussions", json!({ "title": "Jag", "body": "Hej." })).await.is_problem(401, "request.unauthenticated");
}

fn yes_or_no() -> Value {
    json!({ "question": "Ja eller nej?", "method": "single", "options": [{ "text": "Ja" }, { "text": "Nej" }] })
}

#[actix_web::test]
async fn in_the_open_forum_the_rights_are_those_of_the_table() {
    let app = App::start().await;
    let victim = app.member("Någon Annan").await;
    let people = [
        ("stranger", app.member("Siv").await),
        ("site moderator", app.staff("Mod", Role::Moderator).await),
        ("administrator", app.staff("Adm", Role::Administrator).await),
    ];
    let rights: Vec<_> = FEATURES
        .iter()
        .flat_map(|feature| (feature.rights)())
        .filter(|right| right.on == "open forum" && right.action.starts_with("discussions."))
        .collect();
    assert_eq!(rights.len(), 36);
    for right in rights {
        let person = &people.iter().find(|(who, _)| *who == right.who).expect("somebody").1;
        let asker = if right.action.ends_with("own") { person } else { &victim };
        let new = json!({ "title": "En fråga", "body": "Hur gör ni?", "kind": "question" });
        let discussion = asker.post("/discussions", new).await.is(201).id();
        let post = says(asker, &discussion, None).await;
        let (opening, reply) = (format!("/discussions/{discussion}"), format!("/discussions/{discussion}/posts/{post}"));
        let tries = match right.action.split(' ').next().expect("a word") {
            "discussions.write" => vec![
                (Method::POST, "/discussions".to_owned(), json!({ "title": "Jag undrar", "body": "Hur?" })),
                (Method::PUT, format!("{reply}/reactions/thanks"), Value::Null),
            ],
            "discussions.announce" => {
                vec![(Method::POST, "/discussions".to_owned(), json!({ "title": "Till alla", "body": "Vi möts.", "kind": "announcement" }))]
            }
            "discussions.moderate" => vec![(Method::PATCH, format!("{opening}/moderation"), json!({ "locked": true }))],
            "discussions.keep-place" => vec![(Method::PUT, format!("{opening}/read-state"), json!({}))],
            "discussions.edit" => vec![(Method::PATCH, reply, json!({ "body": "Nej." })), (Method::PATCH, opening, json!({ "body": "Nej." }))],
            "discussions.delete" => vec![(Method::DELETE, reply, Value::Null), (Method::DELETE, opening, Value::Null)],
            "discussions.move" => vec![(Method::PUT, format!("{opening}/place"), json!({ "group": null }))],
            "discussions.ask-poll" => vec![(Method::POST, format!("{opening}/poll"), yes_or_no())],
            "discussions.vote" => {
                let made = asker.post(&format!("{opening}/poll"), yes_or_no()).await.is(201);
                vec![(Method::PUT, format!("{opening}/poll/ballot"), json!({ "choices": [made.text_at("/options/0/id")] }))]
            }
            "discussions.accept" => vec![(Method::PUT, format!("{opening}/accepted-answer"), json!({ "post": post }))],
            other => panic!("{other}: write down how it is done"),
        };
        for (method, path, body) in tries {
            // What was allowed before may still be being told.
            app.all_is_told().await;
            let before = app.stored().await;
            let answer = person.send(method, &path, &[("if-match", "\"0\"")], Some(body)).await;
            assert_eq!((200..300).contains(&answer.status), right.allowed, "{right:?}: {} {}", answer.of, answer.text);
            if !right.allowed {
                assert!(right.action.starts_with(&answer.is_problem(403, "request.forbidden").text_at("/right")));
                assert!(before == app.stored().await, "{right:?} changed something");
            }
        }
    }
}

#[actix_web::test]
async fn a_reply_answers_a_reply_of_its_own_discussion_that_is_still_there() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let (one, other) = (airs(&alva, "Den ena", false).await, airs(&alva, "Den andra", false).await);
    let first = says(&omar, &one, None).await;
    let second = says(&alva, &one, Some(&first)).await;
    let third = says(&omar, &one, Some(&second)).await;
    let posts = format!("/discussions/{one}/posts");
    assert_eq!(alva.get(&posts).await.is(200).each("/inAnswerTo"), [String::new(), first.clone(), second.clone()]);
    assert_eq!(alva.get(&format!("{posts}?inAnswerTo={second}")).await.is(200).each("/id"), std::slice::from_ref(&third));
    let answering = |post: &str| json!({ "body": "Jo.", "inAnswerTo": post });
    let elsewhere = format!("/discussions/{other}/posts");
    alva.post(&elsewhere, answering(&first)).await.is(422).has_faults(&[("/inAnswerTo", "unknown")]);
    alva.post(&posts, answering(&one)).await.is(422).has_faults(&[("/inAnswerTo", "unknown")]);
    omar.delete(&format!("{posts}/{first}")).await.is(204);
    alva.post(&posts, answering(&first)).await.is_problem(409, "discussions.deleted");
    assert_eq!(alva.get(&format!("{posts}/{second}")).await.is(200).text_at("/inAnswerTo"), first, "the trace is still answered");
    let moderator = app.staff("Mod", Role::Moderator).await;
    moderator.patch(&format!("/discussions/{one}/moderation"), json!({ "locked": true })).await.is(200);
    alva.post(&posts, answering(&second)).await.is_problem(409, "discussions.locked");
}

#[actix_web::test]
async fn a_list_is_walked_in_both_directions_and_opened_at_a_post() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let discussion = airs(&alva, "En lång tråd", false).await;
    let mut all = Vec::new();
    for _ in 0..11 {
        all.push(says(&omar, &discussion, None).await);
    }
    let posts = format!("/discussions/{discussion}/posts");
    for limit in [1_usize, 2, 3, 5, 100] {
        for (place, post) in all.iter().enumerate() {
            let page = alva.get(&format!("{posts}?around={post}&limit={limit}")).await.is(200);
            let (from, to) = (place.saturating_sub(limit / 2), (place + limit - limit / 2).min(all.len()));
            assert_eq!(page.each("/id"), all[from..to], "{limit} around {place}");
            let (mut walked, mut at) = (page.each("/id"), page);
            while let Some(path) = link(&at, "next") {
                at = alva.get(&path).await.is(200);
                walked.extend(at.each("/id"));
            }
            assert_eq!(walked, all[from..]);
            let mut before = at.each("/id").len();
            while let Some(path) = link(&at, "prev") {
                at = alva.get(&path).await.is(200);
                let ids = at.each("/id");
                before += ids.len();
                assert_eq!(ids, all[all.len() - before..][..ids.len()]);
            }
            assert_eq!(before, all.len(), "{limit}: back to the beginning");
        }
    }
    let elsewhere = says(&omar, &airs(&alva, "En annan", false).await, None).await;
    alva.get(&format!("{posts}?around={elsewhere}")).await.is(422).has_faults(&[("?around", "unknown")]);
    alva.get(&format!("{posts}?around=x")).await.is(422).has_faults(&[("?around", "uuid")]);
    // Newest activity first, both ways.
    for number in 0..4 {
        airs(&alva, &format!("Tråd {number}"), false).await;
    }
    let first = alva.get("/discussions?limit=2").await.is(200);
    assert!(link(&first, "prev").is_none());
    let second = alva.get(&link(&first, "next").expect("more")).await.is(200);
    assert_eq!(alva.get(&link(&second, "prev").expect("less")).await.is(200).each("/id"), first.each("/id"));
}

#[actix_web::test]
async fn a_text_is_told_without_its_marks_too() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let new = json!({ "title": "Utan märken", "body": "Vi *undrar*:\n\n- [här](https://example.org)" });
    let told = alva.post("/discussions", new).await.is(201);
    assert_eq!(told.text_at("/bodyText"), "Vi undrar:\n- här (https://example.org)");
}
