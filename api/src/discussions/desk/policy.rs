//! What is on a desk is its member's alone.

use entity::id::MemberId;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Keeping a draft, and throwing it away, wherever it was to stand.
pub struct KeepDraft;

impl Action for KeepDraft {
    type On = MemberId;
    const NAME: &'static str = "discussions.keep-draft";

    fn allows(actor: &Actor, member: &MemberId) -> bool {
        actor.id == *member
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<KeepDraft>("draft")
}
