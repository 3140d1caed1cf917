//! Searching, and going from a model to people.

use actix_web::get;

use super::types::{KnowledgeFilter, KnowledgeHit, ModelPath, PeopleFilter, PeopleView};
use super::{people, search};
use crate::kernel::access::Guest;
use crate::kernel::http::{Json, Path, Public};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

/// Search the support models and the examples
///
/// In Swedish and English, each text in its own language: any form of a word, a compound by its
/// parts, å ä ö without their marks, and one slip of the finger where nothing else is meant. Those
/// come that hold the most words of the query, the best first. The pieces that were meant are marked
/// as runs of plain text. Caches may keep it; what is published is found at once.
#[utoipa::path(tag = "knowledge", security(()), params(KnowledgeFilter, PageParams), responses((status = OK, body = Page<KnowledgeHit>)))]
#[get("/knowledge")]
pub async fn search_knowledge(who: Guest, list: Listing<KnowledgeFilter>) -> Result<Public<Page<KnowledgeHit>>> {
    let (hits, more) = search::find(&who, &list).await?;
    Ok(Public(list.paging.page(&who, hits, more)))
}

/// Find the people behind a support model
///
/// Who and what deals with the competences that the model, or one of its blocks, takes. Members see
/// members, with reasons, as the directory shows them; visitors see how many say so to everyone, and
/// where to register. Groups and discussions are those that the caller may read anyway.
#[utoipa::path(tag = "knowledge", security((), ("bearer" = [])), params(ModelPath, PeopleFilter, PageParams), responses((status = OK, body = PeopleView)))]
#[get("/support-models/{modelKey}/people")]
pub async fn find_people(who: Guest, at: Path<ModelPath>, list: Listing<PeopleFilter>) -> Result<Json<PeopleView>> {
    Ok(Json(people::find(&who, &at.0.model_key, &list).await?))
}
