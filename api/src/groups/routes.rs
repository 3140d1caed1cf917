//! Groups and memberships.

mod joining;
mod keeping;

use actix_web::{delete, get, patch, post, put};

pub use joining::*;
pub use keeping::*;

use super::admission_types::NewMembership;
use super::policy::{Appoint, Appointment, Ban, Banishment, Edit, EndMembership, Join, ManageMembers, Standing, Start};
use super::types::{
    BanView, GroupCard, GroupChange, GroupFilter, GroupPath, GroupView, MembershipFilter, MembershipPath, MembershipView, NewBan, NewGroup, OwnGroup,
    PartInGroup,
};
use super::{bans, store, within};
use crate::kernel::access::{Guest, Member, Viewer};
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::maybe::Maybe;
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List groups
///
/// Those that the caller may know of, in Swedish order; without an account the open ones.
#[utoipa::path(tag = "groups", security((), ("bearer" = [])), params(GroupFilter, PageParams), responses((status = OK, body = Page<GroupCard>)))]
#[get("/groups")]
pub async fn list_groups(who: Guest, list: Listing<GroupFilter>) -> Result<Page<GroupCard>> {
    let slice = store::page(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, GroupCard::from))
}

/// List one's own groups
///
/// Those that one has joined or asked to join, newest first.
#[utoipa::path(tag = "groups", params(PageParams), responses((status = OK, body = Page<OwnGroup>)))]
#[get("/members/me/groups")]
pub async fn list_own_groups(me: Member, list: Listing<NoFilter>) -> Result<Page<OwnGroup>> {
    let slice = store::own(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |own| own))
}

/// Start a group
///
/// Whoever starts a group is its owner.
#[utoipa::path(tag = "groups", responses((status = CREATED, body = GroupView)))]
#[post("/groups")]
pub async fn start_group(me: Member, new: Json<NewGroup>) -> Result<Created<GroupView>> {
    let right = me.may::<Start>(())?;
    me.create(async |tx| {
        let standing = store::start(tx, &right, new.0).await?;
        let at = me.url(&format!("/groups/{}", standing.group.id));
        Created::at(at, &GroupView::of(&me, standing, 1, None))
    })
    .await
}

/// A group as the viewer meets it.
async fn view(viewer: &Viewer, standing: Standing) -> Result<GroupView> {
    let count = store::member_count(viewer, &standing).await?;
    let parent = within::parent(viewer, standing.group.id).await?;
    Ok(GroupView::of(viewer, standing, count, parent))
}

/// Read a group
///
/// What it is, the caller's place in it, and what they may do with it now.
#[utoipa::path(tag = "groups", security((), ("bearer" = [])), params(GroupPath), responses((status = OK, body = GroupView)))]
#[get("/groups/{groupId}")]
pub async fn get_group(who: Guest, at: Path<GroupPath>) -> Result<Tagged<GroupView>> {
    let standing = store::standing(&who, at.0.group_id).await?;
    Ok(Tagged(view(&who, standing).await?))
}

/// Change a group
///
/// Owners may. A merge patch (RFC 7396) of the version that `If-Match` names: a lost update is 412.
/// A new visibility holds everywhere at once. One with which more people read is told to every member by
/// mail, unless it was taken back before; every change stands in the history.
#[utoipa::path(tag = "groups", params(GroupPath, IfMatch), responses((status = OK, body = GroupView)))]
#[patch("/groups/{groupId}")]
pub async fn edit_group(me: Member, at: Path<GroupPath>, seen: IfMatch, change: Json<GroupChange>) -> Result<Tagged<GroupView>> {
    let right = me.may::<Edit>(store::standing(&me, at.0.group_id).await?)?;
    let edited = me.write(async |tx| store::edit(tx, right, seen, change.0).await).await;
    let now = async || view(&me, store::standing(&me, at.0.group_id).await?).await;
    Ok(Tagged(view(&me, or_current(edited, now).await?).await?))
}

/// List the members of a group
///
/// For whoever may read in the group; the members first who joined first. Requests to join show
/// only to those who answer them.
#[utoipa::path(tag = "groups", params(GroupPath, MembershipFilter, PageParams), responses((status = OK, body = Page<MembershipView>)))]
#[get("/groups/{groupId}/memberships")]
pub async fn list_memberships(me: Member, at: Path<GroupPath>, list: Listing<MembershipFilter>) -> Result<Page<MembershipView>> {
    let standing = store::readable(&me, at.0.group_id).await?;
    let slice = store::memberships(&me, &standing, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Join a group
///
/// At once where joining is open; otherwise it is a request that the group answers. Where the group
/// asks or wants something accepted (`…/admission`), the answers and the consent come along; otherwise
/// there need be no body.
#[utoipa::path(tag = "groups", params(GroupPath), request_body = Option<NewMembership>, responses((status = CREATED, body = MembershipView)))]
#[post("/groups/{groupId}/memberships")]
pub async fn join_group(me: Member, at: Path<GroupPath>, new: Maybe<NewMembership>) -> Result<Created<MembershipView>> {
    let right = me.may::<Join>(store::standing(&me, at.0.group_id).await?)?;
    let card = store::card(&me, me.id()).await?;
    me.create(async |tx| {
        let row = store::join(tx, right, new.0.unwrap_or_default()).await?;
        let at = me.url(&format!("/groups/{}/memberships/{}", row.group_id, row.member_id));
        Created::at(at, &MembershipView { member: card, place: (&row).into() })
    })
    .await
}

/// Let somebody in, or give them another part
///
/// Owners and moderators let in who asked; nobody gives or takes a part above their own.
#[utoipa::path(tag = "groups", params(MembershipPath), responses((status = OK, body = MembershipView)))]
#[patch("/groups/{groupId}/memberships/{memberId}")]
pub async fn edit_membership(me: Member, at: Path<MembershipPath>, change: Json<PartInGroup>) -> Result<Json<MembershipView>> {
    let standing = store::readable(&me, at.0.group_id).await?;
    me.may::<ManageMembers>(standing.clone())?;
    let of = store::membership(&me, &at.0).await?;
    let right = me.may::<Appoint>(Appointment { standing, of, role: change.0.role })?;
    let row = me.write(async |tx| store::appoint(tx, right).await).await?;
    Ok(Json(MembershipView { member: store::card(&me, row.member_id).await?, place: (&row).into() }))
}

/// Leave a group, or remove somebody
///
/// One's own membership, or that of somebody whose part is not above one's own. The last owner
/// cannot leave.
#[utoipa::path(tag = "groups", params(MembershipPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/memberships/{memberId}")]
pub async fn end_membership(me: Member, at: Path<MembershipPath>) -> Result<NoContent> {
    let standing = store::standing(&me, at.0.group_id).await?;
    if at.0.member_id != me.id() {
        me.may::<ManageMembers>(standing.clone())?;
    }
    let of = store::membership(&me, &at.0).await?;
    let right = me.may::<EndMembership>(Appointment { standing, role: of.role, of })?;
    me.write(async |tx| store::end(tx, right).await).await?;
    Ok(NoContent)
}

/// List who is banned from a group
///
/// For its owners and moderators; the newest first.
#[utoipa::path(tag = "groups", params(GroupPath, PageParams), responses((status = OK, body = Page<BanView>), (status = FORBIDDEN)))]
#[get("/groups/{groupId}/bans")]
pub async fn list_bans(me: Member, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<BanView>> {
    let right = me.may::<ManageMembers>(store::standing(&me, at.0.group_id).await?)?;
    let slice = bans::page(&me, right, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Ban somebody from a group
///
/// Owners and moderators may, anybody whose part is not above their own. A membership or a request
/// ends; who is banned neither joins nor asks to.
#[utoipa::path(tag = "groups", params(MembershipPath), responses((status = OK, body = BanView)))]
#[put("/groups/{groupId}/bans/{memberId}")]
pub async fn ban_member(me: Member, at: Path<MembershipPath>, new: Json<NewBan>) -> Result<Json<BanView>> {
    let standing = store::standing(&me, at.0.group_id).await?;
    me.may::<ManageMembers>(standing.clone())?;
    let card = store::card(&me, at.0.member_id).await?;
    let of = bans::place_of(&me, &standing, at.0.member_id).await?;
    let right = me.may::<Ban>(Banishment { standing, of, member: at.0.member_id })?;
    let row = me.write(async |tx| bans::ban(tx, right, new.0).await).await?;
    Ok(Json(BanView::of(card, row)))
}

/// Lift a ban
///
/// Owners and moderators may. It gives no membership back.
#[utoipa::path(tag = "groups", params(MembershipPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/bans/{memberId}")]
pub async fn lift_ban(me: Member, at: Path<MembershipPath>) -> Result<NoContent> {
    let right = me.may::<ManageMembers>(store::standing(&me, at.0.group_id).await?)?;
    store::card(&me, at.0.member_id).await?;
    me.write(async |tx| bans::lift(tx, right, at.0.member_id).await).await?;
    Ok(NoContent)
}
