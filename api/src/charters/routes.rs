//! What groups are for.

use actix_web::{get, put};

use super::policy::Write;
use super::store;
use super::types::{CharterFilter, CharterView, CharteredGroup, GroupCompetences, NewCharter};
use crate::groups::{self, GroupPath};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{IfMatch, Json, Path, Tagged, or_current};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

/// List what groups are for
///
/// Of those groups that the caller may know of and that have said it; the last changed first.
#[utoipa::path(tag = "charters", security((), ("bearer" = [])), params(CharterFilter, PageParams), responses((status = OK, body = Page<CharteredGroup>)))]
#[get("/charters")]
pub async fn list_charters(who: Guest, list: Listing<CharterFilter>) -> Result<Page<CharteredGroup>> {
    let slice = store::page(&who, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Read what a group is for
///
/// For whoever may know of the group. One that has not said it is an interest group, in version 0.
#[utoipa::path(tag = "charters", security((), ("bearer" = [])), params(GroupPath), responses((status = OK, body = CharterView)))]
#[get("/groups/{groupId}/charter")]
pub async fn get_charter(who: Guest, at: Path<GroupPath>) -> Result<Tagged<CharterView>> {
    let standing = groups::known(&who, at.0.group_id).await?;
    Ok(Tagged(store::of(&who, &standing).await?))
}

/// Say what a group is for
///
/// Owners may. It replaces the version that `If-Match` names; the first is 0.
#[utoipa::path(tag = "charters", params(GroupPath, IfMatch), responses((status = OK, body = CharterView)))]
#[put("/groups/{groupId}/charter")]
pub async fn write_charter(me: Member, at: Path<GroupPath>, seen: IfMatch, new: Json<NewCharter>) -> Result<Tagged<CharterView>> {
    let standing = groups::known(&me, at.0.group_id).await?;
    let right = me.may::<Write>(standing.clone())?;
    new.0.check()?;
    let now = async || store::of(&me, &standing).await;
    or_current(me.write(async |tx| store::write(tx, right, seen, new.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Read what the members of a group know together
///
/// For members who may read in the group: the sum of the competences that the caller sees in each of
/// its members, and what the group needs besides.
#[utoipa::path(tag = "charters", params(GroupPath), responses((status = OK, body = GroupCompetences)))]
#[get("/groups/{groupId}/competences")]
pub async fn list_group_competences(me: Member, at: Path<GroupPath>) -> Result<Json<GroupCompetences>> {
    let standing = groups::readable(&me, at.0.group_id).await?;
    Ok(Json(store::competences(&me, &standing).await?))
}
