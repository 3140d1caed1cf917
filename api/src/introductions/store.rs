//! Every query of introductions.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::id::{ContactId, IntroductionId, MemberId};
use entity::introduction::{ActiveModel, Column, Entity, Model};
use entity::introduction_ask;
use entity::kind::ContactState;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::notices::{ACCEPTED, About, PICK};
use super::policy::{Answer, Ask, reaching, visible_to};
use super::problems::ANSWERED;
use super::types::{IntroductionAnswer, IntroductionRequestView, IntroductionView, NewIntroduction};
use crate::contacts::{self, Open};
use crate::kernel::access::{Granted, Member, System};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{INVALID, NOT_FOUND, Result, UNAUTHENTICATED};
use crate::kernel::throttle::Limit;
use crate::members;
use crate::needs::{self, NeedCard};
use crate::notifications;
use crate::vocabulary::{self, Edit, Named};

/// Introductions that one member can ask for.
const ASKINGS: Limit = Limit { name: "introductions", attempts: 5, window: TimeDelta::days(1) };
/// How long those who are asked can answer.
const LASTING: TimeDelta = TimeDelta::days(30);
/// How long whoever was asked is not asked by the same member again.
const REST: TimeDelta = TimeDelta::days(180);

/// What somebody is to help with.
pub struct Sought {
    need: Option<NeedCard>,
    competence: Option<Named>,
}

/// What is named has to be there: a need of one's own that is open, or a competence.
pub async fn sought(me: &Member, new: &NewIntroduction) -> Result<Sought> {
    match (&new.need, &new.competence) {
        (Some(_), Some(_)) => Err(INVALID.pointing_at(vec![Fault::new("/competence", Wrong::Clash("need"))])),
        (None, None) => Err(INVALID.pointing_at(vec![Fault::new("/need", Wrong::Missing)])),
        (Some(id), None) => {
            let (need, _) = needs::looked_for(me, *id).await.map_err(|problem| if problem.kind == NOT_FOUND { unknown("/need") } else { problem })?;
            Ok(Sought { need: Some(need), competence: None })
        }
        (None, Some(key)) => {
            let key = vocabulary::successors(me, vec![key.as_str().to_owned()]).await?;
            let competence = vocabulary::competences(me, key).await?.into_values().next();
            competence.map(|competence| Sought { need: None, competence: Some(competence) }).ok_or_else(|| unknown("/competence"))
        }
    }
}

/// Counted before it is made, so that nobody has members asked without end.
pub async fn count_asking(system: &System, me: MemberId) -> Result<()> {
    system.count_try(ASKINGS, &me.to_string()).await
}

/// Whom to ask is looked for afterwards, so that nothing of it shows in the answer.
pub async fn ask(tx: &Tx, right: Granted<Ask>, new: NewIntroduction, sought: &Sought) -> Result<Model> {
    let row = Model {
        id: IntroductionId(tx.new_id()),
        member_id: right.by(),
        need_id: sought.need.as_ref().map(|need| need.id),
        competence_key: sought.competence.as_ref().map(|competence| competence.key.clone()),
        message: new.message.into_string(),
        created_at: tx.now(),
        expires_at: tx.now() + LASTING,
        picked_at: None,
        withdrawn_at: None,
    };
    let row = Entity::insert(row.into_active_model()).exec_with_returning(tx.conn()).await?;
    tx.tell(&PICK, &About { introduction: row.id }).await?;
    Ok(row)
}

pub fn fresh_view(row: Model, Sought { need, competence }: Sought) -> IntroductionView {
    shown(row, need, competence, Vec::new())
}

fn shown(row: Model, need: Option<NeedCard>, competence: Option<Named>, contacts: Vec<ContactId>) -> IntroductionView {
    let Model { id, message, created_at, expires_at, .. } = row;
    IntroductionView { id, need, competence, message, contacts, created_at, expires_at }
}

pub async fn find(me: &Member, id: IntroductionId) -> Result<Model> {
    Entity::find_by_id(id).filter(visible_to(me.id())).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<IntroductionView>> {
    let order = Order { by: Column::Id, id: Column::Id, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(visible_to(me.id())), order).await?;
    let mut views = views(me, slice.rows.clone()).await?.into_iter();
    Ok(slice.filter_map(|_| views.next()))
}

pub async fn view(me: &Member, id: IntroductionId) -> Result<IntroductionView> {
    let row = find(me, id).await?;
    views(me, vec![row]).await?.pop().ok_or_else(|| NOT_FOUND.into())
}

/// What came of introductions: of those who were asked only who said yes, while one may know of them.
async fn views(me: &Member, rows: Vec<Model>) -> Result<Vec<IntroductionView>> {
    use introduction_ask::{Column as Asked, Entity as Askings};
    let mut needs = needs::cards(me, rows.iter().filter_map(|row| row.need_id).collect()).await?;
    let names = vocabulary::competences(me, rows.iter().filter_map(|row| row.competence_key.clone()).collect()).await?;
    let accepted = Askings::find().filter(Asked::IntroductionId.is_in(rows.iter().map(|row| row.id))).filter(Asked::State.eq(ContactState::Accepted));
    let accepted = accepted.filter(members::names_visible(Asked::CandidateId, me.actor())).order_by_asc(Asked::AnsweredAt);
    let mut contacts: HashMap<_, Vec<_>> = HashMap::new();
    for row in accepted.all(me.conn()).await? {
        contacts.entry(row.introduction_id).or_default().extend(row.contact_id);
    }
    let view = |row: Model| {
        let need = row.need_id.and_then(|id| needs.remove(&id));
        let competence = row.competence_key.as_ref().and_then(|key| names.get(key).cloned());
        let contacts = contacts.remove(&row.id).unwrap_or_default();
        shown(row, need, competence, contacts)
    };
    Ok(rows.into_iter().map(view).collect())
}

pub async fn withdraw(tx: &Tx, _: Granted<Ask>, id: IntroductionId) -> Result<()> {
    let row = ActiveModel { id: ActiveValue::Unchanged(id), withdrawn_at: ActiveValue::Set(Some(tx.now())), ..Default::default() };
    Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

fn reaching_me(me: &Member) -> Result<Condition> {
    me.actor().map(|actor| reaching(actor, me.now())).ok_or_else(|| UNAUTHENTICATED.into())
}

pub async fn requests(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<IntroductionRequestView>> {
    use introduction_ask::{Column, Entity};
    let order = Order { by: Column::IntroductionId, id: Column::IntroductionId, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(reaching_me(me)?), order).await?;
    let mut views = request_views(me, &slice.rows).await?;
    Ok(slice.filter_map(|row| views.remove(&row.introduction_id)))
}

/// An asking that has reached one, and who asks.
pub async fn request(me: &Member, id: IntroductionId) -> Result<(introduction_ask::Model, MemberId)> {
    let asked = introduction_ask::Entity::find_by_id((id, me.id())).filter(reaching_me(me)?).one(me.conn()).await?.ok_or(NOT_FOUND)?;
    let row = Entity::find_by_id(id).one(me.conn()).await?.ok_or(NOT_FOUND)?;
    Ok((asked, row.member_id))
}

pub async fn request_view(me: &Member, id: IntroductionId) -> Result<IntroductionRequestView> {
    let (asked, _) = request(me, id).await?;
    request_views(me, &[asked]).await?.remove(&id).ok_or_else(|| NOT_FOUND.into())
}

async fn request_views(me: &Member, asked: &[introduction_ask::Model]) -> Result<HashMap<IntroductionId, IntroductionRequestView>> {
    let rows = Entity::find().filter(Column::Id.is_in(asked.iter().map(|row| row.introduction_id))).all(me.conn()).await?;
    let cards = members::cards(me, rows.iter().map(|row| row.member_id).collect()).await?;
    let needs = needs::cards(me, rows.iter().filter_map(|row| row.need_id).collect()).await?;
    let names = vocabulary::competences(me, rows.iter().filter_map(|row| row.competence_key.clone()).collect()).await?;
    let view = |Model { id, member_id, need_id, competence_key, message, expires_at, .. }: Model| {
        let asked = asked.iter().find(|asked| asked.introduction_id == id)?;
        let view = IntroductionRequestView {
            id,
            member: cards.get(&member_id)?.clone(),
            need: need_id.and_then(|id| needs.get(&id).cloned()),
            competence: competence_key.and_then(|key| names.get(&key).cloned()),
            message,
            state: asked.state,
            contact: asked.contact_id,
            created_at: asked.created_at,
            expires_at,
        };
        Some((id, view))
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// The row is locked: a yes that is sent twice opens one contact.
pub async fn answer(tx: &Tx, right: Granted<Answer>, open: Granted<Open>, id: IntroductionId, answer: IntroductionAnswer) -> Result<()> {
    use introduction_ask::{ActiveModel as Answered, Entity as Askings};
    let asked = Askings::find_by_id((id, right.by())).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    let row = Entity::find_by_id(id).one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    match (asked.state, answer.accept) {
        (ContactState::Accepted, true) => return Ok(()),
        (ContactState::Accepted, false) => return Err(ANSWERED.into()),
        _ => {}
    }
    let contact = if answer.accept { Some(contacts::open(tx, open, row.message).await?) } else { None };
    let changed = Answered {
        introduction_id: ActiveValue::Unchanged(id),
        candidate_id: ActiveValue::Unchanged(right.by()),
        state: ActiveValue::Set(if answer.accept { ContactState::Accepted } else { ContactState::Declined }),
        contact_id: ActiveValue::Set(contact),
        answered_at: ActiveValue::Set(Some(tx.now())),
        ..Default::default()
    };
    Askings::update(changed).exec(tx.conn()).await?;
    if !answer.accept {
        return Ok(());
    }
    notifications::notify(tx, &ACCEPTED, &Cause::now(tx, id.0), &[row.member_id]).await
}

/// See [`super::succeed`].
pub async fn succeed(tx: &Tx, _: &Granted<Edit>, key: &str, successor: &str) -> Result<()> {
    let moved = Entity::update_many().col_expr(Column::CompetenceKey, Expr::value(successor)).filter(Column::CompetenceKey.eq(key));
    moved.exec(tx.conn()).await?;
    Ok(())
}

/// Forgets introductions long over; till then nobody is asked twice by the same member.
pub async fn forget(system: &System) -> Result<()> {
    let over = Entity::delete_many().filter(Column::ExpiresAt.lt(system.now() - REST));
    system
        .write(async |tx| {
            over.exec(tx.conn()).await?;
            Ok(())
        })
        .await
}
