//! What can be wrong with examples.

use crate::kernel::problem::ProblemType;

/// A step that cannot be taken from where the example stands.
pub const NOT_NOW: ProblemType =
    ProblemType::new(409, "examples.not-now", "The example does not stand where this can be done", "Exemplet är inte i ett läge där detta går");

/// Handing in what is not whole.
pub const INCOMPLETE: ProblemType =
    ProblemType::new(409, "examples.incomplete", "The example lacks something that a reader needs", "Exemplet saknar något som en läsare behöver");

/// All of them.
pub const ALL: &[ProblemType] = &[NOT_NOW, INCOMPLETE];
