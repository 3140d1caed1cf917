//! Who knows of a saved search and may change it: whoever saved it.

use entity::id::MemberId;
use entity::saved_search::Column;
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Saved searches of which this person may know.
pub fn visible_to(who: MemberId) -> Condition {
    Condition::all().add(Column::MemberId.eq(who))
}

/// Saving a search, changing it, forgetting it.
pub struct Keep;

impl Action for Keep {
    type On = MemberId;
    const NAME: &'static str = "saved-searches.keep";

    fn allows(actor: &Actor, owner: &MemberId) -> bool {
        actor.id == *owner
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Keep>("saved search")
}
