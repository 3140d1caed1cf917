//! Who reads and who writes: it is the group that decides.

use entity::discussion::Column;
use sea_orm::{ColumnTrait, Condition};

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Discussions that this person may know of and read: those of the groups in which they may read.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    Condition::all().add(Column::GroupId.in_subquery(groups::readable_ids(who)))
}

/// Opening a discussion, or replying in one: the group's active members.
pub struct Write;

impl Action for Write {
    type On = Standing;
    const NAME: &'static str = "discussions.write";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::takes_part(actor, standing)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    groups::asked_of_everybody(Write::NAME, Write::allows)
}
