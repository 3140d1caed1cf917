//! What can be wrong with what groups keep.

use crate::kernel::problem::ProblemType;

/// More than a group can keep.
pub const FULL: ProblemType =
    ProblemType::new(409, "spaces.full", "The group keeps as many of these as it can", "Gruppen har så många av dessa som den kan ha");

/// All of them.
pub const ALL: &[ProblemType] = &[FULL];
