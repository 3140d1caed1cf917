//! The committed OpenAPI document, as a client reads it: which operations there are, and whether an
//! answer is one that the document promises.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use actix_web::http::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::{Answer, Person};

/// The committed document, and the codes of the problems that the service lists.
pub struct Contract {
    document: Value,
    codes: BTreeSet<String>,
    schemas: RefCell<BTreeMap<String, Validator>>,
}

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// Its path, with `{names}`.
    pub path: String,
    node: Value,
}

impl Contract {
    /// Reads the document, and from the running service the catalogue of problems.
    pub async fn of(anybody: &Person<'_>) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
        let text = fs::read_to_string(path).expect("openapi/openapi.json is committed");
        let document = serde_json::from_str(&text).expect("JSON");
        let mut codes = BTreeSet::new();
        for page in 1.. {
            let answer = anybody.get(&format!("/problems?limit=100&page={page}")).await.is(200);
            codes.extend(answer.each("/code"));
            if answer.items().len() < 100 {
                break;
            }
        }
        Self { document, codes, schemas: RefCell::default() }
    }

    /// Every operation.
    pub fn operations(&self) -> Vec<Operation> {
        let items = self.document["paths"].as_object().expect("paths");
        let of_path = |(path, item): (&String, &Value)| {
            let operation = |(method, node): (&String, &Value)| Operation {
                id: node["operationId"].as_str().expect("an operationId").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                node: node.clone(),
            };
            item.as_object().expect("operations").iter().map(operation).collect::<Vec<_>>()
        };
        items.iter().flat_map(of_path).collect()
    }

    /// One operation, by its `operationId`.
    pub fn operation(&self, id: &str) -> Operation {
        self.operations().into_iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("the document has no operation {id}"))
    }

    /// Every path and the methods that it has, `HEAD` included where there is `GET`.
    pub fn paths(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut paths = BTreeMap::<_, BTreeSet<_>>::new();
        for operation in self.operations() {
            let methods = paths.entry(operation.path).or_default();
            if operation.method == Method::GET {
                methods.insert("HEAD".to_owned());
            }
            methods.insert(operation.method.to_string());
        }
        paths
    }

    /// Expects what the document promises of the operation: a declared status, and a body of its schema.
    #[track_caller]
    pub fn promises(&self, operation: &Operation, answer: &Answer) {
        let declared = self.resolved(&operation.node["responses"][answer.status.to_string()]);
        assert!(!declared.is_null(), "{}: {} is not declared: {} {}", operation.id, answer.status, answer.of, answer.text);
        if answer.status >= 400 {
            self.tells(answer);
        }
        let Some(content) = declared["content"].as_object() else {
            return assert_eq!(answer.text, "", "{}: no body is declared", answer.of);
        };
        let media = answer.header("content-type").split(';').next().unwrap_or_default();
        let body = if media.ends_with("json") { answer.body.clone() } else { Value::String(answer.text.clone()) };
        let schema = &content.get(media).unwrap_or_else(|| panic!("{}: {:?} is not declared", answer.of, answer.headers))["schema"];
        let mut schemas = self.schemas.borrow_mut();
        let validator = schemas.entry(schema.to_string()).or_insert_with(|| self.validator(schema));
        let faults: Vec<_> = validator.iter_errors(&body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{} {} is not of its schema: {faults:#?}\n{}", operation.id, answer.of, answer.text);
    }

    /// Expects a complete problem of the catalogue (RFC 9457).
    #[track_caller]
    pub fn tells(&self, answer: &Answer) {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{} answered {} {}", answer.of, answer.status, answer.text);
        for name in ["type", "title", "detail", "instance", "code"] {
            assert!(answer.body[name].as_str().is_some_and(|text| !text.is_empty()), "{}: no {name} in {}", answer.of, answer.text);
        }
        assert_eq!(answer.body["status"], answer.status, "{} answered {}", answer.of, answer.text);
        let code = answer.text_at("/code");
        assert!(self.codes.contains(&code), "{}: {code} is not in the catalogue", answer.of);
        assert!(answer.text_at("/type").ends_with(&format!("/problems/{code}")), "{} answered {}", answer.of, answer.text);
        let (given, needed) = (answer.headers.contains_key("www-authenticate"), answer.status == 401);
        assert_eq!(given, needed, "{}: WWW-Authenticate belongs to 401, and to nothing else", answer.of);
    }

    fn resolved<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node["$ref"].as_str() {
            Some(to) => self.document.pointer(to.trim_start_matches('#')).unwrap_or_else(|| panic!("{to} leads nowhere")),
            None => node,
        }
    }

    fn validator(&self, schema: &Value) -> Validator {
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        jsonschema::options().should_validate_formats(true).build(&whole).unwrap_or_else(|error| panic!("{schema}: {error}"))
    }
}

/// The first version after a change.
const VERSION: (&str, &str) = ("if-match", "\"1\"");
/// The secret of nothing.
const SECRET: (&str, &str) = ("worksheet-secret", "torg_ws_0000000000000000000000000000000000000000000");

impl Operation {
    /// The part of the API that it belongs to.
    pub fn tag(&self) -> &str {
        self.node["tags"][0].as_str().unwrap_or_default()
    }

    /// Whether nobody may call it without signing in.
    pub fn needs_sign_in(&self) -> bool {
        self.node["security"].as_array().expect("security").iter().all(|way| way.get("bearer").is_some())
    }

    /// Whether it takes a body.
    pub fn takes_body(&self) -> bool {
        self.node["requestBody"].is_object()
    }

    /// Whether that body is JSON.
    pub fn takes_json(&self) -> bool {
        self.node.pointer("/requestBody/content/application~1json").is_some()
    }

    /// The body that the document gives as an example, if the operation takes one.
    pub fn example(&self) -> Option<Value> {
        self.node.pointer("/requestBody/content/application~1json/example").cloned()
    }

    /// A body that it takes, with its media type: the example, or some plain text where it takes any file.
    pub fn body(&self) -> Option<(&'static str, Vec<u8>)> {
        let json = self.example().map(|example| ("application/json", example.to_string().into_bytes()));
        let file = self.node.pointer("/requestBody/content/application~1octet-stream").map(|_| ("application/octet-stream", b"Hej!".to_vec()));
        json.or(file)
    }

    /// Its path with each `{name}` replaced.
    pub fn at(&self, mut value: impl FnMut(&str) -> String) -> String {
        let filled = self.path.split('{').enumerate().map(|(place, part)| match part.split_once('}') {
            Some((name, rest)) if place > 0 => value(name) + rest,
            _ => part.to_owned(),
        });
        filled.collect()
    }

    /// Whether it takes a parameter of this name.
    pub fn takes(&self, name: &str) -> bool {
        self.node["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == name))
    }

    /// What its query must hold, from the examples.
    pub fn query(&self) -> String {
        let required = self.node["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query" && one["required"] == true);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(required.filter_map(|one| Some((one["name"].as_str()?, one["example"].as_str()?))));
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The headers without which it is not carried out.
    pub fn headers(&self) -> &'static [(&'static str, &'static str)] {
        let named = |name: &str| self.node["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == name));
        match (named("If-Match"), named("Worksheet-Secret")) {
            (true, true) => &[VERSION, SECRET],
            (true, false) => &[VERSION],
            (false, true) => &[SECRET],
            (false, false) => &[],
        }
    }
}
