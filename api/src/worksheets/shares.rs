//! What crosses the wire where worksheets are kept and shared.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupId, MemberId, WorksheetId};
use entity::kind::WorksheetRole;
use entity::{worksheet, worksheet_share};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::groups::GroupCard;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::page::Link;
use crate::kernel::text::Text;
use crate::members::MemberCard;
use crate::support_models::Form;

/// Which member's part in a worksheet
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MemberSharePath {
    /// The worksheet
    pub worksheet_id: WorksheetId,
    /// The member
    pub member_id: MemberId,
}

/// Which group's part in a worksheet
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupSharePath {
    /// The worksheet
    pub worksheet_id: WorksheetId,
    /// The group
    pub group_id: GroupId,
}

/// Which worksheets
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct WorksheetFilter {
    /// The part that one has in them
    #[deserr(default)]
    pub role: Option<WorksheetRole>,
}

/// A part that can be given
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum ShareRole {
    /// Reads it.
    Reader,
    /// Fills it in.
    Writer,
}

impl From<ShareRole> for WorksheetRole {
    fn from(role: ShareRole) -> Self {
        match role {
            ShareRole::Reader => Self::Reader,
            ShareRole::Writer => Self::Writer,
        }
    }
}

/// What part somebody is to have
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewWorksheetShare {
    /// The part
    pub role: ShareRole,
}

/// What it takes to copy a worksheet
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewCopy {
    /// What to call the copy; as the original, unless said otherwise
    #[deserr(default)]
    pub title: Option<Text<1, 150>>,
    /// The version of the support model, if the copy is to be in the present one; what does not fit into it is archived in the copy
    #[deserr(default)]
    #[schema(examples("1.2.0"))]
    pub model_version: Option<Text<1, 40>>,
}

/// A part that somebody has in a worksheet: a member, or the active members of a group
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetShareView {
    /// The member
    pub member_id: Option<MemberId>,
    /// The group
    pub group_id: Option<GroupId>,
    /// The member, unless the member's account is closed to others
    pub member: Option<MemberCard>,
    /// The group, if the caller may still know of it
    pub group: Option<GroupCard>,
    /// The part
    pub role: WorksheetRole,
    /// Since when
    pub created_at: DateTime<Utc>,
}

impl WorksheetShareView {
    pub(super) fn of(row: &worksheet_share::Model, member: Option<MemberCard>, group: Option<GroupCard>) -> Self {
        let worksheet_share::Model { member_id, group_id, role, created_at, .. } = *row;
        Self { member_id, group_id, member, group, role, created_at }
    }
}

/// A new secret of a worksheet
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewWorksheetSecret {
    /// The secret that opens it, told only now; the one before opens nothing any more
    #[schema(examples("torg_ws_3q2hR0m1Yx8uKpZf7sV9cWbNdLgTjEaOiQrXyUvMkHw"))]
    pub secret: String,
}

/// A worksheet that something else is about
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetReference {
    /// The worksheet
    pub id: WorksheetId,
    /// What it is called
    #[schema(examples("Torget i Lillköping"))]
    pub title: Option<String>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: WorksheetCardLinks,
}

impl WorksheetReference {
    pub(super) fn of(viewer: &Viewer, row: worksheet::Model) -> Self {
        let worksheet::Model { id, title, .. } = row;
        Self { id, title, links: WorksheetCardLinks::to(viewer, id) }
    }
}

/// A worksheet, briefly
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorksheetCard {
    /// The worksheet
    pub id: WorksheetId,
    /// What it is called
    #[schema(examples("Torget i Lillköping"))]
    pub title: Option<String>,
    /// Key of the support model
    #[schema(examples("social-impact-assessment"))]
    pub model: String,
    /// The support model's title
    #[schema(examples("Social konsekvensanalys"))]
    pub model_title: String,
    /// The version of the support model
    #[schema(examples("1.1.0"))]
    pub model_version: String,
    /// Key of the template
    #[schema(examples("assessment"))]
    pub template: String,
    /// The caller's part in it
    pub role: WorksheetRole,
    /// Whose it is, if the caller may know of the member
    pub owner: Option<MemberCard>,
    /// When it was begun
    pub created_at: DateTime<Utc>,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: WorksheetCardLinks,
}

/// Where a worksheet is
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorksheetCardLinks {
    /// The worksheet
    #[serde(rename = "self")]
    pub own: Link,
}

impl WorksheetCardLinks {
    fn to(viewer: &Viewer, id: WorksheetId) -> Self {
        Self { own: Link::get("self", viewer.url(&format!("/worksheets/{id}"))) }
    }
}

impl WorksheetCard {
    pub(super) fn of(viewer: &Viewer, row: worksheet::Model, form: &Form, role: WorksheetRole, owner: Option<MemberCard>) -> Self {
        let Form { model, model_title, version, template, .. } = form.clone();
        let worksheet::Model { id, title, created_at, .. } = row;
        let links = WorksheetCardLinks::to(viewer, id);
        Self { id, title, model, model_title, model_version: version, template: template.key, role, owner, created_at, links }
    }
}
