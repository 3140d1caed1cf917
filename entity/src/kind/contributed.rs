//! What members contribute to support models.

use deserr::Deserr;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kinds! {
    /// What a member contributes to a support model.
    ContributionKind {
        /// A block as it ought to be.
        Change = "change",
        /// Something that is missing.
        Missing = "missing",
        /// An example for a cell.
        Example = "example",
    }

    /// What became of a contribution.
    ContributionState {
        /// Nobody has answered yet.
        Pending = "pending",
        /// It was taken in.
        Accepted = "accepted",
        /// It was not.
        Declined = "declined",
    }
}
