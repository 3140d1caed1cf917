//! Who may do what to an account: only its own member.

use entity::id::MemberId;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

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
    asked_of_everybody::<Manage>("account")
}
