//! Who looks after the vocabulary. Everybody reads it.

use entity::id::MemberId;
use entity::kind::Role;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Looking after the competences: editors, and whoever may what they may.
#[derive(Debug)]
pub struct Edit;

impl Action for Edit {
    /// What it is done to makes no difference.
    type On = MemberId;
    const NAME: &'static str = "vocabulary.edit";

    fn allows(actor: &Actor, _: &MemberId) -> bool {
        actor.role >= Role::Editor
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Edit>("vocabulary")
}
