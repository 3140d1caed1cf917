//! What can be wrong with saved searches.

use crate::kernel::problem::ProblemType;

/// Wanting word of a search that finds too many.
pub const TOO_BROAD: ProblemType = ProblemType::new(
    409,
    "saved-searches.too-broad",
    "This search finds too many members to tell of new ones",
    "Sökningen hittar för många medlemmar för att berätta om nya",
);

/// All of them.
pub const ALL: &[ProblemType] = &[TOO_BROAD];
