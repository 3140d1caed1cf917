//! What there is of groups.

use deserr::Deserr;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kinds! {
    /// Who may know of a group and read what is written in it.
    Visibility {
        /// Anybody reads, without an account.
        Open = "open",
        /// Every member reads.
        Network = "network",
        /// Every member sees that it exists; only its own members read.
        Closed = "closed",
        /// Nobody else knows that it exists.
        Secret = "secret",
    }

    /// How one becomes a member of a group.
    Joining {
        /// Whoever wants to joins at once.
        Open = "open",
        /// The group's owners and moderators answer a request.
        Request = "request",
        /// Only by invitation.
        Invitation = "invitation",
    }

    /// What kind of group it is.
    GroupKind {
        /// People who care about the same.
        Interest = "interest",
        /// People who deepen themes together.
        Theme = "theme",
        /// People who were asked to make something, and end when it is made.
        Working = "working",
    }

    /// Which of its forms a file is sent in.
    Rendition {
        /// As it was brought.
        Original = "original",
        /// A picture of it, made here.
        Preview = "preview",
    }

    /// What was changed about a group.
    GroupChangeKind {
        /// It was started.
        Started = "started",
        /// Its name.
        Name = "name",
        /// Its purpose.
        Purpose = "purpose",
        /// What it says of itself.
        Description = "description",
        /// Who may know of it and read in it.
        Visibility = "visibility",
        /// How one becomes a member.
        Joining = "joining",
        /// It was archived.
        Archived = "archived",
        /// It was opened again.
        Reopened = "reopened",
        /// What it asks of whoever joins.
        Admission = "admission",
        /// What it is for.
        Charter = "charter",
        /// A member's part.
        Role = "role",
        /// A member was removed.
        Removed = "removed",
        /// Somebody was banned.
        Banned = "banned",
        /// A ban was lifted.
        Unbanned = "unbanned",
        /// A request to join was declined.
        Declined = "declined",
        /// An owner handed it over.
        HandedOver = "handed_over",
        /// Somebody offered to follow silent owners.
        SuccessionOffered = "succession_offered",
        /// They did.
        Succeeded = "succeeded",
    }

    /// A member's part in a group.
    GroupRole {
        /// Takes part.
        Member = "member",
        /// Looks after members and discussions.
        Moderator = "moderator",
        /// Answers for the group.
        Owner = "owner",
    }

    /// How far a membership has come. Only `active` counts as being a member.
    MembershipState {
        /// Asked to join; not a member yet.
        Requested = "requested",
        /// A member.
        Active = "active",
    }

    /// What was answered to an invitation. Only whoever is invited knows of a no.
    InvitationState {
        /// Not answered yet.
        Pending = "pending",
        /// Came into the group.
        Accepted = "accepted",
        /// Does not want to.
        Declined = "declined",
    }
}
