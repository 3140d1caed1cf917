//! What can be wrong with signing in.

use crate::kernel::problem::ProblemType;

/// The address is unknown, the password wrong, or the account suspended: never told apart.
pub const SIGN_IN_REFUSED: ProblemType =
    ProblemType::new(401, "accounts.sign-in-refused", "The address and the password do not belong together", "Adressen och lösenordet hör inte ihop");

/// The token was never issued, was used, replaced or revoked, or is too old.
pub const TOKEN_SPENT: ProblemType =
    ProblemType::new(401, "accounts.token-spent", "The token is not, or no longer, good", "Nyckeln gäller inte, eller inte längre");

/// A password that was given to prove who one is was wrong.
pub const WRONG_PASSWORD: ProblemType =
    ProblemType::new(403, "accounts.wrong-password", "The present password is not right", "Det nuvarande lösenordet stämmer inte");

/// All of them.
pub const ALL: &[ProblemType] = &[SIGN_IN_REFUSED, TOKEN_SPENT, WRONG_PASSWORD];
