//! What can be wrong with introductions.

use crate::kernel::problem::ProblemType;

/// Taking a yes back.
pub const ANSWERED: ProblemType =
    ProblemType::new(409, "introductions.answered", "You have said yes; the contact is open", "Du har svarat ja, och kontakten är öppen");

/// All of them.
pub const ALL: &[ProblemType] = &[ANSWERED];
