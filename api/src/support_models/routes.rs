//! Reading support models.

use actix_web::get;

use super::store;
use super::types::{CellFilter, Matrix, MatrixPath, ModelFilter, ModelPath, SupportModel, SupportModelCard};
use crate::kernel::access::Guest;
use crate::kernel::http::{Path, Public, Query};
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
pub async fn get_support_model(who: Guest, at: Path<ModelPath>) -> Result<Public<SupportModel>> {
    let (row, content) = store::find(&who, &at.0.model_key).await?;
    Ok(Public(SupportModel::of(&who, &row, content)))
}

/// Read a matrix of a support model
///
/// The whole of it, or the cells of one row, of one column, or where the two meet.
#[utoipa::path(tag = "support-models", security(()), params(MatrixPath, CellFilter), responses((status = OK, body = Matrix)))]
#[get("/support-models/{modelKey}/matrices/{matrixKey}")]
pub async fn get_matrix(who: Guest, at: Path<MatrixPath>, cells: Query<CellFilter>) -> Result<Public<Matrix>> {
    Ok(Public(store::matrix(&who, &at.0, &cells.0).await?))
}
