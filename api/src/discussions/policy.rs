//! Who reads and who writes: it is the group that decides.

use entity::discussion::Column;
use entity::id::MemberId;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Discussions that this person may know of and read: those of the groups in which they may read.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    Condition::all().add(Column::GroupId.in_subquery(groups::readable_ids(who)))
}

/// Opening a discussion, replying in one, reacting to a post: the group's active members.
pub struct Write;

impl Action for Write {
    type On = Standing;
    const NAME: &'static str = "discussions.write";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::takes_part(actor, standing)
    }
}

/// Making something known to the whole group.
pub struct Announce;

impl Action for Announce {
    type On = Standing;
    const NAME: &'static str = "discussions.announce";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::looks_after(actor, standing)
    }
}

/// Locking a discussion, and keeping one in view.
pub struct Moderate;

impl Action for Moderate {
    type On = Standing;
    const NAME: &'static str = "discussions.moderate";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::looks_after(actor, standing)
    }
}

/// Having it remembered how far one has read: whoever reads.
pub struct KeepPlace;

impl Action for KeepPlace {
    type On = Standing;
    const NAME: &'static str = "discussions.keep-place";

    fn allows(_: &Actor, _: &Standing) -> bool {
        true
    }
}

/// Something that was written, as one person meets it.
#[derive(Clone, Debug)]
pub struct Written {
    /// The group, and the person's place in it.
    pub standing: Standing,
    /// Who wrote it.
    pub author: MemberId,
}

/// Changing what was written: its author, for as long as they are a member. Nobody puts words into another's mouth.
pub struct Edit;

impl Action for Edit {
    type On = Written;
    const NAME: &'static str = "discussions.edit";

    fn allows(actor: &Actor, written: &Written) -> bool {
        written.author == actor.id && groups::takes_part(actor, &written.standing)
    }
}

/// Deleting what was written: its author, also after leaving, and those who look after the group.
pub struct Delete;

impl Action for Delete {
    type On = Written;
    const NAME: &'static str = "discussions.delete";

    fn allows(actor: &Actor, written: &Written) -> bool {
        written.author == actor.id || groups::looks_after(actor, &written.standing)
    }
}

/// Saying which reply answers a question: whoever asked, and those who look after the group.
pub struct Accept;

impl Action for Accept {
    type On = Written;
    const NAME: &'static str = "discussions.accept";

    fn allows(actor: &Actor, written: &Written) -> bool {
        Edit::allows(actor, written) || groups::looks_after(actor, &written.standing)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [
        groups::asked_of_everybody(Write::NAME, Write::allows),
        groups::asked_of_everybody(Announce::NAME, Announce::allows),
        groups::asked_of_everybody(Moderate::NAME, Moderate::allows),
        groups::asked_of_everybody(KeepPlace::NAME, KeepPlace::allows),
        groups::asked_of_everybody("discussions.edit of one's own", |actor, standing| Edit::allows(actor, &by(actor.id, standing))),
        groups::asked_of_everybody("discussions.edit of another's", |actor, standing| Edit::allows(actor, &by(ANOTHER, standing))),
        groups::asked_of_everybody("discussions.delete of one's own", |actor, standing| Delete::allows(actor, &by(actor.id, standing))),
        groups::asked_of_everybody("discussions.delete of another's", |actor, standing| Delete::allows(actor, &by(ANOTHER, standing))),
        groups::asked_of_everybody("discussions.accept in another's question", |actor, standing| Accept::allows(actor, &by(ANOTHER, standing))),
    ]
    .concat()
}

/// Somebody else, to ask the policy about.
const ANOTHER: MemberId = MemberId(Uuid::max());

fn by(author: MemberId, standing: &Standing) -> Written {
    Written { standing: standing.clone(), author }
}
