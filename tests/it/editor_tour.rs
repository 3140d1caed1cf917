//! The part of the tour through every operation that leads through what editors look after.

use actix_web::http::Method;
use entity::kind::Role;
use serde_json::json;
use tests::Person;

use super::tour::Tour;

/// Members tell of what they did and editors read it; editors draft another version of a model.
pub async fn go(tour: &Tour<'_>, [nobody, alva, omar]: [&Person<'_>; 3], organisation: &str) {
    // They tell of what they did, and an editor reads it.
    let editor = alva.app.staff("Redaktör", entity::kind::Role::Moderator).await;
    let example = tour.go(alva, "beginExample", &[], Some(crate::examples::an_example(organisation))).await.id();
    alva.patch_version(&format!("/members/me/examples/{example}"), 0, json!({ "title": "Dialog på torget" })).await.is(200);
    tour.go(alva, "moveExample", &[&example], Some(json!({ "state": "submitted" }))).await;
    tour.go(&editor, "listExampleReviews", &[], None).await;
    tour.go(&editor, "getExampleReview", &[&example], None).await;
    editor.put_version(&format!("/example-reviews/{example}/decision"), 2, json!({ "state": "published" })).await.is(200);
    tour.go(nobody, "getExample", &[&example], None).await;
    tour.go(omar, "getExampleAuthor", &[&example], None).await;
    tour.go(alva, "getOwnExample", &[&example], None).await;
    let another = tour.go(alva, "beginExample", &[], Some(crate::examples::an_example(organisation))).await.id();
    alva.put_version(&format!("/members/me/examples/{another}/state"), 0, json!({ "state": "submitted" })).await.is(200);
    tour.go(&editor, "decideExample", &[&another], Some(json!({ "state": "draft", "reason": "Säg hur ni vet." }))).await;
    let third = tour.go(alva, "beginExample", &[], Some(crate::examples::an_example(organisation))).await.id();
    alva.app.stands(&third, entity::kind::ExampleState::Published, 1).await;
    tour.go(alva, "confirmExample", &[&third], None).await;
    alva.app.stands(&another, entity::kind::ExampleState::Draft, 1).await;
    tour.go(alva, "editExample", &[&another], Some(json!({ "ended": null }))).await;
    tour.go(alva, "discardExample", &[&another], None).await;

    // Editors draft another version of a model, and go through it.
    let (siv, bo) = (alva.app.staff("Siv", Role::Moderator).await, alva.app.staff("Bo", Role::Administrator).await);
    let model = "knowledge-matrix";
    tour.go(&bo, "appointEditor", &[model, &alva.id], None).await;
    tour.go(alva, "listEditors", &[model], None).await;
    let draft = tour.go(&siv, "beginVersion", &[model], Some(json!({ "note": "Nytt" }))).await.text_at("/number");
    let of = |block: &str| format!("/support-models/{model}/versions/{draft}/blocks/{block}");
    let section = |key: &str| json!({ "key": key, "title": { "sv": "Nytt" }, "body": { "sv": "Nytt här." } });
    let first = [("if-match", "\"0\"")];
    siv.send(Method::PUT, &of("section.one"), &first, Some(section("one"))).await.is(200);
    tour.go(&siv, "moveVersion", &[model, &draft], Some(json!({ "status": "in_review" }))).await;
    bo.patch_version(&format!("/support-models/{model}/versions/{draft}"), 2, json!({ "status": "draft", "reason": "Mer" })).await.is(200);
    tour.go(&siv, "putVersionBlock", &[model, &draft, "section.one"], Some(section("one"))).await;
    siv.send(Method::PUT, &of("section.two"), &first, Some(section("two"))).await.is(200);
    tour.go(&siv, "removeVersionBlock", &[model, &draft, "section.two"], None).await;
    tour.go(&siv, "getVersionBlock", &[model, &draft, "section.one"], None).await;
    tour.go(&siv, "getVersion", &[model, &draft], None).await;
    tour.go(nobody, "listVersions", &[model], None).await;
    let operation = tour.contract.operation("compareVersions");
    let compared = format!(
        "/support-models/{model}/versions/{draft}/comparison?since={}",
        nobody.get(&format!("/support-models/{model}")).await.text_at("/version")
    );
    tour.contract.promises(&operation, &siv.get(&compared).await.is(200));
    tour.reached.borrow_mut().insert(operation.id);
    siv.send(Method::DELETE, &format!("/support-models/{model}/versions/{draft}"), &[("if-match", "\"6\"")], None).await.is(204);
    siv.post(&format!("/support-models/{model}/versions"), json!({})).await.is(201);
    siv.send(Method::PUT, &of("section.one"), &first, Some(section("one"))).await.is(200);
    tour.go(&siv, "discardVersion", &[model, &draft], None).await;
    let told = json!({ "block": "head", "kind": "missing", "why": "Klimatet" });
    let contribution = tour.go(&siv, "proposeContribution", &[model], Some(told)).await.id();
    tour.go(&bo, "listContributions", &[model], None).await;
    tour.go(&siv, "getContribution", &[&contribution], None).await;
    tour.go(&bo, "answerContribution", &[&contribution], Some(json!({ "state": "declined", "answer": "Finns redan" }))).await;
    tour.go(nobody, "exportSupportModel", &[model], None).await;
    tour.go(nobody, "printSupportModel", &[model], None).await;
    let number = nobody.get(&format!("/support-models/{model}")).await.text_at("/version");
    let mut file = tour.go(nobody, "exportVersion", &[model, &number], None).await.body;
    file["key"] = json!("another-matrix");
    tour.go(&bo, "importSupportModel", &[], Some(file)).await;
    tour.go(&bo, "dismissEditor", &[model, &alva.id], None).await;
}
