//! What a feature declares about itself. Server, document, catalogue and tests all read this.

use entity::id::{MemberId, SessionId};
use entity::kind::Role;
use futures_util::future::LocalBoxFuture;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::access::{Action, Actor, System};
use super::notification::NotificationKind;
use super::outbox::Notice;
use super::problem::{ProblemType, Result};
use super::search::Searchable;

/// Forgets what is no longer needed.
pub type Forget = fn(System) -> LocalBoxFuture<'static, Result<()>>;

/// One feature: a folder and a line in the table.
#[derive(Clone, Copy)]
pub struct Feature {
    /// The tag of its operations, and the prefix of its problems.
    pub tag: &'static str,
    /// What it is, for the documentation.
    pub about: &'static str,
    /// Registers its operations, which is also what documents them.
    pub mount: fn(&mut ServiceConfig),
    /// Its problems.
    pub problems: &'static [ProblemType],
    /// What it has told by mail.
    pub notices: &'static [Notice],
    /// What members are told of by it.
    pub kinds: &'static [NotificationKind],
    /// Forgets its rows whose time has passed.
    pub forget: Option<Forget>,
    /// What it has to find.
    pub searchable: Option<Searchable>,
    /// The rows of the policy matrix.
    pub rights: fn() -> Vec<Right>,
}

/// One cell of the policy matrix: may this kind of person do this to that?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// What it is done to, such as `closed group`.
    pub on: String,
    /// `feature.verb`.
    pub action: &'static str,
    /// The kind of person.
    pub who: &'static str,
    /// The policy's answer.
    pub allowed: bool,
}

/// Asks a rule about something that belongs to one member of every kind of person.
#[must_use]
pub fn asked_of_everybody<A: Action<On = MemberId>>(on: &str) -> Vec<Right> {
    of_everybody(on, A::NAME, A::allows)
}

/// The same for a rule about something that is made for that member.
#[must_use]
pub fn of_everybody(on: &str, action: &'static str, allows: impl Fn(&Actor, &MemberId) -> bool) -> Vec<Right> {
    let owner = MemberId(Uuid::nil());
    let people = [
        ("themself", owner, Role::Member),
        ("stranger", MemberId(Uuid::max()), Role::Member),
        ("editor", MemberId(Uuid::max()), Role::Editor),
        ("site moderator", MemberId(Uuid::max()), Role::Moderator),
        ("administrator", MemberId(Uuid::max()), Role::Administrator),
    ];
    let right = |(who, id, role)| {
        let actor = Actor { id, role, session: SessionId(Uuid::nil()) };
        Right { on: on.to_owned(), action, who, allowed: allows(&actor, &owner) }
    };
    people.into_iter().map(right).collect()
}
