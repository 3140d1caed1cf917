//! The rules of rounds that can be broken.

use crate::kernel::problem::ProblemType;

/// A result before the round is closed.
pub const OPEN: ProblemType = ProblemType::new(
    409,
    "worksheet-rounds.open",
    "The round is still open; its result is there once it is closed",
    "Omgången är fortfarande öppen; resultatet finns när den är stängd",
);
/// An answer after it is closed.
pub const CLOSED: ProblemType =
    ProblemType::new(409, "worksheet-rounds.closed", "The round is closed, and stays so", "Omgången är stängd, och förblir det");
/// More answers than a round takes.
pub const FULL: ProblemType = ProblemType::new(409, "worksheet-rounds.full", "The round takes no more answers", "Omgången tar inte emot fler svar");

/// All of them.
pub const ALL: &[ProblemType] = &[OPEN, CLOSED, FULL];
