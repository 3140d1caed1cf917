//! A lost update: whoever saw another version is told what there is now.

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::kind::{ExampleState, Role};
use serde_json::{Value, json};
use tests::{App, Contract, Person};

use crate::photos::png;
use crate::worksheets::finding;

/// A version that nothing has.
const NEVER: (&str, &str) = ("if-match", "\"77\"");

/// One operation on something that is there: who tries it, where, with what, and where it is read.
struct Try<'a> {
    person: &'a Person<'a>,
    path: String,
    body: Option<Value>,
    read: String,
}

fn of<'a>(person: &'a Person<'a>, path: &str, body: Value) -> Try<'a> {
    Try { person, path: path.to_owned(), body: Some(body), read: path.to_owned() }
}

impl Try<'_> {
    fn read_at(self, read: &str) -> Self {
        Self { read: read.to_owned(), ..self }
    }

    fn without_body(self) -> Self {
        Self { body: None, ..self }
    }
}

/// What is edited in groups, and what is said there.
async fn in_groups<'a>(tries: &mut BTreeMap<&'static str, Try<'a>>, alva: &'a Person<'a>) {
    let group = alva.starts_group("Skolvägar", "closed", "request").await;
    let at = format!("/groups/{group}");
    let page = alva.post(&format!("{at}/pages"), json!({ "title": "Vandring", "body": "Ett" })).await.is(201).id();
    let decision = alva.post(&format!("{at}/decisions"), json!({ "title": "Vi ses i juni." })).await.is(201).id();
    let file = Some(("application/octet-stream", png(20, 20)));
    let file = alva.send_raw(Method::POST, &format!("{at}/files?name=Bild.png"), &[], file).await.is(201).id();
    alva.put_version(&format!("{at}/admission"), 0, json!({ "questions": ["Varför?"], "welcome": "Säg hej!" })).await.is(200);
    alva.put_version(&format!("{at}/charter"), 0, json!({ "kind": "theme", "themes": ["barn"] })).await.is(200);
    let opening = format!("/discussions/{}", alva.opens(&group, "Hur gör ni?").await);
    let reply = alva.post(&format!("{opening}/posts"), json!({ "body": "Så här." })).await.is(201).id();
    let asked = json!({ "question": "Ja eller nej?", "method": "single", "options": [{ "text": "Ja" }, { "text": "Nej" }] });
    alva.post(&format!("{opening}/poll"), asked).await.is(201);
    alva.send(Method::PUT, "/members/me/drafts/forum", &[("if-match", "\"0\"")], Some(json!({ "title": "Om" }))).await.is(200);
    let decisions = format!("{at}/decisions");
    tries.extend([
        ("editGroup", of(alva, &at, json!({ "purpose": "Nej" }))),
        ("editGroupPage", of(alva, &format!("{at}/pages/{page}"), json!({ "body": "Nej" }))),
        ("editGroupDecision", of(alva, &format!("{decisions}/{decision}"), json!({ "title": "Nej" })).read_at(&decisions)),
        ("replaceGroupFile", of(alva, &format!("{at}/files/{file}"), Value::Null)),
        ("writeAdmission", of(alva, &format!("{at}/admission"), json!({ "questions": [] }))),
        ("writeCharter", of(alva, &format!("{at}/charter"), json!({ "kind": "interest" }))),
        ("editDiscussion", of(alva, &opening, json!({ "title": "Nej nej" }))),
        ("editPost", of(alva, &format!("{opening}/posts/{reply}"), json!({ "body": "Nej" }))),
        ("editPoll", of(alva, &format!("{opening}/poll"), json!({ "ended": true }))),
        ("keepDraft", of(alva, "/members/me/drafts/forum", json!({ "title": "Nej" }))),
    ]);
}

/// What members tell of and propose, and editors decide on.
async fn of_editors<'a>(tries: &mut BTreeMap<&'static str, Try<'a>>, app: &App, [alva, siv, bo]: [&'a Person<'a>; 3]) {
    let organisation = app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await;
    let example = alva.post("/members/me/examples", crate::examples::an_example(&organisation)).await.is(201).id();
    app.stands(&example, ExampleState::Submitted, 4).await;
    let (own, review) = (format!("/members/me/examples/{example}"), format!("/example-reviews/{example}"));
    let proposal = json!({ "sv": "Gårdsfester", "area": "trygghet", "definition": "Att fira ihop" });
    let proposal = alva.post("/competence-proposals", proposal).await.is(201).id();
    let proposal = format!("/competence-proposals/{proposal}");
    let model = "/support-models/knowledge-matrix";
    let draft = siv.post(&format!("{model}/versions"), json!({ "note": "Nytt" })).await.is(201).text_at("/number");
    let draft = format!("{model}/versions/{draft}");
    let section = json!({ "key": "one", "title": { "sv": "Nytt" }, "body": { "sv": "Nytt här." } });
    let block = format!("{draft}/blocks/section.one");
    siv.send(Method::PUT, &block, &[("if-match", "\"0\"")], Some(section.clone())).await.is(200);
    tries.extend([
        ("editExample", of(alva, &own, json!({ "title": "Nej nej" }))),
        ("confirmExample", of(alva, &format!("{own}/confirmation"), Value::Null).without_body().read_at(&own)),
        ("moveExample", of(alva, &format!("{own}/state"), json!({ "state": "draft" })).read_at(&own)),
        ("decideExample", of(siv, &format!("{review}/decision"), json!({ "state": "published" })).read_at(&review)),
        ("editProposal", of(alva, &proposal, json!({ "definition": "Nej" }))),
        ("acceptProposal", of(bo, &format!("{proposal}/acceptance"), json!({ "en": "Parties" })).read_at(&proposal)),
        ("mergeProposal", of(bo, &format!("{proposal}/merger"), json!({ "competence": "etik", "synonyms": true })).read_at(&proposal)),
        ("declineProposal", of(bo, &format!("{proposal}/refusal"), json!({ "reason": "För smalt" })).read_at(&proposal)),
        (
            "retireCompetence",
            of(bo, "/competences/trygghetsvandring/retirement", json!({ "successor": "etik", "synonyms": false, "reason": "Prov" }))
                .read_at("/competences/trygghetsvandring"),
        ),
        ("moveVersion", of(siv, &draft, json!({ "status": "in_review" }))),
        ("discardVersion", of(siv, &draft, Value::Null).without_body()),
        ("putVersionBlock", of(siv, &block, section)),
        ("removeVersionBlock", of(siv, &block, Value::Null).without_body()),
    ]);
}

/// What is filled in.
async fn in_worksheets<'a>(tries: &mut BTreeMap<&'static str, Try<'a>>, alva: &'a Person<'a>) {
    let new = json!({ "model": "social-impact-assessment", "template": "assessment" });
    let worksheet = alva.post("/worksheets", new).await.is(201).id();
    let entry = json!({ "part": "inventory", "values": finding("Torget") });
    let entry = alva.post(&format!("/worksheets/{worksheet}/entries"), entry).await.is(201).id();
    let entry = format!("/worksheets/{worksheet}/entries/{entry}");
    tries.extend([
        ("editWorksheetEntry", of(alva, &entry, json!({ "values": { "source": "Gåtur" } }))),
        ("removeWorksheetEntry", of(alva, &entry, Value::Null).without_body()),
        ("putWorksheetField", of(alva, &format!("{entry}/fields/source"), json!({ "value": "Gåtur" }))),
    ]);
}

#[actix_web::test]
async fn a_lost_update_shows_what_there_is_now_and_changes_nothing_whatever_it_was_of() {
    let app = App::start().await;
    let (alva, siv, bo) = (app.member("Alva").await, app.staff("Siv", Role::Moderator).await, app.staff("Bo", Role::Administrator).await);
    let contract = Contract::of(&alva).await;
    let mut tries = BTreeMap::new();
    in_groups(&mut tries, &alva).await;
    of_editors(&mut tries, &app, [&alva, &siv, &bo]).await;
    in_worksheets(&mut tries, &alva).await;
    app.all_is_told().await;
    let before = app.stored().await;
    for operation in contract.operations().into_iter().filter(|operation| operation.takes("If-Match")) {
        let Try { person, path, body, read } =
            tries.remove(operation.id.as_str()).unwrap_or_else(|| panic!("{}: say here how it is tried", operation.id));
        let file = operation.takes_body() && !operation.takes_json();
        let body = if file { operation.body() } else { body.map(|body| ("application/json", body.to_string().into_bytes())) };
        let stale = person.send_raw(operation.method.clone(), &path, &[NEVER], body).await.is_problem(412, "request.stale");
        contract.promises(&operation, &stale);
        let now = person.get(&read).await.is(200);
        let now = if now.body["items"].is_array() { now.items()[0].clone() } else { now.body };
        assert_eq!(stale.body["current"], now, "{}", operation.id);
        assert_eq!(stale.header("etag"), format!("\"{}\"", now["version"]), "{}", operation.id);
    }
    assert!(tries.is_empty(), "these take no If-Match any more: {:?}", tries.keys());
    assert!(before == app.stored().await, "a refused change changes nothing");
}

#[actix_web::test]
async fn of_what_is_not_there_yet_nothing_is_shown() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let stale = alva.send(Method::PUT, "/members/me/drafts/forum", &[NEVER], Some(json!({ "title": "Om" }))).await;
    let stale = stale.is_problem(412, "request.stale");
    assert!(stale.body["current"].is_null() && stale.header("etag") == "\"0\"");
}

#[actix_web::test]
async fn whoever_may_not_change_it_is_not_told_by_a_lost_update_what_there_is() {
    let app = App::start().await;
    let (alva, siv) = (app.member("Alva").await, app.member("Siv").await);
    let closed = alva.starts_group("Skolvägar", "closed", "request").await;
    let page = alva.post(&format!("/groups/{closed}/pages"), json!({ "title": "Vandring", "body": "HEMLIGT" })).await.is(201).id();
    let path = format!("/groups/{closed}/pages/{page}");
    siv.patch_version(&path, 77, json!({ "body": "Nej" })).await.is_problem(404, "request.not-found");
    let refused = siv.patch_version(&format!("/groups/{closed}"), 77, json!({ "purpose": "Nej" })).await;
    assert!(refused.is_problem(403, "request.forbidden").body["current"].is_null());
}
