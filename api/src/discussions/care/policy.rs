//! Who moves a discussion, and from where to where.

use entity::kind::Visibility;

use crate::discussions::policy::{Place, asked};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// A discussion that somebody wants to have elsewhere.
#[derive(Clone, Debug)]
pub struct Removal {
    /// Where it is held.
    pub from: Place,
    /// Where it is to be held.
    pub to: Place,
}

/// Moving a discussion: whoever looks after the place that it leaves, and takes part where it comes to.
pub struct Move;

impl Action for Move {
    type On = Removal;
    const NAME: &'static str = "discussions.move";

    fn allows(actor: &Actor, removal: &Removal) -> bool {
        removal.from.looks_after(actor) && removal.to.takes_part(actor)
    }
}

/// How far what is said in a place is heard: the more, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// By the members of a group that nobody else knows of.
    Secret,
    /// By the members of a group.
    Closed,
    /// By every member.
    Members,
    /// By everybody.
    World,
}

impl Reach {
    /// How far it is heard; in the open forum the discussion says so itself.
    pub const fn of(place: &Place, public: bool) -> Self {
        match place {
            Place::Forum if public => Self::World,
            Place::Forum => Self::Members,
            Place::Group(standing) => match standing.group.visibility {
                Visibility::Open => Self::World,
                Visibility::Network => Self::Members,
                Visibility::Closed => Self::Closed,
                Visibility::Secret => Self::Secret,
            },
        }
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked(Move::NAME, |actor, place| Move::allows(actor, &Removal { from: place.clone(), to: place.clone() }))
}
