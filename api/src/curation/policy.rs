//! Who knows of a proposal, and who may change it. Deciding is [`vocabulary::Edit`].

use entity::competence_proposal::Column;
use entity::id::MemberId;
use entity::kind::Role;
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Proposals of which this person may know: their own, and those who decide know all.
pub fn visible_to(actor: &Actor) -> Condition {
    let decides = actor.role >= Role::Editor;
    Condition::all().add_option((!decides).then(|| Column::MemberId.eq(actor.id)))
}

/// Making a proposal, changing it, taking it back: in one’s own name.
pub struct Change;

impl Action for Change {
    type On = MemberId;
    const NAME: &'static str = "curation.change";

    fn allows(actor: &Actor, proposer: &MemberId) -> bool {
        actor.id == *proposer
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Change>("proposal")
}
