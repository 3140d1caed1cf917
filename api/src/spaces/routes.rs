//! Reading and writing what a group keeps.

use actix_web::{delete, get, patch, post};

use super::policy::{Remove, Write};
use super::types::{
    ComparisonPath, DecisionChange, DecisionPath, GroupDecisionView, GroupLinkPath, GroupLinkView, GroupPageCard, GroupPageChange, GroupPagePath,
    GroupPageVersion, GroupPageView, NewDecision, NewGroupLink, NewGroupPage, PageComparison,
};
use super::{kept, pages};
use crate::groups::{self, GroupPath};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List the pages of a group
///
/// For whoever may read in the group, in Swedish order.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPath, PageParams), responses((status = OK, body = Page<GroupPageCard>)))]
#[get("/groups/{groupId}/pages")]
pub async fn list_group_pages(who: Guest, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<GroupPageCard>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = pages::page(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Begin a page
///
/// Members of the group may; it has at most 200.
#[utoipa::path(tag = "spaces", params(GroupPath), responses((status = CREATED, body = GroupPageView)))]
#[post("/groups/{groupId}/pages")]
pub async fn begin_group_page(me: Member, at: Path<GroupPath>, new: Json<NewGroupPage>) -> Result<Created<GroupPageView>> {
    let right = me.may::<Write>(groups::readable(&me, at.0.group_id).await?)?;
    let own = kept::author(&me, Some(me.id())).await?;
    me.create(async |tx| {
        let (row, text) = pages::begin(tx, right, new.0).await?;
        let at = me.url(&format!("/groups/{}/pages/{}", row.group_id, row.id));
        Created::at(at, &GroupPageView::of(row, text, own))
    })
    .await
}

/// Read a page
///
/// For whoever may read in the group.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPagePath), responses((status = OK, body = GroupPageView)))]
#[get("/groups/{groupId}/pages/{pageId}")]
pub async fn get_group_page(who: Guest, at: Path<GroupPagePath>) -> Result<Tagged<GroupPageView>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    Ok(Tagged(pages::find(&who, &standing, at.0.page_id).await?))
}

/// Change a page
///
/// Every member of the group may. A merge patch (RFC 7396) of the version that `If-Match` names: a lost
/// update is 412. The earlier version is kept.
#[utoipa::path(tag = "spaces", params(GroupPagePath, IfMatch), responses((status = OK, body = GroupPageView)))]
#[patch("/groups/{groupId}/pages/{pageId}")]
pub async fn edit_group_page(me: Member, at: Path<GroupPagePath>, seen: IfMatch, change: Json<GroupPageChange>) -> Result<Tagged<GroupPageView>> {
    let standing = groups::readable(&me, at.0.group_id).await?;
    let right = me.may::<Write>(standing.clone())?;
    let now = async || pages::find(&me, &standing, at.0.page_id).await;
    or_current(me.write(async |tx| pages::edit(tx, right, at.0.page_id, seen, change.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Remove a page
///
/// Owners and moderators may. All its versions go.
#[utoipa::path(tag = "spaces", params(GroupPagePath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/pages/{pageId}")]
pub async fn remove_group_page(me: Member, at: Path<GroupPagePath>) -> Result<NoContent> {
    let right = me.may::<Remove>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| pages::remove(tx, right, at.0.page_id).await).await?;
    Ok(NoContent)
}

/// List the versions of a page
///
/// For whoever may read in the group; the newest first, and with the present one.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPagePath, PageParams), responses((status = OK, body = Page<GroupPageVersion>)))]
#[get("/groups/{groupId}/pages/{pageId}/versions")]
pub async fn list_group_page_versions(who: Guest, at: Path<GroupPagePath>, list: Listing<NoFilter>) -> Result<Page<GroupPageVersion>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = pages::versions(&who, &standing, at.0.page_id, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Compare two versions of a page
///
/// Line by line. Compared with itself, a version is read as it was.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(ComparisonPath), responses((status = OK, body = PageComparison)))]
#[get("/groups/{groupId}/pages/{pageId}/comparisons/{before}/{after}")]
pub async fn compare_group_page_versions(who: Guest, at: Path<ComparisonPath>) -> Result<Json<PageComparison>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    Ok(Json(pages::compare(&who, &standing, &at.0).await?))
}

/// List the links of a group
///
/// For whoever may read in the group, the newest first.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPath, PageParams), responses((status = OK, body = Page<GroupLinkView>)))]
#[get("/groups/{groupId}/links")]
pub async fn list_group_links(who: Guest, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<GroupLinkView>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = kept::links(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Keep a link in a group
///
/// Members of the group may; it has at most 200.
#[utoipa::path(tag = "spaces", params(GroupPath), responses((status = CREATED, body = GroupLinkView)))]
#[post("/groups/{groupId}/links")]
pub async fn add_group_link(me: Member, at: Path<GroupPath>, new: Json<NewGroupLink>) -> Result<Created<GroupLinkView>> {
    let right = me.may::<Write>(groups::readable(&me, at.0.group_id).await?)?;
    let own = kept::author(&me, Some(me.id())).await?;
    me.create(async |tx| {
        let row = kept::add(tx, right, new.0).await?;
        let at = me.url(&format!("/groups/{}/links/{}", row.group_id, row.id));
        Created::at(at, &GroupLinkView::of(row, own))
    })
    .await
}

/// Remove a link of a group
///
/// Owners and moderators may.
#[utoipa::path(tag = "spaces", params(GroupLinkPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/links/{linkId}")]
pub async fn remove_group_link(me: Member, at: Path<GroupLinkPath>) -> Result<NoContent> {
    let right = me.may::<Remove>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| kept::remove_link(tx, right, at.0.link_id).await).await?;
    Ok(NoContent)
}

/// List what a group concluded
///
/// For whoever may read in the group, the newest first.
#[utoipa::path(tag = "spaces", security((), ("bearer" = [])), params(GroupPath, PageParams), responses((status = OK, body = Page<GroupDecisionView>)))]
#[get("/groups/{groupId}/decisions")]
pub async fn list_group_decisions(who: Guest, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<GroupDecisionView>> {
    let standing = groups::readable(&who, at.0.group_id).await?;
    let slice = kept::decisions(&who, &standing, &list).await?;
    Ok(slice.into_page(&who, &list.paging, |view| view))
}

/// Write down what a group concluded
///
/// Members of the group may.
#[utoipa::path(tag = "spaces", params(GroupPath), responses((status = CREATED, body = GroupDecisionView)))]
#[post("/groups/{groupId}/decisions")]
pub async fn write_group_decision(me: Member, at: Path<GroupPath>, new: Json<NewDecision>) -> Result<Created<GroupDecisionView>> {
    let right = me.may::<Write>(groups::readable(&me, at.0.group_id).await?)?;
    let own = kept::author(&me, Some(me.id())).await?;
    me.create(async |tx| {
        let row = kept::write(tx, right, new.0).await?;
        let at = me.url(&format!("/groups/{}/decisions/{}", row.group_id, row.id));
        Created::at(at, &GroupDecisionView::of(row, own))
    })
    .await
}

/// Change what was written down
///
/// Every member of the group may. A merge patch (RFC 7396) of the version that `If-Match` names.
#[utoipa::path(tag = "spaces", params(DecisionPath, IfMatch), responses((status = OK, body = GroupDecisionView)))]
#[patch("/groups/{groupId}/decisions/{decisionId}")]
pub async fn edit_group_decision(
    me: Member,
    at: Path<DecisionPath>,
    seen: IfMatch,
    change: Json<DecisionChange>,
) -> Result<Tagged<GroupDecisionView>> {
    let standing = groups::readable(&me, at.0.group_id).await?;
    let right = me.may::<Write>(standing.clone())?;
    let now = async || kept::decision(&me, &standing, at.0.decision_id).await;
    or_current(me.write(async |tx| kept::edit(tx, right, at.0.decision_id, seen, change.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Remove what was written down
///
/// Owners and moderators may.
#[utoipa::path(tag = "spaces", params(DecisionPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/decisions/{decisionId}")]
pub async fn remove_group_decision(me: Member, at: Path<DecisionPath>) -> Result<NoContent> {
    let right = me.may::<Remove>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| kept::remove_decision(tx, right, at.0.decision_id).await).await?;
    Ok(NoContent)
}
