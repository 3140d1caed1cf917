//! Saving searches.

use actix_web::{delete, get, patch, post};

use super::policy::Keep;
use super::store;
use super::types::{NewSavedSearch, SavedSearchChange, SavedSearchPath, SavedSearchView};
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// List one's saved searches
///
/// The newest first. The link of each runs it.
#[utoipa::path(tag = "saved-searches", params(PageParams), responses((status = OK, body = Page<SavedSearchView>)))]
#[get("/members/me/saved-searches")]
pub async fn list_saved_searches(me: Member, list: Listing<NoFilter>) -> Result<Page<SavedSearchView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |row| SavedSearchView::of(&me, row)))
}

/// Save a search of the directory
///
/// At most 20. With `notify` one hears, once a day at most, of those whom it finds anew and whom one
/// may see at the moment of telling; for that it may find 500 members at most.
#[utoipa::path(tag = "saved-searches", responses((status = CREATED, body = SavedSearchView)))]
#[post("/members/me/saved-searches")]
pub async fn save_search(me: Member, new: Json<NewSavedSearch>) -> Result<Created<SavedSearchView>> {
    let right = me.may::<Keep>(me.id())?;
    let query = store::query(&new.0)?;
    let known = store::known(&me, &query, new.0.notify).await?;
    me.create(async |tx| {
        let row = store::save(tx, right, new.0, query, known).await?;
        Created::at(me.url(&format!("/members/me/saved-searches/{}", row.id)), &SavedSearchView::of(&me, row))
    })
    .await
}

/// Read a saved search
///
/// One's own.
#[utoipa::path(tag = "saved-searches", params(SavedSearchPath), responses((status = OK, body = SavedSearchView)))]
#[get("/members/me/saved-searches/{savedSearchId}")]
pub async fn get_saved_search(me: Member, at: Path<SavedSearchPath>) -> Result<Json<SavedSearchView>> {
    let row = store::find(&me, at.0.saved_search_id).await?;
    Ok(Json(SavedSearchView::of(&me, row)))
}

/// Change a saved search
///
/// A merge patch (RFC 7396). With `notify` set anew one hears of those whom it finds from now on.
#[utoipa::path(tag = "saved-searches", params(SavedSearchPath), responses((status = OK, body = SavedSearchView)))]
#[patch("/members/me/saved-searches/{savedSearchId}")]
pub async fn edit_saved_search(me: Member, at: Path<SavedSearchPath>, change: Json<SavedSearchChange>) -> Result<Json<SavedSearchView>> {
    let row = store::find(&me, at.0.saved_search_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    let turned_on = row.look_at.is_none() && change.0.notify.get() == Some(&true);
    let known = store::known(&me, &row.query, turned_on).await?;
    let row = me.write(async |tx| store::change(tx, right, row.id, change.0, known).await).await?;
    Ok(Json(SavedSearchView::of(&me, row)))
}

/// Forget a saved search
///
/// No word is sent of it any more.
#[utoipa::path(tag = "saved-searches", params(SavedSearchPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/saved-searches/{savedSearchId}")]
pub async fn delete_saved_search(me: Member, at: Path<SavedSearchPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.saved_search_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::delete(tx, right, row.id).await).await?;
    Ok(NoContent)
}
