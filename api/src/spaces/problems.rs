//! What can be wrong with what groups keep.

use crate::kernel::problem::ProblemType;

/// More than a group can keep.
pub const FULL: ProblemType =
    ProblemType::new(409, "spaces.full", "The group keeps as many of these as it can", "Gruppen har så många av dessa som den kan ha");

/// More than the files of a group may take.
pub const NO_ROOM: ProblemType =
    ProblemType::new(409, "spaces.no-room", "The files of the group have no room for it", "Gruppens filer har inte plats för den");

/// Removing the version of a file that there is now.
pub const PRESENT_VERSION: ProblemType = ProblemType::new(
    409,
    "spaces.present-version",
    "The present version goes with the file only",
    "Den nuvarande versionen försvinner bara med filen",
);

/// All of them.
pub const ALL: &[ProblemType] = &[FULL, NO_ROOM, PRESENT_VERSION];
