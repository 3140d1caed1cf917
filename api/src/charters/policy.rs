//! Who may say what a group is for. Who may know of the group may read it.

use entity::kind::GroupRole;

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Saying what a group is for.
pub struct Write;

impl Action for Write {
    type On = Standing;
    const NAME: &'static str = "charters.write";

    fn allows(_: &Actor, standing: &Standing) -> bool {
        standing.role() == Some(GroupRole::Owner)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    groups::asked_of_everybody(Write::NAME, Write::allows)
}
