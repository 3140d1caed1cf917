//! Who may know of an example, and who may do what with it.

use entity::example::{Column, Model};
use entity::id::MemberId;
use entity::kind::{ExampleState, Role};
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Examples that this person may know of: what is published, what they wrote, and, for those who
/// review, what was ever handed in. A draft is its author's alone.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    let own = who.map(|actor| Column::AuthorId.eq(actor.id));
    let handed_in = who.filter(|actor| reviews(actor)).map(|_| Column::State.ne(ExampleState::Draft));
    Condition::any().add(Column::State.eq(ExampleState::Published)).add_option(own).add_option(handed_in)
}

/// Examples that this person wrote.
pub fn written_by(actor: MemberId) -> Condition {
    Condition::all().add(Column::AuthorId.eq(actor))
}

fn reviews(actor: &Actor) -> bool {
    actor.role >= Role::Editor
}

/// Beginning an example, in one's own name.
pub struct Write;

impl Action for Write {
    type On = MemberId;
    const NAME: &'static str = "examples.write";

    fn allows(actor: &Actor, author: &MemberId) -> bool {
        actor.id == *author
    }
}

/// Changing an example, handing it in, withdrawing it: its author.
pub struct Edit;

impl Action for Edit {
    type On = Model;
    const NAME: &'static str = "examples.edit";

    fn allows(actor: &Actor, example: &Model) -> bool {
        Write::allows(actor, &example.author_id)
    }
}

/// Seeing what waits to be reviewed.
pub struct SeeReviews;

impl Action for SeeReviews {
    type On = MemberId;
    const NAME: &'static str = "examples.see-reviews";

    fn allows(actor: &Actor, _: &MemberId) -> bool {
        reviews(actor)
    }
}

/// Deciding on an example: those who review, and of their own another one of them.
pub struct Review;

impl Action for Review {
    type On = Model;
    const NAME: &'static str = "examples.review";

    fn allows(actor: &Actor, example: &Model) -> bool {
        Decide::allows(actor, &example.author_id)
    }
}

/// The rule of `Review`, by the author alone.
struct Decide;

impl Action for Decide {
    type On = MemberId;
    const NAME: &'static str = Review::NAME;

    fn allows(actor: &Actor, author: &MemberId) -> bool {
        reviews(actor) && actor.id != *author
    }
}

/// The rows of the policy matrix. Changing an example has the rule of beginning one.
pub fn rights() -> Vec<Right> {
    let write = asked_of_everybody::<Write>("example");
    let edit = write.iter().cloned().map(|right| Right { action: Edit::NAME, ..right }).collect();
    [write, edit, asked_of_everybody::<SeeReviews>("example"), asked_of_everybody::<Decide>("example")].concat()
}
