//! Posts after they are written: changed, deleted, looked after, answered without words.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use tests::{App, Person};

/// A group with two members, a discussion that the first opened, and a reply of the second.
struct Place<'a> {
    alva: Person<'a>,
    omar: Person<'a>,
    group: String,
    opening: String,
    reply: String,
}

async fn place<'a>(app: &'a App, visibility: &str) -> Place<'a> {
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Barn i planering", visibility, "open").await;
    omar.joins(&group).await;
    let opening = format!("/discussions/{}", alva.opens(&group, "Hur gör ni?").await);
    let reply = replies(&omar, &opening, "Så här.").await;
    Place { alva, omar, group, opening, reply }
}

async fn replies(person: &Person<'_>, opening: &str, body: &str) -> String {
    let answer = person.post(&format!("{opening}/posts"), json!({ "body": body })).await.is(201);
    let path = format!("{opening}/posts/{}", answer.id());
    assert!(answer.header("location").ends_with(&path));
    path
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[actix_web::test]
async fn a_text_is_told_as_it_was_written_and_as_html_that_runs_nothing() {
    let app = App::start().await;
    let Place { alva, opening, .. } = place(&app, "open").await;
    let body = "Vi *undrar* <script>alert(1)</script> [här](javascript:alert(1))";
    let reply = replies(&alva, &opening, body).await;
    let read = app.stranger().get(&reply).await.is(200);
    assert_eq!(read.text_at("/body"), body);
    let html = "<p>Vi <em>undrar</em> &lt;script&gt;alert(1)&lt;/script&gt; <a rel=\"nofollow noopener\">här</a></p>\n";
    assert_eq!(read.text_at("/bodyHtml"), html);
    assert_eq!(alva.get(&opening).await.text_at("/bodyHtml"), "<p>Hur gör ni?</p>\n");
    assert_eq!(alva.get(&format!("{opening}/posts")).await.each("/bodyHtml"), ["<p>Så här.</p>\n", html]);
}

#[actix_web::test]
async fn the_author_changes_a_post_and_every_earlier_text_is_kept() {
    let app = App::start().await;
    let Place { alva, omar, opening, reply, .. } = place(&app, "open").await;
    for (author, other, path) in [(&alva, &omar, &opening), (&omar, &alva, &reply)] {
        assert!(author.get(path).await.body["editedAt"].is_null());
        author.patch(path, json!({ "body": "Nu." })).await.is_problem(428, "request.precondition-required");
        let refused = other.patch_version(path, 0, json!({ "body": "Nu." })).await.is_problem(403, "request.forbidden");
        assert_eq!(refused.body["right"], "discussions.edit");
        let changed = author.patch_version(path, 0, json!({ "body": "Nu." })).await.is(200);
        assert_eq!((changed.header("etag"), &changed.body["body"]), ("\"1\"", &json!("Nu.")));
        assert_eq!(changed.body["editedAt"], "2026-11-22T09:00:00Z");
        author.patch_version(path, 0, json!({ "body": "Då." })).await.is_problem(412, "request.stale");
        author.patch_version(path, 1, json!({ "body": "Sen." })).await.is(200);
        let revisions = app.stranger().get(&format!("{path}/revisions")).await.is(200);
        assert_eq!(revisions.each("/body"), ["Nu.", if path == &opening { "Hur gör ni?" } else { "Så här." }]);
        assert_eq!((&revisions.items()[0]["version"], &revisions.items()[1]["version"]), (&json!(1), &json!(0)));
        let (one, other) = (author.patch_version(path, 2, json!({ "body": "A" })), author.patch_version(path, 2, json!({ "body": "B" })));
        let (one, other) = join(one, other).await;
        assert_eq!((one.status.min(other.status), one.status.max(other.status)), (200, 412));
    }
    let titled = alva.patch_version(&opening, 3, json!({ "title": "En annan fråga" })).await.is(200);
    assert_eq!((titled.text_at("/title"), titled.body["version"].as_i64()), ("En annan fråga".to_owned(), Some(4)));
    assert_eq!(alva.get(&format!("{opening}/revisions?limit=1")).await.each("/title"), ["Hur gör ni?"]);
}

#[actix_web::test]
async fn a_deleted_post_leaves_a_trace_and_no_word_of_it() {
    let app = App::start().await;
    let Place { alva, omar, group, opening, reply } = place(&app, "open").await;
    omar.patch_version(&reply, 0, json!({ "body": "Viskning två" })).await.is(200);
    alva.put(&format!("{reply}/reactions/thanks"), Value::Null).await.is(204);
    let refused = app.member("Siv").await.delete(&reply).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "discussions.delete");
    omar.delete(&reply).await.is(204);
    omar.delete(&reply).await.is(204);
    let list = alva.get(&format!("{opening}/posts")).await.is(200);
    assert_eq!((list.items().len(), &list.items()[0]["deletedAt"]), (1, &json!("2026-11-22T09:00:00Z")));
    assert_eq!((&list.items()[0]["body"], &list.items()[0]["bodyHtml"], &list.items()[0]["reactions"]), (&Value::Null, &Value::Null, &json!([])));
    assert_eq!(alva.get(&format!("{reply}/revisions")).await.is(200).items().len(), 0);
    assert_eq!(alva.get(&opening).await.body["replyCount"], 0);
    omar.patch_version(&reply, 2, json!({ "body": "Ändå" })).await.is_problem(409, "discussions.deleted");
    omar.put(&format!("{reply}/reactions/thanks"), Value::Null).await.is_problem(409, "discussions.deleted");

    let kept = replies(&omar, &opening, "Det här står kvar.").await;
    alva.patch_version(&opening, 0, json!({ "title": "Viskning ett" })).await.is(200);
    alva.delete(&opening).await.is(204);
    let trace = omar.get(&opening).await.is(200);
    assert_eq!((&trace.body["title"], &trace.body["body"], &trace.body["replyCount"]), (&Value::Null, &Value::Null, &json!(1)));
    assert_eq!(omar.get(&kept).await.is(200).text_at("/body"), "Det här står kvar.");
    for body in [omar.get(&format!("/groups/{group}/discussions")).await.text, omar.get(&format!("{opening}/revisions")).await.text] {
        assert!(!body.contains("Viskning") && !body.contains("Hur gör ni"), "{body}");
    }
    omar.post(&format!("{opening}/posts"), json!({ "body": "Hallå?" })).await.is_problem(409, "discussions.deleted");
    assert!(!format!("{:?}", app.stored().await).contains("Viskning"), "what is deleted is gone from the database too");
}

#[actix_web::test]
async fn who_has_left_deletes_what_they_wrote_and_changes_nothing() {
    let app = App::start().await;
    let Place { alva, omar, group, reply, .. } = place(&app, "network").await;
    let membership = format!("/groups/{group}/memberships/{}", omar.id);
    omar.delete(&membership).await.is(204);
    omar.patch_version(&reply, 0, json!({ "body": "Nej." })).await.is_problem(403, "request.forbidden");
    omar.delete(&reply).await.is(204);
    let version = alva.get(&format!("/groups/{group}")).await.body["version"].as_i64().expect("a version");
    alva.patch_version(&format!("/groups/{group}"), version, json!({ "visibility": "closed" })).await.is(200);
    omar.delete(&reply).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn nobody_replies_in_a_locked_discussion() {
    let app = App::start().await;
    let Place { alva, omar, group, opening, .. } = place(&app, "network").await;
    let moderation = format!("{opening}/moderation");
    let refused = omar.patch(&moderation, json!({ "locked": true })).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "discussions.moderate");
    assert!(alva.patch(&moderation, json!({ "locked": true, "pinned": true })).await.is(200).body["lockedAt"].is_string());
    for person in [&alva, &omar] {
        person.post(&format!("{opening}/posts"), json!({ "body": "Till?" })).await.is_problem(409, "discussions.locked");
    }
    alva.opens(&group, "En till").await;
    let list = format!("/groups/{group}/discussions");
    for (filter, titles) in [("pinned", vec!["Hur gör ni?"]), ("locked", vec!["Hur gör ni?"]), ("unanswered", vec![])] {
        assert_eq!(omar.get(&format!("{list}?marked={filter}")).await.is(200).each("/title"), titles, "{filter}");
    }
    let opened = alva.patch(&moderation, json!({ "locked": false })).await.is(200);
    assert!(opened.body["lockedAt"].is_null() && opened.body["pinnedAt"].is_string());
    replies(&omar, &opening, "Till.").await;
}

#[actix_web::test]
async fn a_question_has_one_accepted_answer() {
    let app = App::start().await;
    let Place { alva, omar, group, opening, reply } = place(&app, "network").await;
    let siv = app.member("Siv").await;
    siv.joins(&group).await;
    let asked = json!({ "title": "Vem vet?", "body": "Säg.", "kind": "question" });
    let question = omar.post(&format!("/groups/{group}/discussions"), asked).await.is(201).id();
    let (question, answers) = (format!("/discussions/{question}"), format!("/discussions/{question}/accepted-answer"));
    let (one, other) = (replies(&siv, &question, "Jag.").await, replies(&alva, &question, "Nej, jag.").await);
    let refused = siv.put(&answers, json!({ "post": id(&one) })).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "discussions.accept");
    assert_eq!(omar.put(&answers, json!({ "post": id(&one) })).await.is(200).text_at("/acceptedAnswer"), id(&one));
    assert_eq!(alva.put(&answers, json!({ "post": id(&other) })).await.is(200).text_at("/acceptedAnswer"), id(&other));
    omar.put(&answers, json!({ "post": id(&reply) })).await.is(422).has_faults(&[("/post", "unknown")]);
    alva.put(&format!("{opening}/accepted-answer"), json!({ "post": id(&reply) })).await.is_problem(409, "discussions.no-question");
    let list = format!("/groups/{group}/discussions?kind=question");
    assert_eq!(siv.get(&format!("{list}&marked=answered")).await.each("/title"), ["Vem vet?"]);
    alva.delete(&other).await.is(204);
    assert!(omar.get(&question).await.body["acceptedAnswer"].is_null());
    assert_eq!(siv.get(&format!("{list}&marked=unanswered")).await.each("/title"), ["Vem vet?"]);
    omar.put(&answers, json!({ "post": id(&other) })).await.is(422).has_faults(&[("/post", "unknown")]);
    omar.put(&answers, json!({ "post": id(&one) })).await.is(200);
    omar.delete(&answers).await.is(204);
    assert!(omar.get(&question).await.body["acceptedAnswer"].is_null());
}

#[actix_web::test]
async fn only_those_who_look_after_a_group_announce() {
    let app = App::start().await;
    let Place { alva, omar, group, .. } = place(&app, "network").await;
    let (list, new) = (format!("/groups/{group}/discussions"), json!({ "title": "Vi möts", "body": "På måndag.", "kind": "announcement" }));
    let refused = omar.post(&list, new.clone()).await.is_problem(403, "request.forbidden");
    assert_eq!(refused.body["right"], "discussions.announce");
    assert_eq!(alva.post(&list, new).await.is(201).body["kind"], "announcement");
    assert_eq!(omar.get(&format!("{list}?kind=announcement")).await.each("/title"), ["Vi möts"]);
}

#[actix_web::test]
async fn a_reaction_counts_once_however_often_it_is_given() {
    let app = App::start().await;
    let Place { alva, omar, opening, reply, .. } = place(&app, "open").await;
    let siv = app.member("Siv").await;
    for path in [&opening, &reply] {
        let thanks = format!("{path}/reactions/thanks");
        let clicks = (0..20).map(|number| if number % 2 == 0 { alva.put(&thanks, Value::Null) } else { omar.put(&thanks, Value::Null) });
        for answer in join_all(clicks).await {
            assert!([204, 503].contains(&answer.status), "{}", answer.text);
        }
        omar.put(&thanks, Value::Null).await.is(204);
        alva.put(&thanks, Value::Null).await.is(204);
        omar.put(&format!("{path}/reactions/agree"), Value::Null).await.is(204);
        let both = |own| json!([{ "reaction": "thanks", "count": 2, "own": own }, { "reaction": "agree", "count": 1, "own": false }]);
        assert_eq!(alva.get(path).await.body["reactions"], both(true));
        assert_eq!(app.stranger().get(path).await.body["reactions"], both(false));
        alva.delete(&thanks).await.is(204);
        alva.delete(&thanks).await.is(204);
        assert_eq!(alva.get(path).await.body["reactions"][0], json!({ "reaction": "thanks", "count": 1, "own": false }));
        let refused = siv.put(&thanks, Value::Null).await.is_problem(403, "request.forbidden");
        assert_eq!(refused.body["right"], "discussions.write");
        alva.put(&format!("{path}/reactions/hate"), Value::Null).await.is_problem(404, "request.not-found");
    }
    let listed = alva.get(&format!("{opening}/posts")).await;
    assert_eq!(listed.items()[0]["reactions"].as_array().map(Vec::len), Some(2));
}

#[actix_web::test]
async fn a_post_is_found_in_its_own_discussion_only() {
    let app = App::start().await;
    let Place { alva, omar, group, reply, .. } = place(&app, "network").await;
    let other = format!("/discussions/{}/posts/{}", alva.opens(&group, "En annan").await, id(&reply));
    omar.get(&other).await.is_problem(404, "request.not-found");
    omar.get(&format!("{other}/revisions")).await.is_problem(404, "request.not-found");
    omar.patch_version(&other, 0, json!({ "body": "Nej." })).await.is_problem(404, "request.not-found");
    omar.delete(&other).await.is_problem(404, "request.not-found");
    omar.put(&format!("{other}/reactions/thanks"), Value::Null).await.is_problem(404, "request.not-found");
}
