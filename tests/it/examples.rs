//! The example bank: from draft to published, and a year later.

use actix_web::http::Method;
use entity::kind::Role;
use serde_json::{Value, json};
use tests::{App, Person};

/// A project that is whole.
pub fn an_example(organisation: &str) -> Value {
    json!({
        "kind": "project", "area": "participation", "language": "sv",
        "title": "Öppen förskola på torget", "summary": "Personalen flyttade ut verksamheten till torget en dag i veckan.",
        "targetGroups": ["parents", "children"], "municipality": "1480", "organisations": [organisation],
        "started": "2021-09", "ended": "2023", "method": "1. Vi **frågade** föräldrarna.", "result": "Fler kom.", "lessons": "Börja smått.",
        "links": [{ "title": "Slutrapport", "url": "https://example.org/rapport" }],
        "themes": ["barn-unga"], "globalGoals": [11, 3],
    })
}

fn whole() -> Value {
    let mut example = an_example("");
    example["organisations"] = json!([]);
    example
}

fn with(changes: &Value) -> Value {
    let mut example = whole();
    for (name, value) in changes.as_object().expect("an object") {
        example[name] = value.clone();
    }
    example
}

async fn begins(author: &Person<'_>, example: Value) -> String {
    author.post("/members/me/examples", example).await.is(201).id()
}

/// Takes a draft all the way, and gives its id. It is then of version 2.
pub async fn publishes(author: &Person<'_>, editor: &Person<'_>, example: Value) -> String {
    let id = begins(author, example).await;
    author.put_version(&format!("/members/me/examples/{id}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    editor.put_version(&format!("/example-reviews/{id}/decision"), 1, json!({ "state": "published" })).await.is(200);
    id
}

#[actix_web::test]
async fn an_example_goes_from_a_draft_by_way_of_an_editor_to_everybody() {
    let app = App::start().await;
    let (alva, omar, editor) = (app.member("Alva").await, app.member("Omar").await, app.staff("Red", Role::Moderator).await);
    let nobody = app.stranger();
    let begun = alva.post("/members/me/examples", whole()).await.is(201);
    let id = begun.id();
    let (own, review, read) = (format!("/members/me/examples/{id}"), format!("/example-reviews/{id}"), format!("/examples/{id}"));
    assert_eq!(begun.header("location"), format!("https://torg.test/api/v1{own}"));
    assert_eq!(
        (&begun.body["state"], &begun.body["themes"][0]["name"], &begun.body["globalGoals"]),
        (&json!("draft"), &json!("Barn och unga"), &json!([3, 11]))
    );

    // A draft is its author's alone.
    for person in [&nobody, &omar, &editor, &alva] {
        person.get(&read).await.is_problem(404, "request.not-found");
        assert_eq!(person.get("/examples").await.is(200).items().len(), 0);
    }
    for person in [&omar, &editor] {
        person.get(&own).await.is_problem(404, "request.not-found");
        person.get(&review).await.is_problem(404, "request.not-found");
    }
    assert_eq!(editor.get("/example-reviews").await.is(200).items().len(), 0);
    assert_eq!(editor.get("/example-reviews?state=draft").await.is(200).items().len(), 0);

    // Handed in, it is read by editors.
    alva.put_version(&format!("{own}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    nobody.get(&read).await.is_problem(404, "request.not-found");
    omar.get(&review).await.is_problem(404, "request.not-found");
    alva.get(&review).await.is_problem(403, "request.forbidden");
    omar.get("/example-reviews").await.is_problem(403, "request.forbidden");
    assert_eq!(editor.get("/example-reviews").await.is(200).each("/id"), [id.as_str()]);
    assert_eq!(editor.get(&review).await.is(200).text_at("/author/name"), "Alva");

    // Sent back with a reason, it is a draft again.
    let decision = format!("{review}/decision");
    editor.put_version(&decision, 1, json!({ "state": "draft" })).await.is_problem(422, "request.invalid").has_faults(&[("/reason", "missing")]);
    editor.put_version(&decision, 1, json!({ "state": "draft", "reason": "Säg hur ni vet." })).await.is(200);
    assert!(app.mails_to(&alva.email, 2).await[1].contains("Öppen förskola på torget"));
    let back = alva.get(&own).await.is(200);
    assert_eq!((&back.body["state"], &back.body["reviewNote"]), (&json!("draft"), &json!("Säg hur ni vet.")));
    editor.get(&review).await.is_problem(404, "request.not-found");

    // Published, anybody reads it, and nothing tells who wrote it or what an editor said.
    alva.put_version(&format!("{own}/state"), 2, json!({ "state": "submitted" })).await.is(200);
    let stale = editor.put_version(&decision, 1, json!({ "state": "published" })).await.is_problem(412, "request.stale");
    assert_eq!(stale.header("etag"), "\"3\"");
    editor.put_version(&decision, 3, json!({ "state": "published" })).await.is(200);
    let example = nobody.get(&read).await.is(200);
    assert_eq!((example.text_at("/title").as_str(), example.header("cache-control")), ("Öppen förskola på torget", "public, max-age=300"));
    for secret in ["Alva", "reviewNote", "Säg hur ni vet", &alva.id] {
        assert!(!example.text.contains(secret), "{secret}");
    }
    nobody.send(Method::GET, &read, &[("if-none-match", example.header("etag"))], None).await.is(304);
    assert_eq!(alva.get(&read).await.is(200).text, example.text);
    assert_eq!(omar.get(&format!("{read}/author")).await.is(200).text_at("/name"), "Alva");
    nobody.get(&format!("{read}/author")).await.is_problem(401, "request.unauthenticated");
    omar.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    omar.get(&format!("{read}/author")).await.is_problem(404, "request.not-found");

    // What anybody reads was read by an editor: a change goes back to review.
    alva.patch_version(&own, 4, json!({ "title": "Öppen förskola i parken" })).await.is(200);
    nobody.get(&read).await.is_problem(404, "request.not-found");
    let first_published = example.text_at("/publishedAt");
    editor.put_version(&decision, 5, json!({ "state": "published" })).await.is(200);
    assert_eq!(nobody.get(&read).await.is(200).text_at("/publishedAt"), first_published);

    // Withdrawn, it is gone.
    alva.put_version(&format!("{own}/state"), 6, json!({ "state": "withdrawn" })).await.is(200);
    nobody.get(&read).await.is_problem(404, "request.not-found");
    assert_eq!(nobody.get("/examples").await.is(200).items().len(), 0);
    alva.delete(&own).await.is(204);
    alva.get(&own).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn what_a_reader_could_not_use_is_not_taken_in() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Administrator).await);
    for (kind, missing) in [
        (
            "project",
            vec![
                ("/summary", "missing"),
                ("/targetGroups", "missing"),
                ("/method", "missing"),
                ("/started", "missing"),
                ("/result", "missing"),
                ("/lessons", "missing"),
            ],
        ),
        ("activity", vec![("/summary", "missing"), ("/targetGroups", "missing"), ("/method", "missing"), ("/lessons", "missing")]),
        ("idea", vec![("/summary", "missing"), ("/targetGroups", "missing")]),
        ("inspiration", vec![("/summary", "missing"), ("/targetGroups", "missing"), ("/links", "missing")]),
    ] {
        let id = begins(&alva, json!({ "kind": kind, "area": "participation", "language": "sv", "title": "Bara en rubrik" })).await;
        let path = format!("/members/me/examples/{id}/state");
        alva.put_version(&path, 0, json!({ "state": "submitted" })).await.is_problem(409, "examples.incomplete").has_faults(&missing);
        alva.put_version(&path, 0, json!({ "state": "published" })).await.is_problem(409, "examples.not-now");
        alva.put_version(&path, 0, json!({ "state": "withdrawn" })).await.is_problem(409, "examples.not-now");
    }
    // What waits stays whole.
    let id = begins(&alva, whole()).await;
    let own = format!("/members/me/examples/{id}");
    alva.put_version(&format!("{own}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    alva.patch_version(&own, 1, json!({ "result": null })).await.is_problem(409, "examples.incomplete").has_faults(&[("/result", "missing")]);
    alva.delete(&own).await.is_problem(409, "examples.not-now");
    alva.patch_version(&own, 0, json!({ "title": "Äldre version" })).await.is_problem(412, "request.stale");
    alva.patch(&own, json!({ "title": "Utan version" })).await.is_problem(428, "request.precondition-required");
    editor
        .put_version(&format!("/example-reviews/{id}/decision"), 1, json!({ "state": "withdrawn", "reason": "Nej tack." }))
        .await
        .is_problem(409, "examples.not-now");

    let faults = [
        (
            json!({ "themes": ["barn-unga", "finns-inte"], "organisations": ["0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"] }),
            vec![("/themes/1", "unknown"), ("/organisations/0", "unknown")],
        ),
        (json!({ "municipality": "0001" }), vec![("/municipality", "unknown")]),
        (json!({ "started": "2022", "ended": "2021-12" }), vec![("/ended", "clash")]),
        (json!({ "globalGoals": [0, 18] }), vec![("/globalGoals/0", "range"), ("/globalGoals/1", "range")]),
        (json!({ "links": [{ "title": "Ond", "url": "javascript:alert(1)" }] }), vec![("/links/0/url", "url")]),
        (json!({ "targetGroups": ["men"], "title": "X" }), vec![("/targetGroups/0", "choice"), ("/title", "too-short")]),
    ];
    for (wrong, expected) in faults {
        alva.post("/members/me/examples", with(&wrong)).await.is_problem(422, "request.invalid").has_faults(&expected);
    }
    // A year holds its months.
    begins(&alva, with(&json!({ "started": "2022-05", "ended": "2022" }))).await;
}

#[actix_web::test]
async fn nobody_decides_on_their_own_example() {
    let app = App::start().await;
    let (one, other) = (app.staff("Ett", Role::Moderator).await, app.staff("Annan", Role::Administrator).await);
    let id = begins(&one, whole()).await;
    // What waits for nobody is not among what is reviewed, one's own included.
    one.get(&format!("/example-reviews/{id}")).await.is_problem(404, "request.not-found");
    assert_eq!(one.get("/example-reviews?state=draft").await.is(200).items().len(), 0);
    one.put_version(&format!("/members/me/examples/{id}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    let decision = format!("/example-reviews/{id}/decision");
    one.put_version(&decision, 1, json!({ "state": "published" })).await.is_problem(403, "request.forbidden");
    other.put_version(&decision, 1, json!({ "state": "published" })).await.is(200);
}

#[actix_web::test]
async fn examples_are_found_by_every_filter_and_in_two_orders() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let organisation = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    for (title, changes) in [
        ("Ångbåten", json!({ "kind": "idea", "area": "social-development", "themes": ["tillit", "tillit"], "municipality": "1480" })),
        ("Zebrastråket", json!({ "municipality": "1482", "targetGroups": ["older_people"], "area": "urban-development" })),
        (
            "Ateljén",
            json!({ "organisations": [organisation], "municipality": null, "language": "en", "summary": "A studio for everybody in the block." }),
        ),
    ] {
        let mut example = with(&changes);
        example["title"] = json!(title);
        publishes(&alva, &editor, example).await;
        app.wait(chrono::TimeDelta::minutes(1));
    }
    let nobody = app.stranger();
    for (query, titles) in [
        ("", vec!["Ateljén", "Zebrastråket", "Ångbåten"]),
        ("?sort=title", vec!["Ateljén", "Zebrastråket", "Ångbåten"]),
        ("?sort=-publishedAt&kind=project", vec!["Ateljén", "Zebrastråket"]),
        ("?kind=idea&kind=project&sort=title", vec!["Ateljén", "Zebrastråket", "Ångbåten"]),
        ("?area=urban-development", vec!["Zebrastråket"]),
        ("?targetGroup=older_people", vec!["Zebrastråket"]),
        ("?theme=tillit", vec!["Ångbåten"]),
        ("?theme=finns-inte", vec![]),
        ("?municipality=1480", vec!["Ångbåten"]),
        ("?region=14&sort=title", vec!["Zebrastråket", "Ångbåten"]),
        ("?language=en", vec!["Ateljén"]),
        ("?q=angbat", vec!["Ångbåten"]),
        ("?q=studio%20everybody", vec!["Ateljén"]),
        ("?q=100%25", vec![]),
    ] {
        assert_eq!(nobody.get(&format!("/examples{query}")).await.is(200).each("/title"), titles, "{query}");
    }
    assert_eq!(nobody.get(&format!("/examples?organisation={organisation}")).await.is(200).each("/title"), ["Ateljén"]);
    assert_eq!(nobody.walk("/examples?limit=1&sort=title").await.len(), 3);
    nobody.get("/examples?kind=dream&sort=name").await.is_problem(422, "request.invalid").has_faults(&[("?kind", "choice"), ("?sort", "choice")]);
    let listed = nobody.get("/examples").await.is(200);
    assert_eq!(listed.header("cache-control"), "public, max-age=300");
    nobody.send(Method::GET, "/examples", &[("if-none-match", listed.header("etag"))], None).await.is(304);
}

#[actix_web::test]
async fn a_year_later_its_author_is_asked_and_a_month_later_readers_are_told() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let id = publishes(&alva, &editor, whole()).await;
    let nobody = app.stranger();
    let outdated = async || nobody.get(&format!("/examples/{id}")).await.is(200).body["mayBeOutdated"].clone();
    assert!(app.mails_to(&alva.email, 2).await[1].contains("publicerat"));
    app.wait(chrono::TimeDelta::days(364));
    app.deliver().await;
    assert_eq!(app.mails_to(&alva.email, 0).await.len(), 2);
    app.wait(chrono::TimeDelta::days(2));
    app.deliver().await;
    let mails = app.mails_to(&alva.email, 3).await;
    assert!(mails[2].contains("fortfarande") && mails[2].contains("Öppen förskola på torget"), "{}", mails[2]);
    assert_eq!(outdated().await, false);
    app.wait(chrono::TimeDelta::days(30));
    assert_eq!(outdated().await, true);

    let alva = app.sign_in(&alva.email, tests::PASSWORD).await;
    alva.put_version(&format!("/members/me/examples/{id}/confirmation"), 2, Value::Null).await.is(200);
    assert_eq!(outdated().await, false);
    // The next year is counted from the answer.
    app.wait(chrono::TimeDelta::days(364));
    app.deliver().await;
    assert_eq!(app.mails_to(&alva.email, 0).await.len(), 3);
    app.wait(chrono::TimeDelta::days(1));
    app.deliver().await;
    assert_eq!(app.mails_to(&alva.email, 4).await.len(), 4);
}

#[actix_web::test]
async fn who_withdrew_an_example_is_not_asked_about_it() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let id = publishes(&alva, &editor, whole()).await;
    app.mails_to(&alva.email, 2).await;
    alva.put_version(&format!("/members/me/examples/{id}/state"), 2, json!({ "state": "withdrawn" })).await.is(200);
    let wrong = alva.put_version(&format!("/members/me/examples/{id}/confirmation"), 3, Value::Null).await;
    wrong.is_problem(409, "examples.not-now");
    app.wait(chrono::TimeDelta::days(366));
    app.deliver().await;
    assert_eq!(app.mails_to(&alva.email, 0).await.len(), 2);
}

#[actix_web::test]
async fn who_wrote_an_example_is_named_to_everybody_if_they_want_to_be() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Moderator).await);
    let (named, unnamed) = (publishes(&alva, &editor, with(&json!({ "credit": true }))).await, publishes(&alva, &editor, whole()).await);
    let by = async |person: &Person<'_>, id: &str| person.get(&format!("/examples/{id}")).await.is(200).body["by"].clone();
    assert_eq!((by(&app.stranger(), &named).await, by(&app.stranger(), &unnamed).await), (json!("Alva"), Value::Null));
    let listed = app.stranger().get("/examples").await.is(200);
    let of = |id: &str| listed.items().iter().find(|one| one["id"] == id).expect("it is listed")["by"].clone();
    assert_eq!((of(&named), of(&unnamed)), (json!("Alva"), Value::Null));
    // The answer is the same for everybody, so it names nobody whom not everybody may know of.
    app.protect(&alva.id).await;
    assert_eq!((by(&app.stranger(), &named).await, by(&alva, &named).await), (Value::Null, Value::Null));
    // One may think better of it.
    let own = format!("/members/me/examples/{named}");
    assert_eq!(alva.get(&own).await.is(200).body["credit"], true);
    assert_eq!(alva.patch_version(&own, 2, json!({ "credit": false })).await.is(200).body["credit"], false);
}
