//! What can be wrong with invitations.

use crate::kernel::problem::ProblemType;

/// Inviting twice.
pub const ALREADY_INVITED: ProblemType =
    ProblemType::new(409, "invitations.already-invited", "They have an invitation to the group", "De har redan en inbjudan till gruppen");

/// More than a group can have waiting.
pub const TOO_MANY_WAITING: ProblemType = ProblemType::new(
    409,
    "invitations.too-many-waiting",
    "Too many invitations to the group wait for an answer",
    "För många inbjudningar till gruppen väntar på svar",
);

/// The other answer was given before.
pub const ANSWERED: ProblemType =
    ProblemType::new(409, "invitations.answered", "The invitation was answered differently", "Inbjudan har redan fått ett annat svar");

/// A token that was never given out, was replaced, used up or withdrawn, or is too old.
pub const SPENT: ProblemType =
    ProblemType::new(404, "invitations.spent", "The invitation is not, or no longer, good", "Inbjudan gäller inte, eller inte längre");

/// All of them.
pub const ALL: &[ProblemType] = &[ALREADY_INVITED, TOO_MANY_WAITING, ANSWERED, SPENT];
