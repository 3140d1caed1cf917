//! Every query of contacts and messages.

use chrono::TimeDelta;
use entity::id::{ContactId, MemberId, MessageId};
use entity::kind::ContactState;
use entity::{contact, message};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::notices::{ACCEPTED, MESSAGE, REQUEST};
use super::policy::{Answer, Ask, Asked, Open, Write, visible_to};
use super::problems::{ALREADY_ASKED, NOT_ACCEPTED};
use super::types::{ContactAnswer, ContactFilter, ContactView, NewContact, NewMessage};
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result, UNAUTHENTICATED};
use crate::kernel::text::LongText;
use crate::kernel::throttle::Limit;
use crate::members::{self, MemberCard};
use crate::notifications;

/// Requests that one member can make.
const REQUESTS: Limit = Limit { name: "contact-requests", attempts: 20, window: TimeDelta::days(1) };

/// Somebody of whom one may know, and whether one may ask them.
pub async fn asked(me: &Member, member: MemberId) -> Result<Asked> {
    Ok(Asked { member, takes_requests: members::takes_requests(me, member).await? })
}

fn own(me: &Member) -> Result<Condition> {
    me.actor().map(visible_to).ok_or_else(|| UNAUTHENTICATED.into())
}

pub async fn page(me: &Member, list: &Listing<ContactFilter>) -> Result<Slice<ContactView>> {
    use contact::{Column, Entity};
    let query = Entity::find().filter(own(me)?).apply_if(list.filter.state, |query, state| query.filter(shown_as(me.id(), state)));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let others = slice.rows.iter().map(|row| other(row, me.id())).collect();
    let mut cards = members::cards(me, others).await?;
    Ok(slice.filter_map(|row| {
        let card = cards.remove(&other(&row, me.id()))?;
        Some(ContactView::of(row, card, me.actor()))
    }))
}

/// A no looks to whoever asked as if there were no answer yet.
fn shown_as(me: MemberId, state: ContactState) -> Condition {
    use contact::Column;
    match state {
        ContactState::Accepted => Condition::all().add(Column::State.eq(state)),
        ContactState::Declined => Condition::all().add(Column::State.eq(state)).add(Column::ToId.eq(me)),
        ContactState::Pending => {
            let declined = Condition::all().add(Column::State.eq(ContactState::Declined)).add(Column::FromId.eq(me));
            Condition::any().add(Column::State.eq(state)).add(declined)
        }
    }
}

pub fn other(row: &contact::Model, me: MemberId) -> MemberId {
    if row.from_id == me { row.to_id } else { row.from_id }
}

pub async fn find(me: &Member, id: ContactId) -> Result<contact::Model> {
    let row = contact::Entity::find_by_id(id).filter(own(me)?).one(me.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

pub async fn view(me: &Member, row: contact::Model) -> Result<ContactView> {
    let card = card(me, other(&row, me.id())).await?;
    Ok(ContactView::of(row, card, me.actor()))
}

pub async fn card(me: &Member, id: MemberId) -> Result<MemberCard> {
    members::cards(me, vec![id]).await?.remove(&id).ok_or_else(|| NOT_FOUND.into())
}

/// Counted before it is made, so that nobody is asked by one member without end.
pub async fn count_request(system: &System, me: MemberId) -> Result<()> {
    system.count_try(REQUESTS, &me.to_string()).await
}

pub async fn ask(tx: &Tx, right: Granted<Ask>, new: NewContact) -> Result<contact::Model> {
    let (id, from, to) = (ContactId(tx.new_id()), right.by(), right.on().member);
    let row = contact::ActiveModel {
        id: ActiveValue::Set(id),
        from_id: ActiveValue::Set(from),
        to_id: ActiveValue::Set(to),
        pair: ActiveValue::Set(pair(from, to)),
        state: ActiveValue::Set(ContactState::Pending),
        message: ActiveValue::Set(LongText::into_string(new.message)),
        created_at: ActiveValue::Set(tx.now()),
        answered_at: ActiveValue::Set(None),
    };
    let once = OnConflict::column(contact::Column::Pair).do_nothing().to_owned();
    let inserted = contact::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    if inserted == 0 {
        return Err(ALREADY_ASKED.into());
    }
    notifications::notify(tx, &REQUEST, &Cause::now(tx, id.0), &[to]).await?;
    contact::Entity::find_by_id(id).one(tx.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// See [`super::open`].
pub async fn open(tx: &Tx, right: Granted<Open>, message: String) -> Result<ContactId> {
    use contact::Column;
    let (from, to) = (*right.on(), right.by());
    let row = contact::ActiveModel {
        id: ActiveValue::Set(ContactId(tx.new_id())),
        from_id: ActiveValue::Set(from),
        to_id: ActiveValue::Set(to),
        pair: ActiveValue::Set(pair(from, to)),
        state: ActiveValue::Set(ContactState::Accepted),
        message: ActiveValue::Set(message),
        created_at: ActiveValue::Set(tx.now()),
        answered_at: ActiveValue::Set(Some(tx.now())),
    };
    let again = OnConflict::column(Column::Pair).update_columns([Column::State, Column::AnsweredAt]).to_owned();
    Ok(contact::Entity::insert(row).on_conflict(again).exec_with_returning(tx.conn()).await?.id)
}

/// See [`super::are_between`].
pub async fn are_between(viewer: &Viewer, one: MemberId, other: MemberId) -> Result<bool> {
    let between = contact::Entity::find().filter(contact::Column::Pair.eq(pair(one, other)));
    Ok(between.one(viewer.conn()).await?.is_some())
}

/// Both ids in their order.
fn pair(one: MemberId, other: MemberId) -> String {
    format!("{} {}", one.min(other), one.max(other))
}

/// A no can become a yes later, and a yes a no.
pub async fn answer(tx: &Tx, right: Granted<Answer>, answer: ContactAnswer) -> Result<contact::Model> {
    let row = contact::ActiveModel {
        id: ActiveValue::Unchanged(right.on().id),
        state: ActiveValue::Set(if answer.accept { ContactState::Accepted } else { ContactState::Declined }),
        answered_at: ActiveValue::Set(Some(tx.now())),
        ..Default::default()
    };
    let row = contact::Entity::update(row).exec(tx.conn()).await?;
    if answer.accept {
        notifications::notify(tx, &ACCEPTED, &Cause::now(tx, row.id.0), &[row.from_id]).await?;
    }
    Ok(row)
}

pub async fn messages(me: &Member, contact: &contact::Model, list: &Listing<NoFilter>) -> Result<Slice<message::Model>> {
    use message::{Column, Entity};
    let query = Entity::find().filter(Column::ContactId.eq(contact.id));
    list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await
}

/// The contact is locked: what is written is written while both want it.
pub async fn send(tx: &Tx, right: Granted<Write>, new: NewMessage) -> Result<message::Model> {
    let contact = contact::Entity::find_by_id(right.on().id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if contact.state != ContactState::Accepted {
        return Err(NOT_ACCEPTED.into());
    }
    let row = message::ActiveModel {
        id: ActiveValue::Set(MessageId(tx.new_id())),
        contact_id: ActiveValue::Set(contact.id),
        author_id: ActiveValue::Set(right.by()),
        body: ActiveValue::Set(new.body.into_string()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = message::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    notifications::notify(tx, &MESSAGE, &Cause::of(contact.id.0, row.id.0), &[other(&contact, right.by())]).await?;
    Ok(row)
}
