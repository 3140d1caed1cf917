//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupId, MemberId};
use entity::kind::{GroupRole, Joining, MembershipState, Visibility};
use entity::{group, group_ban, group_membership};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::policy::{Edit, Join, Standing, may_read};
use crate::kernel::access::{Action, Viewer};
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::markdown::to_html;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{LongText, Text};
use crate::members::MemberCard;

/// Which group
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupPath {
    /// The group
    pub group_id: GroupId,
}

/// Which membership
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MembershipPath {
    /// The group
    pub group_id: GroupId,
    /// The member
    pub member_id: MemberId,
}

/// Which groups
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct GroupFilter {
    /// Words that occur in the name or the purpose; marks and case do not matter
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text<1, 80>>,
    /// How one becomes a member
    #[deserr(default)]
    pub joining: Option<Joining>,
}

/// Which memberships
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct MembershipFilter {
    /// How far the membership has come; requests show only to those who answer them
    #[deserr(default)]
    pub state: Option<MembershipState>,
}

/// What it takes to start a group
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewGroup {
    /// What members call the group
    pub name: Text<2, 80>,
    /// Why it exists, in one sentence
    pub purpose: Text<1, 300>,
    /// More about it (CommonMark)
    #[deserr(default)]
    pub description: Option<LongText<1, 4000>>,
    /// Who may know of it and read in it
    pub visibility: Visibility,
    /// How one becomes a member
    pub joining: Joining,
}

/// What changes about a group
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct GroupChange {
    /// What members call the group
    #[deserr(default)]
    pub name: Patch<Text<2, 80>>,
    /// Why it exists, in one sentence
    #[deserr(default)]
    pub purpose: Patch<Text<1, 300>>,
    /// More about it (CommonMark); `null` clears it
    #[deserr(default)]
    pub description: Patch<Option<LongText<1, 4000>>>,
    /// Who may know of it and read in it
    #[deserr(default)]
    pub visibility: Patch<Visibility>,
    /// How one becomes a member
    #[deserr(default)]
    pub joining: Patch<Joining>,
    /// Whether it is archived: readable, and nothing more is written in it
    #[deserr(default)]
    pub archived: Patch<bool>,
}

/// A part to give somebody in a group
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct PartInGroup {
    /// The part in the group; giving one to somebody who asked lets them in
    pub role: GroupRole,
}

/// Why somebody is to be kept out
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewBan {
    /// Why, for those who look after the group
    #[deserr(default)]
    pub reason: Option<Text<1, 500>>,
}

/// A member who may not come into the group
#[derive(Debug, Serialize, ToSchema)]
pub struct BanView {
    /// The member
    pub member: MemberCard,
    /// Why
    #[schema(examples("Skrev till medlemmar efter att de bett om att bli lämnade i fred."))]
    pub reason: Option<String>,
    /// Since when
    pub since: DateTime<Utc>,
}

impl BanView {
    pub(super) fn of(member: MemberCard, row: group_ban::Model) -> Self {
        Self { member, reason: row.reason, since: row.created_at }
    }
}

/// A group, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupCard {
    /// The group
    pub id: GroupId,
    /// Its readable address
    #[schema(examples("barnkonsekvensanalys-i-planering"))]
    pub slug: String,
    /// What members call it
    #[schema(examples("Barnkonsekvensanalys i planering"))]
    pub name: String,
    /// Why it exists
    #[schema(examples("Vi delar erfarenheter av barnkonsekvensanalyser."))]
    pub purpose: String,
    /// Who may know of it and read in it
    pub visibility: Visibility,
    /// How one becomes a member
    pub joining: Joining,
}

impl From<group::Model> for GroupCard {
    fn from(row: group::Model) -> Self {
        let group::Model { id, slug, name, purpose, visibility, joining, .. } = row;
        Self { id, slug, name, purpose, visibility, joining }
    }
}

/// A member's place in a group
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Place {
    /// The part in the group
    pub role: GroupRole,
    /// How far the membership has come
    pub state: MembershipState,
    /// Since when
    pub since: DateTime<Utc>,
}

impl From<&group_membership::Model> for Place {
    fn from(row: &group_membership::Model) -> Self {
        Self { role: row.role, state: row.state, since: row.created_at }
    }
}

/// A group, as the caller meets it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// The group, briefly
    #[serde(flatten)]
    pub card: GroupCard,
    /// More about it (CommonMark)
    #[schema(examples("Vi möts digitalt en gång i månaden."))]
    pub description: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Vi möts digitalt en gång i månaden.</p>"))]
    pub description_html: Option<String>,
    /// Active members
    #[schema(minimum = 0, examples(14))]
    pub member_count: u64,
    /// The group that it is a part of, if the caller may know of it
    pub parent: Option<GroupCard>,
    /// The caller's place in it
    pub own_place: Option<Place>,
    /// Since when nothing more is written in it
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was started
    pub created_at: DateTime<Utc>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// Where it is, and what the caller may do with it now
    #[serde(rename = "_links")]
    pub links: GroupLinks,
}

/// Where a group is, and what the caller may do with it now
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupLinks {
    /// The group
    #[serde(rename = "self")]
    pub own: Link,
    /// Its discussions, if the caller may read them
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub discussions: Option<Link>,
    /// Joining, if the caller may
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub join: Option<Link>,
    /// Changing it, if the caller may
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edit: Option<Link>,
}

impl GroupView {
    pub(super) fn of(viewer: &Viewer, standing: Standing, member_count: u64, parent: Option<GroupCard>) -> Self {
        let path = format!("/groups/{}", standing.group.id);
        let may = |allows: fn(&crate::kernel::access::Actor, &Standing) -> bool| viewer.actor().is_some_and(|actor| allows(actor, &standing));
        let joins = standing.membership.is_none() && standing.group.archived_at.is_none() && may(Join::allows);
        let reads = may_read(viewer.actor(), &standing);
        let links = GroupLinks {
            own: Link::get("self", viewer.url(&path)),
            discussions: reads.then(|| Link::get("discussions", viewer.url(&format!("{path}/discussions")))),
            join: joins.then(|| Link { method: "POST", ..Link::get("join", viewer.url(&format!("{path}/memberships"))) }),
            edit: may(Edit::allows).then(|| Link { method: "PATCH", ..Link::get("edit", viewer.url(&path)) }),
        };
        let Standing { group, membership, banned: _ } = standing;
        Self {
            description_html: group.description.as_ref().map(|text| to_html(text, &group.id)),
            description: group.description.clone(),
            member_count,
            parent,
            own_place: membership.as_ref().map(Place::from),
            archived_at: group.archived_at,
            created_at: group.created_at,
            version: group.version,
            links,
            card: group.into(),
        }
    }
}

impl Versioned for GroupView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A group of the caller's, and their place in it
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnGroup {
    /// The group
    pub group: GroupCard,
    /// The caller's place in it
    pub place: Place,
}

/// A membership
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    /// The member
    pub member: MemberCard,
    /// The place in the group
    pub place: Place,
}
