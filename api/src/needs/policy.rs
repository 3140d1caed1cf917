//! Who knows of a need, and who may change it.

use chrono::{DateTime, Utc};
use entity::id::MemberId;
use entity::kind::NeedAudience;
use entity::need::Column;
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};
use crate::members;

/// Needs of which this person may know: their own, and those of members whom they may know, shown to
/// them, while they last. What came of one stays to be read.
pub fn visible_to(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let groups = Condition::all().add(Column::Audience.eq(NeedAudience::SharedGroups)).add(members::names_fellow(Column::MemberId, actor));
    let shown = Condition::any().add(Column::Audience.eq(NeedAudience::Members)).add(groups);
    let lasts = Condition::any().add(Column::Until.gt(now)).add(Column::ClosedAt.is_not_null());
    let others = Condition::all().add(shown).add(lasts).add(members::names_visible(Column::MemberId, Some(actor)));
    Condition::any().add(Column::MemberId.eq(actor.id)).add(others)
}

/// Posting a need, changing it, seeing who could help, closing it.
pub struct Keep;

impl Action for Keep {
    type On = MemberId;
    const NAME: &'static str = "needs.keep";

    fn allows(actor: &Actor, owner: &MemberId) -> bool {
        actor.id == *owner
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Keep>("need")
}
