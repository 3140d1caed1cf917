//! What editors decide. Each decision leaves a trace of who made it and why.

use entity::competence_proposal;
use entity::id::{DecisionId, ProposalId};
use entity::kind::{DecisionKind, Language, ProposalState, Role};
use entity::vocabulary_decision::{Column, Entity, Model};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait};

use super::notices::DECIDED;
use super::store;
use super::types::{Acceptance, DecisionFilter, DecisionView, Merger, NewRetirement, Refusal};
use crate::kernel::access::{Actor, Granted, Member};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::IfMatch;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::text::{LongText, Slug, Text};
use crate::kernel::typeset::slug;
use crate::vocabulary::{self, Edit, NewTerm, Retirement};
use crate::{introductions, members, needs, notifications};

/// Decisions of which this person may know: whatever concerns competences that all see, and what
/// became of their own proposals. Those who decide see all.
fn visible_to(actor: &Actor) -> Condition {
    if actor.role >= Role::Editor {
        return Condition::all();
    }
    let own = competence_proposal::Entity::find().select_only().column(competence_proposal::Column::Id);
    let own = own.filter(competence_proposal::Column::MemberId.eq(actor.id)).into_query();
    let open = Column::Kind.is_in([DecisionKind::Accepted, DecisionKind::Retired]);
    Condition::any().add(open).add(Column::ProposalId.in_subquery(own))
}

pub async fn page(me: &Member, list: &Listing<DecisionFilter>) -> Result<Slice<DecisionView>> {
    let concerning = |key: &Slug| Condition::any().add(Column::CompetenceKey.eq(key.as_str())).add(Column::SuccessorKey.eq(key.as_str()));
    let seen = me.actor().map_or_else(|| Condition::any().add(Column::Id.is_null()), visible_to);
    let query = Entity::find().filter(seen).apply_if(list.filter.competence.as_ref(), |query, key| query.filter(concerning(key)));
    let slice = list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await?;
    let cards = members::cards(me, slice.rows.iter().filter_map(|row| row.by_id).collect()).await?;
    let keys = slice.rows.iter().flat_map(|row| row.competence_key.iter().chain(&row.successor_key)).cloned();
    let names = vocabulary::competences(me, keys.collect()).await?;
    let name = |key: Option<String>| key.and_then(|key| names.get(&key).cloned());
    Ok(slice.map(|row| {
        let Model { id, by_id, kind, proposal_id, competence_key, successor_key, reason, created_at } = row;
        let by = by_id.and_then(|id| cards.get(&id).cloned());
        DecisionView { id, kind, by, proposal_id, competence: name(competence_key), successor: name(successor_key), reason, created_at }
    }))
}

/// Makes a competence of a proposal.
pub async fn accept(tx: &Tx, right: &Granted<Edit>, id: ProposalId, seen: IfMatch, how: Acceptance) -> Result<()> {
    let row = store::hold(tx, id, Some(seen)).await?;
    let proposed = store::broader(&row)?;
    let Acceptance { key, sv, en, area, definition, broader, reason } = how;
    let (sv, en) = (sv.map(Text::into_string).or(row.sv), en.map(Text::into_string).or(row.en));
    let missing = [("/sv", sv.is_none()), ("/en", en.is_none())].into_iter().filter(|(_, missing)| *missing);
    let faults: Vec<_> = missing.map(|(pointer, _)| Fault::new(pointer, Wrong::Missing)).collect();
    let (Some(sv), Some(en)) = (sv, en) else { return Err(INVALID.pointing_at(faults)) };
    let key = key.map_or_else(|| slug(&sv), Slug::into_string);
    if key.is_empty() {
        return Err(INVALID.pointing_at(vec![Fault::new("/key", Wrong::Missing)]));
    }
    let term = NewTerm {
        key: key.clone(),
        area: area.map_or(row.area_key, Slug::into_string),
        sv,
        en,
        definition: Some(definition.map_or(row.definition, LongText::into_string)),
        broader: broader.map_or(proposed, |keys| keys.0.into_iter().map(Slug::into_string).collect()),
    };
    vocabulary::add(tx, right, term).await?;
    if let Some(level) = row.level {
        members::claim_at_once(tx, right, row.member_id, &key, level).await?;
    }
    let outcome = Outcome { state: ProposalState::Accepted, kind: DecisionKind::Accepted, key: Some(key), reason: reason.map(Text::into_string) };
    settle(tx, right, id, row.version, outcome).await
}

/// Finds a proposal to be a competence that is there already.
pub async fn merge(tx: &Tx, right: &Granted<Edit>, id: ProposalId, seen: IfMatch, how: Merger) -> Result<()> {
    let row = store::hold(tx, id, Some(seen)).await?;
    let Merger { competence, synonyms, reason } = how;
    let key = vocabulary::hold(tx, competence.as_str()).await.map_err(|problem| problem.naming("/competence"))?.key;
    if synonyms {
        let names = [(Language::Swedish, row.sv), (Language::English, row.en)];
        vocabulary::call(tx, right, &key, names.into_iter().filter_map(|(language, name)| Some((language, name?))).collect()).await?;
    }
    if let Some(level) = row.level {
        members::claim_at_once(tx, right, row.member_id, &key, level).await?;
    }
    let outcome = Outcome { state: ProposalState::Merged, kind: DecisionKind::Merged, key: Some(key), reason: reason.map(Text::into_string) };
    settle(tx, right, id, row.version, outcome).await
}

/// Does not take a proposal in.
pub async fn decline(tx: &Tx, right: &Granted<Edit>, id: ProposalId, seen: IfMatch, why: Refusal) -> Result<()> {
    let row = store::hold(tx, id, Some(seen)).await?;
    let reason = Some(why.reason.into_string());
    settle(tx, right, id, row.version, Outcome { state: ProposalState::Declined, kind: DecisionKind::Declined, key: None, reason }).await
}

/// Has a competence give way to another one, and all that is said of it go over.
pub async fn retire(tx: &Tx, right: &Granted<Edit>, key: String, seen: IfMatch, how: NewRetirement) -> Result<()> {
    let NewRetirement { successor, synonyms, reason } = how;
    let successor = successor.into_string();
    vocabulary::retire(tx, right, Retirement { key: key.clone(), successor: successor.clone(), synonyms }, seen).await?;
    members::succeed(tx, right, &key, &successor).await?;
    needs::succeed(tx, right, &key, &successor).await?;
    introductions::succeed(tx, right, &key, &successor).await?;
    let decision =
        Decision { kind: DecisionKind::Retired, proposal: None, key: Some(key), successor: Some(successor), reason: Some(reason.into_string()) };
    record(tx, right, decision).await
}

struct Outcome {
    state: ProposalState,
    kind: DecisionKind,
    key: Option<String>,
    reason: Option<String>,
}

struct Decision {
    kind: DecisionKind,
    proposal: Option<ProposalId>,
    key: Option<String>,
    successor: Option<String>,
    reason: Option<String>,
}

/// Writes down what has become of a proposal, and has its proposer told.
async fn settle(tx: &Tx, right: &Granted<Edit>, id: ProposalId, version: i32, outcome: Outcome) -> Result<()> {
    let Outcome { state, kind, key, reason } = outcome;
    let row = competence_proposal::ActiveModel {
        id: ActiveValue::Unchanged(id),
        state: ActiveValue::Set(state),
        competence_key: ActiveValue::Set(key.clone()),
        reason: ActiveValue::Set(reason.clone()),
        version: ActiveValue::Set(version + 1),
        decided_at: ActiveValue::Set(Some(tx.now())),
        ..Default::default()
    };
    let proposer = competence_proposal::Entity::update(row).exec(tx.conn()).await?.member_id;
    record(tx, right, Decision { kind, proposal: Some(id), key, successor: None, reason }).await?;
    notifications::notify(tx, &DECIDED, &Cause::now(tx, id.0), &[proposer]).await
}

async fn record(tx: &Tx, right: &Granted<Edit>, Decision { kind, proposal, key, successor, reason }: Decision) -> Result<()> {
    let row = Model {
        id: DecisionId(tx.new_id()),
        by_id: Some(right.by()),
        kind,
        proposal_id: proposal,
        competence_key: key,
        successor_key: successor,
        reason,
        created_at: tx.now(),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}
