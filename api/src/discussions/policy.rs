//! Who reads and who writes: in a group it is the group that decides, in the open forum it is
//! everybody's.

use entity::discussion::Column;
use entity::id::{GroupId, MemberId, SessionId};
use entity::kind::Role;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// Where discussions are held, as one person meets it.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a group.
    Group(Box<Standing>),
    /// Outside of any group.
    Forum,
}

impl Place {
    /// The group, if it is one.
    pub fn group_id(&self) -> Option<GroupId> {
        match self {
            Self::Group(standing) => Some(standing.group.id),
            Self::Forum => None,
        }
    }

    /// Being one of those who talk here: the group's active members; in the open forum every member.
    pub fn takes_part(&self, actor: &Actor) -> bool {
        match self {
            Self::Group(standing) => groups::takes_part(actor, standing),
            Self::Forum => true,
        }
    }

    /// Being one of those who look after what is said: the group's owners and moderators; in the open
    /// forum the installation's.
    pub fn looks_after(&self, actor: &Actor) -> bool {
        match self {
            Self::Group(standing) => groups::looks_after(actor, standing),
            Self::Forum => actor.role >= Role::Moderator,
        }
    }
}

/// Discussions that this person may know of and read: those of the groups in which they may read, and
/// those of the open forum; without an account the public ones of it.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    let public = who.is_none().then(|| Column::Public.eq(true));
    let forum = Condition::all().add(Column::GroupId.is_null()).add_option(public);
    Condition::any().add(groups::names_readable(Column::GroupId, who)).add(forum)
}

/// Opening a discussion, replying in one, reacting to a post: whoever takes part.
pub struct Write;

impl Action for Write {
    type On = Place;
    const NAME: &'static str = "discussions.write";

    fn allows(actor: &Actor, place: &Place) -> bool {
        place.takes_part(actor)
    }
}

/// Making something known to everybody here.
pub struct Announce;

impl Action for Announce {
    type On = Place;
    const NAME: &'static str = "discussions.announce";

    fn allows(actor: &Actor, place: &Place) -> bool {
        place.looks_after(actor)
    }
}

/// Locking a discussion, and keeping one in view.
pub struct Moderate;

impl Action for Moderate {
    type On = Place;
    const NAME: &'static str = "discussions.moderate";

    fn allows(actor: &Actor, place: &Place) -> bool {
        place.looks_after(actor)
    }
}

/// Keeping something of it for oneself: how far one has read, a mark, how much one wants to hear. Whoever reads may.
pub struct KeepPlace;

impl Action for KeepPlace {
    type On = Place;
    const NAME: &'static str = "discussions.keep-place";

    fn allows(_: &Actor, _: &Place) -> bool {
        true
    }
}

/// Something that was written, as one person meets it.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where it stands.
    pub place: Place,
    /// Who wrote it.
    pub author: MemberId,
}

/// Changing what was written: its author, for as long as they take part. Nobody puts words into another's mouth.
pub struct Edit;

impl Action for Edit {
    type On = Written;
    const NAME: &'static str = "discussions.edit";

    fn allows(actor: &Actor, written: &Written) -> bool {
        written.author == actor.id && written.place.takes_part(actor)
    }
}

/// Deleting what was written: its author, also after leaving, and those who look after the place.
pub struct Delete;

impl Action for Delete {
    type On = Written;
    const NAME: &'static str = "discussions.delete";

    fn allows(actor: &Actor, written: &Written) -> bool {
        written.author == actor.id || written.place.looks_after(actor)
    }
}

/// Saying which reply answers a question: whoever asked, and those who look after the place.
pub struct Accept;

impl Action for Accept {
    type On = Written;
    const NAME: &'static str = "discussions.accept";

    fn allows(actor: &Actor, written: &Written) -> bool {
        Edit::allows(actor, written) || written.place.looks_after(actor)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [
        asked(Write::NAME, Write::allows),
        asked(Announce::NAME, Announce::allows),
        asked(Moderate::NAME, Moderate::allows),
        asked(KeepPlace::NAME, KeepPlace::allows),
        asked("discussions.edit of one's own", |actor, place| Edit::allows(actor, &by(actor.id, place))),
        asked("discussions.edit of another's", |actor, place| Edit::allows(actor, &by(ANOTHER, place))),
        asked("discussions.delete of one's own", |actor, place| Delete::allows(actor, &by(actor.id, place))),
        asked("discussions.delete of another's", |actor, place| Delete::allows(actor, &by(ANOTHER, place))),
        asked("discussions.accept in another's question", |actor, place| Accept::allows(actor, &by(ANOTHER, place))),
    ]
    .concat()
}

/// The kinds of people that there are in the open forum.
const PEOPLE: [(&str, Role); 3] = [("stranger", Role::Member), ("site moderator", Role::Moderator), ("administrator", Role::Administrator)];

/// Asks a rule about everybody, in groups and in the open forum.
pub fn asked(action: &'static str, allows: fn(&Actor, &Place) -> bool) -> Vec<Right> {
    let in_groups = groups::asked_of_everybody(action, |actor, standing| allows(actor, &Place::Group(Box::new(standing.clone()))));
    let in_forum = PEOPLE.map(|(who, role)| {
        let actor = Actor { id: MemberId(Uuid::nil()), role, session: SessionId(Uuid::nil()) };
        Right { on: "open forum".to_owned(), action, who, allowed: allows(&actor, &Place::Forum) }
    });
    in_groups.into_iter().chain(in_forum).collect()
}

/// Somebody else, to ask the policy about.
pub const ANOTHER: MemberId = MemberId(Uuid::max());

pub fn by(author: MemberId, place: &Place) -> Written {
    Written { place: place.clone(), author }
}
