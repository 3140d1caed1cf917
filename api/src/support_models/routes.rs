//! Reading support models.

use actix_web::get;

use super::matrix::Matrix;
use super::types::{BlockPath, CellFilter, MatrixPath, ModelBlock, ModelFilter, ModelPath, SupportModel, SupportModelCard};
use super::{markdown, schema, store};
use crate::kernel::access::Guest;
use crate::kernel::download::{Download, PublicDownload};
use crate::kernel::http::{Dated, Path, Public, Query};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

/// Read the schema of a support model's document
///
/// The JSON Schema (2020-12) of a support model in every language, as it is exported and imported.
#[utoipa::path(tag = "support-models", security(()), responses((status = OK, body = Object)))]
#[get("/schemas/support-model")]
pub async fn get_support_model_schema(who: Guest) -> Public<serde_json::Value> {
    // What it is like is the same for everybody.
    let _ = who;
    Public(schema::SCHEMA.clone())
}

/// List the support models
///
/// In the caller's language, area by area.
#[utoipa::path(tag = "support-models", security(()), params(ModelFilter, PageParams), responses((status = OK, body = Page<SupportModelCard>)))]
#[get("/support-models")]
pub async fn list_support_models(who: Guest, list: Listing<ModelFilter>) -> Result<Public<Page<SupportModelCard>>> {
    let slice = store::page(&who, &list).await?;
    Ok(Public(slice.into_page(&who, &list.paging, |card| card)))
}

/// Read a support model
///
/// The whole of it in the caller's language: sections, steps, matrices, scales, principles, checklists
/// and library, with its sources and licence. A block that is not translated is in the other language,
/// and its `language` says so. Caches may keep it.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = SupportModel)))]
#[get("/support-models/{modelKey}")]
pub async fn get_support_model(who: Guest, at: Path<ModelPath>) -> Result<Dated<SupportModel>> {
    let (row, document) = store::find(&who, &at.0.model_key).await?;
    Ok(Dated(SupportModel::of(&who, &document)?, store::changed_on(&who, &row)))
}

/// Download a support model
///
/// The whole of it as one Markdown text in the caller's language, with its licence and sources.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/markdown")))]
#[get("/support-models/{modelKey}/markdown")]
pub async fn download_support_model(who: Guest, at: Path<ModelPath>) -> Result<PublicDownload> {
    let (row, document) = store::find(&who, &at.0.model_key).await?;
    let text = markdown::markdown(&document.in_language(who.language())?, who.language());
    let file = Download { media: "text/markdown", name: format!("{}.md", row.key), text };
    Ok(PublicDownload(file, row.published_on))
}

/// Read a block of a support model
///
/// One section, step, matrix, cell, scale, principle, checklist, library entry or template of a
/// worksheet in the caller's language, under an address that stays the same from version to version.
#[utoipa::path(tag = "support-models", security(()), params(BlockPath), responses((status = OK, body = ModelBlock)))]
#[get("/support-models/{modelKey}/blocks/{blockKey}")]
pub async fn get_block(who: Guest, at: Path<BlockPath>) -> Result<Dated<ModelBlock>> {
    let (row, content) = store::block(&who, &at.0).await?;
    Ok(Dated(ModelBlock::of(&who, &at.0, row.version, content), row.published_on))
}

/// Read a matrix of a support model
///
/// The whole of it, or the cells of one row, of one column, or where the two meet; in all modes and
/// perspectives, or in one: of articles and examples those of the mode that take up the perspective.
#[utoipa::path(tag = "support-models", security(()), params(MatrixPath, CellFilter), responses((status = OK, body = Matrix)))]
#[get("/support-models/{modelKey}/matrices/{matrixKey}")]
pub async fn get_matrix(who: Guest, at: Path<MatrixPath>, cells: Query<CellFilter>) -> Result<Dated<Matrix>> {
    let (row, matrix) = store::matrix(&who, &at.0, &cells.0).await?;
    Ok(Dated(matrix, row.published_on))
}
