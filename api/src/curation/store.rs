//! Every query of proposals.

use chrono::TimeDelta;
use entity::competence_proposal::{ActiveModel, Column, Entity, Model};
use entity::id::{MemberId, ProposalId};
use entity::kind::ProposalState;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::policy::{Change, visible_to};
use super::problems::{DECIDED, KNOWN};
use super::types::{NewProposal, ProposalChange, ProposalFilter, ProposalView};
use crate::kernel::access::{Granted, Member, System};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Problem, Result, UNAUTHENTICATED};
use crate::kernel::text::{List, LongText, Slug, Text};
use crate::kernel::throttle::Limit;
use crate::members::{self, MemberCard};
use crate::vocabulary;

/// Proposals that one member can make.
const PROPOSALS: Limit = Limit { name: "competence-proposals", attempts: 20, window: TimeDelta::days(1) };

fn seen_by(me: &Member) -> Result<Condition> {
    me.actor().map(visible_to).ok_or_else(|| UNAUTHENTICATED.into())
}

pub async fn page(me: &Member, list: &Listing<ProposalFilter>) -> Result<Slice<ProposalView>> {
    let query = Entity::find().filter(seen_by(me)?).apply_if(list.filter.state, |query, state| query.filter(Column::State.eq(state)));
    let slice = list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await?;
    let cards = members::answerable_cards(me, slice.rows.iter().map(|row| row.member_id).collect()).await?;
    let names = vocabulary::competences(me, slice.rows.iter().filter_map(|row| row.competence_key.clone()).collect()).await?;
    let view = |row: Model| {
        let competence = row.competence_key.as_ref().and_then(|key| names.get(key).cloned());
        Ok(ProposalView::of(row.clone(), broader(&row)?, cards.get(&row.member_id).cloned(), competence))
    };
    slice.try_map(view)
}

pub async fn find(me: &Member, id: ProposalId) -> Result<Model> {
    Entity::find_by_id(id).filter(seen_by(me)?).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

pub async fn view(me: &Member, id: ProposalId) -> Result<ProposalView> {
    let row = find(me, id).await?;
    let proposer = members::answerable_cards(me, vec![row.member_id]).await?.remove(&row.member_id);
    let mut names = vocabulary::competences(me, row.competence_key.iter().cloned().collect()).await?;
    let competence = row.competence_key.as_ref().and_then(|key| names.remove(key));
    Ok(ProposalView::of(row.clone(), broader(&row)?, proposer, competence))
}

pub async fn card(me: &Member) -> Result<Option<MemberCard>> {
    Ok(members::cards(me, vec![me.id()]).await?.remove(&me.id()))
}

pub fn broader(row: &Model) -> Result<Vec<String>> {
    serde_json::from_str(&row.broader).map_err(Problem::internal)
}

fn stored(broader: List<Slug, 5>) -> String {
    let keys: Vec<_> = broader.0.into_iter().map(Slug::into_string).collect();
    serde_json::Value::from(keys).to_string()
}

/// Refuses what has no name, what is there already, and what is to be part of nothing.
pub async fn check(me: &Member, new: &NewProposal) -> Result<()> {
    let names: Vec<_> = new.sv.iter().chain(&new.en).collect();
    if names.is_empty() {
        return Err(INVALID.pointing_at(vec![Fault::new("/sv", Wrong::Missing)]));
    }
    for name in names {
        if let Some(known) = vocabulary::known_as(me, name.as_str()).await? {
            let key = known.key;
            return Err(Problem::from(KNOWN).saying(format!("It is there as: {key}"), format!("Den finns som: {key}")));
        }
    }
    check_broader(me, &new.broader).await
}

async fn check_broader(me: &Member, broader: &List<Slug, 5>) -> Result<()> {
    let keys: Vec<_> = broader.0.iter().map(|key| key.as_str().to_owned()).collect();
    let known = vocabulary::competences(me, keys.clone()).await?;
    if keys.iter().all(|key| known.contains_key(key)) { Ok(()) } else { Err(unknown("/broader")) }
}

/// Counted before it is made, so that the editors' list is not filled by one member.
pub async fn count_proposal(system: &System, me: MemberId) -> Result<()> {
    system.count_try(PROPOSALS, &me.to_string()).await
}

pub async fn propose(tx: &Tx, right: Granted<Change>, new: NewProposal) -> Result<Model> {
    let NewProposal { sv, en, area, definition, broader, level } = new;
    let row = ActiveModel {
        id: ActiveValue::Set(ProposalId(tx.new_id())),
        member_id: ActiveValue::Set(right.by()),
        sv: ActiveValue::Set(sv.map(Text::into_string)),
        en: ActiveValue::Set(en.map(Text::into_string)),
        area_key: ActiveValue::Set(area.into_string()),
        definition: ActiveValue::Set(LongText::into_string(definition)),
        broader: ActiveValue::Set(stored(broader)),
        level: ActiveValue::Set(level),
        state: ActiveValue::Set(ProposalState::Proposed),
        competence_key: ActiveValue::Set(None),
        reason: ActiveValue::Set(None),
        version: ActiveValue::Set(0),
        created_at: ActiveValue::Set(tx.now()),
        decided_at: ActiveValue::Set(None),
    };
    Entity::insert(row).exec_with_returning(tx.conn()).await.or_unknown("/area")
}

/// The proposal as it is now, kept so until the change is done, and not decided.
pub async fn hold(tx: &Tx, id: ProposalId, seen: Option<IfMatch>) -> Result<Model> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    seen.map_or(Ok(()), |seen| seen.expect(row.version))?;
    if row.state == ProposalState::Proposed { Ok(row) } else { Err(DECIDED.into()) }
}

pub async fn change(tx: &Tx, _: Granted<Change>, id: ProposalId, seen: IfMatch, change: ProposalChange) -> Result<()> {
    let ProposalChange { sv, en, area, definition, broader, level } = change;
    let before = hold(tx, id, Some(seen)).await?;
    let left = |name: &Patch<Option<Text<2, 120>>>, before: &Option<String>| name.get().map_or(before.is_some(), Option::is_some);
    if !left(&sv, &before.sv) && !left(&en, &before.en) {
        return Err(INVALID.pointing_at(vec![Fault::new("/sv", Wrong::Missing)]));
    }
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        sv: sv.into_active(|name| name.map(Text::into_string)),
        en: en.into_active(|name| name.map(Text::into_string)),
        area_key: area.into_active(Slug::into_string),
        definition: definition.into_active(LongText::into_string),
        broader: broader.into_active(stored),
        level: level.into_active(|level| level),
        version: ActiveValue::Set(before.version + 1),
        ..Default::default()
    };
    Entity::update(row).exec(tx.conn()).await.or_unknown("/area")?;
    Ok(())
}

pub async fn withdraw(tx: &Tx, _: Granted<Change>, id: ProposalId) -> Result<()> {
    let row = hold(tx, id, None).await?;
    Entity::delete_by_id(row.id).exec(tx.conn()).await?;
    Ok(())
}
