//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{ContactId, MemberId, MessageId};
use entity::kind::ContactState;
use entity::{contact, message};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Actor;
use crate::kernel::fault::Faults;
use crate::kernel::text::LongText;
use crate::members::MemberCard;

/// Which member
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct AskedPath {
    /// The member who is asked
    pub member_id: MemberId,
}

/// Which contact
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ContactPath {
    /// The contact
    pub contact_id: ContactId,
}

/// Which contacts
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ContactFilter {
    /// How far it has come
    #[deserr(default)]
    pub state: Option<ContactState>,
}

/// A request for contact
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewContact {
    /// Why one wants to get in touch
    pub message: LongText<1, 1000>,
}

/// The answer to a request
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ContactAnswer {
    /// Whether one wants the contact
    pub accept: bool,
}

/// A message to write
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewMessage {
    /// The text (CommonMark)
    pub body: LongText<1, 4000>,
}

/// A contact, as one of the two meets it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// The contact
    pub id: ContactId,
    /// The other
    pub member: MemberCard,
    /// Whether the caller is the one who asked
    pub asked_by_me: bool,
    /// How far it has come; who asked is not told of a no
    pub state: ContactState,
    /// What was said when asking
    #[schema(examples("Jag såg att du har gjort en barnkonsekvensanalys. Får jag ställa några frågor?"))]
    pub message: String,
    /// When it was asked for
    pub created_at: DateTime<Utc>,
}

impl ContactView {
    pub(super) fn of(row: contact::Model, member: MemberCard, actor: Option<&Actor>) -> Self {
        let asked_by_me = actor.is_some_and(|actor| actor.id == row.from_id);
        let declined = asked_by_me && row.state == ContactState::Declined;
        let state = if declined { ContactState::Pending } else { row.state };
        Self { id: row.id, member, asked_by_me, state, message: row.message, created_at: row.created_at }
    }
}

/// A message between two members
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// The message
    pub id: MessageId,
    /// Who wrote it
    pub author_id: MemberId,
    /// The text (CommonMark)
    #[schema(examples("Gärna. Passar torsdag?"))]
    pub body: String,
    /// When it was written
    pub created_at: DateTime<Utc>,
}

impl From<message::Model> for MessageView {
    fn from(row: message::Model) -> Self {
        Self { id: row.id, author_id: row.author_id, body: row.body, created_at: row.created_at }
    }
}
