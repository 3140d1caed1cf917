//! What members are told of. A feature declares kinds of it, and how each is shown; how somebody wants
//! to be told they say themself.

use chrono::{DateTime, Utc};
use entity::id::{GroupId, MemberId, NotificationId};
use entity::kind::{Language, MailChoice};
use futures_util::future::LocalBoxFuture;
use sea_orm::Condition;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::{Actor, System, Viewer};
use super::db::Tx;
use super::problem::Result;

/// What a notification is about, as a column, for conditions.
pub const ABOUT: (&str, &str) = ("notification", "about_id");
/// The same, of what has a key.
pub const ABOUT_KEY: (&str, &str) = ("notification", "about_key");
/// The first cause that is not read.
pub const FIRST: (&str, &str) = ("notification", "first_id");
/// The latest cause.
pub const LATEST: (&str, &str) = ("notification", "latest_id");

/// A kind of thing that members are told of.
#[derive(Clone, Copy)]
pub struct NotificationKind {
    /// `feature.what`.
    pub name: &'static str,
    /// What it is, in Swedish and in English.
    pub title: (&'static str, &'static str),
    /// Whether it is shown in the app, unless the member says otherwise.
    pub in_app: bool,
    /// Whether it is mailed, unless the member says otherwise.
    pub mail: MailChoice,
    /// Its place in the digest: the smallest comes first.
    pub rank: u8,
    /// For whom it is, where those may be too many for the transaction of the cause.
    pub audience: Option<Audience>,
    /// Which notifications of the kind a member may see now.
    pub visible: Visible,
    /// How they look now, in their order; nothing for one that is no longer to be seen.
    pub show: Show,
}

/// The members after this one whom a cause concerns, in the order of their ids.
pub type Audience = for<'a> fn(&'a System, &'a Cause, Slot) -> LocalBoxFuture<'a, Result<Vec<MemberId>>>;

/// Some of many: so many after this one.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// After whom.
    pub after: MemberId,
    /// How many.
    pub limit: u64,
}

/// Which notifications of a kind a member may see now.
#[derive(Clone, Copy)]
pub enum Visible {
    /// Those of which this holds; it may name the columns above.
    Where(fn(&Actor, DateTime<Utc>) -> Condition),
    /// Those that can be shown, where the database alone cannot say; for kinds of which a member has few.
    Shown,
}

/// Shows notifications of one kind.
pub type Show = for<'a> fn(&'a Viewer, &'a [Notification]) -> LocalBoxFuture<'a, Result<Vec<Option<Shown>>>>;

/// Why members are told something.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cause {
    /// What it is about. Of a kind there is one notification about each thing, whatever happens to it.
    pub about: Uuid,
    /// The same, of what has a key instead.
    pub key: String,
    /// What has happened: a later id than of anything that happened before.
    pub id: Uuid,
}

impl Cause {
    /// What has an id of its own, such as a reply.
    #[must_use]
    pub const fn of(about: Uuid, id: Uuid) -> Self {
        Self { about, key: String::new(), id }
    }

    /// What has happened now.
    #[must_use]
    pub fn now(tx: &Tx, about: Uuid) -> Self {
        Self::of(about, tx.new_id())
    }

    /// What has happened now to something that has a key.
    #[must_use]
    pub fn keyed(tx: &Tx, key: impl Into<String>) -> Self {
        Self { about: Uuid::nil(), key: key.into(), id: tx.new_id() }
    }
}

/// Something that a member was told.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The notification.
    pub id: NotificationId,
    /// What it is about.
    pub about: Uuid,
    /// The same, of what has a key.
    pub key: String,
    /// The first cause that is not read.
    pub first: Uuid,
    /// The latest cause.
    pub latest: Uuid,
    /// When that was.
    pub at: DateTime<Utc>,
}

/// A notification as it looks now, in the reader's language.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What has happened, in a line.
    pub title: String,
    /// What there is to know of it; paragraphs are separated by an empty line.
    pub text: String,
    /// What somebody wrote.
    pub quote: Option<String>,
    /// Where it is, below the root of the API.
    pub path: String,
    /// How many causes it tells of.
    pub count: u64,
    /// Who did it last.
    pub actor: Option<MemberId>,
    /// In which group, and what that is called.
    pub group: Option<(GroupId, String)>,
}

impl Shown {
    /// Of one cause.
    #[must_use]
    pub fn of(title: impl Into<String>, text: impl Into<String>, path: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), quote: None, path: path.into(), count: 1, actor: None, group: None }
    }

    /// With who did it.
    #[must_use]
    pub fn by(self, actor: MemberId) -> Self {
        Self { actor: Some(actor), ..self }
    }

    /// With what somebody wrote.
    #[must_use]
    pub fn quoting(self, quote: Option<String>) -> Self {
        Self { quote, ..self }
    }

    /// In a group.
    #[must_use]
    pub fn within(self, id: GroupId, name: impl Into<String>) -> Self {
        Self { group: Some((id, name.into())), ..self }
    }
}

/// What is said in the reader's language, of Swedish and English.
#[must_use]
pub fn say<T>(viewer: &Viewer, swedish: T, english: T) -> T {
    match viewer.language() {
        Language::Swedish => swedish,
        Language::English => english,
    }
}

/// Shows notifications one at a time, for kinds of which a member has few.
pub async fn each<'a, F>(viewer: &'a Viewer, of: &'a [Notification], show: impl Fn(&'a Viewer, &'a Notification) -> F) -> Result<Vec<Option<Shown>>>
where
    F: Future<Output = Result<Option<Shown>>>,
{
    let mut shown = Vec::new();
    for one in of {
        shown.push(show(viewer, one).await?);
    }
    Ok(shown)
}
