//! Searching over everything: what features declare of it, and the index of what is in the database.
//!
//! Each feature says what it has to find. Whether the viewer may know of it is asked of the feature's
//! own condition each time; the index knows words, authors and places, and nothing of who sees what.

mod entries;
mod hits;
mod query;
mod terms;

use chrono::{DateTime, Utc};
use entity::id::{GroupId, MemberId};
use entity::kind::{Language, SearchKind};
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::access::{System, Viewer};
use super::problem::Result;
use super::words::{Query, stem};

pub use entries::{Entry, Kept, Reader, Stretch, enter, leave, regroup, rehang, replace};
pub use hits::find;
pub use query::{discussion_of_entry, group_of_entry};
pub use terms::Word;

/// Of what many match, so many are looked at: the newest.
pub const BOUND: usize = 500;
/// What a hit is worth at most for its words, before what is said of its title.
pub const FULL: i64 = 1000;
/// What a title that was said in full is worth besides.
pub const SAID: i64 = 200;

/// To what a search is narrowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Only what stands in this group.
    pub group: Option<GroupId>,
    /// Only what this member wrote.
    pub author: Option<MemberId>,
    /// Only what was made at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Only what was made before this time.
    pub until: Option<DateTime<Utc>>,
    /// Only what is written in this language.
    pub language: Option<Language>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The words as they were written.
    pub query: String,
    /// The words, each of which must be found.
    pub words: Vec<Word>,
    /// Whether the words are beginnings of words in titles and names: somebody is typing.
    pub typing: bool,
    /// To what it is narrowed; a kind that knows nothing of that is not found.
    pub narrow: Narrow,
    /// So many of each kind at most.
    pub most: usize,
    /// The present day, by which something is new.
    pub today: i64,
}

impl Ask {
    /// Whether a folded word of a text is one of those that are looked for.
    #[must_use]
    pub fn means(&self, form: &str, language: Language) -> bool {
        let of_form = stem(form, language);
        let fits = |word: &Word| {
            let query = Query::of(&word.form, language);
            let long = word.form.len() >= 4;
            let fit = query.fits(form, &of_form).filter(|fit| *fit == 100 || long);
            fit.or_else(|| query.begins(form).filter(|_| self.typing)).is_some() || word.terms.contains_key(&of_form)
        };
        self.words.iter().any(fits)
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: SearchKind,
    /// Its id, or what names it where it has none.
    pub key: String,
    /// The points.
    pub score: i64,
}

/// What was found of one kind.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The kind.
    pub kind: SearchKind,
    /// What was found, in no order.
    pub found: Vec<Found>,
    /// How many there are.
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
}

impl Findings {
    /// All that there is.
    #[must_use]
    pub const fn all(kind: SearchKind, found: Vec<Found>) -> Self {
        let count = found.len();
        Self { kind, found, count, more: false }
    }
}

/// Something that was found, as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its key.
    pub key: String,
    /// What it is called, or what stands around it is called.
    pub title: Option<String>,
    /// What it says, as plain text.
    pub text: String,
    /// The language of both, if it is known.
    pub language: Option<Language>,
    /// The group in which it stands.
    pub group: Option<GroupId>,
    /// Who wrote it; whether the viewer may know of them is still to be asked.
    pub author: Option<MemberId>,
    /// When it was made.
    pub at: Option<DateTime<Utc>>,
    /// Where it is, under the API's root.
    pub path: String,
}

/// Finds what the viewer may know of.
pub type Find = for<'a> fn(&'a Viewer, &'a Ask) -> LocalBoxFuture<'a, Result<Vec<Findings>>>;
/// Shows some of it; what the viewer may not know of any more is not there.
pub type Show = for<'a> fn(&'a Viewer, &'a Ask, SearchKind, Vec<String>) -> LocalBoxFuture<'a, Result<Vec<Shown>>>;
/// Enters the next stretch anew, after this id, and tells where it ended and how many it entered; nothing once all are done.
pub type Reindex = fn(System, Option<Uuid>) -> LocalBoxFuture<'static, Result<Option<(Uuid, usize)>>>;

/// What a feature has to find.
#[derive(Clone, Copy)]
pub struct Searchable {
    /// The kinds, each of which is counted.
    pub kinds: &'static [SearchKind],
    /// Finds.
    pub find: Find,
    /// Shows.
    pub show: Show,
    /// Enters everything anew, for what is found by entries in the database. Such kinds are asked again with a slip
    /// forgiven if none of them has found anything; others forgive slips themselves.
    pub reindex: Option<Reindex>,
}
