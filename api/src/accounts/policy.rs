//! Who may do what to an account: its own member, and of its role the administrators.

use entity::id::MemberId;
use entity::kind::Role;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody, of_everybody};

/// Ending a session, or changing the password.
pub struct Manage;

impl Action for Manage {
    type On = MemberId;
    const NAME: &'static str = "accounts.manage";

    fn allows(actor: &Actor, account: &MemberId) -> bool {
        actor.id == *account
    }
}

/// A role that somebody is to get in place of the one they have.
#[derive(Clone, Copy, Debug)]
pub struct Appointment {
    pub member: MemberId,
    pub before: Role,
    pub role: Role,
}

/// Giving somebody else a role. Administrators are made and unmade by whoever runs the machine.
pub struct Appoint;

impl Action for Appoint {
    type On = Appointment;
    const NAME: &'static str = "accounts.appoint";

    fn allows(actor: &Actor, Appointment { member, before, role }: &Appointment) -> bool {
        actor.role == Role::Administrator && actor.id != *member && *before.max(role) < Role::Administrator
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let appoint =
        |actor: &Actor, member: &MemberId| Appoint::allows(actor, &Appointment { member: *member, before: Role::Member, role: Role::Editor });
    [asked_of_everybody::<Manage>("account"), of_everybody("account", Appoint::NAME, appoint)].concat()
}
