//! What groups ask of whoever joins, and answering requests.

use actix_web::{get, put};

use crate::groups::admission_types::{AdmissionView, NewAdmission, NewRefusal, RefusalView, RequestView};
use crate::groups::policy::{Appointment, Edit, EndMembership, ManageMembers};
use crate::groups::types::{GroupPath, MembershipPath};
use crate::groups::{admission, store};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// Read what a group asks of whoever joins
///
/// For whoever may know of the group; the welcome shows to its members. One that has not said it asks
/// nothing, in version 0.
#[utoipa::path(tag = "groups", security((), ("bearer" = [])), params(GroupPath), responses((status = OK, body = AdmissionView)))]
#[get("/groups/{groupId}/admission")]
pub async fn get_admission(who: Guest, at: Path<GroupPath>) -> Result<Tagged<AdmissionView>> {
    let standing = store::standing(&who, at.0.group_id).await?;
    Ok(Tagged(admission::of(&who, &standing).await?))
}

/// Say what a group asks of whoever joins
///
/// Owners may. It replaces the version that `If-Match` names; the first is 0. Other words of the
/// agreements are another version of them: who joined before has accepted the earlier one.
#[utoipa::path(tag = "groups", params(GroupPath, IfMatch), responses((status = OK, body = AdmissionView)))]
#[put("/groups/{groupId}/admission")]
pub async fn write_admission(me: Member, at: Path<GroupPath>, seen: IfMatch, new: Json<NewAdmission>) -> Result<Tagged<AdmissionView>> {
    let standing = store::standing(&me, at.0.group_id).await?;
    let right = me.may::<Edit>(standing.clone())?;
    let now = async || admission::of(&me, &standing).await;
    or_current(me.write(async |tx| admission::write(tx, right, seen, new.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// List who asks to join
///
/// With what they answered; for owners and moderators, who asked first first. The answers are gone
/// once the request is granted, declined or taken back.
#[utoipa::path(tag = "groups", params(GroupPath, PageParams), responses((status = OK, body = Page<RequestView>), (status = FORBIDDEN)))]
#[get("/groups/{groupId}/requests")]
pub async fn list_requests(me: Member, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<RequestView>> {
    let right = me.may::<ManageMembers>(store::readable(&me, at.0.group_id).await?)?;
    let slice = admission::requests(&me, right, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Decline a request to join
///
/// Owners and moderators may. Whoever asked is told, with the reason, and may ask again.
#[utoipa::path(tag = "groups", params(MembershipPath), responses((status = NO_CONTENT)))]
#[put("/groups/{groupId}/refusals/{memberId}")]
pub async fn decline_request(me: Member, at: Path<MembershipPath>, new: Json<NewRefusal>) -> Result<NoContent> {
    let standing = store::readable(&me, at.0.group_id).await?;
    me.may::<ManageMembers>(standing.clone())?;
    let of = store::membership(&me, &at.0).await?;
    let right = me.may::<EndMembership>(Appointment { standing, role: of.role, of })?;
    me.write(async |tx| admission::decline(tx, right, new.0).await).await?;
    Ok(NoContent)
}

/// List one's own requests that were declined
///
/// The newest first, for 90 days; until one asks again.
#[utoipa::path(tag = "groups", params(PageParams), responses((status = OK, body = Page<RefusalView>)))]
#[get("/members/me/refusals")]
pub async fn list_refusals(me: Member, list: Listing<NoFilter>) -> Result<Page<RefusalView>> {
    let slice = admission::refusals(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}
