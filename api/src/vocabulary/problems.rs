//! What can be wrong with terms.

use crate::kernel::problem::ProblemType;

/// Naming a competence that has given way to another one.
pub const RETIRED: ProblemType =
    ProblemType::new(409, "vocabulary.retired", "This competence has given way to another one", "Kompetensen har ersatts av en annan");

/// Entering a competence under a key that another one has.
pub const KEY_TAKEN: ProblemType =
    ProblemType::new(409, "vocabulary.key-taken", "Another competence has that key", "En annan kompetens har den nyckeln");

/// All of them.
pub const ALL: &[ProblemType] = &[RETIRED, KEY_TAKEN];
