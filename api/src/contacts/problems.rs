//! What can be wrong with contacts.

use crate::kernel::problem::ProblemType;

/// Asking twice.
pub const ALREADY_ASKED: ProblemType = ProblemType::new(409, "contacts.already-asked", "One of you has asked already", "En av er har redan frågat");

/// Writing before the other has said yes.
pub const NOT_ACCEPTED: ProblemType =
    ProblemType::new(409, "contacts.not-accepted", "The contact is not accepted yet", "Kontakten är inte besvarad med ja");

/// All of them.
pub const ALL: &[ProblemType] = &[ALREADY_ASKED, NOT_ACCEPTED];
