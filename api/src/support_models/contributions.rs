//! What members contribute to support models, and what becomes of it.

use chrono::TimeDelta;
use entity::contribution::{ActiveModel, Column, Entity, Model};
use entity::id::ContributionId;
use entity::kind::{ContributionKind, ContributionState, VersionStatus};
use entity::support_model_version;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Value, json};

use super::document::{Document, HEAD, below, items, text};
use super::policy::{Contribute, Edit, Standing, contributions_visible_to};
use super::problems::{ANSWERED_ALREADY, BLOCK_CHANGED, NO_DRAFT};
use super::proposal::{ContributionAnswer, ContributionFilter, ContributionView, NewContribution, Proposed};
use super::{check, drafts, notices, store};
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result, UNAUTHENTICATED};
use crate::kernel::text::LongText;
use crate::kernel::throttle::Limit;
use crate::members::{self, MemberCard};

/// Contributions that one member can make.
const MOST: Limit = Limit { name: "contributions", attempts: 30, window: TimeDelta::days(1) };

/// Counts a contribution before it is made.
pub async fn count(me: &Member) -> Result<()> {
    me.system("what is counted belongs to nobody").count_try(MOST, &me.id().to_string()).await
}

/// Those of a model, or one's own, as far as one may know of them; the newest first.
pub async fn page(me: &Member, model: Option<&Standing>, list: &Listing<ContributionFilter>) -> Result<Slice<ContributionView>> {
    let which = model.map_or_else(|| Column::MemberId.eq(me.id()), |standing| Column::ModelKey.eq(standing.key.as_str()));
    let query = Entity::find().filter(known(me)?).filter(which).apply_if(list.filter.state, |query, state| query.filter(Column::State.eq(state)));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let cards = members::cards(me, slice.rows.iter().map(|row| row.member_id).collect()).await?;
    slice.try_map(|row| {
        let by = cards.get(&row.member_id).cloned();
        ContributionView::of(me, row, by)
    })
}

fn known(me: &Member) -> Result<sea_orm::Condition> {
    me.actor().map(contributions_visible_to).ok_or_else(|| UNAUTHENTICATED.into())
}

pub async fn find(me: &Member, id: ContributionId) -> Result<Model> {
    Entity::find_by_id(id).filter(known(me)?).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// A contribution as it is shown.
pub async fn shown(me: &Member, row: Model) -> Result<ContributionView> {
    let by = contributor(me, &row).await?;
    ContributionView::of(me, row, by)
}

async fn contributor(me: &Member, row: &Model) -> Result<Option<MemberCard>> {
    Ok(members::cards(me, vec![row.member_id]).await?.remove(&row.member_id))
}

/// Whether what is to be contributed fits the model as it is published; and which version that is.
pub async fn check(viewer: &Viewer, standing: &Standing, new: &NewContribution) -> Result<String> {
    let (model, mut document) = store::find(viewer, &standing.key).await?;
    let block = new.block.as_str();
    if document.block(block).is_none() && new.kind != ContributionKind::Change {
        return Err(unknown("/block"));
    }
    match (new.kind, &new.value) {
        (ContributionKind::Missing, None) => {}
        (ContributionKind::Missing, Some(_)) => return Err(wrong("/value", Wrong::Surplus(None))),
        (_, None) => return Err(wrong("/value", Wrong::Missing)),
        (kind, Some(Proposed(value))) => fit(&mut document, block, kind, value.clone(), None)?,
    }
    Ok(model.version)
}

fn wrong(pointer: &'static str, wrong: Wrong) -> Problem {
    INVALID.pointing_at(vec![Fault::new(pointer, wrong)])
}

/// Puts what is proposed into a document, or tells every fault of it.
fn fit(document: &mut Document, block: &str, kind: ContributionKind, value: Value, by: Option<&str>) -> Result<()> {
    let (mut whole, within) = if kind == ContributionKind::Example {
        let cell = document.block(block).filter(|_| block.starts_with("cell.")).ok_or_else(|| unknown("/block"))?;
        let place = items(&cell.value, "examples").len();
        (with_example(cell.value, value, by), format!("/examples/{place}"))
    } else {
        (value, String::new())
    };
    if block == HEAD {
        // Which model and version it is stays as it is, whatever the proposal was begun with.
        if let Some(head) = whole.as_object_mut() {
            head.extend(["key", "version"].map(|name| (name.to_owned(), document.text(name).into())));
        }
    }
    if !document.place(block, Some(whole)) {
        return Err(unknown("/block"));
    }
    let Some(placed) = document.block(block) else {
        return Err(wrong("/value/key", Wrong::Clash("block")));
    };
    let at = format!("{}{within}", placed.pointer);
    let faults = check::faults(document).into_iter().map(|fault| Fault { pointer: format!("/value{}", below(&at, &fault.pointer)), ..fault });
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(INVALID.pointing_at(faults)) }
}

/// The cell with one example more, under a key that is free.
fn with_example(mut cell: Value, mut example: Value, by: Option<&str>) -> Value {
    let taken: Vec<_> = items(&cell, "examples").iter().map(|one| text(one, "key").to_owned()).collect();
    let key = (1..=taken.len() + 1).map(|number| format!("example-{number}")).find(|key| !taken.contains(key)).unwrap_or_default();
    if let Some(members) = example.as_object_mut() {
        members.insert("key".to_owned(), key.into());
        members.insert("by".to_owned(), by.into());
    }
    let list = cell.as_object_mut().and_then(|cell| cell.entry("examples").or_insert_with(|| json!([])).as_array_mut());
    if let Some(list) = list {
        list.push(example);
    }
    cell
}

pub async fn add(tx: &Tx, right: Granted<Contribute>, new: NewContribution, based_on: String) -> Result<Model> {
    let NewContribution { block, kind, value, why, credit } = new;
    let row = ActiveModel {
        id: ActiveValue::Set(ContributionId(tx.new_id())),
        model_key: ActiveValue::Set(right.on().key.clone()),
        block_key: ActiveValue::Set(block.into_string()),
        based_on: ActiveValue::Set(based_on),
        member_id: ActiveValue::Set(right.by()),
        kind: ActiveValue::Set(kind),
        value: ActiveValue::Set(value.map(|Proposed(value)| value.to_string())),
        why: ActiveValue::Set(why.into_string()),
        credit: ActiveValue::Set(credit),
        state: ActiveValue::Set(ContributionState::Pending),
        answer: ActiveValue::Set(None),
        version: ActiveValue::Set(None),
        answered_by: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
        answered_at: ActiveValue::Set(None),
    };
    let row = Entity::insert(row).exec_with_returning(tx.conn()).await?;
    notices::contribution_made(tx, &row).await?;
    Ok(row)
}

/// Answers a contribution. What is accepted goes into the draft, with the name of whoever wants it.
pub async fn answer(me: &Member, tx: &Tx, right: Granted<Edit>, id: ContributionId, answer: ContributionAnswer) -> Result<Model> {
    let ContributionAnswer { state, answer, value } = answer;
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if row.state != ContributionState::Pending {
        return Err(ANSWERED_ALREADY.into());
    }
    let version = match state {
        ContributionState::Pending => return Err(wrong("/state", Wrong::Choice("accepted, declined".to_owned()))),
        ContributionState::Declined if answer.is_none() => return Err(wrong("/answer", Wrong::Missing)),
        ContributionState::Declined if value.is_some() => return Err(wrong("/value", Wrong::Surplus(None))),
        ContributionState::Declined => None,
        ContributionState::Accepted => {
            let name = contributor(me, &row).await?.filter(|_| row.credit).map(|card| card.name);
            take_in(tx, right.on(), &row, value.map(|Proposed(value)| value), name.as_deref()).await?
        }
    };
    let answered = ActiveModel {
        id: ActiveValue::Unchanged(id),
        state: ActiveValue::Set(state),
        answer: ActiveValue::Set(answer.map(LongText::into_string)),
        version: ActiveValue::Set(version),
        answered_by: ActiveValue::Set(Some(right.by())),
        answered_at: ActiveValue::Set(Some(tx.now())),
        ..Default::default()
    };
    let row = Entity::update(answered).exec(tx.conn()).await?;
    notices::contribution_answered(tx, &row).await?;
    Ok(row)
}

/// Puts what is accepted into the open draft, as it was proposed or as the editor amends it; what was only noted goes nowhere.
async fn take_in(tx: &Tx, standing: &Standing, row: &Model, amended: Option<Value>, name: Option<&str>) -> Result<Option<String>> {
    use support_model_version::{Column as Version, Entity as Versions};
    let proposed = row.value.as_ref().map(|value| serde_json::from_str(value)).transpose().map_err(Problem::internal)?;
    let as_proposed = amended.is_none();
    let Some(value) = amended.or(proposed) else { return Ok(None) };
    let open = Versions::find().filter(Version::ModelKey.eq(standing.key.as_str())).filter(Version::Status.eq(VersionStatus::Draft));
    let draft = open.lock_exclusive().one(tx.conn()).await?.ok_or(NO_DRAFT)?;
    let mut document = Document::read(&draft.document)?;
    if as_proposed && row.kind == ContributionKind::Change {
        let base = Versions::find_by_id((row.model_key.clone(), row.based_on.clone())).one(tx.conn()).await?.ok_or(BLOCK_CHANGED)?;
        if !document.says_the_same(&Document::read(&base.document)?, &row.block_key) {
            return Err(BLOCK_CHANGED.into());
        }
    }
    fit(&mut document, &row.block_key, row.kind, value, name)?;
    if let Some(name) = name {
        document.credit(name);
    }
    let number = draft.version.clone();
    drafts::save(tx, draft, &document, &row.block_key).await?;
    Ok(Some(number))
}
