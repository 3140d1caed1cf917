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

/// All of them.
pub const ALL: &[ProblemType] = &[PART_TAKEN, FULL, REFERRED_TO];
