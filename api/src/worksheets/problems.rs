//! The rules of worksheets that can be broken.

use crate::kernel::problem::ProblemType;

/// Another entry of a part that takes one.
pub const PART_TAKEN: ProblemType =
    ProblemType::new(409, "worksheets.part-taken", "This part takes one entry, and has it", "Den här delen tar en post, och har den redan");
/// More entries than a worksheet takes.
pub const FULL: ProblemType = ProblemType::new(409, "worksheets.full", "The worksheet takes no more entries", "Arbetsbladet tar inte fler poster");
/// Removing what others come from.
pub const REFERRED_TO: ProblemType =
    ProblemType::new(409, "worksheets.referred-to", "Other entries refer to this one", "Andra poster hänvisar till den här");
/// Claiming what belongs to somebody.
pub const OWNED: ProblemType = ProblemType::new(409, "worksheets.owned", "The worksheet belongs to somebody", "Arbetsbladet tillhör någon");
/// Sharing what belongs to nobody, or taking away the only way to it.
pub const UNOWNED: ProblemType = ProblemType::new(
    409,
    "worksheets.unowned",
    "The worksheet belongs to nobody; claim it first",
    "Arbetsbladet tillhör ingen; gör det till ditt först",
);
/// Sharing with so many.
pub const SHARED_OUT: ProblemType =
    ProblemType::new(409, "worksheets.shared-out", "The worksheet is shared with no more", "Arbetsbladet delas inte med fler");

/// All of them.
pub const ALL: &[ProblemType] = &[PART_TAKEN, FULL, REFERRED_TO, OWNED, UNOWNED, SHARED_OUT];
