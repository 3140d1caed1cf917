//! Searching, and what may be meant while somebody types.

use actix_web::get;

use super::store;
use super::types::{KindCount, SearchFilter, SearchHit, SearchSuggestions, TypedFilter};
use crate::kernel::access::Guest;
use crate::kernel::http::{Json, Query};
use crate::kernel::page::{Faceted, Listing, PageParams};
use crate::kernel::problem::Result;

/// Search over everything
///
/// Members, groups, discussions and replies, pages of groups, support models, examples, organisations; the
/// best first. Each word must be found: in any form, as a part of a compound, with or without å ä ö, in the
/// language of the text; with one slip where nothing else is meant. The score is a whole number: up to 1000
/// for how well the words fit and where, up to 200 for how much of the title was said, up to 100 for what is
/// new or has something in common with the caller. Everybody finds what they may read anyway; without an
/// account that is what is open. Of what many match the newest 500 of a kind are ranked and counted.
#[utoipa::path(tag = "search", security((), ("bearer" = [])), params(SearchFilter, PageParams), responses((status = OK, body = Faceted<SearchHit, KindCount>)))]
#[get("/search")]
pub async fn search_everything(who: Guest, list: Listing<SearchFilter>) -> Result<Faceted<SearchHit, KindCount>> {
    store::find(&who, &list).await
}

/// Suggest titles while somebody types
///
/// Of everything that a search finds, what is called something that begins so, ten at most, the best first.
#[utoipa::path(tag = "search", security((), ("bearer" = [])), params(TypedFilter), responses((status = OK, body = SearchSuggestions)))]
#[get("/search/suggestions")]
pub async fn suggest_titles(who: Guest, filter: Query<TypedFilter>) -> Result<Json<SearchSuggestions>> {
    Ok(Json(store::suggest(&who, filter.0).await?))
}
