//! Reading about the service.

use actix_web::get;

use super::types::{ApiInfo, Key, KeySet, ProblemKind, ProblemPath};
use crate::features::problems;
use crate::kernel::access::Guest;
use crate::kernel::http::{Path, Public};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};

/// When the present version was released.
const RELEASED: &str = "2026-11-22";

/// Read what the API is
///
/// Name, version, status and documentation, as Sweden's national REST API profile asks (VER.06).
#[utoipa::path(tag = "service", security(()), responses((status = OK, body = ApiInfo)))]
#[get("/api-info")]
pub async fn get_api_info(who: Guest) -> Result<Public<ApiInfo>> {
    Ok(Public(ApiInfo {
        api_name: "Torg",
        api_version: env!("CARGO_PKG_VERSION"),
        api_released: RELEASED.parse().map_err(Problem::internal)?,
        api_documentation: who.url("").replace("/api/v1", "/docs/"),
        api_status: "alpha",
    }))
}

/// List the public keys
///
/// They verify access tokens (RFC 7517). During a rotation there are two.
#[utoipa::path(tag = "service", security(()), responses((status = OK, body = KeySet)))]
#[get("/keys")]
pub async fn list_keys(who: Guest) -> Result<Public<KeySet>> {
    let rows = who.public_keys().await?;
    let key = |row: entity::signing_key::Model| Key { kid: row.kid, kty: "OKP", crv: "Ed25519", alg: "EdDSA", purpose: "sig", x: row.public_key };
    Ok(Public(KeySet { keys: rows.into_iter().map(key).collect() }))
}

/// List the kinds of problems
///
/// Every code that an answer of 400 and above can have.
#[utoipa::path(tag = "service", security(()), params(PageParams), responses((status = OK, body = Page<ProblemKind>)))]
#[get("/problems")]
pub async fn list_problems(who: Guest, list: Listing<NoFilter>) -> Result<Page<ProblemKind>> {
    let (kinds, more) = list.paging.cut(problems())?;
    Ok(list.paging.page(&who, kinds.iter().map(|kind| ProblemKind::of(&who, kind)).collect(), more))
}

/// Read a kind of problem
///
/// What `type` of a problem points at.
#[utoipa::path(tag = "service", security(()), params(ProblemPath), responses((status = OK, body = ProblemKind)))]
#[get("/problems/{problemCode}")]
pub async fn get_problem(who: Guest, at: Path<ProblemPath>) -> Result<Public<ProblemKind>> {
    let kinds = problems();
    let kind = kinds.iter().find(|kind| kind.code == at.0.problem_code).ok_or(NOT_FOUND)?;
    Ok(Public(ProblemKind::of(&who, kind)))
}
