//! The part of the tour through every operation that leads through worksheets.

use actix_web::http::Method;
use serde_json::json;
use tests::Person;

use super::tour::Tour;
use super::worksheets::finding;

/// A visitor fills in a worksheet; members keep it, share it and copy it.
pub async fn go(tour: &Tour<'_>, [nobody, alva, omar]: [&Person<'_>; 3], group: &str) {
    let new = json!({ "model": "social-impact-assessment", "template": "assessment" });
    let begun = tour.go(nobody, "beginWorksheet", &[], Some(new)).await;
    let (worksheet, secret) = (begun.id(), begun.text_at("/secret"));
    tour.secret.replace(secret.clone());
    let entry = tour.go(nobody, "addWorksheetEntry", &[&worksheet], Some(json!({ "part": "inventory", "values": finding("Torget") }))).await.id();
    // The tour edits the first version of everything, which is the second.
    let path = format!("/worksheets/{worksheet}/entries/{entry}");
    let headers = [("worksheet-secret", secret.as_str()), ("if-match", "\"0\"")];
    nobody.send(Method::PATCH, &path, &headers, Some(json!({ "values": { "source": "Gåtur" } }))).await.is(200);
    let field = [worksheet.as_str(), entry.as_str(), "source"];
    tour.go(nobody, "getWorksheetEntry", &field[..2], None).await;
    tour.go(nobody, "editWorksheetEntry", &field[..2], Some(json!({ "values": { "description": "Torget är välbesökt" } }))).await;
    tour.go(nobody, "getWorksheetField", &field, None).await;
    tour.go(nobody, "putWorksheetField", &field, Some(json!({ "value": null }))).await;
    tour.go(nobody, "getWorksheet", &[&worksheet], None).await;
    for format in ["json", "markdown", "csv", "html"] {
        let operation = tour.contract.operation("exportWorksheet");
        let path = operation.at(|_| worksheet.clone()) + "?format=" + format;
        tour.contract.promises(&operation, &nobody.send(Method::GET, &path, &headers, None).await.is(200));
    }
    tour.go(nobody, "exportWorksheet", &[&worksheet], None).await;
    let more = json!({ "part": "inventory", "values": finding("Vem kommer inte?") });
    let more = tour.go(nobody, "addWorksheetEntry", &[&worksheet], Some(more)).await.id();
    nobody.send(Method::PATCH, &format!("/worksheets/{worksheet}/entries/{more}"), &headers, Some(json!({ "values": {} }))).await.is(200);

    tour.go(alva, "claimWorksheet", &[&worksheet], None).await;
    tour.go(alva, "editWorksheet", &[&worksheet], Some(json!({ "title": "Torget i Lillköping" }))).await;
    tour.go(alva, "shareWorksheetWithMember", &[&worksheet, &omar.id], Some(json!({ "role": "writer" }))).await;
    tour.go(alva, "shareWorksheetWithGroup", &[&worksheet, group], Some(json!({ "role": "reader" }))).await;
    tour.go(alva, "listWorksheetShares", &[&worksheet], None).await;
    tour.go(omar, "listOwnWorksheets", &[], None).await;
    tour.go(omar, "copyWorksheet", &[&worksheet], Some(json!({ "title": "Bron" }))).await;
    tour.go(omar, "unshareWorksheetWithMember", &[&worksheet, &omar.id], None).await;
    tour.go(alva, "unshareWorksheetWithGroup", &[&worksheet, group], None).await;
    tour.go(nobody, "removeWorksheetEntry", &[&worksheet, &more], None).await;
    let renewed = tour.go(alva, "renewWorksheetSecret", &[&worksheet], None).await;
    tour.secret.replace(renewed.text_at("/secret"));
    tour.go(nobody, "getWorksheet", &[&worksheet], None).await;
    tour.go(alva, "endWorksheetSecret", &[&worksheet], None).await;
    tour.go(alva, "discardWorksheet", &[&worksheet], None).await;

    // Many answer a round.
    let new = json!({ "model": "place-evaluation", "template": "evaluation", "title": "Torget" });
    let round = tour.go(alva, "startRound", &[], Some(new)).await;
    tour.secret.replace(round.text_at("/answerSecret"));
    let round = round.id();
    tour.go(nobody, "getRound", &[&round], None).await;
    let answer = json!({ "entries": [{ "part": "themes", "values": { "theme": "safety", "rating": 5, "good": "Ljust" } }] });
    tour.go(nobody, "answerRound", &[&round], Some(answer)).await;
    tour.go(alva, "editRound", &[&round], Some(json!({ "closed": true }))).await;
    tour.go(nobody, "getRoundResult", &[&round], None).await;
    tour.go(alva, "getRoundResult", &[&round], None).await;
    tour.go(alva, "listOwnRounds", &[], None).await;
    tour.go(alva, "deleteRound", &[&round], None).await;
    tour.secret.replace(String::new());
}
