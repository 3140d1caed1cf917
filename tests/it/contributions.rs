//! Members contribute to support models; editors answer, and what is accepted goes into the draft.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{App, Person};

use super::notifications::told;

const MODEL: &str = "/support-models/knowledge-matrix";
const CELL: &str = "cell.aspects-by-scale.identity.district";

fn example() -> Value {
    json!({ "block": CELL, "kind": "example", "credit": true, "why": "Det visar hur en gård kan delas.",
        "value": { "title": { "sv": "Bibliotekets gård" }, "text": { "sv": "Förskolan använder den på dagarna." }, "place": "Exempelstad", "year": 2024 } })
}

async fn begins(who: &Person<'_>) -> String {
    format!("{MODEL}/versions/{}", who.post(&format!("{MODEL}/versions"), json!({})).await.is(201).text_at("/number"))
}

#[actix_web::test]
async fn an_example_that_is_accepted_stands_in_its_cell_with_the_name_of_who_told_of_it() {
    let app = App::start().await;
    let (siv, omar, alva) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await, app.member("Alva").await);
    let made = alva.post(&format!("{MODEL}/contributions"), example()).await.is(201);
    let at = format!("/contributions/{}", made.id());
    assert_eq!(made.text_at("/state"), "pending");
    assert_eq!(siv.get(&format!("{MODEL}/contributions?state=pending")).await.is(200).each("/by/name"), ["Alva"]);
    // It has no editors of its own: those of all models are told, for as long as it waits.
    for editor in [&siv, &omar] {
        assert_eq!(told(editor).await, ["Alva bidrar till ”Kunskapsmatrisen”"]);
    }
    siv.patch(&at, json!({ "state": "accepted" })).await.is_problem(409, "support-models.no-draft");
    let draft = begins(&siv).await;
    let mut better = example()["value"].clone();
    better["title"]["en"] = json!("The yard of the library");
    better["text"]["en"] = json!("The preschool uses it by day.");
    let answered = siv.patch(&at, json!({ "state": "accepted", "answer": "Tack!", "value": better })).await.is(200);
    assert!(draft.ends_with(&answered.text_at("/version")));
    siv.patch(&at, json!({ "state": "declined", "answer": "Nej" })).await.is_problem(409, "support-models.answered-already");
    let edits = siv.get(&draft).await.body["version"].as_i64().expect("a number");
    siv.patch_version(&draft, edits, json!({ "status": "in_review" })).await.is(200);
    omar.patch_version(&draft, edits + 1, json!({ "status": "published" })).await.is(200);
    let cell = app.stranger().get(&format!("{MODEL}/blocks/{CELL}")).await.is(200);
    let shown = &cell.body["content"]["examples"][0];
    assert_eq!((&shown["title"], &shown["by"], &shown["place"]), (&json!("Bibliotekets gård"), &json!("Alva"), &json!("Exempelstad")));
    assert_eq!(app.stranger().get(MODEL).await.body["contributors"], json!(["Alva"]));
    assert_eq!((told(&omar).await.len(), told(&alva).await), (0, vec!["Svar på ditt bidrag".to_owned()]));
    let mails = app.mails_to(&alva.email, 2).await;
    assert!(mails.iter().any(|mail| mail.contains("Tack!") && mail.contains("Kunskapsmatrisen")), "{mails:?}");
}

#[actix_web::test]
async fn a_change_may_be_declined_with_a_reason_and_its_member_hears() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let step = app.stranger().get(MODEL).await.text_at("/steps/0/key");
    let number = app.stranger().get(MODEL).await.text_at("/version");
    let mut value = app.stranger().get(&format!("{MODEL}/versions/{number}/blocks/step.{step}")).await.is(200).body["value"].clone();
    value["title"]["sv"] = json!("En annan rubrik");
    let new = json!({ "block": format!("step.{step}"), "kind": "change", "value": value, "why": "Tydligare" });
    let made = alva.post(&format!("{MODEL}/contributions"), new).await.is(201);
    let at = format!("/contributions/{}", made.id());
    siv.patch(&at, json!({ "state": "declined" })).await.is_problem(422, "request.invalid").has_faults(&[("/answer", "missing")]);
    siv.patch(&at, json!({ "state": "pending" })).await.is_problem(422, "request.invalid").has_faults(&[("/state", "choice")]);
    siv.patch(&at, json!({ "state": "declined", "answer": "Rubriken är känd." })).await.is(200);
    let own = alva.get("/members/me/contributions").await.is(200);
    assert_eq!((own.each("/state"), own.each("/answer")), (vec!["declined".to_owned()], vec!["Rubriken är känd.".to_owned()]));
    let mails = app.mails_to(&alva.email, 2).await;
    assert!(mails.iter().any(|mail| mail.contains("Rubriken är känd.")), "{mails:?}");
}

#[actix_web::test]
async fn a_contribution_is_known_to_its_member_and_the_editors_alone() {
    let app = App::start().await;
    let (siv, alva, bo) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await, app.member("Bo").await);
    let at = format!("/contributions/{}", alva.post(&format!("{MODEL}/contributions"), example()).await.is(201).id());
    alva.get(&at).await.is(200);
    siv.get(&at).await.is(200);
    alva.patch(&at, json!({ "state": "accepted" })).await.is_problem(403, "request.forbidden");
    bo.get(&at).await.is_problem(404, "request.not-found");
    bo.patch(&at, json!({ "state": "accepted" })).await.is_problem(404, "request.not-found");
    assert_eq!(bo.get(&format!("{MODEL}/contributions")).await.is(200).items().len(), 0);
    siv.put(&format!("/support-models/peer-review/editors/{}", bo.id), Value::Null).await.is(204);
    bo.get(&at).await.is_problem(404, "request.not-found");
    siv.put(&format!("{MODEL}/editors/{}", bo.id), Value::Null).await.is(204);
    bo.get(&at).await.is(200);
    // An editor of another model learns nothing of it, and whoever edits has not made it.
    let cia = app.member("Cia").await;
    siv.put(&format!("/support-models/peer-review/editors/{}", cia.id), Value::Null).await.is(204);
    cia.get(&at).await.is_problem(404, "request.not-found");
    assert_eq!(siv.get("/members/me/contributions").await.is(200).items().len(), 0);
    assert_eq!(alva.get("/members/me/contributions").await.is(200).items().len(), 1);
    app.stranger().post(&format!("{MODEL}/contributions"), example()).await.is_problem(401, "request.unauthenticated");
}

#[actix_web::test]
async fn a_contribution_that_does_not_fit_names_every_fault() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let path = format!("{MODEL}/contributions");
    let mut new = example();
    new["value"] = json!({ "title": { "sv": "Gården" }, "year": 24, "surplus": 1 });
    let answer = alva.post(&path, new).await.is_problem(422, "request.invalid");
    answer.has_faults(&[("/value/surplus", "surplus"), ("/value/text", "missing"), ("/value/year", "type")]);
    for (change, fault) in [
        (
            json!({ "block": "step.choose", "kind": "change", "value": { "key": "another", "title": { "sv": "Välj" }, "purpose": { "sv": "Därför" } } }),
            ("/value/key", "clash"),
        ),
        (json!({ "block": "section.nonsense" }), ("/block", "unknown")),
        (json!({ "block": "head" }), ("/block", "unknown")),
        (json!({ "value": null }), ("/value", "missing")),
        (json!({ "kind": "missing" }), ("/value", "surplus")),
        (json!({ "why": "" }), ("/why", "too-short")),
    ] {
        let mut new = example();
        new.as_object_mut().expect("an object").extend(change.as_object().cloned().expect("an object"));
        alva.post(&path, new).await.is_problem(422, "request.invalid").has_faults(&[fault]);
    }
    alva.post("/support-models/nonsense/contributions", example()).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn a_member_contributes_so_often_and_no_more() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let told = json!({ "block": "head", "kind": "missing", "why": "Klimatet" });
    for _ in 0..30 {
        alva.post(&format!("{MODEL}/contributions"), told.clone()).await.is(201);
    }
    alva.post(&format!("{MODEL}/contributions"), told).await.is_problem(429, "request.too-many");
}

#[actix_web::test]
async fn a_change_of_a_block_that_was_changed_meanwhile_is_taken_in_as_the_editor_words_it() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let draft = begins(&siv).await;
    let step = siv.get(&format!("{draft}/blocks/step.choose")).await.is(200).body["value"].clone();
    let reworded = |title: &str| {
        let mut value = step.clone();
        value["title"]["sv"] = json!(title);
        value
    };
    let proposes = async |title: &str| {
        let new = json!({ "block": "step.choose", "kind": "change", "value": reworded(title), "why": "Tydligare" });
        let made = alva.post(&format!("{MODEL}/contributions"), new).await.is(201);
        assert_eq!(made.text_at("/basedOn"), app.stranger().get(MODEL).await.text_at("/version"));
        format!("/contributions/{}", made.id())
    };
    let (first, second) = (proposes("Välj rutor").await, proposes("Välj en ruta").await);
    siv.patch(&first, json!({ "state": "accepted" })).await.is(200);
    app.all_is_told().await;
    let before = app.stored().await;
    siv.patch(&second, json!({ "state": "accepted" })).await.is_problem(409, "support-models.block-changed");
    siv.patch(&second, json!({ "state": "declined", "answer": "Nej", "value": step }))
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("/value", "surplus")]);
    assert!(before == app.stored().await, "what was refused changed something");
    siv.patch(&second, json!({ "state": "accepted", "value": reworded("Välj en eller flera rutor") })).await.is(200);
    let said = siv.get(&format!("{draft}/blocks/step.choose")).await.is(200);
    assert_eq!(said.body["value"]["title"]["sv"], "Välj en eller flera rutor");
    // Nobody asked to be named.
    assert_eq!(siv.get(&draft).await.is(200).body["content"]["contributors"], json!([]));
}

#[actix_web::test]
async fn a_change_of_the_head_leaves_the_draft_the_model_and_the_version_that_it_is() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let number = app.stranger().get(MODEL).await.text_at("/version");
    let mut head = alva.get(&format!("{MODEL}/versions/{number}/blocks/head")).await.is(200).body["value"].clone();
    head["title"]["sv"] = json!("Matrisen");
    head["key"] = json!("peer-review");
    let new = json!({ "block": "head", "kind": "change", "value": head, "why": "Kortare" });
    let at = format!("/contributions/{}", alva.post(&format!("{MODEL}/contributions"), new).await.is(201).id());
    let draft = begins(&siv).await;
    siv.patch(&at, json!({ "state": "accepted" })).await.is(200);
    let head = siv.get(&format!("{draft}/blocks/head")).await.is(200).body["value"].clone();
    assert_eq!((&head["title"]["sv"], &head["key"]), (&json!("Matrisen"), &json!("knowledge-matrix")));
    assert!(draft.ends_with(head["version"].as_str().expect("a version")));
    assert!(app.stranger().get("/support-models/peer-review").await.is(200).text_at("/title") != "Matrisen");
}

#[actix_web::test]
async fn what_is_missing_is_noted_with_an_answer_and_needs_no_draft() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let told = json!({ "block": "section.about", "kind": "missing", "why": "Klimatet", "credit": true });
    let at = format!("/contributions/{}", alva.post(&format!("{MODEL}/contributions"), told).await.is(201).id());
    let answered = siv.patch(&at, json!({ "state": "accepted", "answer": "Det kommer." })).await.is(200);
    assert_eq!((&answered.body["version"], answered.text_at("/state").as_str()), (&Value::Null, "accepted"));
    assert!(app.mails_to(&alva.email, 2).await.iter().any(|mail| mail.contains("Det kommer.")));
}

#[actix_web::test]
async fn whoever_cannot_be_seen_is_not_named() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let at = format!("/contributions/{}", alva.post(&format!("{MODEL}/contributions"), example()).await.is(201).id());
    let draft = begins(&siv).await;
    app.protect(&alva.id).await;
    let answered = siv.patch(&at, json!({ "state": "accepted" })).await.is(200);
    assert_eq!(answered.body["by"], Value::Null);
    let content = siv.get(&draft).await.is(200).body["content"].clone();
    assert_eq!(content["contributors"], json!([]));
    assert!(!content.to_string().contains("Alva"));
}
