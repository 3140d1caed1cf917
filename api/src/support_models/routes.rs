//! Reading support models.

use actix_web::get;

use super::types::{CellFilter, Matrix, MatrixPath, ModelFilter, ModelPath, SupportModel, SupportModelCard};
use super::{markdown, store};
use crate::kernel::access::Guest;
use crate::kernel::download::{Download, PublicDownload};
use crate::kernel::http::{Dated, Path, Public, Query};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;

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
/// The whole of it in the caller's language: sections, steps, matrices, scales and principles, with
/// its sources and licence. Caches may keep it.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = SupportModel)))]
#[get("/support-models/{modelKey}")]
pub async fn get_support_model(who: Guest, at: Path<ModelPath>) -> Result<Dated<SupportModel>> {
    let (row, content) = store::find(&who, &at.0.model_key).await?;
    let day = store::changed_on(&who, &row);
    Ok(Dated(SupportModel::of(&who, &row, content), day))
}

/// Download a support model
///
/// The whole of it as one Markdown text in the caller's language, with its licence and sources.
#[utoipa::path(tag = "support-models", security(()), params(ModelPath), responses((status = OK, body = String, content_type = "text/markdown")))]
#[get("/support-models/{modelKey}/markdown")]
pub async fn download_support_model(who: Guest, at: Path<ModelPath>) -> Result<PublicDownload> {
    let (row, content) = store::find(&who, &at.0.model_key).await?;
    let file = Download::text("text/markdown", format!("{}.md", row.key), markdown::markdown(&content, who.language()));
    Ok(PublicDownload(file, row.published_on))
}

/// Read a matrix of a support model
///
/// The whole of it, or the cells of one row, of one column, or where the two meet; in all modes and
/// perspectives, or in one.
#[utoipa::path(tag = "support-models", security(()), params(MatrixPath, CellFilter), responses((status = OK, body = Matrix)))]
#[get("/support-models/{modelKey}/matrices/{matrixKey}")]
pub async fn get_matrix(who: Guest, at: Path<MatrixPath>, cells: Query<CellFilter>) -> Result<Dated<Matrix>> {
    let (row, matrix) = store::matrix(&who, &at.0, &cells.0).await?;
    Ok(Dated(matrix, row.published_on))
}
