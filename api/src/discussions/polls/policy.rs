//! Who asks, who votes, who says what came of it.

use crate::discussions::policy::{ANOTHER, Accept, Place, Written, asked, by};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Asking: whoever opened the discussion and still takes part, and those who look after the place.
/// The same people end the poll and write down what came of it.
pub struct Ask;

impl Action for Ask {
    type On = Written;
    const NAME: &'static str = "discussions.ask-poll";

    fn allows(actor: &Actor, written: &Written) -> bool {
        Accept::allows(actor, written)
    }
}

/// Voting: whoever takes part at that moment. Who leaves later has voted.
pub struct Vote;

impl Action for Vote {
    type On = Place;
    const NAME: &'static str = "discussions.vote";

    fn allows(actor: &Actor, place: &Place) -> bool {
        place.takes_part(actor)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [asked("discussions.ask-poll in another's", |actor, place| Ask::allows(actor, &by(ANOTHER, place))), asked(Vote::NAME, Vote::allows)].concat()
}
