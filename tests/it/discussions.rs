//! Discussions: read by whoever may read in the group, written by its members.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{App, Person};

async fn says(person: &Person<'_>, discussion: &str, what: &str) {
    person.post(&format!("/discussions/{discussion}/posts"), json!({ "body": what })).await.is(201);
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn a_new_discussion_stands_first_and_a_reply_brings_an_old_one_back() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Barn i planering", "network", "open").await;
    let path = format!("/groups/{group}/discussions");
    let mut opened = Vec::new();
    for title in ["Först", "Sedan", "Sist"] {
        opened.push(alva.opens(&group, title).await);
        app.wait(TimeDelta::seconds(1));
    }
    assert_eq!(alva.get(&path).await.each("/title"), ["Sist", "Sedan", "Först"]);
    says(&alva, &opened[0], "Vi är kvar.").await;
    let list = alva.get(&path).await.is(200);
    assert_eq!(list.each("/title"), ["Först", "Sist", "Sedan"]);
    assert_eq!((&list.items()[0]["replyCount"], &list.items()[0]["lastActivityAt"]), (&json!(1), &json!("2026-11-22T09:00:03Z")));
    assert_eq!(list.items()[0]["createdAt"], "2026-11-22T09:00:00Z");
}

#[actix_web::test]
async fn an_opened_discussion_and_its_replies_are_read_as_they_were_written() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Dialog", "network", "open").await;
    omar.joins(&group).await;
    let new = json!({ "title": "Hur gör ni?", "body": "Vi *undrar*.\n\nHur gör ni?" });
    let opened = alva.post(&format!("/groups/{group}/discussions"), new).await.is(201);
    let path = format!("/discussions/{}", opened.id());
    assert!(opened.header("location").ends_with(&path));
    assert_eq!(opened.body["body"], "Vi *undrar*.\n\nHur gör ni?");
    assert_eq!(omar.get(&path).await.is(200).body["author"]["name"], "Alva");
    for number in 0..7 {
        says(if number % 2 == 0 { &omar } else { &alva }, &opened.id(), &format!("Svar {number}")).await;
    }
    for limit in [1, 3, 7, 100] {
        let replies = alva.walk(&format!("{path}/posts?limit={limit}")).await;
        let read: Vec<_> = replies.iter().map(|reply| reply["body"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(read, (0..7).map(|number| format!("Svar {number}")).collect::<Vec<_>>());
    }
    assert_eq!(alva.get(&format!("{path}/posts?limit=2")).await.each("/author/name"), ["Omar", "Alva"]);
}

#[actix_web::test]
async fn without_an_account_an_open_group_is_read_and_nobody_is_named() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let group = alva.starts_group("Öppet", "open", "open").await;
    let discussion = alva.opens(&group, "Vad tycker ni?").await;
    says(&alva, &discussion, "Bra.").await;
    let visitor = app.stranger();
    for path in ["/groups".to_owned(), format!("/groups/{group}")] {
        assert!(!visitor.get(&path).await.is(200).text.contains(&alva.id), "{path}");
    }
    let path = format!("/discussions/{discussion}");
    assert!(visitor.get(&path).await.is(200).body["author"].is_null());
    for (list, what) in [(format!("/groups/{group}/discussions"), "/title"), (format!("{path}/posts"), "/body")] {
        let answer = visitor.get(&list).await.is(200);
        assert_eq!(answer.each(what).len(), 1);
        assert!(answer.items()[0]["author"].is_null() && !answer.text.contains("Alva"), "{}", answer.text);
    }
    visitor.get(&format!("/groups/{group}/memberships")).await.is_problem(401, "request.unauthenticated");
    visitor.post(&format!("{path}/posts"), json!({ "body": "Jag?" })).await.is_problem(401, "request.unauthenticated");
}

#[actix_web::test]
async fn without_an_account_no_other_group_is_there() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for visibility in ["network", "closed", "secret"] {
        let group = alva.starts_group("Inte för alla", visibility, "open").await;
        let discussion = alva.opens(&group, "Mellan oss").await;
        let paths = [format!("/groups/{group}"), format!("/groups/{group}/discussions"), format!("/discussions/{discussion}")];
        for path in paths.iter().chain([&format!("/discussions/{discussion}/posts")]) {
            app.stranger().get(path).await.is_problem(404, "request.not-found");
        }
    }
    assert_eq!(app.stranger().get("/groups").await.items().len(), 0);
}

#[actix_web::test]
async fn only_members_of_the_group_write() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    for (visibility, refused) in [("open", 403), ("network", 403), ("closed", 404), ("secret", 404)] {
        let group = alva.starts_group("Skrivarna", visibility, "open").await;
        let discussion = alva.opens(&group, "Vem får skriva?").await;
        let (opens, replies) = (format!("/groups/{group}/discussions"), format!("/discussions/{discussion}/posts"));
        let (opening, reply) = (json!({ "title": "Jag med", "body": "Hej" }), json!({ "body": "Hej" }));
        for (path, body) in [(&opens, &opening), (&replies, &reply)] {
            let answer = omar.post(path, body.clone()).await.is(refused);
            assert_eq!(answer.body["right"].as_str(), (refused == 403).then_some("discussions.write"));
            app.place(&group, &omar.id, GroupRole::Member, MembershipState::Active).await;
            omar.post(path, body.clone()).await.is(201);
            omar.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
            omar.post(path, body.clone()).await.is(refused);
        }
        assert_eq!(alva.get(&format!("/discussions/{discussion}")).await.body["replyCount"], 1);
    }
}

#[actix_web::test]
async fn who_has_left_a_closed_group_reads_nothing_more_of_it() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Mellan oss", "closed", "open").await;
    omar.joins(&group).await;
    let discussion = omar.opens(&group, "En fråga").await;
    let next = format!("/groups/{group}/discussions?limit=1");
    omar.opens(&group, "En till").await;
    let page = omar.get(&next).await.next().expect("a second page");
    alva.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    for path in [page, next, format!("/discussions/{discussion}"), format!("/discussions/{discussion}/posts")] {
        omar.get(&path).await.is_problem(404, "request.not-found");
    }
    omar.get(&format!("/groups/{group}")).await.is(200);
}

#[actix_web::test]
async fn the_count_of_replies_is_right_after_two_hundred_at_once() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Mycket prat", "network", "open").await;
    omar.joins(&group).await;
    let mut discussions = Vec::new();
    for number in 0..5 {
        discussions.push(alva.opens(&group, &format!("Tråd {number}")).await);
    }
    // A fixed scatter: some discussions get many replies, some few.
    let replies = (0..200_usize).map(|number| {
        let discussion = &discussions[(number * number * 7 + number) % 11 % discussions.len()];
        let person = if number % 3 == 0 { &omar } else { &alva };
        async move {
            let answer = person.post(&format!("/discussions/{discussion}/posts"), json!({ "body": format!("{number}") })).await;
            assert!(answer.status == 201 || answer.status == 503, "{}", answer.text);
            u64::from(answer.status == 201)
        }
    });
    let written: u64 = join_all(replies).await.into_iter().sum();
    assert!(written > 0);
    let mut counted = 0;
    for discussion in &discussions {
        let path = format!("/discussions/{discussion}");
        let posts = alva.walk(&format!("{path}/posts?limit=17")).await;
        assert_eq!(ids(&posts).into_iter().collect::<BTreeSet<_>>().len(), posts.len());
        assert_eq!(alva.get(&path).await.body["replyCount"], posts.len());
        counted += posts.len() as u64;
    }
    assert_eq!(counted, written);
}

#[actix_web::test]
async fn a_walk_misses_and_repeats_nothing_while_others_write() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Livligt", "open", "open").await;
    let mut expected = Vec::new();
    for number in 0..23 {
        expected.insert(0, alva.opens(&group, &format!("Tråd {number}")).await);
        // Some are opened in the same instant: their order is that of their ids.
        if number % 4 == 0 {
            app.wait(TimeDelta::milliseconds(1));
        }
    }
    let (mut seen, mut path) = (Vec::new(), Some(format!("/groups/{group}/discussions?limit=5")));
    while let Some(page) = path {
        let answer = app.stranger().get(&page).await.is(200);
        seen.extend(ids(answer.items()));
        app.wait(TimeDelta::milliseconds(1));
        alva.opens(&group, "Mitt i allt").await;
        path = answer.next();
    }
    assert_eq!(seen, expected);
    assert_eq!(app.stranger().walk(&format!("/groups/{group}/discussions?limit=4")).await.len(), 23 + 5);
}

#[actix_web::test]
async fn a_cursor_is_good_for_the_list_that_gave_it() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let (one, other) = (alva.starts_group("En", "open", "open").await, alva.starts_group("Två", "open", "open").await);
    for group in [&one, &other] {
        alva.opens(group, "Först").await;
        alva.opens(group, "Sedan").await;
    }
    let next = alva.get(&format!("/groups/{one}/discussions?limit=1")).await.next().expect("a next page");
    alva.get(&next).await.is(200);
    alva.get(&next.replace(&one, &other)).await.is_problem(400, "request.bad-cursor");
    alva.get(&next.replace(&format!("/groups/{one}/discussions"), "/groups")).await.is_problem(400, "request.bad-cursor");
}
