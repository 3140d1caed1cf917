//! Who is asked: members whom the one who asks could find by what they look for, and who take
//! requests from them. Nobody is asked too often, and nobody twice by the same member.

use std::collections::HashSet;

use chrono::TimeDelta;
use entity::id::{IntroductionId, MemberId};
use entity::introduction::{ActiveModel, Column, Entity, Model};
use entity::introduction_ask;
use entity::kind::ContactState;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait};

use super::notices::ASKED;
use crate::kernel::access::{System, Viewer};
use crate::kernel::notification::Cause;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::members::{self, Search, Window};
use crate::{accounts, contacts, needs, notifications};

/// Members who are asked for one introduction.
const CANDIDATES: usize = 3;
/// Members among whom they are looked for, best first.
const DEPTH: usize = 30;
/// Askings that one member gets.
const ASKINGS: u64 = 3;
/// In this time.
const WINDOW: TimeDelta = TimeDelta::days(7);

/// Picks whom to ask, once, and has them told.
pub async fn pick(system: &System, id: IntroductionId) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(system.conn()).await? else { return Ok(()) };
    let Some(viewer) = accounts::eyes_of(system, row.member_id).await? else { return Ok(()) };
    let candidates = candidates(&viewer, &row).await?;
    system
        .write(async |tx| {
            let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?;
            if row.is_none_or(|row| row.picked_at.is_some() || row.withdrawn_at.is_some()) {
                return Ok(());
            }
            let picked = ActiveModel { id: ActiveValue::Unchanged(id), picked_at: ActiveValue::Set(Some(tx.now())), ..Default::default() };
            Entity::update(picked).exec(tx.conn()).await?;
            for candidate in candidates.iter().copied() {
                let row = introduction_ask::Model {
                    introduction_id: id,
                    candidate_id: candidate,
                    state: ContactState::Pending,
                    contact_id: None,
                    created_at: tx.now(),
                    answered_at: None,
                };
                introduction_ask::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
            }
            notifications::notify(tx, &ASKED, &Cause::of(id.0, id.0), &candidates).await
        })
        .await
}

async fn candidates(viewer: &Viewer, row: &Model) -> Result<Vec<MemberId>> {
    let Some(competences) = sought(viewer, row).await? else { return Ok(Vec::new()) };
    // Whom the one who asks does not want suggested is not asked for them either.
    let mut not_asked = members::dismissed(viewer).await?;
    not_asked.push(row.member_id);
    let search = Search { competences, except: not_asked, ..Search::default() };
    let found = members::search(viewer, &search, &Window::first(DEPTH)).await?.found;
    let before = asked_before(viewer, row.member_id).await?;
    let mut candidates = Vec::new();
    for id in found.into_iter().map(|found| found.id).filter(|id| !before.contains(id)) {
        if candidates.len() < CANDIDATES && is_free(viewer, row.member_id, id).await? {
            candidates.push(id);
        }
    }
    Ok(candidates)
}

/// The competences to look for; nothing if the need is no longer open.
async fn sought(viewer: &Viewer, row: &Model) -> Result<Option<Vec<String>>> {
    let Some(need) = row.need_id else { return Ok(row.competence_key.clone().map(|key| vec![key])) };
    match needs::looked_for(viewer, need).await {
        Ok((_, competences)) => Ok(Some(competences)),
        Err(problem) if problem.kind == NOT_FOUND => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Everybody who was asked for this member before.
async fn asked_before(viewer: &Viewer, asker: MemberId) -> Result<HashSet<MemberId>> {
    use introduction_ask::{Column as Asked, Entity as Askings};
    let own = Entity::find().select_only().column(Column::Id).filter(Column::MemberId.eq(asker)).into_query();
    let before = Askings::find().select_only().column(Asked::CandidateId).filter(Asked::IntroductionId.in_subquery(own));
    let before: Vec<MemberId> = before.into_tuple().all(viewer.conn()).await?;
    Ok(before.into_iter().collect())
}

/// Whether a member takes requests from this one, has no contact with them, and was not asked enough.
async fn is_free(viewer: &Viewer, asker: MemberId, id: MemberId) -> Result<bool> {
    use introduction_ask::{Column as Asked, Entity as Askings};
    let takes_requests = match members::takes_requests(viewer, id).await {
        Err(problem) if problem.kind == NOT_FOUND => false,
        asked => asked?,
    };
    if !takes_requests || contacts::are_between(viewer, asker, id).await? {
        return Ok(false);
    }
    let lately = Askings::find().filter(Asked::CandidateId.eq(id)).filter(Asked::CreatedAt.gt(viewer.now() - WINDOW));
    Ok(lately.count(viewer.conn()).await? < ASKINGS)
}
