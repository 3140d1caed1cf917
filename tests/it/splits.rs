//! Taking a discussion apart: what goes along, what stays, and who has read it.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{App, Person};

async fn says(person: &Person<'_>, discussion: &str, answers: Option<&str>, body: &str) -> String {
    person.post(&format!("/discussions/{discussion}/posts"), json!({ "body": body, "inAnswerTo": answers })).await.is(201).id()
}

#[actix_web::test]
async fn replies_get_a_discussion_of_their_own_with_all_that_is_said_of_them() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Delat", "open", "open").await;
    for person in [&omar, &siv] {
        person.post(&format!("/groups/{group}/memberships"), Value::Null).await.is(201);
    }
    let whole = alva.opens(&group, "Allt på en gång").await;
    let path = format!("/discussions/{whole}");
    let first = says(&omar, &whole, None, "Det första.").await;
    let aside = says(&omar, &whole, Some(&first), "En helt annan fråga.").await;
    let answer = says(&siv, &whole, Some(&aside), "Ett svar på den.").await;
    let last = says(&omar, &whole, Some(&answer), "Tillbaka till ämnet.").await;
    siv.put(&format!("{path}/posts/{aside}/reactions/thanks"), Value::Null).await.is(204);
    let edited = omar.patch_version(&format!("{path}/posts/{aside}"), 0, json!({ "body": "En helt annan fråga, alltså." })).await.is(200);
    assert_eq!(edited.body["version"], 1);
    siv.put(&format!("{path}/posts/{aside}/bookmark"), Value::Null).await.is(204);
    siv.put(&format!("{path}/read-state"), json!({ "post": aside })).await.is(200);

    let new = json!({ "title": "En annan fråga", "posts": [answer, aside] });
    omar.post(&format!("{path}/splits"), new.clone()).await.is_problem(403, "request.forbidden");
    let own = alva.post(&format!("{path}/splits"), new.clone()).await.is(201);
    let branch = format!("/discussions/{}", own.id());
    assert_eq!(own.body["title"], "En annan fråga");
    assert_eq!(own.body["author"]["id"], omar.id.as_str());
    assert_eq!(own.body["body"], "En helt annan fråga, alltså.");
    assert_eq!(own.body["reactions"][0]["count"], 1);
    assert_eq!(own.body["unreadCount"], 2, "whoever took it apart has read nothing of it yet");
    let mut read = alva.get(&branch).await.is(200).body;
    let mut told = own.body.clone();
    for body in [&mut read, &mut told] {
        body.as_object_mut().expect("an object").remove("_meta");
    }
    assert_eq!(told, read);
    let replies = alva.get(&format!("{branch}/posts")).await.is(200);
    assert_eq!(replies.each("/id"), [answer.as_str()]);
    assert_eq!(replies.items()[0]["inAnswerTo"], Value::Null, "it answers what is the opening post now");
    let left = alva.get(&format!("{path}/posts")).await.is(200);
    assert_eq!(left.each("/id"), [first.as_str(), &last]);
    assert_eq!(left.items()[1]["inAnswerTo"], Value::Null);
    let counts = alva.get(&format!("/groups/{group}/discussions")).await.is(200);
    for discussion in counts.items() {
        let replies = alva.walk(&format!("/discussions/{}/posts", discussion["id"].as_str().expect("an id"))).await.len();
        assert_eq!(discussion["replyCount"], replies, "{discussion}");
    }

    // Siv had read as far as the question.
    let state = siv.get(&format!("{branch}/read-state")).await.is(200);
    assert_eq!((&state.body["openingUnread"], &state.body["unreadCount"]), (&json!(false), &json!(0)), "the answer is Siv's own");
    assert_eq!(omar.get(&format!("{branch}/read-state")).await.is(200).body["unreadCount"], 1);
    let marks = siv.get("/members/me/bookmarks").await.is(200);
    assert_eq!(marks.items()[0]["discussion"]["title"], "En annan fråga");
    assert_eq!(alva.get(&format!("{branch}/revisions")).await.is(200).each("/body"), ["En helt annan fråga."]);
    alva.get(&format!("{path}/posts/{answer}")).await.is_problem(404, "request.not-found");
    alva.get(&format!("{path}/posts/{aside}")).await.is_problem(404, "request.not-found");
    omar.patch_version(&branch, 1, json!({ "body": "Det är min fråga ännu." })).await.is(200);
    alva.post(&format!("{path}/splits"), new).await.is(422).has_faults(&[("/posts", "unknown")]);
}

#[actix_web::test]
async fn what_cannot_be_taken_out_is_told_and_stays() {
    let app = App::start().await;
    let (alva, omar, red) = (app.member("Alva").await, app.member("Omar").await, app.staff("Red", Role::Moderator).await);
    let here = alva.post("/discussions", json!({ "title": "I torget", "body": "Hur gör ni?", "kind": "question" })).await.is(201).id();
    let there = alva.post("/discussions", json!({ "title": "Någon annanstans", "body": "Hur gör ni?" })).await.is(201).id();
    let (gone, answer, elsewhere) =
        (says(&omar, &here, None, "Bort.").await, says(&omar, &here, None, "Så här.").await, says(&omar, &there, None, "Där.").await);
    omar.delete(&format!("/discussions/{here}/posts/{gone}")).await.is(204);
    alva.put(&format!("/discussions/{here}/accepted-answer"), json!({ "post": answer })).await.is(200);
    let splits = format!("/discussions/{here}/splits");
    let split = |posts: Value| json!({ "title": "För sig", "posts": posts });
    alva.post(&splits, split(json!([answer]))).await.is_problem(403, "request.forbidden");
    red.post(&splits, split(json!([elsewhere, answer]))).await.is(422).has_faults(&[("/posts", "unknown")]);
    red.post(&splits, split(json!([gone, answer]))).await.is_problem(409, "discussions.deleted");
    red.post(&splits, split(json!([]))).await.is(422).has_faults(&[("/posts", "missing")]);
    assert_eq!(red.get(&format!("/discussions/{here}")).await.is(200).body["replyCount"], 1);
    red.post(&splits, split(json!([answer, answer]))).await.is(201);
    let left = red.get(&format!("/discussions/{here}")).await.is(200);
    assert_eq!((&left.body["replyCount"], &left.body["acceptedAnswer"]), (&json!(0), &Value::Null), "what went away answers no more");
}

#[actix_web::test]
async fn a_post_has_the_language_that_is_said_or_found() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let english = "How do you involve children in the planning of a new school yard? We would like to hear what worked.";
    let swedish = "Hur gör ni när barnen ska vara med och planera den nya skolgården? Vi vill gärna höra vad som fungerade.";
    let opens = async |new: Value| alva.post("/discussions", new).await.is(201);
    let found = opens(json!({ "title": "School yards", "body": english })).await;
    assert_eq!(found.body["language"], "en");
    let path = format!("/discussions/{}", found.id());
    assert_eq!(opens(json!({ "title": "Skolgårdar", "body": swedish })).await.body["language"], "sv");
    assert_eq!(opens(json!({ "title": "Skolgårdar", "body": swedish, "language": "en" })).await.body["language"], "en");
    // Too short to tell: that of the request.
    for language in ["sv", "en"] {
        let asked = [("accept-language", language)];
        let new = json!({ "title": "Hmm", "body": "OK." });
        let answer = alva.send(actix_web::http::Method::POST, "/discussions", &asked, Some(new)).await.is(201);
        assert_eq!(answer.body["language"], language);
    }
    let reply = alva.post(&format!("{path}/posts"), json!({ "body": swedish })).await.is(201);
    assert_eq!(reply.body["language"], "sv");
    let place = format!("{path}/posts/{}", reply.id());
    assert_eq!(alva.patch_version(&place, 0, json!({ "body": english })).await.is(200).body["language"], "en");
    assert_eq!(alva.patch_version(&place, 1, json!({ "language": "sv" })).await.is(200).body["language"], "sv");
    assert_eq!(alva.patch_version(&path, 0, json!({ "title": "Gårdar" })).await.is(200).body["language"], "en", "the text stays");
    let refused = alva.post("/discussions", json!({ "title": "Hallå", "body": "Moin.", "language": "de" })).await.is(422);
    refused.has_faults(&[("/language", "choice")]);
}

#[actix_web::test]
async fn feed_readers_follow_what_anybody_reads_and_nothing_else() {
    let app = App::start().await;
    let (alva, nobody) = (app.member("Alva").await, app.stranger());
    let (open, network) = (alva.starts_group("Öppna <dörrar>", "open", "open").await, alva.starts_group("Nätet", "network", "open").await);
    let seen = alva.opens(&open, "Till alla & envar").await;
    alva.opens(&network, "Bland medlemmar").await;
    alva.post("/discussions", json!({ "title": "I torget", "body": "Hej." })).await.is(201);
    alva.post("/discussions", json!({ "title": "Utåt", "body": "**Hej** <script>alert(1)</script>", "public": true })).await.is(201);
    let titles =
        |text: &str| text.parse::<atom_syndication::Feed>().expect("Atom").entries.iter().map(|one| one.title.value.clone()).collect::<Vec<_>>();
    for person in [&nobody, &alva] {
        let feed = person.get("/feeds/discussions").await.is(200);
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        assert_eq!(titles(&feed.text), ["Utåt", "Till alla & envar"]);
        assert!(!feed.text.contains("Alva") && !feed.text.contains(&alva.id), "visitors do not learn who wrote");
        let group = person.get(&format!("/feeds/groups/{open}")).await.is(200);
        assert_eq!(titles(&group.text), ["Till alla & envar"]);
        let unchanged = person.send(actix_web::http::Method::GET, "/feeds/discussions", &[("if-none-match", feed.header("etag"))], None).await;
        unchanged.is(304);
        person.get(&format!("/feeds/groups/{network}")).await.is_problem(404, "request.not-found");
    }
    let feed: atom_syndication::Feed = nobody.get("/feeds/discussions").await.is(200).text.parse().expect("Atom");
    let told = feed.entries[0].content.clone().and_then(|content| content.value).expect("a content");
    assert_eq!(told.trim(), "<p><strong>Hej</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>");
    assert_eq!(nobody.get(&format!("/feeds/groups/{open}")).await.is(200).text.matches("Öppna &lt;dörrar&gt;").count(), 2);
    let version = alva.get(&format!("/groups/{open}")).await.is(200).body["version"].as_i64().expect("a version");
    alva.patch_version(&format!("/groups/{open}"), version, json!({ "visibility": "closed" })).await.is(200);
    assert_eq!(titles(&nobody.get("/feeds/discussions").await.is(200).text), ["Utåt"]);
    alva.get(&format!("/feeds/groups/{open}")).await.is_problem(404, "request.not-found");
    alva.get(&format!("/discussions/{seen}")).await.is(200);
}
