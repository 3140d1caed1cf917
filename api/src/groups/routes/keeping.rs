//! The history of groups, who answers for them, and groups within others.

use actix_web::{get, post, put};

use crate::groups::history_types::{ChangeView, NewOwner, SuccessionView};
use crate::groups::policy::{Appointment, HandOver, StartWithin, Succeed};
use crate::groups::types::{GroupCard, GroupPath, GroupView, MembershipPath, MembershipView, NewGroup};
use crate::groups::{handover, history, named, store, within};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, Json, Path, or_unknown};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;
use entity::kind::GroupRole;

/// List what was changed about a group
///
/// For members who may read in the group; the newest first. What is told of people (parts, removals,
/// bans, declined requests) shows to owners and moderators.
#[utoipa::path(tag = "groups", params(GroupPath, PageParams), responses((status = OK, body = Page<ChangeView>)))]
#[get("/groups/{groupId}/history")]
pub async fn list_group_changes(me: Member, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<ChangeView>> {
    let standing = store::readable(&me, at.0.group_id).await?;
    let slice = history::page(&me, &standing, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Hand a group over
///
/// Owners may, to an active member, who becomes an owner; whoever hands over becomes a moderator.
#[utoipa::path(tag = "groups", params(GroupPath), responses((status = OK, body = MembershipView)))]
#[put("/groups/{groupId}/owner")]
pub async fn hand_over_group(me: Member, at: Path<GroupPath>, new: Json<NewOwner>) -> Result<Json<MembershipView>> {
    let standing = store::readable(&me, at.0.group_id).await?;
    me.may::<HandOver>(Appointment::of_oneself(&standing)?)?;
    let path = MembershipPath { group_id: at.0.group_id, member_id: new.0.member };
    let of = or_unknown(store::membership(&me, &path).await, "/member")?;
    let right = me.may::<HandOver>(Appointment { standing, of, role: GroupRole::Owner })?;
    let row = or_unknown(me.write(async |tx| handover::hand_over(tx, right).await).await, "/member")?;
    Ok(Json(MembershipView { member: store::card(&me, row.member_id).await?, place: (&row).into() }))
}

/// Follow owners who are silent
///
/// Moderators may, and every member where there are none, once no owner was there for 60 days. The
/// owners are told and have 14 days; then asking once more makes an owner of whoever offered. It
/// lapses when an owner is seen, and after 30 days more.
#[utoipa::path(tag = "groups", params(GroupPath), responses((status = OK, body = SuccessionView)))]
#[put("/groups/{groupId}/succession")]
pub async fn follow_owners(me: Member, at: Path<GroupPath>) -> Result<Json<SuccessionView>> {
    let standing = store::readable(&me, at.0.group_id).await?;
    let right = me.may::<Succeed>(handover::vacancy(&me, standing).await?)?;
    Ok(Json(me.write(async |tx| handover::succeed(tx, right).await).await?))
}

/// List the groups within a group
///
/// Those that the caller may know of, in Swedish order; for whoever may know of the group itself.
#[utoipa::path(tag = "groups", security((), ("bearer" = [])), params(GroupPath, PageParams), responses((status = OK, body = Page<GroupCard>)))]
#[get("/groups/{groupId}/groups")]
pub async fn list_groups_within(who: Guest, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<GroupCard>> {
    let standing = store::standing(&who, at.0.group_id).await?;
    let slice = within::page(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, GroupCard::from))
}

/// Start a group within a group
///
/// Owners and moderators may; whoever starts it is its owner. There is one level. Who may know of it,
/// who reads and how one joins it says for itself: being in the one is no place in the other, and
/// whoever may not know of the outer one does not see that it is within it.
#[utoipa::path(tag = "groups", params(GroupPath), responses((status = CREATED, body = GroupView)))]
#[post("/groups/{groupId}/groups")]
pub async fn start_group_within(me: Member, at: Path<GroupPath>, new: Json<NewGroup>) -> Result<Created<GroupView>> {
    let right = me.may::<StartWithin>(store::readable(&me, at.0.group_id).await?)?;
    let parent = named::cards(&me, vec![at.0.group_id]).await?.remove(&at.0.group_id);
    me.create(async |tx| {
        let outer = within::room(tx, &right).await?;
        let standing = store::start(tx, &right, new.0).await?;
        within::put(tx, standing.group.id, outer).await?;
        let at = me.url(&format!("/groups/{}", standing.group.id));
        Created::at(at, &GroupView::of(&me, standing, 1, parent))
    })
    .await
}
