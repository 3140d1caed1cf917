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

mod contributed;
mod groups;
mod notifications;

pub use contributed::{ContributionKind, ContributionState};
pub use groups::{GroupChangeKind, GroupKind, GroupRole, InvitationState, Joining, MembershipState, Rendition, Visibility};
pub use notifications::{DigestRhythm, HeldBack, MailChoice, MailState};

kinds! {
    /// What a person may do for the whole installation; each may what those before may.
    Role {
        /// A member like any other.
        Member = "member",
        /// Looks after the vocabulary of competences.
        Editor = "editor",
        /// Handles reports and sanctions.
        Moderator = "moderator",
        /// Runs the installation and answers for the members' data.
        Administrator = "administrator",
    }

    /// What part somebody has in a worksheet; each may what the one before may.
    WorksheetRole {
        /// Reads it.
        Reader = "reader",
        /// Fills it in.
        Writer = "writer",
        /// Names it, shares it, deletes it.
        Owner = "owner",
    }

    /// The languages in which the product speaks (BCP 47).
    Language {
        /// Swedish.
        Swedish = "sv",
        /// English.
        English = "en",
    }

    /// What a search over everything finds.
    SearchKind {
        /// A member.
        Member = "member",
        /// A group.
        Group = "group",
        /// A discussion, by its title and opening post.
        Discussion = "discussion",
        /// A reply.
        Post = "post",
        /// A page of a group.
        Page = "page",
        /// A block of a support model, or a support model as a whole.
        Block = "block",
        /// An example of the example bank.
        Example = "example",
        /// An organisation.
        Organisation = "organisation",
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

    /// How large a picture is: the pixels of its sides.
    PhotoSize {
        /// 64, beside a name in a list.
        Small = "small",
        /// 192, in a card.
        Medium = "medium",
        /// 512, on a page of its own.
        Large = "large",
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

    /// What has become of a proposed competence.
    ProposalState {
        /// Nobody has decided yet.
        Proposed = "proposed",
        /// It is a competence of the vocabulary.
        Accepted = "accepted",
        /// It was there already, under another name.
        Merged = "merged",
        /// It was not taken in; the reason is told.
        Declined = "declined",
    }

    /// What an editor has decided on the vocabulary.
    DecisionKind {
        /// A proposal became a competence.
        Accepted = "accepted",
        /// A proposal was found to be a competence that is there already.
        Merged = "merged",
        /// A proposal was not taken in.
        Declined = "declined",
        /// A competence gave way to another one.
        Retired = "retired",
    }

    /// Who sees a posted need.
    NeedAudience {
        /// Everybody who is signed in.
        Members = "members",
        /// Those who take part in one of the member's groups.
        SharedGroups = "shared_groups",
    }

    /// How far a posted need has come.
    NeedState {
        /// Somebody is looked for.
        Open = "open",
        /// Its time is over, and nobody has said what came of it.
        Expired = "expired",
        /// It is said what came of it.
        Closed = "closed",
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

    /// What an example tells of.
    ExampleKind {
        /// It has a beginning and an end, and a result to tell about.
        Project = "project",
        /// It has not been tried yet.
        Idea = "idea",
        /// It goes on until further notice.
        Activity = "activity",
        /// Somebody has seen it elsewhere and wants others to know.
        Inspiration = "inspiration",
    }

    /// How far an example has come.
    ExampleState {
        /// Only its author knows of it.
        Draft = "draft",
        /// It waits for an editor.
        Submitted = "submitted",
        /// Anybody reads it, without an account.
        Published = "published",
        /// It was published and is so no longer.
        Withdrawn = "withdrawn",
    }

    /// The areas that support models and examples belong to.
    Area {
        /// How towns and places are shaped.
        UrbanDevelopment = "urban-development",
        /// How people fare.
        SocialDevelopment = "social-development",
        /// How people take part in what is decided.
        Participation = "participation",
    }

    /// For whom something is done. It tags content and says nothing of a member.
    TargetGroup {
        /// Everybody who lives somewhere.
        Residents = "residents",
        /// Children up to twelve.
        Children = "children",
        /// From thirteen to about twenty-five.
        YoungPeople = "young_people",
        /// From sixty-five.
        OlderPeople = "older_people",
        /// Parents and others who bring up children.
        Parents = "parents",
        /// People with disabilities.
        PeopleWithDisabilities = "people_with_disabilities",
        /// People who are new in the country.
        NewArrivals = "new_arrivals",
        /// People who look for work or education.
        JobSeekers = "job_seekers",
        /// People in associations.
        Associations = "associations",
        /// Those who do the work, in any organisation.
        Professionals = "professionals",
        /// Those who decide.
        DecisionMakers = "decision_makers",
    }

    /// What a tag of an example says.
    TagKind {
        /// For whom it is.
        TargetGroup = "target_group",
        /// What it deals with.
        Theme = "theme",
        /// The global goal that it serves.
        GlobalGoal = "global_goal",
    }

    /// What a post names.
    MentionKind {
        /// A member, by handle.
        Member = "member",
        /// A group, by its readable address.
        Group = "group",
        /// Another discussion, by its address.
        Discussion = "discussion",
        /// A support model or a part of it, by its address.
        SupportModel = "support-model",
    }

    /// How much a member wants to hear of a group or a discussion.
    FollowLevel {
        /// Every new post.
        Everything = "everything",
        /// Posts that name the member.
        Mentions = "mentions",
        /// Nothing at all.
        Nothing = "nothing",
    }

    /// How one votes, and how it is counted.
    PollMethod {
        /// One option; the one with most votes leads.
        Single = "single",
        /// Several options; the one with most votes leads.
        Several = "several",
        /// Options in the order in which one prefers them, counted by instant run-off.
        Ranked = "ranked",
        /// Times that suit, and times that would do if need be.
        Date = "date",
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
