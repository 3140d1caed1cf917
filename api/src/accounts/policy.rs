//! Who may do what to an account: only its own member.

use entity::id::{MemberId, SessionId};
use entity::kind::Role;
use uuid::Uuid;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Ending a session, or changing the password.
pub struct Manage;

impl Action for Manage {
    type On = MemberId;
    const NAME: &'static str = "accounts.manage";

    fn allows(actor: &Actor, account: &MemberId) -> bool {
        actor.id == *account
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let owner = MemberId(Uuid::nil());
    let people = [
        ("themself", owner, Role::Member),
        ("member", MemberId(Uuid::max()), Role::Member),
        ("site moderator", MemberId(Uuid::max()), Role::Moderator),
        ("administrator", MemberId(Uuid::max()), Role::Administrator),
    ];
    let right = |(who, id, role)| {
        let actor = Actor { id, role, session: SessionId(Uuid::nil()) };
        Right { on: "account".to_owned(), action: Manage::NAME, who, allowed: Manage::allows(&actor, &owner) }
    };
    people.into_iter().map(right).collect()
}
