//! What the demonstration is made of, as it is shipped.

use entity::kind::{Area, ExampleKind, Joining, Language, PollMethod, TargetGroup, Visibility};
use serde::Deserialize;

/// All of it.
pub struct Material {
    pub organisations: Vec<Organisation>,
    pub people: People,
    pub groups: Vec<Group>,
    pub examples: Vec<Example>,
    /// What is talked about outside of groups.
    pub forum: Vec<Discussion>,
}

/// An organisation of the register.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organisation {
    pub key: String,
    pub name: String,
    pub former_names: Vec<String>,
    pub sector: String,
    pub municipality_code: Option<String>,
    pub region_code: Option<String>,
    pub website: Option<String>,
}

/// What people are called, do and say of themselves.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct People {
    pub given: Vec<String>,
    pub family_stems: Vec<String>,
    pub family_endings: Vec<String>,
    pub titles: Vec<Jobs>,
    pub headlines: Vec<String>,
    pub abouts: Vec<String>,
    pub evidence: Vec<String>,
}

/// What one works as in a sector.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    pub sector: String,
    pub titles: Vec<String>,
    pub units: Vec<String>,
}

/// A group and what is talked about in it.
#[derive(Deserialize)]
pub struct Group {
    pub slug: String,
    pub name: String,
    pub purpose: String,
    pub description: Option<String>,
    pub visibility: Visibility,
    pub joining: Joining,
    pub themes: Vec<String>,
    pub competences: Vec<String>,
    pub discussions: Vec<Discussion>,
}

/// A discussion.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    pub title: String,
    pub body: String,
    /// Whether it is read without an account, in the open forum.
    #[serde(default)]
    pub public: bool,
    /// What is voted about in it.
    pub poll: Option<Poll>,
    pub replies: Vec<Reply>,
}

/// A poll.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    pub question: String,
    pub method: PollMethod,
    pub options: Vec<String>,
}

/// A reply. Speaker 0 is who opened the discussion; each other number is somebody else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub speaker: usize,
    /// The reply that it answers, by its place among the replies.
    pub answers: Option<usize>,
    /// The support model that it names by its address.
    pub model: Option<String>,
    pub text: String,
}

/// An example of the example bank.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Example {
    pub kind: ExampleKind,
    pub area: Area,
    pub language: Language,
    pub title: String,
    pub summary: String,
    pub target_groups: Vec<TargetGroup>,
    pub municipality: Option<String>,
    /// The key of an organisation in the register.
    pub organisation: Option<String>,
    pub started: Option<String>,
    pub ended: Option<String>,
    pub method: Option<String>,
    pub result: Option<String>,
    pub lessons: Option<String>,
    pub links: serde_json::Value,
    pub themes: Vec<String>,
    pub global_goals: Vec<i16>,
}

impl Material {
    /// Reads what is shipped.
    pub fn read() -> serde_json::Result<Self> {
        Ok(Self {
            organisations: serde_json::from_str(include_str!("../../data/demo/organisations.json"))?,
            people: serde_json::from_str(include_str!("../../data/demo/people.json"))?,
            groups: serde_json::from_str(include_str!("../../data/demo/groups.json"))?,
            examples: serde_json::from_str(include_str!("../../data/demo/examples.json"))?,
            forum: serde_json::from_str(include_str!("../../data/demo/forum.json"))?,
        })
    }
}

impl People {
    /// What one works as in this sector.
    pub fn jobs(&self, sector: &str) -> Option<&Jobs> {
        self.titles.iter().find(|jobs| jobs.sector == sector)
    }
}
