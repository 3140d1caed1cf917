//! What groups keep: pages, links, decisions.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::App;

#[actix_web::test]
async fn members_write_a_page_together_and_every_version_can_be_compared() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "open").await;
    omar.joins(&group).await;
    let pages = format!("/groups/{group}/pages");
    let new = json!({ "title": "Vandring", "body": "Ett\nTvå <script>\nTre\n" });
    assert_eq!(siv.post(&pages, new.clone()).await.is_problem(403, "request.forbidden").body["right"], "spaces.write");
    let begun = alva.post(&pages, new).await.is(201);
    let page = format!("{pages}/{}", begun.id());
    assert!(!begun.text_at("/bodyHtml").contains("<script>"));
    let edited = omar.patch_version(&page, 0, json!({ "title": "Trygghetsvandring", "body": "Ett\nTre\nFyra\n" })).await.is(200);
    assert_eq!((edited.body["version"].clone(), edited.text_at("/by/name")), (json!(1), "Omar".to_owned()));
    alva.patch_version(&page, 0, json!({ "body": "Nej" })).await.is_problem(412, "request.stale");
    siv.patch_version(&page, 1, json!({ "body": "Nej" })).await.is(403);
    let versions = siv.get(&format!("{page}/versions")).await.is(200);
    assert_eq!(
        (versions.each("/title"), versions.each("/by/name")),
        (vec!["Trygghetsvandring".to_owned(), "Vandring".to_owned()], vec!["Omar".to_owned(), "Alva".to_owned()])
    );
    let compared = siv.get(&format!("{page}/comparisons/0/1")).await.is(200);
    let line = |line: &Value| format!("{} {}", line["change"].as_str().unwrap_or_default(), line["text"].as_str().unwrap_or_default());
    let lines: Vec<_> = compared.body["lines"].as_array().expect("lines").iter().map(line).collect();
    assert_eq!(lines, ["kept Ett", "removed Två <script>", "kept Tre", "added Fyra"]);
    siv.get(&format!("{page}/comparisons/0/2")).await.is(404);

    // A page is of its own group, and goes with all its versions.
    let other = alva.starts_group("Andra vägar", "open", "open").await;
    alva.get(&format!("/groups/{other}/pages/{}", begun.id())).await.is(404);
    app.stranger().get(&page).await.is(404);
    omar.delete(&page).await.is_problem(403, "request.forbidden");
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);
    for path in [pages.clone(), page.clone(), format!("{page}/versions"), format!("{page}/comparisons/0/1")] {
        siv.get(&path).await.is(404);
    }
    alva.delete(&page).await.is(204);
    assert!(app.stored().await["group_page_version"].is_empty());
}

#[actix_web::test]
async fn of_those_who_change_a_page_at_once_one_is_heard_and_the_others_know() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "closed", "open").await;
    let page = alva.post(&format!("/groups/{group}/pages"), json!({ "title": "Vandring", "body": "Ett" })).await.is(201).id();
    let path = format!("/groups/{group}/pages/{page}");
    let answers = join_all((0..20).map(|number| {
        let (alva, path) = (&alva, &path);
        async move { alva.patch_version(path, 0, json!({ "body": format!("Nummer {number}") })).await }
    }))
    .await;
    let heard = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((heard, answers.iter().filter(|answer| answer.status == 412).count()), (1, 19));
    assert_eq!(alva.get(&format!("{path}/versions")).await.is(200).items().len(), 2);
}

#[actix_web::test]
async fn a_group_keeps_links_and_writes_down_what_it_concluded() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "open", "open").await;
    omar.joins(&group).await;
    let (links, decisions) = (format!("/groups/{group}/links"), format!("/groups/{group}/decisions"));
    siv.post(&links, json!({ "label": "Rapporten", "url": "https://example.org/r" })).await.is(403);
    omar.post(&links, json!({ "label": "Rapporten", "url": "javascript:alert(1)" }))
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("/url", "url")]);
    let link = omar.post(&links, json!({ "label": "Rapporten", "url": "https://example.org/r" })).await.is(201).id();
    assert_eq!(app.stranger().get(&links).await.is(200).each("/url"), ["https://example.org/r"]);
    assert!(app.stranger().get(&links).await.is(200).items()[0]["by"].is_null(), "without an account one knows of nobody");
    omar.delete(&format!("{links}/{link}")).await.is(403);
    alva.delete(&format!("{links}/{link}")).await.is(204);

    let written = omar.post(&decisions, json!({ "title": "Vi ses i juni.", "body": "Flest **kunde** då." })).await.is(201);
    assert!(written.text_at("/bodyHtml").contains("<strong>kunde</strong>"));
    let at = format!("{decisions}/{}", written.id());
    assert!(alva.patch_version(&at, 0, json!({ "body": null })).await.is(200).body["body"].is_null());
    omar.patch_version(&at, 0, json!({ "title": "Nej" })).await.is_problem(412, "request.stale");
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "archived": true })).await.is(200);
    alva.post(&decisions, json!({ "title": "För sent" })).await.is_problem(409, "groups.archived");
    alva.patch_version(&format!("/groups/{group}"), 1, json!({ "archived": false, "visibility": "closed" })).await.is(200);
    for path in [&links, &decisions] {
        assert!([401, 404].contains(&app.stranger().get(path).await.status));
        siv.get(path).await.is(404);
    }
    alva.delete(&at).await.is(204);
}
