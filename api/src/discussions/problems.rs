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

/// Asking for votes where that is done already.
pub const POLL_EXISTS: ProblemType =
    ProblemType::new(409, "discussions.poll-exists", "The discussion has a poll already", "Samtalet har redan en omröstning");

/// Voting after the end.
pub const POLL_ENDED: ProblemType = ProblemType::new(409, "discussions.poll-ended", "The poll has ended", "Omröstningen är avslutad");

/// Writing down what came of a poll that goes on.
pub const POLL_RUNS: ProblemType = ProblemType::new(409, "discussions.poll-runs", "The poll has not ended yet", "Omröstningen pågår ännu");

/// Voting again without the receipt of the first ballot.
pub const ALREADY_VOTED: ProblemType = ProblemType::new(
    409,
    "discussions.already-voted",
    "You have voted; a closed ballot is changed with its receipt only",
    "Du har röstat; en sluten röst ändras bara med sitt kvitto",
);

/// Moving what was written for some to where more read it.
pub const WIDER_AUDIENCE: ProblemType = ProblemType::new(
    409,
    "discussions.wider-audience",
    "More people would read it there than it was written for",
    "Där skulle fler läsa det än det skrevs för",
);

/// All of them.
pub const ALL: &[ProblemType] = &[LOCKED, DELETED, NO_QUESTION, POLL_EXISTS, POLL_ENDED, POLL_RUNS, ALREADY_VOTED, WIDER_AUDIENCE];
