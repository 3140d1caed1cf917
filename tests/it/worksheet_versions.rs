//! Worksheets stay on their version until somebody moves them, and then nothing is lost.

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::App;

use super::worksheet_fields::retell;
use super::worksheets::{Sheet, assessment, finding};

/// The next version: a part and a field are gone, a field is new, one asks something else.
async fn publish(app: &App) {
    retell(app, "social-impact-assessment", "2.0.0", |template| {
        let parts = template["parts"].as_array_mut().expect("parts");
        let part = |parts: &[Value], key: &str| parts.iter().position(|part| part["key"] == key).expect("a part");
        let gone = part(parts, "consequences");
        parts.remove(gone);
        let at = part(parts, "inventory");
        let fields = parts[at]["fields"].as_array_mut().expect("fields");
        fields.retain(|field| field["key"] != "source");
        let kind = fields.iter_mut().find(|field| field["key"] == "kind").expect("a field");
        kind["choices"].as_array_mut().expect("choices").retain(|choice| choice["key"] != "value");
        let mut new = fields[3].clone();
        new["key"] = "evidence".into();
        new["required"] = false.into();
        fields.push(new);
        let at = part(parts, "measures");
        parts[at]["repeats"] = false.into();
        template["rules"] = json!([]);
    })
    .await;
}

struct Filled<'a> {
    sheet: Sheet<'a>,
    one: String,
    other: String,
    measures: [String; 2],
    consequence: String,
    dilemma: String,
}

async fn filled(app: &App) -> Filled<'_> {
    let sheet = assessment(app).await;
    let mut values = finding("Torget");
    values["source"] = "Gåtur".into();
    let one = sheet.add("inventory", values).await.is(201).id();
    let mut values = finding("Bron");
    values["kind"] = "need".into();
    let other = sheet.add("inventory", values).await.is(201).id();
    let first = sheet.add("measures", json!({ "inventory": [one, other], "description": "Fler bänkar" })).await.is(201).id();
    let second = sheet.add("measures", json!({ "inventory": [other], "description": "Ljus" })).await.is(201).id();
    let consequence = json!({ "measures": [first, second], "description": "Fler stannar", "direction": 1, "reasons": "Det finns plats" });
    let consequence = sheet.add("consequences", consequence).await.is(201).id();
    let dilemma = json!({ "consequences": [consequence], "description": "Transporterna hamnar närmare bostäderna" });
    let dilemma = sheet.add("dilemmas", dilemma).await.is(201).id();
    Filled { sheet, one, other, measures: [first, second], consequence, dilemma }
}

#[actix_web::test]
async fn whoever_keeps_a_worksheet_is_told_field_by_field_what_a_newer_version_changes() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let Filled { sheet, .. } = filled(&app).await;
    assert_eq!(sheet.get("").await.is(200).body["newer"], Value::Null);
    publish(&app).await;
    let newer = sheet.get("").await.is(200).body["newer"].clone();
    assert_eq!(newer["modelVersion"], "2.0.0");
    let changes: Vec<_> = newer["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|one| [&one["part"], &one["field"], &one["change"]].map(|text| text.as_str().expect("text").to_owned()).join(" "))
        .collect();
    for told in [
        "inventory source removed",
        "inventory kind changed",
        "inventory evidence added",
        "consequences direction removed",
        "measures description changed",
    ] {
        assert!(changes.iter().any(|one| one == told), "{told} is not among {changes:?}");
    }
    assert!(!changes.iter().any(|one| one.starts_with("inventory description") || one.starts_with("about ")), "{changes:?}");
    // Who only writes is not asked to move it.
    alva.send(Method::PUT, &format!("{}/owner", sheet.path), &[("worksheet-secret", &sheet.secret)], None).await.is(200);
    alva.put(&format!("{}/members/{}", sheet.path, omar.id), json!({ "role": "writer" })).await.is(200);
    assert_eq!(omar.get(&sheet.path).await.is(200).body["newer"], Value::Null);
    omar.patch(&sheet.path, json!({ "modelVersion": "2.0.0" })).await.is_problem(403, "request.forbidden");
    assert_eq!(alva.get(&sheet.path).await.is(200).body["newer"], newer);
}

#[actix_web::test]
async fn moving_over_keeps_what_fits_and_archives_what_does_not() {
    let app = App::start().await;
    let Filled { sheet, one, other, measures, consequence: gone, dilemma } = filled(&app).await;
    publish(&app).await;
    let before = app.stored().await;
    for version in ["1.2.0", "3.0.0"] {
        let refused = sheet.send(Method::PATCH, "", &[], Some(json!({ "modelVersion": version }))).await;
        refused.is_problem(422, "request.invalid").has_faults(&[("/modelVersion", "choice")]);
    }
    assert!(before == app.stored().await, "a refused move changed something");
    let moved = sheet.send(Method::PATCH, "", &[], Some(json!({ "modelVersion": "2.0.0", "title": "Torget" }))).await.is(200);
    assert_eq!((moved.text_at("/modelVersion").as_str(), &moved.body["newer"], moved.text_at("/title").as_str()), ("2.0.0", &Value::Null, "Torget"));
    let entries = moved.body["entries"].as_array().expect("entries");
    let values: Vec<_> = entries.iter().map(|entry| (entry["id"].as_str().expect("an id"), entry["values"].clone())).collect();
    let expected = vec![
        (one.as_str(), json!({ "aspect": "identity", "scale": "district", "description": "Torget" })),
        (other.as_str(), json!({ "aspect": "identity", "scale": "district", "kind": "need", "description": "Bron" })),
        (measures[0].as_str(), json!({ "inventory": [one, other], "description": "Fler bänkar" })),
        (dilemma.as_str(), json!({ "description": "Transporterna hamnar närmare bostäderna" })),
    ];
    assert_eq!(values, expected);
    let archived: Vec<_> = moved.body["archive"]
        .as_array()
        .expect("an archive")
        .iter()
        .map(|entry| {
            let fields = entry["fields"]
                .as_array()
                .expect("fields")
                .iter()
                .map(|field| (field["key"].as_str().expect("a key").to_owned(), field["value"].clone()));
            (entry["part"].clone(), entry["entry"].clone(), entry["modelVersion"].clone(), Value::from_iter(fields))
        })
        .collect();
    let version = json!("1.2.0");
    assert!(archived.contains(&(json!("inventory"), json!(one), version.clone(), json!({ "kind": "value", "source": "Gåtur" }))), "{archived:#?}");
    assert!(
        archived.contains(&(json!("measures"), json!(measures[1]), version.clone(), json!({ "inventory": [other], "description": "Ljus" }))),
        "{archived:#?}"
    );
    assert!(archived.contains(&(json!("dilemmas"), json!(dilemma), version, json!({ "consequences": [gone] }))), "{archived:#?}");
    let consequence = archived.iter().find(|one| one.0 == "consequences").expect("the consequence");
    assert_eq!(consequence.3["measures"], json!(measures));
    assert_eq!(archived.len(), 4);
    for format in ["html", "markdown", "csv"] {
        let file = sheet.get(&format!("/export?format={format}")).await.is(200).text;
        assert!(file.contains("Gåtur") && file.contains("Fler stannar"), "{file}");
    }
    // Nobody can be named who is gone, and what is now missing is asked for.
    sheet.put(&measures[0], "inventory", 0, json!([measures[1]])).await.is(422).has_faults(&[("/value/0", "unknown")]);
    sheet.put(&one, "description", 0, json!("Torget och parken")).await.is(200);
    sheet.edit(&one, 2, json!({ "description": "Torget" })).await.is(422).has_faults(&[("/values/kind", "missing")]);
    sheet.edit(&one, 2, json!({ "kind": "need" })).await.is(200);
    // A second time changes nothing.
    let before = app.stored().await;
    sheet.send(Method::PATCH, "", &[], Some(json!({ "modelVersion": "2.0.0" }))).await.is(200);
    assert!(before == app.stored().await);
}

#[actix_web::test]
async fn a_copy_may_be_in_the_newest_version_while_the_original_stays() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let Filled { sheet, .. } = filled(&app).await;
    publish(&app).await;
    let copies = format!("{}/copies", sheet.path);
    let secret = [("worksheet-secret", sheet.secret.as_str())];
    let stays = alva.send(Method::POST, &copies, &secret, Some(json!({}))).await.is(201);
    assert_eq!((stays.text_at("/modelVersion"), stays.text_at("/newer/modelVersion")), ("1.2.0".to_owned(), "2.0.0".to_owned()));
    alva.send(Method::POST, &copies, &secret, Some(json!({ "modelVersion": "1.0.0" }))).await.is(422).has_faults(&[("/modelVersion", "choice")]);
    let moves = alva.send(Method::POST, &copies, &secret, Some(json!({ "modelVersion": "2.0.0" }))).await.is(201);
    assert_eq!((moves.text_at("/modelVersion").as_str(), moves.body["archive"].as_array().map(Vec::len)), ("2.0.0", Some(4)));
    assert_eq!(moves.body["entries"].as_array().map(Vec::len), Some(4));
    let original = sheet.get("").await.is(200);
    assert_eq!((original.text_at("/modelVersion").as_str(), &original.body["archive"]), ("1.2.0", &json!([])));
    assert_eq!(original.body["entries"].as_array().map(Vec::len), Some(6));
}
