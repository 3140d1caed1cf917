//! Who sees what they are told, and says how: each member for themself.

use entity::id::MemberId;
use entity::notification::Column;
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// What this member was told. What they may still see of it the kinds say.
pub fn told_to(member: MemberId) -> Condition {
    Condition::all().add(Column::MemberId.eq(member))
}

/// Reading what one is told, and saying how one wants to be told.
pub struct Keep;

impl Action for Keep {
    type On = MemberId;
    const NAME: &'static str = "notifications.keep";

    fn allows(actor: &Actor, member: &MemberId) -> bool {
        actor.id == *member
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Keep>("notification")
}
