//! What can be wrong with support models.

use crate::kernel::problem::ProblemType;

/// One draft at a time.
pub const OPEN_ALREADY: ProblemType = ProblemType::new(409, "support-models.open-already", "There is a draft already", "Det finns redan ett utkast");

/// What is reviewed or published is not edited.
pub const NOT_A_DRAFT: ProblemType = ProblemType::new(409, "support-models.not-a-draft", "Only a draft can be changed", "Bara ett utkast kan ändras");

/// From draft to review, and from there back or on.
pub const NOT_THE_NEXT_STEP: ProblemType = ProblemType::new(
    409,
    "support-models.not-the-next-step",
    "A version does not go from where it is to there",
    "En version går inte dit från där den är",
);

/// A number that another version has.
pub const NUMBER_TAKEN: ProblemType =
    ProblemType::new(409, "support-models.number-taken", "There is a version with this number", "Det finns en version med det numret");

/// What is accepted goes into a draft.
pub const NO_DRAFT: ProblemType = ProblemType::new(
    409,
    "support-models.no-draft",
    "Begin a draft first: what is accepted goes into it",
    "Påbörja ett utkast först: det som tas emot går in i det",
);

/// An answer is given once.
pub const ANSWERED_ALREADY: ProblemType =
    ProblemType::new(409, "support-models.answered-already", "The contribution is answered already", "Bidraget är redan besvarat");

/// What is proposed is about another text than there is now.
pub const BLOCK_CHANGED: ProblemType = ProblemType::new(
    409,
    "support-models.block-changed",
    "The draft says something else here than what the change was proposed to: say in `value` what it is to say",
    "Utkastet säger något annat här än det som ändringen föreslogs till: skriv i `value` vad det ska stå",
);

/// All of them.
pub const ALL: &[ProblemType] = &[OPEN_ALREADY, NOT_A_DRAFT, NOT_THE_NEXT_STEP, NUMBER_TAKEN, NO_DRAFT, ANSWERED_ALREADY, BLOCK_CHANGED];
