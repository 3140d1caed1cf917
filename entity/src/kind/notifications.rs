//! How members are told.

use deserr::Deserr;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kinds! {
    /// Whether a member wants mail of something, and when.
    MailChoice {
        /// A mail of its own, at once.
        Now = "now",
        /// With other things in the next digest.
        Digest = "digest",
        /// No mail.
        Never = "never",
    }

    /// How far the mail of a notification has come.
    MailState {
        /// There is to be none.
        None = "none",
        /// It is on its way.
        Now = "now",
        /// It waits for the digest.
        Digest = "digest",
        /// It was mailed.
        Sent = "sent",
    }

    /// Why a mail was left to the digest.
    HeldBack {
        /// The member had had as many mails as they want in a week.
        Budget = "budget",
        /// The member had paused mail.
        Pause = "pause",
    }

    /// How often a member wants the digest.
    DigestRhythm {
        /// Every day on which there is something to tell.
        Daily = "daily",
        /// On Mondays, if there is something to tell.
        Weekly = "weekly",
        /// Never.
        Never = "never",
    }
}
