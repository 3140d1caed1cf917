//! Support models: read by anybody, whole, in two languages.

use actix_web::http::Method;
use tests::App;

const MATRIX: &str = "/support-models/knowledge-matrix/matrices/aspects-by-scale";

#[actix_web::test]
async fn anybody_reads_the_models_area_by_area_in_a_fixed_order() {
    let app = App::start().await;
    let list = app.request(Method::GET, "/api/v1/support-models", &[], None).await.is(200);
    let expected = ["knowledge-matrix", "social-impact-assessment", "child-impact-assessment", "example-bank", "dialogue-model", "dialogue-tool"];
    assert_eq!(list.each("/key"), expected);
    let visitor = app.stranger();
    let keys: Vec<_> =
        visitor.walk("/support-models?limit=2").await.iter().map(|model| model["key"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(keys, expected);
    assert_eq!(visitor.get("/support-models?area=participation").await.each("/key"), ["dialogue-model", "dialogue-tool"]);
    assert_eq!(visitor.get("/support-models?area=gardening").await.is(200).items().len(), 0);
    for key in expected {
        let model = visitor.get(&format!("/support-models/{key}")).await.is(200);
        assert_eq!((model.text_at("/key").as_str(), model.text_at("/licence").is_empty()), (key, false));
    }
}

#[actix_web::test]
async fn a_model_speaks_swedish_unless_asked_for_english() {
    let app = App::start().await;
    let visitor = app.stranger();
    for (asked, language, title, first) in [
        (None, "sv", "Kunskapsmatrisen", "Vem känner sig välkommen in här, och vem gör det inte?"),
        (Some("en-GB,en;q=0.9,sv;q=0.1"), "en", "The knowledge matrix", "Who feels welcome in here, and who does not?"),
        (Some("sv-SE"), "sv", "Kunskapsmatrisen", "Vem känner sig välkommen in här, och vem gör det inte?"),
        (Some("fr"), "sv", "Kunskapsmatrisen", "Vem känner sig välkommen in här, och vem gör det inte?"),
    ] {
        let headers: Vec<_> = asked.map(|asked| ("accept-language", asked)).into_iter().collect();
        let model = visitor.send(Method::GET, "/support-models/knowledge-matrix", &headers, None).await.is(200);
        assert_eq!((model.text_at("/language").as_str(), model.header("content-language")), (language, language));
        assert_eq!(model.text_at("/title"), title);
        assert_eq!(model.text_at("/matrices/0/cells/0/questions/0"), first);
        let list = visitor.send(Method::GET, "/support-models", &headers, None).await.is(200);
        assert_eq!(list.each("/title")[0], title);
        assert!(!model.text.contains("\"sv\":{") && !model.text.contains("\"en\":"), "a text is left in both languages");
    }
}

#[actix_web::test]
async fn the_knowledge_matrix_has_twenty_cells_each_with_questions() {
    let app = App::start().await;
    let matrix = app.stranger().get(MATRIX).await.is(200);
    let keys = |axis: &str| -> Vec<String> {
        let axis = matrix.body[axis].as_array().into_iter().flatten();
        axis.map(|one| one["key"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (rows, columns) = (keys("rows"), keys("columns"));
    assert_eq!((rows.len(), columns.len()), (4, 5));
    let cells = matrix.body["cells"].as_array().expect("cells");
    let met: Vec<_> = cells.iter().map(|cell| (cell["row"].as_str().unwrap_or_default(), cell["column"].as_str().unwrap_or_default())).collect();
    let crossed: Vec<_> = rows.iter().flat_map(|row| columns.iter().map(move |column| (row.as_str(), column.as_str()))).collect();
    assert_eq!(met, crossed);
    assert!(cells.iter().all(|cell| cell["questions"].as_array().is_some_and(|questions| !questions.is_empty())));
}

#[actix_web::test]
async fn a_matrix_gives_one_row_one_column_or_the_cell_where_they_meet() {
    let app = App::start().await;
    let visitor = app.stranger();
    for (filter, count) in
        [("?row=identity", 5), ("?column=district", 4), ("?row=identity&column=district", 1), ("?row=nonsense", 0), ("?row=district", 0), ("", 20)]
    {
        let matrix = visitor.get(&format!("{MATRIX}{filter}")).await.is(200);
        assert_eq!(matrix.body["cells"].as_array().map(Vec::len), Some(count), "{filter}");
        assert_eq!(matrix.body["rows"].as_array().map(Vec::len), Some(4), "{filter}");
    }
    visitor.get(&format!("{MATRIX}?line=identity")).await.is_problem(422, "request.invalid").has_faults(&[("?line", "surplus")]);
    visitor.get(&format!("{MATRIX}?row=Not%20a%20key")).await.is_problem(422, "request.invalid").has_faults(&[("?row", "slug")]);
}

#[actix_web::test]
async fn caches_may_keep_a_model_and_ask_whether_it_has_changed() {
    let app = App::start().await;
    let visitor = app.stranger();
    for path in ["/support-models", "/support-models/knowledge-matrix", MATRIX] {
        let first = visitor.get(path).await.is(200);
        let tag = first.header("etag").to_owned();
        assert_eq!(first.header("cache-control"), "public, max-age=300");
        assert!(first.header("vary").starts_with("Accept-Language") && !first.header("vary").contains("Authorization"));
        assert!(tag.len() > 20 && tag.starts_with('"'), "{path}: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = visitor.send(Method::GET, path, &[("if-none-match", &known)], None).await.is(304);
            assert_eq!((again.text.as_str(), again.header("etag"), again.header("cache-control")), ("", tag.as_str(), "public, max-age=300"));
        }
        let english = visitor.send(Method::GET, path, &[("if-none-match", &tag), ("accept-language", "en")], None).await.is(200);
        assert_ne!(english.header("etag"), tag);
        let signed_in = app.member(&format!("Alva {}", path.len())).await.get(path).await.is(200);
        assert_eq!((signed_in.header("etag"), &signed_in.text), (tag.as_str(), &first.text));
    }
}

#[actix_web::test]
async fn a_model_or_matrix_that_is_not_there_is_not_found() {
    let app = App::start().await;
    for path in [
        "/support-models/nonsense",
        "/support-models/Knowledge-Matrix",
        "/support-models/knowledge-matrix/matrices/nonsense",
        "/support-models/example-bank/matrices/aspects-by-scale",
        "/support-models/nonsense/matrices/aspects-by-scale",
        "/support-models/knowledge-matrix/matrices",
    ] {
        let answer = app.stranger().get(path).await.is_problem(404, "request.not-found");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[actix_web::test]
async fn a_model_says_when_its_review_is_overdue() {
    let app = App::start().await;
    let path = "/support-models/knowledge-matrix";
    let model = app.stranger().get(path).await.is(200);
    assert_eq!(model.body["reviewOverdue"], false);
    assert!(model.text_at("/nextReviewOn") > model.text_at("/publishedOn"));
    app.wait(chrono::TimeDelta::days(1000));
    assert_eq!(app.stranger().get(path).await.body["reviewOverdue"], true);
}
