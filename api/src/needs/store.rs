//! Every query of needs.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use entity::id::NeedId;
use entity::kind::NeedState;
use entity::need::{ActiveModel, Column, Entity, Model};
use entity::need_competence;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::{Keep, visible_to};
use super::problems::CLOSED;
use super::types::{Around, Closure, NeedCard, NeedChange, NeedFilter, NeedView, NewNeed};
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Result, UNAUTHENTICATED};
use crate::kernel::text::{Code, List, LongText, Slug, Text, Whole};
use crate::kernel::typeset::{contains, fold};
use crate::members::{self, Search};
use crate::vocabulary::{self, Edit, Named};

/// Open needs that a member can have.
const MAX_OPEN: usize = 20;

fn seen_by(me: &Member) -> Result<Condition> {
    me.actor().map(|actor| visible_to(actor, me.now())).ok_or_else(|| UNAUTHENTICATED.into())
}

pub async fn page(me: &Member, list: &Listing<NeedFilter>) -> Result<Slice<NeedView>> {
    let NeedFilter { q, competence, municipality, region, state, member } = &list.filter;
    let keys = vocabulary::successors(me, competence.0.iter().map(|key| key.as_str().to_owned()).collect()).await?;
    let about = need_competence::Entity::find().select_only().column(need_competence::Column::NeedId);
    let about = about.filter(need_competence::Column::CompetenceKey.is_in(keys.iter().cloned())).into_query();
    let query = Entity::find()
        .filter(seen_by(me)?)
        .filter(contains(Column::SearchText, q.as_ref()))
        .apply_if((!keys.is_empty()).then_some(about), |query, about| query.filter(Column::Id.in_subquery(about)))
        .apply_if(municipality.as_ref(), |query, code| query.filter(Column::MunicipalityCode.eq(code.as_str())))
        .apply_if(region.as_ref(), |query, code| query.filter(Column::MunicipalityCode.in_subquery(vocabulary::municipalities_of(code.as_str()))))
        .apply_if(*state, |query, state| query.filter(in_state(me, state)))
        .apply_if(*member, |query, member| query.filter(Column::MemberId.eq(member)));
    let slice = list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await?;
    let mut around = all_around(me, &slice.rows).await?;
    Ok(slice.filter_map(|row| {
        let around = around.remove(&row.id)?;
        Some(NeedView::of(row, around, me.now()))
    }))
}

fn in_state(me: &Viewer, state: NeedState) -> Condition {
    let open = Condition::all().add(Column::ClosedAt.is_null());
    match state {
        NeedState::Open => open.add(Column::Until.gt(me.now())),
        NeedState::Expired => open.add(Column::Until.lte(me.now())),
        NeedState::Closed => Condition::all().add(Column::ClosedAt.is_not_null()),
    }
}

pub async fn find(me: &Member, id: NeedId) -> Result<Model> {
    Entity::find_by_id(id).filter(seen_by(me)?).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

pub async fn view(me: &Member, id: NeedId) -> Result<NeedView> {
    let row = find(me, id).await?;
    let around = all_around(me, std::slice::from_ref(&row)).await?.remove(&id).ok_or(NOT_FOUND)?;
    Ok(NeedView::of(row, around, me.now()))
}

/// The names of whom and what the needs speak; one whose member cannot be shown is left out.
async fn all_around(me: &Member, rows: &[Model]) -> Result<HashMap<NeedId, Around>> {
    let cards = members::cards(me, rows.iter().map(|row| row.member_id).collect()).await?;
    let keys = competences(me, rows.iter().map(|row| row.id).collect()).await?;
    let names = vocabulary::competences(me, keys.values().flatten().cloned().collect()).await?;
    let places = vocabulary::municipalities(me, rows.iter().filter_map(|row| row.municipality_code.clone()).collect()).await?;
    let around = |row: &Model| {
        let competences = keys.get(&row.id).into_iter().flatten().filter_map(|key| names.get(key).cloned()).collect();
        let municipality = row.municipality_code.as_ref().and_then(|code| places.get(code).cloned());
        Some((row.id, Around { member: cards.get(&row.member_id)?.clone(), competences, municipality }))
    };
    Ok(rows.iter().filter_map(around).collect())
}

async fn competences(me: &Viewer, ids: Vec<NeedId>) -> Result<HashMap<NeedId, Vec<String>>> {
    use need_competence::{Column, Entity};
    let mut keys: HashMap<_, Vec<_>> = HashMap::new();
    for row in Entity::find().filter(Column::NeedId.is_in(ids)).order_by_asc(Column::CompetenceKey).all(me.conn()).await? {
        keys.entry(row.need_id).or_default().push(row.competence_key);
    }
    Ok(keys)
}

/// What stands around a need that is to be posted; what it names has to be there.
pub async fn around(me: &Member, new: &NewNeed) -> Result<Around> {
    let keys = once(&new.competences)?;
    let mut names = vocabulary::competences(me, keys.clone()).await?;
    let competences: Vec<Named> = keys.iter().filter_map(|key| names.remove(key)).collect();
    if competences.len() < keys.len() {
        return Err(unknown("/competences"));
    }
    let code = new.municipality.as_ref().map(|code| code.as_str().to_owned());
    let municipality = vocabulary::municipalities(me, code.iter().cloned().collect()).await?.into_values().next();
    if code.is_some() && municipality.is_none() {
        return Err(unknown("/municipality"));
    }
    let member = members::cards(me, vec![me.id()]).await?.remove(&me.id()).ok_or(NOT_FOUND)?;
    Ok(Around { member, competences, municipality })
}

/// Each key once, in their order; there has to be one.
fn once(keys: &List<Slug, 10>) -> Result<Vec<String>> {
    let keys: HashSet<_> = keys.0.iter().map(|key| key.as_str().to_owned()).collect();
    let mut keys: Vec<_> = keys.into_iter().collect();
    keys.sort();
    if keys.is_empty() { Err(INVALID.pointing_at(vec![Fault::new("/competences", Wrong::Count(1, 10))])) } else { Ok(keys) }
}

pub async fn post(tx: &Tx, right: Granted<Keep>, new: NewNeed) -> Result<Model> {
    let keys = once(&new.competences)?;
    let NewNeed { title, body, municipality, days, audience, .. } = new;
    members::hold(tx, right.by()).await?;
    let open = Entity::find().filter(Column::MemberId.eq(right.by())).filter(Column::ClosedAt.is_null()).filter(Column::Until.gt(tx.now()));
    if open.count(tx.conn()).await? >= u64::try_from(MAX_OPEN).unwrap_or_default() {
        return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::Count(0, MAX_OPEN))]));
    }
    let row = Model {
        id: NeedId(tx.new_id()),
        member_id: right.by(),
        search_text: fold(&format!("{} {}", title.as_str(), body.as_str())),
        title: title.into_string(),
        body: body.into_string(),
        municipality_code: municipality.map(Code::into_string),
        audience,
        outcome: None,
        until: tx.now() + lasting(days),
        created_at: tx.now(),
        closed_at: None,
    };
    let row = Entity::insert(row.into_active_model()).exec_with_returning(tx.conn()).await.or_unknown("/municipality")?;
    name(tx, row.id, keys).await?;
    Ok(row)
}

fn lasting(Whole(days): Whole<1, 365>) -> TimeDelta {
    TimeDelta::days(i64::from(days))
}

async fn name(tx: &Tx, need_id: NeedId, keys: Vec<String>) -> Result<()> {
    for competence_key in keys {
        vocabulary::hold(tx, &competence_key).await.map_err(|problem| if problem.kind == NOT_FOUND { unknown("/competences") } else { problem })?;
        let row = need_competence::Model { need_id, competence_key };
        need_competence::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// The need as it is now, kept so until the change is done, and not closed.
async fn hold(tx: &Tx, id: NeedId) -> Result<Model> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if row.closed_at.is_some() { Err(CLOSED.into()) } else { Ok(row) }
}

pub async fn change(tx: &Tx, _: Granted<Keep>, id: NeedId, change: NeedChange) -> Result<()> {
    let NeedChange { title, body, competences, municipality, days, audience } = change;
    let before = hold(tx, id).await?;
    let new_title = title.get().map_or(before.title.as_str(), Text::as_str);
    let new_body = body.get().map_or(before.body.as_str(), LongText::as_str);
    if let Patch::Set(keys) = competences {
        let keys = once(&keys)?;
        need_competence::Entity::delete_many().filter(need_competence::Column::NeedId.eq(id)).exec(tx.conn()).await?;
        name(tx, id, keys).await?;
    }
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        search_text: ActiveValue::Set(fold(&format!("{new_title} {new_body}"))),
        title: title.into_active(Text::into_string),
        body: body.into_active(LongText::into_string),
        municipality_code: municipality.into_active(|code| code.map(Code::into_string)),
        until: days.into_active(|days| tx.now() + lasting(days)),
        audience: audience.into_active(|audience| audience),
        ..Default::default()
    };
    Entity::update(row).exec(tx.conn()).await.or_unknown("/municipality")?;
    Ok(())
}

pub async fn withdraw(tx: &Tx, _: Granted<Keep>, id: NeedId) -> Result<()> {
    Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}

/// Closing it again replaces what was said of it.
pub async fn close(tx: &Tx, _: Granted<Keep>, id: NeedId, closure: Closure) -> Result<()> {
    let before = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        outcome: ActiveValue::Set(Some(closure.outcome.into_string())),
        closed_at: ActiveValue::Set(Some(before.closed_at.unwrap_or(tx.now()))),
        ..Default::default()
    };
    Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// What to look for in others.
pub async fn search(me: &Member, _: Granted<Keep>, id: NeedId) -> Result<Search> {
    let competences = competences(me, vec![id]).await?.remove(&id).unwrap_or_default();
    let mut except = members::dismissed(me).await?;
    except.push(me.id());
    Ok(Search { competences, except, ..Search::default() })
}

/// See [`super::looked_for`].
pub async fn looked_for(viewer: &Viewer, id: NeedId) -> Result<(NeedCard, Vec<String>)> {
    let Some(actor) = viewer.actor() else { return Err(UNAUTHENTICATED.into()) };
    let own = Entity::find_by_id(id).filter(Column::MemberId.eq(actor.id)).filter(in_state(viewer, NeedState::Open));
    let Model { id, title, .. } = own.one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    Ok((NeedCard { id, title }, competences(viewer, vec![id]).await?.remove(&id).unwrap_or_default()))
}

/// See [`super::cards`].
pub async fn cards(viewer: &Viewer, ids: Vec<NeedId>) -> Result<HashMap<NeedId, NeedCard>> {
    let Some(actor) = viewer.actor() else { return Ok(HashMap::new()) };
    let rows = Entity::find().filter(Column::Id.is_in(ids)).filter(visible_to(actor, viewer.now())).all(viewer.conn()).await?;
    Ok(rows.into_iter().map(|Model { id, title, .. }| (id, NeedCard { id, title })).collect())
}

/// See [`super::succeed`].
pub async fn succeed(tx: &Tx, _: &Granted<Edit>, key: &str, successor: &str) -> Result<()> {
    use need_competence::{Column, Entity};
    let needs = Entity::find().filter(Column::CompetenceKey.eq(key)).all(tx.conn()).await?;
    let again = OnConflict::columns([Column::NeedId, Column::CompetenceKey]).do_nothing().to_owned();
    for row in needs {
        let row = need_competence::Model { competence_key: successor.to_owned(), ..row };
        Entity::insert(row.into_active_model()).on_conflict(again.clone()).exec_without_returning(tx.conn()).await?;
    }
    Entity::delete_many().filter(Column::CompetenceKey.eq(key)).exec(tx.conn()).await?;
    Ok(())
}
