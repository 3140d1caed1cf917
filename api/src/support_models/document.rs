//! The document of a support model: all of it, in every language, as it is kept and exchanged.
//!
//! Each text is an object with a member for each language. What is read, edited, compared and
//! translated as one thing is a block; its key says what it is: `head`, `section.about`,
//! `cell.aspects.identity.district`.

use chrono::{Days, NaiveDate};
use entity::kind::Language;
use serde_json::{Map, Value};

use super::content::SupportModelContent;
use crate::kernel::problem::{Problem, Result};

/// The lists of a document, and what a block of each is called.
pub const LISTS: &[(&str, &str)] = &[
    ("sections", "section"),
    ("steps", "step"),
    ("matrices", "matrix"),
    ("scales", "scale"),
    ("principles", "principle"),
    ("checklists", "checklist"),
    ("library", "entry"),
    ("worksheets", "worksheet"),
];

/// The block of what is said of the model as a whole.
pub const HEAD: &str = "head";

/// A document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document(pub Value);

/// A part of a document that is read, edited, compared and translated as one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its address within the model.
    pub key: String,
    /// Where it stands in the document, as a JSON pointer.
    pub pointer: String,
    /// What it holds, in every language.
    pub value: Value,
}

impl Document {
    /// Reads one that was kept.
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).map_err(Problem::internal)
    }

    /// A text of its head, such as the key.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        text(&self.0, name)
    }

    /// Every block, in the order of the document.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        let lists: Vec<_> = LISTS.iter().map(|(list, _)| *list).collect();
        let mut blocks = vec![Block { key: HEAD.to_owned(), pointer: String::new(), value: without(&self.0, &lists) }];
        for (list, kind) in LISTS {
            for (place, item) in items(&self.0, list).iter().enumerate() {
                let (key, pointer) = (text(item, "key"), format!("/{list}/{place}"));
                blocks.push(Block { key: format!("{kind}.{key}"), pointer: pointer.clone(), value: without(item, &["cells"]) });
                for (place, cell) in items(item, "cells").iter().enumerate() {
                    let key = format!("cell.{key}.{}.{}", text(cell, "row"), text(cell, "column"));
                    blocks.push(Block { key, pointer: format!("{pointer}/cells/{place}"), value: cell.clone() });
                }
            }
        }
        blocks
    }

    /// One block.
    #[must_use]
    pub fn block(&self, key: &str) -> Option<Block> {
        self.blocks().into_iter().find(|block| block.key == key)
    }

    /// How many blocks there are, and how many of them are whole in a language.
    #[must_use]
    pub fn translated(&self, language: Language) -> (usize, usize) {
        let blocks = self.blocks();
        (blocks.len(), blocks.iter().filter(|block| speaks(&block.value, language)).count())
    }

    /// The content in a language; a block that is not translated is in the other one, and says so.
    pub fn in_language(&self, language: Language) -> Result<SupportModelContent> {
        let lists: Vec<_> = LISTS.iter().map(|(list, _)| *list).collect();
        let mut whole = said(&without(&self.0, &lists), language);
        for list in lists {
            let blocks = items(&self.0, list).iter().map(|item| said_with_cells(item, language)).collect();
            put(&mut whole, list, blocks);
        }
        serde_json::from_value(whole).map_err(Problem::internal)
    }

    /// What differs from an earlier one: in the order of this one, what is gone last.
    #[must_use]
    pub fn since(&self, before: &Self) -> Vec<Difference> {
        let (before, after) = (before.blocks(), self.blocks());
        let find = |blocks: &[Block], key: &str| blocks.iter().find(|block| block.key == key).map(|block| block.value.clone());
        let now =
            after.iter().map(|block| Difference { key: block.key.clone(), before: find(&before, &block.key), after: Some(block.value.clone()) });
        let gone = before.iter().filter(|block| find(&after, &block.key).is_none());
        let gone = gone.map(|block| Difference { key: block.key.clone(), before: Some(block.value.clone()), after: None });
        now.chain(gone).filter(|difference| difference.before != difference.after).collect()
    }

    /// Whether a block is what it is in another version; of the head, but for its number, its days and who contributed.
    #[must_use]
    pub fn says_the_same(&self, other: &Self, key: &str) -> bool {
        let aside = if key == HEAD { &["version", "publishedOn", "reviewedOn", "nextReviewOn", "contributors"][..] } else { &[] };
        let said = |document: &Self| document.block(key).map(|block| without(&block.value, aside));
        said(self) == said(other)
    }

    /// Names somebody who contributed, once.
    pub fn credit(&mut self, name: &str) {
        if let Some(names) = list_of(&mut self.0, "contributors").filter(|names| !names.iter().any(|one| one == name)) {
            names.push(name.into());
        }
    }

    /// Puts a member of the head.
    pub fn put(&mut self, name: &str, value: Value) {
        put(&mut self.0, name, value);
    }

    /// Dates what is published: reviewed today, and again in a year unless a later day was chosen.
    pub fn date_publication(&mut self, today: NaiveDate) {
        self.put("publishedOn", today.to_string().into());
        self.put("reviewedOn", today.to_string().into());
        if self.text("nextReviewOn") <= today.to_string().as_str() {
            self.put("nextReviewOn", (today + Days::new(365)).to_string().into());
        }
    }

    /// Puts a block in place of the one at its address, or last in its list; without a value it is
    /// taken out. No where there can be no such block.
    pub fn place(&mut self, key: &str, value: Option<Value>) -> bool {
        let parts: Vec<_> = key.split('.').collect();
        match (parts.as_slice(), value) {
            ([HEAD], Some(mut head)) => {
                for (list, _) in LISTS {
                    if let Some(blocks) = self.0.get(list) {
                        put(&mut head, list, blocks.clone());
                    }
                }
                self.0 = head;
                true
            }
            (["cell", matrix, row, column], value) => {
                let matrices = list_of(&mut self.0, "matrices");
                let Some(matrix) = matrices.and_then(|all| all.iter_mut().find(|one| text(one, "key") == *matrix)) else { return false };
                let here = |cell: &Value| text(cell, "row") == *row && text(cell, "column") == *column;
                list_of(matrix, "cells").map(|cells| replace(cells, here, value)).is_some()
            }
            ([kind, own], value) => {
                let Some((list, _)) = LISTS.iter().find(|(_, name)| name == kind) else { return false };
                let Some(blocks) = list_of(&mut self.0, list) else { return false };
                let here = |block: &Value| text(block, "key") == *own;
                // A matrix is placed without its cells, which are blocks of their own.
                let cells = blocks.iter().find(|block| here(block)).and_then(|block| block.get("cells")).cloned();
                let value = value.map(|mut value| {
                    if let Some(cells) = cells {
                        put(&mut value, "cells", cells);
                    }
                    value
                });
                replace(blocks, here, value);
                true
            }
            _ => false,
        }
    }
}

/// A block that differs between two documents.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Its address within the model.
    pub key: String,
    /// What it held.
    pub before: Option<Value>,
    /// What it holds.
    pub after: Option<Value>,
}

fn replace(blocks: &mut Vec<Value>, here: impl Fn(&Value) -> bool, value: Option<Value>) {
    match (blocks.iter_mut().find(|block| here(block)), value) {
        (Some(block), Some(value)) => *block = value,
        (None, Some(value)) => blocks.push(value),
        (_, None) => blocks.retain(|block| !here(block)),
    }
}

fn list_of<'a>(value: &'a mut Value, list: &str) -> Option<&'a mut Vec<Value>> {
    value.as_object_mut()?.entry(list).or_insert_with(|| Value::Array(Vec::new())).as_array_mut()
}

fn said_with_cells(item: &Value, language: Language) -> Value {
    let mut block = said(&without(item, &["cells"]), language);
    if item.get("cells").is_some() {
        put(&mut block, "cells", items(item, "cells").iter().map(|cell| said(cell, language)).collect());
    }
    block
}

/// A block in one language: the one that is asked for if it is whole in it.
#[must_use]
pub fn said(block: &Value, asked: Language) -> Value {
    let language = if speaks(block, asked) { asked } else { other(asked) };
    let mut block = resolved(block, language);
    put(&mut block, "language", language.as_str().into());
    block
}

/// Whether every text stands there in a language.
#[must_use]
pub fn speaks(value: &Value, language: Language) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| speaks(item, language)),
        Value::Object(object) if is_text(object) => object.contains_key(language.as_str()),
        Value::Object(object) => object.values().all(|value| speaks(value, language)),
        _ => true,
    }
}

/// The same with each text in one language, or in the other where it is missing.
#[must_use]
pub fn resolved(value: &Value, language: Language) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| resolved(item, language)).collect(),
        Value::Object(object) if is_text(object) => object.get(language.as_str()).or_else(|| object.values().next()).cloned().unwrap_or_default(),
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), resolved(value, language))).collect(),
        plain => plain.clone(),
    }
}

const fn other(language: Language) -> Language {
    match language {
        Language::Swedish => Language::English,
        Language::English => Language::Swedish,
    }
}

/// An object with nothing but languages in it.
fn is_text(object: &Map<String, Value>) -> bool {
    !object.is_empty() && object.keys().all(|name| matches!(name.as_str(), "sv" | "en"))
}

/// The items of a list; none where there is no list.
#[must_use]
pub fn items<'a>(value: &'a Value, list: &str) -> &'a [Value] {
    value.get(list).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text that is no translation, such as a key; nothing where it is missing.
#[must_use]
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What is left of a pointer below another; all of it where it leads elsewhere.
#[must_use]
pub fn below<'a>(at: &str, pointer: &'a str) -> &'a str {
    pointer.strip_prefix(at).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(pointer)
}

fn without(value: &Value, names: &[&str]) -> Value {
    let kept = value.as_object().into_iter().flatten().filter(|(name, _)| !names.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
