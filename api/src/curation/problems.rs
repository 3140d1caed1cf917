//! What can be wrong with proposals.

use crate::kernel::problem::ProblemType;

/// Proposing what is there already.
pub const KNOWN: ProblemType =
    ProblemType::new(409, "curation.known", "The vocabulary has this competence already", "Kompetensen finns redan i vokabulären");

/// Changing or deciding what is decided.
pub const DECIDED: ProblemType = ProblemType::new(409, "curation.decided", "This proposal is decided", "Förslaget är avgjort");

/// All of them.
pub const ALL: &[ProblemType] = &[KNOWN, DECIDED];
