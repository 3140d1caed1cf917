//! Identifiers: `UUIDv7` newtypes (RFC 9562), so that one kind of id cannot stand in for another
//! and the order of ids is the order of creation.

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, Value, ValueKind, ValuePointerRef, take_cf_content};
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = Uuid, examples("0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"))]
        pub struct $name(pub Uuid);

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<E: DeserializeError> Deserr<E> for $name {
            fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef) -> Result<Self, E> {
                uuid(value, location).map(Self)
            }
        }
    )*};
}

ids! {
    /// A member, and the account behind the member.
    MemberId;
    /// A sign-in on one device.
    SessionId;
    /// A registration that waits for its confirmation.
    RegistrationId;
    /// An organisation in the register.
    OrganisationId;
    /// A position in a member's background.
    PositionId;
    /// An education in a member's background.
    EducationId;
    /// A group.
    GroupId;
    /// A page of a group.
    GroupPageId;
    /// A file of a group.
    GroupFileId;
    /// A link of a group.
    GroupLinkId;
    /// What a group concluded.
    GroupDecisionId;
    /// A change of a group.
    GroupChangeId;
    /// An invitation to a group.
    InvitationId;
    /// A link with which one joins a group.
    InvitationLinkId;
    /// A discussion in a group.
    DiscussionId;
    /// A reply in a discussion.
    PostId;
    /// An option of a poll.
    PollOptionId;
    /// A ballot of a poll.
    BallotId;
    /// A contact between two members, asked for or accepted.
    ContactId;
    /// A message between two members.
    MessageId;
    /// An earlier text of a post.
    RevisionId;
    /// A worksheet.
    WorksheetId;
    /// An entry of a worksheet.
    WorksheetEntryId;
    /// An example of the example bank.
    ExampleId;
    /// A competence that somebody proposes for the vocabulary.
    ProposalId;
    /// A decision on the vocabulary.
    DecisionId;
    /// A search of the directory that a member keeps.
    SavedSearchId;
    /// What a member looks for help with.
    NeedId;
    /// An introduction that a member asks for.
    IntroductionId;
    /// Values of a worksheet that no longer fit.
    WorksheetArchiveId;
    /// A round of answers to a worksheet.
    WorksheetRoundId;
    /// An answer of a round; a `UUIDv4`, because the time of making must not show.
    RoundAnswerId;
    /// Somebody who has a part in a worksheet.
    WorksheetShareId;
    /// A contribution to a support model.
    ContributionId;
    /// A notice that waits in the outbox.
    NoticeId;
    /// Something that a member is told.
    NotificationId;
    /// A mail to a member, of one notification or of many.
    MailingId;
}

fn uuid<V: IntoValue, E: DeserializeError>(value: Value<V>, location: ValuePointerRef) -> Result<Uuid, E> {
    let fault = match value {
        Value::String(text) => match Uuid::try_parse(&text) {
            Ok(uuid) => return Ok(uuid),
            Err(_) => ErrorKind::Unexpected { msg: "uuid".to_owned() },
        },
        other => ErrorKind::IncorrectValueKind { actual: other, accepted: &[ValueKind::String] },
    };
    Err(take_cf_content(E::error::<V>(None, fault, location)))
}
