//! Proposing, deciding, and retiring.

use actix_web::{delete, get, patch, post, put};

use super::policy::Change;
use super::types::{
    Acceptance, DecisionFilter, DecisionView, Merger, NewProposal, NewRetirement, ProposalChange, ProposalFilter, ProposalPath, ProposalView, Refusal,
};
use super::{decisions, store};
use crate::kernel::access::Member;
use crate::kernel::http::{Created, IfMatch, Json, NoContent, Path, Tagged, or_current};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::Result;
use crate::vocabulary::{self, CompetencePath, CompetenceView, Edit};

/// List proposed competences
///
/// One's own, the newest first, with what became of them. Editors see everybody's.
#[utoipa::path(tag = "curation", params(ProposalFilter, PageParams), responses((status = OK, body = Page<ProposalView>)))]
#[get("/competence-proposals")]
pub async fn list_proposals(me: Member, list: Listing<ProposalFilter>) -> Result<Page<ProposalView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |proposal| proposal))
}

/// Propose a competence
///
/// One that the vocabulary lacks. What it has already, under whichever name, is a problem that says
/// so. The proposer hears by mail what was decided. At most 20 a day.
#[utoipa::path(tag = "curation", responses((status = CREATED, body = ProposalView)))]
#[post("/competence-proposals")]
pub async fn propose_competence(me: Member, new: Json<NewProposal>) -> Result<Created<ProposalView>> {
    let right = me.may::<Change>(me.id())?;
    store::check(&me, &new.0).await?;
    store::count_proposal(&me.system("proposals are counted beside the change, also those that fail"), me.id()).await?;
    let proposer = store::card(&me).await?;
    me.create(async |tx| {
        let row = store::propose(tx, right, new.0).await?;
        let at = me.url(&format!("/competence-proposals/{}", row.id));
        Created::at(at, &ProposalView::of(row.clone(), store::broader(&row)?, proposer, None))
    })
    .await
}

/// Read a proposal
///
/// Whoever made it may, and editors.
#[utoipa::path(tag = "curation", params(ProposalPath), responses((status = OK, body = ProposalView)))]
#[get("/competence-proposals/{proposalId}")]
pub async fn get_proposal(me: Member, at: Path<ProposalPath>) -> Result<Tagged<ProposalView>> {
    store::view(&me, at.0.proposal_id).await.map(Tagged)
}

/// Change a proposal
///
/// While nobody has decided. A merge patch (RFC 7396).
#[utoipa::path(tag = "curation", params(ProposalPath, IfMatch), responses((status = OK, body = ProposalView)))]
#[patch("/competence-proposals/{proposalId}")]
pub async fn edit_proposal(me: Member, at: Path<ProposalPath>, seen: IfMatch, change: Json<ProposalChange>) -> Result<Tagged<ProposalView>> {
    let row = store::find(&me, at.0.proposal_id).await?;
    let right = me.may::<Change>(row.member_id)?;
    let now = async || store::view(&me, row.id).await;
    or_current(me.write(async |tx| store::change(tx, right, row.id, seen, change.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Take a proposal back
///
/// While nobody has decided.
#[utoipa::path(tag = "curation", params(ProposalPath), responses((status = NO_CONTENT)))]
#[delete("/competence-proposals/{proposalId}")]
pub async fn withdraw_proposal(me: Member, at: Path<ProposalPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.proposal_id).await?;
    let right = me.may::<Change>(row.member_id)?;
    me.write(async |tx| store::withdraw(tx, right, row.id).await).await?;
    Ok(NoContent)
}

/// Accept a proposal
///
/// It becomes a competence at once. The proposer hears by mail, and has claimed it if they said how
/// well they master it. For editors.
#[utoipa::path(tag = "curation", params(ProposalPath, IfMatch), responses((status = OK, body = ProposalView)))]
#[put("/competence-proposals/{proposalId}/acceptance")]
pub async fn accept_proposal(me: Member, at: Path<ProposalPath>, seen: IfMatch, how: Json<Acceptance>) -> Result<Tagged<ProposalView>> {
    let row = store::find(&me, at.0.proposal_id).await?;
    let right = me.may::<Edit>(row.member_id)?;
    let now = async || store::view(&me, row.id).await;
    or_current(me.write(async |tx| decisions::accept(tx, &right, row.id, seen, how.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Merge a proposal into a competence
///
/// Because it is there already: the proposed names become synonyms, if that helps. The proposer hears
/// by mail. For editors.
#[utoipa::path(tag = "curation", params(ProposalPath, IfMatch), responses((status = OK, body = ProposalView)))]
#[put("/competence-proposals/{proposalId}/merger")]
pub async fn merge_proposal(me: Member, at: Path<ProposalPath>, seen: IfMatch, how: Json<Merger>) -> Result<Tagged<ProposalView>> {
    let row = store::find(&me, at.0.proposal_id).await?;
    let right = me.may::<Edit>(row.member_id)?;
    let now = async || store::view(&me, row.id).await;
    or_current(me.write(async |tx| decisions::merge(tx, &right, row.id, seen, how.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Decline a proposal
///
/// With a reason, which the proposer hears by mail. For editors.
#[utoipa::path(tag = "curation", params(ProposalPath, IfMatch), responses((status = OK, body = ProposalView)))]
#[put("/competence-proposals/{proposalId}/refusal")]
pub async fn decline_proposal(me: Member, at: Path<ProposalPath>, seen: IfMatch, why: Json<Refusal>) -> Result<Tagged<ProposalView>> {
    let row = store::find(&me, at.0.proposal_id).await?;
    let right = me.may::<Edit>(row.member_id)?;
    let now = async || store::view(&me, row.id).await;
    or_current(me.write(async |tx| decisions::decline(tx, &right, row.id, seen, why.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// Have a competence give way to another one
///
/// What members say of it goes over: where somebody claims both, the higher level stays. Its key goes
/// on answering, and finds what the successor finds. With `synonyms` two are merged. For editors.
#[utoipa::path(tag = "curation", params(CompetencePath, IfMatch), responses((status = OK, body = CompetenceView)))]
#[put("/competences/{competenceKey}/retirement")]
pub async fn retire_competence(me: Member, at: Path<CompetencePath>, seen: IfMatch, how: Json<NewRetirement>) -> Result<Tagged<CompetenceView>> {
    let key = at.0.competence_key;
    vocabulary::competence(&me, &key).await?;
    let right = me.may::<Edit>(me.id())?;
    let now = async || vocabulary::competence(&me, &key).await;
    or_current(me.write(async |tx| decisions::retire(tx, &right, key.clone(), seen, how.0).await).await, now).await?;
    now().await.map(Tagged)
}

/// List what was decided on the vocabulary
///
/// Which competences came and which gave way, the newest first; of proposals that came to nothing only
/// one's own. Editors see everything.
#[utoipa::path(tag = "curation", params(DecisionFilter, PageParams), responses((status = OK, body = Page<DecisionView>)))]
#[get("/vocabulary-decisions")]
pub async fn list_decisions(me: Member, list: Listing<DecisionFilter>) -> Result<Page<DecisionView>> {
    let slice = decisions::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |decision| decision))
}
