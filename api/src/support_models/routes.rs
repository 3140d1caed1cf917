//! Reading support models.

pub mod contributions;
pub mod versions;

use actix_web::get;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use serde_json::Value;

use super::matrix::Matrix;
use super::types::{BlockPath, CellFilter, MatrixPath, ModelBlock, ModelFilter, ModelPath, SupportModel, SupportModelCard};
use super::{html, markdown, schema, store};
use crate::kernel::access::Guest;
use crate::kernel::http::{Path, Public, Query};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::print;
use crate::kernel::problem::Result;
use crate::kernel::shelf::{Kept, Shelved};

/// Read the schema of a support model's document
///
/// The JSON Schema (2020-12) of a support model in every language, as it is exported and imported.
#[utoipa::path(tag = "support-models", security(()), responses((status = OK, body = Object)))]
#[get("/schemas/support-model")]
pub async fn get_support_model_schema(who: Guest) -> Public<Value> {
    // What it is like is the same for everybody.
    let _ = who;
    Public(schema::SCHEMA.clone())
}

/// List the support models
///
/// In the caller's language, area by area.
#[utoipa::path(tag = "support-models", security(()), params(ModelFilter, PageParams), responses((status = OK, body = Page<SupportModelCard>)))]
#[get("/support-models")]
pub async fn list_support_models(who: Guest, list: Listing<ModelFilter>) -> Result<Shelved> {
    let make = async || {
        let (slice, day, until) = store::page(&who, &list).await?;
        Ok(Kept::page(&slice.into_page(&who, &list.paging, |card| card), day)?.until(until))
    };
    who.shelved(&list.paging.told(), make).await
}

/// Read a support model
///
/// The whole of it in the caller's language: sections, steps, matrices, scales, principles, checklists
/// and library, with its sources and licence. A block that is not translated is in the other language,
/// and its `language` says so. Caches may keep it.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = SupportModel)))]
#[get("/support-models/{modelKey}")]
pub async fn get_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let kept = Kept::json(&SupportModel::of(&who, &document).await?, store::changed_on(&who, &row))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Download a support model
///
/// The whole of it as one Markdown text in the caller's language, with its licence and sources.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/markdown")))]
#[get("/support-models/{modelKey}/markdown")]
pub async fn download_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let text = markdown::markdown(&document.in_language(who.language())?, who.language(), store::is_overdue(&who, &row));
        let kept = Kept::of("text/markdown; charset=utf-8", text, store::changed_on(&who, &row))?.named(&format!("{}.md", row.key))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Read a support model as a page
///
/// The whole of it as one HTML page in the caller's language, to print or keep: no scripts, nothing
/// from elsewhere, tables with their headings.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/html")))]
#[get("/support-models/{modelKey}/html")]
pub async fn print_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        let page = html::page(&document.in_language(who.language())?, store::is_overdue(&who, &row));
        let policy = format!("{}; frame-ancestors 'none'", print::policy());
        let kept = Kept::of("text/html; charset=utf-8", page, store::changed_on(&who, &row))?.with(CONTENT_SECURITY_POLICY, &policy)?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Export a support model
///
/// The whole of it in every language, with its licence and its sources, as the schema under
/// `/schemas/support-model` says: to keep, or to bring into another installation.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = Object)))]
#[get("/support-models/{modelKey}/document")]
pub async fn export_support_model(who: Guest, at: Path<ModelPath>) -> Result<Shelved> {
    let make = async || {
        let (row, document) = store::find(&who, &at.0.model_key).await?;
        Kept::json(&document.0, row.published_on)?.named(&format!("{}-{}.json", row.key, row.version))
    };
    who.shelved("", make).await
}

/// Read a block of a support model
///
/// One section, step, matrix, cell, scale, principle, checklist, library entry or template of a
/// worksheet in the caller's language, under an address that stays the same from version to version.
#[utoipa::path(tag = "support-models", security(()), params(BlockPath), responses((status = OK, body = ModelBlock)))]
#[get("/support-models/{modelKey}/blocks/{blockKey}")]
pub async fn get_block(who: Guest, at: Path<BlockPath>) -> Result<Shelved> {
    let make = async || {
        let (row, content) = store::block(&who, &at.0).await?;
        let kept = Kept::json(&ModelBlock::of(&who, &at.0, &row, content), store::changed_on(&who, &row))?;
        Ok(kept.until(store::changes_on(&who, &row)))
    };
    who.shelved("", make).await
}

/// Read a matrix of a support model
///
/// The whole of it, or the cells of one row, of one column, or where the two meet; in all modes and
/// perspectives, or in one: of articles and examples those of the mode that take up the perspective.
#[utoipa::path(tag = "support-models", security(()), params(MatrixPath, CellFilter), responses((status = OK, body = Matrix)))]
#[get("/support-models/{modelKey}/matrices/{matrixKey}")]
pub async fn get_matrix(who: Guest, at: Path<MatrixPath>, cells: Query<CellFilter>) -> Result<Shelved> {
    let make = async || {
        let (row, matrix) = store::matrix(&who, &at.0, &cells.0).await?;
        Kept::json(&matrix, row.published_on)
    };
    who.shelved(&cells.0.told(), make).await
}
