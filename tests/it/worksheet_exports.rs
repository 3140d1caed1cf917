//! Worksheets as pages to print: nothing that people wrote runs, and all of it can be read.

use std::collections::BTreeMap;

use actix_web::http::Method;
use api::kernel::secret::sha256;
use serde_json::{Value, json};
use tests::App;

use super::worksheets::{assessment, finding};

/// Ways to smuggle a script or a request into a page that shows text.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "</dd></dl><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><iframe srcdoc='<script>alert(1)</script>'>",
    "' onmouseover='alert(1)",
    "\" onmouseover=\"alert(1)",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=//x.test/>",
    "<link rel=stylesheet href=//x.test>",
    "<form action=//x.test><button>x</button></form>",
    "<!--",
    "<![CDATA[",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&",
    "a < b > c & \"d\" 'e'",
    "\u{202e}omvänt\u{202c}",
    "javascript:alert(1)",
];

/// What a page may consist of, each with the attributes that it may have.
const PARTS: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "content", "name"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("main", &[]),
    ("section", &["aria-labelledby"]),
    ("article", &["aria-labelledby"]),
    ("h1", &["dir"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("p", &["class"]),
    ("dl", &[]),
    ("div", &[]),
    ("dt", &[]),
    ("dd", &["dir"]),
    ("footer", &[]),
];

/// A tag and its attributes.
type Tag = (String, BTreeMap<String, String>);

/// The tags of a page with their attributes, and the text between them.
fn parsed(page: &str) -> (Vec<Tag>, String) {
    let (mut tags, mut text) = (Vec::new(), String::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a document type");
    while let Some((before, inside)) = rest.split_once('<') {
        text += before;
        let (tag, after) = inside.split_once('>').expect("the end of a tag");
        rest = after;
        let (name, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = BTreeMap::new();
        while let Some((attribute, value)) = left.split_once("=\"") {
            let (value, next) = value.split_once('"').expect("the end of a value");
            attributes.insert(attribute.trim().to_owned(), value.to_owned());
            left = next;
        }
        assert!(left.trim().is_empty(), "{tag}");
        tags.push((name.to_owned(), attributes));
    }
    let plain = (text + rest).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&");
    (tags, plain)
}

#[actix_web::test]
async fn whatever_people_write_a_page_shows_it_and_runs_and_fetches_nothing() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    let everything = ATTACKS.join("\n");
    sheet.send(Method::PATCH, "", &[], Some(json!({ "title": "</title><script>alert(1)</script>" }))).await.is(200);
    let about: Value =
        ["place", "stage", "purpose", "room", "functions", "missing"].map(|key| (key.to_owned(), json!(everything))).into_iter().collect();
    sheet.add("about", about).await.is(201);
    for attack in ATTACKS {
        let mut values = finding(attack);
        values["source"] = json!(attack);
        sheet.add("inventory", values).await.is(201);
    }
    let page = sheet.get("/export?format=html").await.is(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"social-impact-assessment-assessment.html\"");

    let (tags, text) = parsed(&page.text);
    for (name, attributes) in &tags {
        let name = name.trim_start_matches('/');
        let (_, may) = PARTS.iter().find(|(part, _)| *part == name).unwrap_or_else(|| panic!("{name} is in the page"));
        assert!(attributes.keys().all(|attribute| may.contains(&attribute.as_str())), "{name} has {attributes:?}");
    }
    for attack in ATTACKS {
        assert!(text.matches(attack).count() >= 2, "{attack} cannot be read");
    }

    // Its one style is the one that its policy names, in the header and in the page that was saved.
    let (_, style) = page.text.split_once("<style>").expect("a style");
    let (style, _) = style.split_once("</style>").expect("its end");
    let policy = format!("default-src 'none'; style-src 'sha256-{}='; base-uri 'none'; form-action 'none'", sha256(style.as_bytes()));
    assert_eq!(page.header("content-security-policy"), policy);
    assert_eq!(page.text.matches("<style").count(), 1);
    assert!(tags.iter().any(|(_, attributes)| attributes.get("content") == Some(&policy)), "{tags:?}");
    for word in ["http://", "https://", "url(", "@import", "src="] {
        assert!(!style.contains(word), "{word}");
    }
}

#[actix_web::test]
async fn a_page_can_be_read_by_ear_and_in_both_languages() {
    let app = App::start().await;
    let sheet = assessment(&app).await;
    sheet.add("inventory", finding("Torget\när välbesökt")).await.is(201);
    sheet.add("inventory", finding("Bron")).await.is(201);
    let page = sheet.get("/export?format=html").await.is(200).text;
    let (tags, _) = parsed(&page);
    let headings: Vec<_> = tags.iter().filter(|(name, _)| ["h1", "h2", "h3"].contains(&name.as_str())).map(|(name, _)| name.as_str()).collect();
    assert_eq!(headings.iter().filter(|name| **name == "h1").count(), 1);
    assert_eq!(headings[0], "h1");
    assert!(headings.windows(2).all(|pair| pair[1] <= "h2" || pair[0] >= "h2"), "no heading is skipped: {headings:?}");
    let ids: Vec<_> = tags.iter().filter_map(|(_, attributes)| attributes.get("id")).collect();
    let named: Vec<_> = tags.iter().filter_map(|(_, attributes)| attributes.get("aria-labelledby")).collect();
    assert_eq!(ids, named);
    for told in [
        "<html lang=\"sv\">",
        "<title>Konsekvensanalys</title>",
        ">Inventering 2</h3>",
        "<dt>Beskrivning</dt><dd dir=\"auto\">Torget\när välbesökt</dd>",
        "Inget ifyllt",
    ] {
        assert!(page.contains(told), "no {told} in {page}");
    }
    let english = sheet.send(Method::GET, "/export?format=html", &[("accept-language", "en")], None).await.is(200);
    for told in ["<html lang=\"en\">", "<title>Impact assessment</title>", "Nothing filled in"] {
        assert!(english.text.contains(told), "no {told} in {}", english.text);
    }
}
