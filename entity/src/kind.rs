//! The enumerations that are stored and shown. Each value is written once, here.

use deserr::Deserr;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)+ })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, Deserr, ToSchema)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {$(
            $(#[$value_doc])*
            #[sea_orm(string_value = $text)]
            #[serde(rename = $text)]
            #[schema(rename = $text)]
            #[deserr(rename = $text)]
            $value,
        )+}

        impl $name {
            /// The value as it is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }
        }
    )*};
}

kinds! {
    /// What a person may do for the whole installation.
    Role {
        /// A member like any other.
        Member = "member",
        /// Handles reports and sanctions.
        Moderator = "moderator",
        /// Runs the installation and answers for the members' data.
        Administrator = "administrator",
    }

    /// The languages in which the product speaks (BCP 47).
    Language {
        /// Swedish.
        Swedish = "sv",
        /// English.
        English = "en",
    }

    /// Who sees a part of a member's profile.
    Audience {
        /// Everybody; without an account only where the member has a public page.
        Everyone = "everyone",
        /// Everybody who is signed in.
        Members = "members",
        /// Those who take part in one of the member's groups.
        SharedGroups = "shared_groups",
        /// Only the member.
        OnlyMe = "only_me",
    }

    /// How well a language is mastered: the six levels of the Common European Framework of Reference
    /// for Languages, and one's own.
    LanguageLevel {
        /// Understands and uses everyday phrases.
        A1 = "a1",
        /// Manages simple exchanges on familiar matters.
        A2 = "a2",
        /// Manages most situations at work and when travelling.
        B1 = "b1",
        /// Talks fluently with those whose own language it is.
        B2 = "b2",
        /// Uses it flexibly at work and in studies.
        C1 = "c1",
        /// Understands practically everything.
        C2 = "c2",
        /// Grew up with it.
        Native = "native",
    }

    /// What a member says of a competence besides knowing it.
    TopicKind {
        /// Cares about it and wants to follow it.
        Interest = "interest",
        /// Can help others with it.
        Offer = "offer",
        /// Looks for somebody who can help with it.
        Need = "need",
    }

    /// How far a contact between two members has come.
    ContactState {
        /// Asked for; not answered yet.
        Pending = "pending",
        /// Both want it: they can write to each other.
        Accepted = "accepted",
        /// The one who was asked does not want it.
        Declined = "declined",
    }

    /// What kind of part somebody plays in an organisation.
    RoleType {
        /// Elected to a political assembly or board.
        Politician = "politician",
        /// Heads an administration or a department.
        SeniorOfficial = "senior_official",
        /// Plans and follows up for the whole of an organisation.
        Strategist = "strategist",
        /// Works with the matter itself.
        Practitioner = "practitioner",
        /// Does research or teaches at a university.
        Researcher = "researcher",
        /// Organises people, as in an association.
        Organiser = "organiser",
        /// Something else.
        Other = "other",
    }

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

    /// What a discussion is for.
    DiscussionKind {
        /// Anything that one wants to talk about.
        Discussion = "discussion",
        /// A question; one of the replies can be accepted as its answer.
        Question = "question",
        /// Something that the group's owners and moderators make known.
        Announcement = "announcement",
    }

    /// What somebody says of a post without writing.
    ReactionKind {
        /// Thank you.
        Thanks = "thanks",
        /// I agree.
        Agree = "agree",
        /// I learnt something.
        Insight = "insight",
        /// I wonder about this.
        Question = "question",
    }

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

    /// How far a version of a support model has come.
    VersionStatus {
        /// Its editors change it.
        Draft = "draft",
        /// Another editor looks through it.
        InReview = "in_review",
        /// Everybody reads it.
        Published = "published",
        /// It was published, and another has taken its place.
        Retired = "retired",
    }

    /// What a one-time token is good for. A token of one purpose is worthless for another.
    TokenPurpose {
        /// Proves that a newly registered address can be read.
        ConfirmRegistration = "confirm_registration",
        /// Lets the owner of an address choose a new password.
        ResetPassword = "reset_password",
    }
}

/// How well a competence is mastered, as the member claims it.
///
/// The four steps follow the idea of SFIA's levels of responsibility (follow, apply, enable,
/// ensure/advise), cut down to what a person can state about themself without a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, Deserr, ToSchema)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "lowercase")]
#[deserr(rename_all = lowercase)]
pub enum Level {
    /// Knows the subject, has not practised it alone.
    #[sea_orm(num_value = 1)]
    Knows,
    /// Has practised it in real work.
    #[sea_orm(num_value = 2)]
    Practised,
    /// Has led the work of others in it.
    #[sea_orm(num_value = 3)]
    Leads,
    /// Teaches it or develops the subject.
    #[sea_orm(num_value = 4)]
    Teaches,
}
