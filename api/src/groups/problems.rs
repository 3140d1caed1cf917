//! What can be wrong with groups and memberships.

use crate::kernel::problem::ProblemType;

/// Somebody has to answer for a group.
pub const LAST_OWNER: ProblemType =
    ProblemType::new(409, "groups.last-owner", "A group keeps at least one owner", "En grupp behåller minst en ägare");

/// Joining twice.
pub const ALREADY_JOINED: ProblemType =
    ProblemType::new(409, "groups.already-joined", "You have joined or asked already", "Du är redan med, eller har redan frågat");

/// Writing in an archived group.
pub const ARCHIVED: ProblemType =
    ProblemType::new(409, "groups.archived", "The group is archived; nothing more is written in it", "Gruppen är arkiverad; inget mer skrivs i den");

/// Inviting somebody who is kept out.
pub const BANNED: ProblemType = ProblemType::new(
    409,
    "groups.banned",
    "The member is banned from the group; lift the ban first",
    "Medlemmen är avstängd från gruppen; häv avstängningen först",
);

/// Accepting what has changed since it was read.
pub const AGREEMENTS_CHANGED: ProblemType = ProblemType::new(
    409,
    "groups.agreements-changed",
    "The agreements of the group have changed; read them again",
    "Gruppens överenskommelser har ändrats; läs dem igen",
);

/// Following owners who are there.
pub const OWNER_PRESENT: ProblemType = ProblemType::new(
    409,
    "groups.owner-present",
    "An owner of the group has been here within 60 days",
    "En ägare till gruppen har varit här inom 60 dagar",
);

/// Following owners when another has offered to.
pub const SUCCESSION_TAKEN: ProblemType =
    ProblemType::new(409, "groups.succession-taken", "Somebody else has offered to follow", "Någon annan har erbjudit sig att ta över");

/// A group within a group within a group.
pub const TOO_DEEP: ProblemType = ProblemType::new(
    409,
    "groups.too-deep",
    "A group within another has no groups within it",
    "En grupp i en annan grupp har inga egna grupper i sig",
);

/// More than another group can have within it.
pub const TOO_MANY_WITHIN: ProblemType = ProblemType::new(
    409,
    "groups.too-many-within",
    "The group has as many groups within it as it can",
    "Gruppen har så många grupper i sig som den kan ha",
);

/// All of them.
pub const ALL: &[ProblemType] =
    &[LAST_OWNER, ALREADY_JOINED, ARCHIVED, BANNED, AGREEMENTS_CHANGED, OWNER_PRESENT, SUCCESSION_TAKEN, TOO_DEEP, TOO_MANY_WITHIN];
