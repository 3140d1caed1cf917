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

/// All of them.
pub const ALL: &[ProblemType] = &[LAST_OWNER, ALREADY_JOINED, ARCHIVED, BANNED];
