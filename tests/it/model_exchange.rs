//! A support model is taken elsewhere and brought in, printed, and reviewed in time.

use actix_web::http::Method;
use api::kernel::access::System;
use entity::kind::Role;
use serde_json::{Value, json};
use tests::App;

const MODELS: &str = "/support-models";

#[actix_web::test]
async fn what_is_exported_is_imported_and_exported_again_without_a_difference() {
    let (here, there) = (App::start().await, App::start().await);
    let (siv, adm) = (here.stranger(), there.staff("Adm", Role::Administrator).await);
    for model in siv.get("/support-models?limit=100").await.is(200).each("/key") {
        let file = siv.get(&format!("{MODELS}/{model}/document")).await.is(200);
        assert!(file.header("content-disposition").contains(&format!("{model}-")) && file.header("etag").len() > 20);
        let mut document = file.body.clone();
        document["version"] = json!("9.0.0");
        let draft = adm.post(MODELS, document.clone()).await.is(201);
        assert_eq!((draft.text_at("/status").as_str(), draft.text_at("/number").as_str()), ("draft", "9.0.0"));
        let again = adm.get(&format!("{MODELS}/{model}/versions/9.0.0/document")).await.is(200);
        assert_eq!(again.body, document);
        // Without the number that had to differ the bytes are the same.
        assert_eq!(again.text.replace("9.0.0", &file.text_at("/version")), file.text);
    }
}

#[actix_web::test]
async fn a_model_from_elsewhere_is_a_draft_until_another_publishes_it() {
    let app = App::start().await;
    let (siv, omar, alva) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await, app.member("Alva").await);
    let mut file = siv.get("/support-models/peer-review/document").await.is(200).body;
    file["key"] = json!("peer-visit");
    file["version"] = json!("0.1.0");
    alva.post(MODELS, file.clone()).await.is_problem(403, "request.forbidden");
    siv.post(MODELS, file.clone()).await.is(201);
    siv.post(MODELS, file.clone()).await.is_problem(409, "support-models.open-already");
    let draft = "/support-models/peer-visit/versions/0.1.0";
    for other in [app.stranger(), alva] {
        for path in ["/support-models/peer-visit", "/support-models/peer-visit/versions", draft, "/support-models/peer-visit/document"] {
            other.get(path).await.is_problem(404, "request.not-found");
        }
        assert_eq!(other.get("/support-models?limit=100").await.is(200).items().len(), 8);
    }
    siv.patch_version(draft, 0, json!({ "status": "in_review" })).await.is(200);
    omar.patch_version(draft, 1, json!({ "status": "published" })).await.is(200);
    assert_eq!(app.stranger().get("/support-models/peer-visit").await.is(200).text_at("/version"), "0.1.0");
    assert_eq!(app.stranger().get("/support-models?limit=100").await.is(200).items().len(), 9);
    siv.post("/support-models/peer-visit/versions", json!({})).await.is(201);
}

#[actix_web::test]
async fn a_broken_file_names_every_fault_and_changes_nothing() {
    let app = App::start().await;
    let siv = app.staff("Siv", Role::Moderator).await;
    let mut file = siv.get("/support-models/social-impact-assessment/document").await.is(200).body;
    let before = app.stored().await;
    file["area"] = json!("gardening");
    file["sections"][0]["title"] = json!("Bara en text");
    file["matrices"][0]["cells"][1]["row"] = json!("nowhere");
    file["scales"][0]["key"] = json!("Not A Key");
    file["surplus"] = json!(true);
    file.as_object_mut().expect("an object").remove("licence");
    let answer = siv.post(MODELS, file).await.is_problem(422, "request.invalid");
    let pointers: Vec<_> =
        answer.body["errors"].as_array().expect("errors").iter().map(|error| error["pointer"].as_str().unwrap_or_default()).collect();
    for pointer in ["/area", "/sections/0/title", "/matrices/0/cells/1/row", "/scales/0/key", "/surplus", "/licence"] {
        assert!(pointers.contains(&pointer), "{pointer} is not in {pointers:?}");
    }
    for (file, code) in [(json!([]), 422), (json!({}), 422), (json!("text"), 422)] {
        siv.post(MODELS, file).await.is_problem(code, "request.invalid");
    }
    assert!(before == app.stored().await, "a broken file changed something");
}

#[actix_web::test]
async fn what_is_exported_is_as_the_served_schema_says() {
    let app = App::start().await;
    let visitor = app.stranger();
    let schema = visitor.get("/schemas/support-model").await.is(200).body;
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    for model in visitor.get("/support-models?limit=100").await.is(200).each("/key") {
        let mut document = visitor.get(&format!("{MODELS}/{model}/document")).await.is(200).body;
        assert!(validator.is_valid(&document), "{model}");
        document["sections"][0]["title"] = json!({});
        assert!(!validator.is_valid(&document), "{model} with a text in no language");
    }
}

#[actix_web::test]
async fn a_model_is_printed_as_one_page_that_loads_nothing() {
    let app = App::start().await;
    for (language, sources) in [("sv", "Källor"), ("en", "Sources")] {
        for model in app.stranger().get("/support-models?limit=100").await.is(200).each("/key") {
            let page = app.stranger().send(Method::GET, &format!("{MODELS}/{model}/html"), &[("accept-language", language)], None).await.is(200);
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")) && page.text.contains(sources));
            for loads in ["<script", "src=", "<link", "<img", "@import", "url(", " style="] {
                assert!(!page.text.contains(loads), "{model} has {loads}");
            }
            assert_eq!(page.text.matches("<h1>").count(), 1);
            if page.text.contains("<table>") {
                assert!(page.text.contains("<th scope=\"col\">") && page.text.contains("<th scope=\"row\">") && page.text.contains("<caption>"));
            }
        }
    }
    app.stranger().get("/support-models/nonsense/html").await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn markup_in_a_text_is_shown_as_text() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = "/support-models/peer-review/versions/9.0.0";
    siv.post("/support-models/peer-review/versions", json!({ "version": "9.0.0" })).await.is(201);
    let evil = "<script>alert(1)</script>";
    let section = json!({ "key": "evil", "title": { "sv": evil }, "body": { "sv": format!("{evil} [länk](javascript:alert(1))") } });
    siv.send(Method::PUT, &format!("{draft}/blocks/section.evil"), &[("if-match", "\"0\"")], Some(section)).await.is(200);
    siv.patch_version(draft, 1, json!({ "status": "in_review" })).await.is(200);
    omar.patch_version(draft, 2, json!({ "status": "published" })).await.is(200);
    let page = app.stranger().get("/support-models/peer-review/html").await.is(200).text;
    assert!(!page.contains("<script") && !page.contains("javascript:alert(1)\"") && page.contains("&lt;script&gt;"));
}

#[actix_web::test]
async fn editors_are_reminded_once_that_a_review_is_due() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    siv.put(&format!("{MODELS}/peer-review/editors/{}", alva.id), Value::Null).await.is(204);
    let system = System::because("what is due belongs to nobody", &app.inner);
    api::server::forget(&system).await.expect("nothing is due");
    app.wait(chrono::TimeDelta::days(400));
    for _ in 0..2 {
        api::server::forget(&system).await.expect("reminded");
    }
    let mails = app.mails_to(&alva.email, 2).await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.contains("Kollegiegranskning")).collect();
    assert_eq!(told.len(), 1, "{mails:?}");
    // Another day of review is another reminder; without editors nobody is told.
    assert!(!mails.iter().any(|mail| mail.contains("Kunskapsmatrisen")));
}

#[actix_web::test]
async fn a_model_whose_review_is_overdue_says_so_wherever_it_is_read() {
    let app = App::start().await;
    let reads = ["", "/blocks/section.about", "/html", "/markdown"].map(|rest| format!("{MODELS}/peer-review{rest}"));
    let says = |text: &str| text.contains("\"reviewOverdue\":true") || text.contains("skulle ha granskats senast");
    for path in &reads {
        assert!(!says(&app.stranger().get(path).await.is(200).text), "{path} is in time");
    }
    app.wait(chrono::TimeDelta::days(400));
    for path in &reads {
        let late = app.stranger().get(path).await.is(200);
        assert!(says(&late.text), "{path} is late");
        assert!(late.header("last-modified").contains("2027"), "{path}: {}", late.header("last-modified"));
    }
    assert_eq!(app.stranger().get(MODELS).await.is(200).items()[0]["reviewOverdue"], true);
}

#[actix_web::test]
async fn what_is_not_translated_is_marked_on_a_page_and_in_a_text() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let draft = format!("{MODELS}/peer-review/versions/9.0.0");
    siv.post(&format!("{MODELS}/peer-review/versions"), json!({ "version": "9.0.0" })).await.is(201);
    let section = json!({ "key": "new", "title": { "sv": "Bara på svenska" }, "body": { "sv": "Nytt." } });
    siv.send(Method::PUT, &format!("{draft}/blocks/section.new"), &[("if-match", "\"0\"")], Some(section)).await.is(200);
    siv.patch_version(&draft, 1, json!({ "status": "in_review" })).await.is(200);
    omar.patch_version(&draft, 2, json!({ "status": "published" })).await.is(200);
    let read = async |rest: &str, language: &str| {
        app.stranger().send(Method::GET, &format!("{MODELS}/peer-review{rest}"), &[("accept-language", language)], None).await.is(200).text
    };
    for rest in ["/html", "/markdown"] {
        assert!(read(rest, "en").await.contains("Not translated into English."), "{rest}");
        assert!(!read(rest, "sv").await.contains("Inte översatt"), "{rest}");
    }
    assert!(read("/html", "en").await.contains("<section lang=\"sv\">\n<h2>Bara på svenska</h2>"));
}

#[actix_web::test]
async fn a_key_that_can_be_none_is_a_fault_like_others_and_of_two_who_import_at_once_one_does() {
    let app = App::start().await;
    let (siv, alva) = (app.staff("Siv", Role::Moderator).await, app.member("Alva").await);
    let mut file = app.stranger().get("/support-models/peer-review/document").await.is(200).body;
    for key in [json!("a\u{0}b"), json!("Två ord"), json!(7), Value::Null] {
        file["key"] = key;
        siv.post(MODELS, file.clone()).await.is_problem(422, "request.invalid");
        alva.post(MODELS, file.clone()).await.is_problem(403, "request.forbidden");
    }
    file["key"] = json!("peer-visit");
    let imports = (0..4).map(|number| {
        let mut file = file.clone();
        file["version"] = json!(format!("{number}.0.0"));
        let siv = &siv;
        async move { siv.post(MODELS, file).await.status }
    });
    let mut all = futures_util::future::join_all(imports).await;
    all.sort_unstable();
    assert_eq!(all, [201, 409, 409, 409]);
    // Its editors may be named before it is published.
    siv.put(&format!("{MODELS}/peer-visit/editors/{}", alva.id), Value::Null).await.is(204);
    assert_eq!(alva.get(&format!("{MODELS}/peer-visit/versions")).await.is(200).items().len(), 1);
}

#[actix_web::test]
async fn a_model_leads_to_the_organisation_that_answers_for_it() {
    let app = App::start().await;
    let (siv, omar) = (app.staff("Siv", Role::Moderator).await, app.staff("Omar", Role::Administrator).await);
    let organisation = app.organisation("Exempelstad", "kommun", None, None, &[]).await;
    let slug = app.stranger().get(&format!("/organisations/{organisation}")).await.is(200).text_at("/slug");
    let draft = format!("{MODELS}/peer-review/versions/9.0.0");
    siv.post(&format!("{MODELS}/peer-review/versions"), json!({ "version": "9.0.0" })).await.is(201);
    let mut head = siv.get(&format!("{draft}/blocks/head")).await.is(200).body["value"].clone();
    let puts = async |head: &Value| siv.send(Method::PUT, &format!("{draft}/blocks/head"), &[("if-match", "\"0\"")], Some(head.clone())).await;
    head["owner"] = json!({ "name": "Exempelstad", "organisation": "finns-inte" });
    puts(&head).await.is_problem(422, "request.invalid").has_faults(&[("/owner/organisation", "unknown")]);
    head["owner"] = json!({ "name": "Exempelstad", "organisation": "Ingen Adress\u{0}" });
    puts(&head).await.is_problem(422, "request.invalid").has_faults(&[("/owner/organisation", "slug")]);
    head["owner"] = json!({ "name": "Exempelstad", "organisation": slug });
    puts(&head).await.is(200);
    siv.patch_version(&draft, 1, json!({ "status": "in_review" })).await.is(200);
    omar.patch_version(&draft, 2, json!({ "status": "published" })).await.is(200);
    let model = app.stranger().get(&format!("{MODELS}/peer-review")).await.is(200);
    assert_eq!(model.body["_links"]["owner"]["href"], format!("https://torg.test/api/v1/organisations/{organisation}"));
    assert!(app.stranger().get(&format!("{MODELS}/peer-review/html")).await.is(200).text.contains("Exempelstad"));
    // Elsewhere nobody of that name may be known; the model comes all the same.
    let elsewhere = App::start().await;
    let adm = elsewhere.staff("Adm", Role::Administrator).await;
    adm.post(MODELS, app.stranger().get(&format!("{MODELS}/peer-review/document")).await.body).await.is(201);
}
