//! A profile as a file: JSON Resume both ways, and the archive that `LinkedIn` gives its members.
//!
//! A file is read into [`Told`], looked up in the register and the vocabulary, and shown to the member
//! as a proposal. Nothing is entered before they send it back.

mod archive;
mod enter;
mod languages;
mod propose;
mod resume;

pub use archive::read_archive;
pub use enter::enter;
pub use propose::propose;
pub use resume::{export, read_resume};

use entity::kind::Level;

use super::types::ImportPart;

/// The levels of a competence, as files say them.
const LEVELS: [(Level, &str); 4] = [(Level::Knows, "knows"), (Level::Practised, "practised"), (Level::Leads, "leads"), (Level::Teaches, "teaches")];

/// What a file tells of somebody, in its own words.
#[derive(Debug, Default)]
pub struct Told {
    headline: String,
    about: String,
    /// A place by name.
    place: String,
    /// What pages are called, and where they are.
    pages: Vec<(String, String)>,
    jobs: Vec<Job>,
    studies: Vec<Study>,
    /// Names or tags of languages, and how well they are spoken.
    languages: Vec<(String, String)>,
    skills: Vec<Skill>,
    interests: Vec<String>,
    /// What nothing is kept for.
    others: Vec<(ImportPart, String)>,
}

/// A position.
#[derive(Debug, Default)]
struct Job {
    organisation: String,
    title: String,
    unit: String,
    role_type: String,
    started: String,
    ended: String,
}

/// An education.
#[derive(Debug, Default)]
struct Study {
    school: String,
    subject: String,
    degree: String,
    started: String,
    ended: String,
}

/// Something that somebody says they know.
#[derive(Debug, Default)]
struct Skill {
    name: String,
    level: String,
}
