//! Who may add to what a group keeps, and take away from it. Who may read in the group reads it.

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Writing pages, links and decisions, bringing files, and changing what others wrote.
pub struct Write;

impl Action for Write {
    type On = Standing;
    const NAME: &'static str = "spaces.write";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::takes_part(actor, standing)
    }
}

/// Taking away what somebody wrote, with all its versions.
pub struct Remove;

impl Action for Remove {
    type On = Standing;
    const NAME: &'static str = "spaces.remove";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::looks_after(actor, standing)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [groups::asked_of_everybody(Write::NAME, Write::allows), groups::asked_of_everybody(Remove::NAME, Remove::allows)].concat()
}
