//! Contributing to support models, and answering.

use actix_web::{get, patch, post};

use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, Path};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;
use crate::support_models::policy::{Contribute, Edit};
use crate::support_models::proposal::{ContributionAnswer, ContributionFilter, ContributionPath, ContributionView, NewContribution};
use crate::support_models::types::ModelPath;
use crate::support_models::{contributions, versions};

/// Contribute to a support model
///
/// Every member may propose another text of a block, tell what is missing, or add an example to a
/// cell. The model's editors answer, and the member hears of it by mail.
#[utoipa::path(tag = "support-models", params(ModelPath), responses((status = CREATED, body = ContributionView)))]
#[post("/support-models/{modelKey}/contributions")]
pub async fn propose_contribution(me: Member, at: Path<ModelPath>, new: Json<NewContribution>) -> Result<Created<ContributionView>> {
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let based_on = contributions::check(&me, &standing, &new.0).await?;
    let right = me.may::<Contribute>(standing)?;
    contributions::count(&me).await?;
    me.create(async |tx| {
        let view = contributions::shown(&me, contributions::add(tx, right, new.0, based_on).await?).await?;
        Created::at(view.links.own.href.clone(), &view)
    })
    .await
}

/// List the contributions to a support model
///
/// The newest first: to its editors all of them, to everybody else their own.
#[utoipa::path(tag = "support-models", params(ModelPath, ContributionFilter, PageParams), responses((status = OK, body = Page<ContributionView>)))]
#[get("/support-models/{modelKey}/contributions")]
pub async fn list_contributions(me: Member, at: Path<ModelPath>, list: Listing<ContributionFilter>) -> Result<Page<ContributionView>> {
    let standing = versions::standing(&me, &at.0.model_key).await?;
    let slice = contributions::page(&me, Some(&standing), &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// List one's own contributions
///
/// To all support models, the newest first, with what became of them.
#[utoipa::path(tag = "support-models", params(ContributionFilter, PageParams), responses((status = OK, body = Page<ContributionView>)))]
#[get("/members/me/contributions")]
pub async fn list_own_contributions(me: Member, list: Listing<ContributionFilter>) -> Result<Page<ContributionView>> {
    let slice = contributions::page(&me, None, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Read a contribution
///
/// Whoever made it and the model's editors may.
#[utoipa::path(tag = "support-models", params(ContributionPath), responses((status = OK, body = ContributionView)))]
#[get("/contributions/{contributionId}")]
pub async fn get_contribution(me: Member, at: Path<ContributionPath>) -> Result<Json<ContributionView>> {
    let row = contributions::find(&me, at.0.contribution_id).await?;
    Ok(Json(contributions::shown(&me, row).await?))
}

/// Answer a contribution
///
/// The model's editors may, once. What is accepted goes into the open draft as it was proposed or as
/// the editor amends it, with the name of whoever wants to be named; a no is given with a reason.
#[utoipa::path(tag = "support-models", params(ContributionPath), responses((status = OK, body = ContributionView)))]
#[patch("/contributions/{contributionId}")]
pub async fn answer_contribution(me: Member, at: Path<ContributionPath>, answer: Json<ContributionAnswer>) -> Result<Json<ContributionView>> {
    let row = contributions::find(&me, at.0.contribution_id).await?;
    let right = me.may::<Edit>(versions::standing(&me, &row.model_key).await?)?;
    let row = me.write(async |tx| contributions::answer(&me, tx, right, row.id, answer.0).await).await?;
    Ok(Json(contributions::shown(&me, row).await?))
}
