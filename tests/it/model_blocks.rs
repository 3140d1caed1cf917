//! The blocks of a support model: each has an address of its own.

use actix_web::http::Method;
use tests::App;

#[actix_web::test]
async fn each_block_of_each_model_is_read_under_an_address_of_its_own() {
    let app = App::start().await;
    let visitor = app.stranger();
    for model in visitor.get("/support-models?limit=100").await.is(200).each("/key") {
        let path = format!("/support-models/{model}");
        let whole = visitor.get(&path).await.is(200).body;
        let mut seen = 0;
        for (list, kind) in [
            ("sections", "section"),
            ("steps", "step"),
            ("matrices", "matrix"),
            ("scales", "scale"),
            ("principles", "principle"),
            ("checklists", "checklist"),
            ("library", "entry"),
            ("worksheets", "worksheet"),
        ] {
            for item in whole[list].as_array().expect("a list") {
                let key = item["key"].as_str().expect("a key");
                let block = visitor.get(&format!("{path}/blocks/{kind}.{key}")).await.is(200);
                assert_eq!((block.text_at("/content/type").as_str(), &block.body["content"]["title"]), (kind, &item["title"]), "{model} {key}");
                assert!(block.text_at("/_links/model/href").ends_with(&path));
                let cells = item["cells"].as_array().into_iter().flatten();
                for cell in cells {
                    let at =
                        format!("{path}/blocks/cell.{key}.{}.{}", cell["row"].as_str().expect("a row"), cell["column"].as_str().expect("a column"));
                    assert_eq!(visitor.get(&at).await.is(200).body["content"]["questions"], cell["questions"]);
                }
                seen += 1;
            }
        }
        assert!(seen > 5, "{model} has {seen} blocks");
    }
    for missing in ["section.nonsense", "section", "head", "cell.nonsense.identity.district", "knowledge-matrix", "song.about", "."] {
        visitor.get(&format!("/support-models/knowledge-matrix/blocks/{missing}")).await.is_problem(404, "request.not-found");
    }
}

#[actix_web::test]
async fn a_model_tells_how_much_of_it_is_translated() {
    let app = App::start().await;
    let model = app.stranger().send(Method::GET, "/support-models/peer-review", &[("accept-language", "en")], None).await.is(200);
    let translations = model.body["translations"].as_array().expect("a list").clone();
    assert_eq!(translations.iter().map(|one| one["language"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["sv", "en"]);
    for one in &translations {
        assert!(one["blocks"].as_u64() > Some(10) && one["blocks"] == one["translated"], "{one}");
    }
    assert_eq!((model.text_at("/language").as_str(), model.text_at("/sections/0/language").as_str()), ("en", "en"));
}
