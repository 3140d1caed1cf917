//! What can be wrong with needs.

use crate::kernel::problem::ProblemType;

/// Changing what is closed.
pub const CLOSED: ProblemType = ProblemType::new(409, "needs.closed", "This need is closed", "Behovet är avslutat");

/// All of them.
pub const ALL: &[ProblemType] = &[CLOSED];
