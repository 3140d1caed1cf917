//! What the server answered, and what a test expects of it.

use std::collections::BTreeMap;

use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// `METHOD /path`.
    pub of: String,
    /// The status.
    pub status: u16,
    /// The headers, by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
    /// The body as JSON, or null.
    pub body: Value,
}

impl Answer {
    /// The header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Expects a status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered {}", self.of, self.text);
        self
    }

    /// Expects a problem.
    #[track_caller]
    pub fn is_problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{} answered {}", self.of, self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self
    }

    /// Expects faults at exactly these pointers, each with this code.
    #[track_caller]
    pub fn has_faults(self, faults: &[(&str, &str)]) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut found: Vec<_> =
            self.body["errors"].as_array().into_iter().flatten().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect();
        let mut expected: Vec<_> = faults.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{} answered {}", self.of, self.text);
        self
    }

    /// A string of the body, by JSON pointer.
    #[track_caller]
    pub fn text_at(&self, pointer: &str) -> String {
        let value = self.body.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_else(|| panic!("{} has no text at {pointer}: {}", self.of, self.text)).to_owned()
    }

    /// The `id` of the body.
    #[track_caller]
    pub fn id(&self) -> String {
        self.text_at("/id")
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> &Vec<Value> {
        self.body["items"].as_array().unwrap_or_else(|| panic!("{} is no list: {}", self.of, self.text))
    }

    /// The path of a list's next page.
    pub fn next(&self) -> Option<String> {
        let href = self.body.pointer("/_links/next/href")?.as_str()?;
        href.split_once("/api/v1").map(|(_, path)| path.to_owned())
    }

    /// One member of every item of a list.
    #[track_caller]
    pub fn each(&self, pointer: &str) -> Vec<String> {
        self.items().iter().map(|item| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
    }
}
