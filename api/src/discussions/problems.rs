//! What can be wrong with discussions and posts.

use crate::kernel::problem::ProblemType;

/// Replying where nobody replies any more.
pub const LOCKED: ProblemType =
    ProblemType::new(409, "discussions.locked", "The discussion is locked; nobody replies in it", "Samtalet är låst; ingen svarar i det");

/// Doing something with what was deleted.
pub const DELETED: ProblemType = ProblemType::new(409, "discussions.deleted", "What was written here is deleted", "Det som stod här är borttaget");

/// Accepting an answer where nothing was asked.
pub const NO_QUESTION: ProblemType =
    ProblemType::new(409, "discussions.no-question", "Only a question has an accepted answer", "Bara en fråga har ett godtaget svar");

/// All of them.
pub const ALL: &[ProblemType] = &[LOCKED, DELETED, NO_QUESTION];
