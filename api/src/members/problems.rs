//! What can go wrong with a profile.

use crate::kernel::problem::ProblemType;

/// Somebody has the handle, or one that is easily taken for it.
pub const HANDLE_TAKEN: ProblemType = ProblemType::new(
    409,
    "members.handle-taken",
    "Somebody has this handle, or one that looks like it",
    "Någon har det här användarnamnet, eller ett som ser ut som det",
);
/// Whoever is protected has a handle that nobody would try.
pub const HANDLE_WHILE_PROTECTED: ProblemType = ProblemType::new(
    409,
    "members.handle-while-protected",
    "While you are protected your handle is one that nobody would try",
    "Så länge du är skyddad är ditt användarnamn ett som ingen skulle prova",
);

/// All of them.
pub const ALL: &[ProblemType] = &[HANDLE_TAKEN, HANDLE_WHILE_PROTECTED];
