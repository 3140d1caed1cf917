//! What crosses the wire about who changes groups, and who answers for them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::group_change;
use entity::id::{GroupChangeId, MemberId};
use entity::kind::GroupChangeKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::types::Place;
use crate::kernel::fault::Faults;
use crate::members::MemberCard;

/// A change of a group
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// The change
    pub id: GroupChangeId,
    /// What was changed
    pub kind: GroupChangeKind,
    /// Who changed it, if the caller may know of them
    pub by: Option<MemberCard>,
    /// Whom it is about
    pub member: Option<MemberCard>,
    /// How it was
    #[schema(examples("closed"))]
    pub before: Option<String>,
    /// How it became
    #[schema(examples("network"))]
    pub after: Option<String>,
    /// When
    pub at: DateTime<Utc>,
}

impl ChangeView {
    pub(super) fn of(row: group_change::Model, cards: &HashMap<MemberId, MemberCard>) -> Self {
        let group_change::Model { id, by_id, member_id, kind, before, after, created_at, .. } = row;
        let card = |id: Option<MemberId>| id.and_then(|id| cards.get(&id).cloned());
        Self { id, kind, by: card(by_id), member: card(member_id), before, after, at: created_at }
    }
}

/// Who is to answer for a group
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewOwner {
    /// An active member of the group
    pub member: MemberId,
}

/// How it stands with following silent owners
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuccessionView {
    /// The caller's place in the group now
    pub place: Place,
    /// From when on the caller becomes an owner by asking once more; null once they are one
    pub due_at: Option<DateTime<Utc>>,
}
