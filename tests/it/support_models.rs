//! Support models: read by anybody, whole, in two languages.

use actix_web::http::Method;
use serde_json::Value;
use tests::App;

const MATRIX: &str = "/support-models/knowledge-matrix/matrices/aspects-by-scale";

#[actix_web::test]
async fn anybody_reads_the_models_area_by_area_in_a_fixed_order() {
    let app = App::start().await;
    let list = app.request(Method::GET, "/api/v1/support-models", &[], None).await.is(200);
    let expected = [
        "knowledge-matrix",
        "social-impact-assessment",
        "child-impact-assessment",
        "place-evaluation",
        "example-bank",
        "peer-review",
        "dialogue-model",
        "dialogue-tool",
    ];
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

/// Every text that stands somewhere in an answer, with where it stands.
fn texts(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| texts(item, &format!("{at}/{place}"), found)),
        Value::Object(object) => object.iter().for_each(|(name, item)| texts(item, &format!("{at}/{name}"), found)),
        _ => {}
    }
}

#[actix_web::test]
async fn each_of_the_eight_models_is_whole_and_says_what_is_ours() {
    let app = App::start().await;
    let visitor = app.stranger();
    let count = |value: &Value, name: &str| value[name].as_array().map_or(0, Vec::len);
    // Steps, rows and columns, modes, perspectives, scales, principles, worksheets.
    for (key, expected) in [
        ("knowledge-matrix", [5, 4, 5, 2, 4, 0, 0, 0]),
        ("social-impact-assessment", [5, 4, 5, 3, 3, 4, 4, 1]),
        ("child-impact-assessment", [6, 5, 4, 3, 3, 2, 3, 1]),
        ("place-evaluation", [5, 14, 1, 3, 3, 2, 4, 1]),
        ("example-bank", [6, 0, 0, 0, 0, 2, 4, 0]),
        ("peer-review", [8, 0, 0, 0, 0, 3, 5, 1]),
        ("dialogue-model", [4, 0, 0, 0, 0, 3, 9, 0]),
        ("dialogue-tool", [4, 4, 3, 0, 0, 5, 7, 1]),
    ] {
        let path = format!("/support-models/{key}");
        let swedish = visitor.get(&path).await.is(200);
        let matrix = &swedish.body["matrices"][0];
        let axes = ["rows", "columns", "modes", "perspectives"].map(|axis| count(matrix, axis));
        let found = [count(&swedish.body, "steps"), axes[0], axes[1], axes[2], axes[3]];
        let rest = ["scales", "principles", "worksheets"].map(|name| count(&swedish.body, name));
        assert_eq!([&found[..], &rest[..]].concat(), expected, "{key}");
        assert_eq!(count(matrix, "cells"), axes[0] * axes[1], "{key} has a cell for each row and column");
        let sources = swedish.body["sources"].as_array().expect("sources");
        assert!(sources.len() > 1 && sources.iter().any(|source| source["title"] == "Torg"), "{key} says what is ours");
        assert!(sources.iter().all(|source| source["note"].as_str().is_some_and(|note| !note.is_empty())), "{key}");

        let english = visitor.send(Method::GET, &path, &[("accept-language", "en")], None).await.is(200);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        texts(&swedish.body, "", &mut ours);
        texts(&english.body, "", &mut theirs);
        assert_eq!(ours.len(), theirs.len(), "{key}");
        for ((at, swedish), (there, english)) in ours.iter().zip(&theirs) {
            assert_eq!(at, there, "{key}");
            assert!(!swedish.trim().is_empty() && !english.trim().is_empty(), "{key}{at} is empty");
            let prose = at.ends_with("/body") || at.ends_with("/purpose") || at.contains("/questions/");
            assert!(!prose || swedish != english, "{key}{at} is not translated");
        }
    }
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
    for path in ["/support-models", "/support-models/knowledge-matrix", "/support-models/knowledge-matrix/markdown", MATRIX] {
        let first = visitor.get(path).await.is(200);
        let tag = first.header("etag").to_owned();
        assert_eq!(first.header("cache-control"), "public, max-age=300");
        assert!(first.header("vary").starts_with("Accept-Language") && !first.header("vary").contains("Authorization"));
        assert!(tag.len() > 20 && tag.starts_with('"'), "{path}: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = visitor.send(Method::GET, path, &[("if-none-match", &known)], None).await.is(304);
            assert_eq!((again.text.as_str(), again.header("etag"), again.header("cache-control")), ("", tag.as_str(), "public, max-age=300"));
            assert_eq!(again.header("last-modified"), first.header("last-modified"));
        }
        let english = visitor.send(Method::GET, path, &[("if-none-match", &tag), ("accept-language", "en")], None).await.is(200);
        assert_ne!(english.header("etag"), tag);
        let signed_in = app.member(&format!("Alva {}", path.len())).await.get(path).await.is(200);
        assert_eq!((signed_in.header("etag"), &signed_in.text), (tag.as_str(), &first.text));
        // What is kept is no way around a token that does not hold, nor around what the browser has to be told.
        visitor.send(Method::GET, path, &[("authorization", "Bearer worn-out")], None).await.is_problem(401, "request.invalid-token");
        let from_a_page = visitor.send(Method::GET, path, &[("origin", "http://localhost:3000")], None).await.is(200);
        assert_eq!((from_a_page.header("access-control-allow-origin"), &from_a_page.text), ("http://localhost:3000", &first.text));
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

#[actix_web::test]
async fn a_model_says_when_it_last_changed() {
    let app = App::start().await;
    let visitor = app.stranger();
    for (path, day) in [
        ("/support-models/example-bank", "Wed, 25 Nov 2026 00:00:00 GMT"),
        ("/support-models/example-bank/markdown", "Wed, 25 Nov 2026 00:00:00 GMT"),
        ("/support-models/peer-review", "Wed, 25 Nov 2026 00:00:00 GMT"),
        (MATRIX, "Wed, 25 Nov 2026 00:00:00 GMT"),
    ] {
        assert_eq!(visitor.get(path).await.is(200).header("last-modified"), day, "{path}");
    }
    app.wait(chrono::TimeDelta::days(370));
    let overdue = visitor.get("/support-models/example-bank").await.is(200);
    assert_eq!((&overdue.body["reviewOverdue"], overdue.header("last-modified")), (&Value::Bool(true), "Fri, 26 Nov 2027 00:00:00 GMT"));
}

#[actix_web::test]
async fn a_matrix_is_shown_in_one_mode_and_one_perspective() {
    let app = App::start().await;
    let visitor = app.stranger();
    let whole = visitor.get(MATRIX).await.is(200);
    let keys = |name: &str| -> Vec<String> {
        whole.body[name].as_array().expect("a list").iter().map(|one| one["key"].as_str().expect("a key").to_owned()).collect()
    };
    for (name, filter) in [("modes", "mode"), ("perspectives", "perspective")] {
        for key in keys(name) {
            let one = visitor.get(&format!("{MATRIX}?{filter}={key}&row=identity")).await.is(200);
            assert_eq!((one.body[name].as_array().map(Vec::len), &one.body[name][0]["key"]), (Some(1), &Value::String(key)));
            assert_eq!(one.body["cells"].as_array().map(Vec::len), Some(5));
        }
        assert_eq!(visitor.get(&format!("{MATRIX}?{filter}=nonsense")).await.is(200).body[name].as_array().map(Vec::len), Some(0));
    }
}

#[actix_web::test]
async fn a_model_is_taken_along_as_one_text_with_its_licence_and_its_sources() {
    let app = App::start().await;
    let visitor = app.stranger();
    for key in visitor.get("/support-models?limit=100").await.is(200).each("/key") {
        let path = format!("/support-models/{key}");
        for (language, sources) in [("sv", "\n## Källor\n"), ("en", "\n## Sources\n")] {
            let headers = [("accept-language", language)];
            let (model, file) = (
                visitor.send(Method::GET, &path, &headers, None).await.is(200),
                visitor.send(Method::GET, &format!("{path}/markdown"), &headers, None).await.is(200),
            );
            assert_eq!(file.header("content-type"), "text/markdown; charset=utf-8");
            assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{key}.md\""));
            let mut all = Vec::new();
            texts(&model.body, "", &mut all);
            let told = file.text.replace('\\', "");
            assert!(file.text.contains(sources), "{key}");
            for (at, text) in all.iter().filter(|(at, _)| !at.starts_with("/worksheets") && !at.starts_with("/_links")) {
                let plain = ["/title", "/body", "/purpose", "/description", "/result", "/note", "/explanation", "/licence", "/url"];
                if plain.iter().any(|end| at.ends_with(end)) || at.contains("/questions/") || at.contains("/roles/") {
                    assert!(told.contains(text.as_str()), "{key}{at} is missing: {text}");
                }
            }
        }
    }
    visitor.get("/support-models/nonsense/markdown").await.is_problem(404, "request.not-found");
}
