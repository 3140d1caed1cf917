//! Every query of invitations.

use chrono::TimeDelta;
use entity::id::{GroupId, InvitationId, MemberId};
use entity::invitation::{ActiveModel, Column, Entity, Model};
use entity::invitation_link;
use entity::kind::{InvitationState, Language};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use super::notices;
use super::policy::{Answer, Manage, stands, visible_to, waits};
use super::problems::{ALREADY_INVITED, ANSWERED, TOO_MANY_WAITING};
use super::types::{InvitationAnswer, InvitationView, Invitee, NewInvitation, SentInvitation};
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::unknown;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result, UNAUTHENTICATED};
use crate::kernel::text::{Email, Text, Whole};
use crate::kernel::throttle::Limit;
use crate::members::{self, MemberCard};
use crate::{accounts, groups, notifications};

/// Invitations that one member can send.
const SENT: Limit = Limit { name: "invitations", attempts: 50, window: TimeDelta::days(1) };
/// Mails that one address gets, whoever invites.
const MAILS: Limit = Limit { name: "invitation-mails", attempts: 5, window: TimeDelta::days(1) };
/// Invitations to a group that can wait for an answer.
const MAX_WAITING: u64 = 200;
/// How long an invitation is good for at most.
const LONGEST: i16 = 14;
/// How long a no holds.
const NO_HOLDS: TimeDelta = TimeDelta::days(90);

/// How long what was made now is good for.
pub fn good_for(days: Option<Whole<1, 14>>) -> TimeDelta {
    TimeDelta::days(days.map_or(LONGEST, |days| days.0).into())
}

/// The member who is to be invited, as the inviter sees them; an address has none.
pub async fn invited_card(viewer: &Viewer, invitee: &Invitee) -> Result<Option<MemberCard>> {
    let Invitee::Member(id) = invitee else { return Ok(None) };
    members::cards(viewer, vec![*id]).await?.remove(id).map(Some).ok_or_else(|| unknown("/member"))
}

pub async fn invite(tx: &Tx, right: Granted<Manage>, to: &Invitee, new: NewInvitation, language: Language) -> Result<Model> {
    let NewInvitation { member: _, email: _, message, days } = new;
    let group = groups::hold(tx, right.on()).await?.id;
    let (member, email) = match to {
        Invitee::Member(id) => (Some(*id), None),
        Invitee::Address(email) => (None, Some(email)),
    };
    if let Some(member) = member {
        groups::has_no_place(tx, group, member).await?;
    }
    let email_key = email.map(Email::key);
    let same =
        Condition::any().add_option(member.map(|id| Column::MemberId.eq(id))).add_option(email_key.as_ref().map(|key| Column::EmailKey.eq(key)));
    let waiting = Entity::find().filter(Column::GroupId.eq(group)).filter(waits(tx.now()));
    if waiting.clone().filter(same).count(tx.conn()).await? > 0 {
        return Err(ALREADY_INVITED.into());
    }
    if waiting.count(tx.conn()).await? >= MAX_WAITING {
        return Err(TOO_MANY_WAITING.into());
    }
    tx.count(SENT, &right.by().to_string()).await?;
    let id = InvitationId(tx.new_id());
    let held_back = is_unwanted(tx, group, right.by(), member, email_key.as_deref()).await?;
    let row = ActiveModel {
        id: ActiveValue::Set(id),
        group_id: ActiveValue::Set(group),
        inviter_id: ActiveValue::Set(right.by()),
        member_id: ActiveValue::Set(member),
        email: ActiveValue::Set(email.map(|email| email.as_str().to_owned())),
        email_key: ActiveValue::Set(email_key),
        token_hash: ActiveValue::Set(None),
        message: ActiveValue::Set(message.map(Text::into_string)),
        language: ActiveValue::Set(language),
        state: ActiveValue::Set(InvitationState::Pending),
        held_back: ActiveValue::Set(held_back),
        withdrawn_at: ActiveValue::Set(None),
        answered_at: ActiveValue::Set(None),
        expires_at: ActiveValue::Set(tx.now() + good_for(days)),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = Entity::insert(row).exec_with_returning(tx.conn()).await?;
    match member {
        _ if held_back => {}
        Some(member) => notifications::notify(tx, &notices::INVITATION, &Cause::of(id.0, id.0), &[member]).await?,
        None => tx.tell_stranger(row.email_key.as_deref().unwrap_or_default(), &notices::INVITED, &notices::About { invitation: id }).await?,
    }
    Ok(row)
}

/// Whether whoever is invited said no to the group or to the inviter, blocks them, or has had mail
/// enough. The inviter is not told: the invitation looks like any other, and reaches nobody.
async fn is_unwanted(tx: &Tx, group: GroupId, by: MemberId, member: Option<MemberId>, email_key: Option<&str>) -> Result<bool> {
    let known = match (member, email_key) {
        (None, Some(key)) => accounts::member_at(tx, key).await?,
        _ => member,
    };
    let theirs = Condition::any().add_option(known.map(|id| Column::MemberId.eq(id))).add_option(email_key.map(|key| Column::EmailKey.eq(key)));
    let no = Column::State.eq(InvitationState::Declined).and(Column::AnsweredAt.gt(tx.now() - NO_HOLDS));
    let no = no.and(Column::GroupId.eq(group).or(Column::InviterId.eq(by)));
    if Entity::find().filter(theirs).filter(no).count(tx.conn()).await? > 0 {
        return Ok(true);
    }
    if let Some(known) = known
        && members::are_apart(tx, by, known).await?
    {
        return Ok(true);
    }
    match email_key {
        Some(key) => Ok(tx.count(MAILS, key).await.is_err_and(|problem| problem.kind.status == 429)),
        None => Ok(false),
    }
}

pub async fn sent(viewer: &Viewer, right: Granted<Manage>, list: &Listing<NoFilter>) -> Result<Slice<SentInvitation>> {
    let query = Entity::find().filter(Column::GroupId.eq(right.on().group.id)).filter(waits(viewer.now()));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let people = slice.rows.iter().flat_map(|row| row.member_id.into_iter().chain([row.inviter_id])).collect();
    let cards = members::answerable_cards(viewer, people).await?;
    Ok(slice.map(|row| {
        let card = |id: MemberId| cards.get(&id).cloned();
        let (member, inviter, own) = (row.member_id.and_then(card), card(row.inviter_id), row.inviter_id == right.by());
        SentInvitation::of(row, member, inviter, own)
    }))
}

pub async fn withdraw(tx: &Tx, right: Granted<Manage>, id: InvitationId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?.id;
    let gone = Entity::update_many().col_expr(Column::WithdrawnAt, Expr::value(tx.now()));
    let gone = gone.filter(Column::Id.eq(id).and(Column::GroupId.eq(group))).filter(waits(tx.now())).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

fn own(me: &Member) -> Result<Condition> {
    me.actor().map(|actor| visible_to(actor, me.now())).ok_or_else(|| UNAUTHENTICATED.into())
}

/// Those that can be answered with yes, the newest first.
pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<InvitationView>> {
    let query = Entity::find().filter(own(me)?).filter(stands(me.now()));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let groups = groups::offered(me, slice.rows.iter().map(|row| row.group_id).collect()).await?;
    let agreements = groups::agreements(me, slice.rows.iter().map(|row| row.group_id).collect()).await?;
    let inviters = members::cards(me, slice.rows.iter().map(|row| row.inviter_id).collect()).await?;
    Ok(slice.filter_map(|row| {
        let (group, inviter) = (groups.get(&row.group_id)?.clone(), inviters.get(&row.inviter_id)?.clone());
        let accepts = agreements.get(&row.group_id).cloned();
        Some(InvitationView::of(row, group, accepts, inviter))
    }))
}

pub async fn find(me: &Member, id: InvitationId) -> Result<Model> {
    let row = Entity::find_by_id(id).filter(own(me)?).one(me.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

pub async fn view(me: &Member, row: Model) -> Result<InvitationView> {
    let group = groups::offered(me, vec![row.group_id]).await?.remove(&row.group_id).ok_or(NOT_FOUND)?;
    let inviter = members::cards(me, vec![row.inviter_id]).await?.remove(&row.inviter_id).ok_or(NOT_FOUND)?;
    let agreements = groups::agreements(me, vec![row.group_id]).await?.remove(&row.group_id);
    Ok(InvitationView::of(row, group, agreements, inviter))
}

/// Saying the same again changes nothing.
pub async fn answer(tx: &Tx, right: Granted<Answer>, answer: InvitationAnswer) -> Result<Model> {
    let state = if answer.accept { InvitationState::Accepted } else { InvitationState::Declined };
    if right.on().state != state {
        if answer.accept {
            groups::admit(tx, &right, right.on().group_id, answer.accepted_agreements).await?;
        }
        answered(tx, right.on().id, state).await?;
    }
    Ok(Model { state, ..right.into_inner() })
}

/// Of two answers at once the first counts.
pub async fn answered(tx: &Tx, id: InvitationId, state: InvitationState) -> Result<()> {
    let set = Entity::update_many().col_expr(Column::State, Expr::value(state)).col_expr(Column::AnsweredAt, Expr::value(tx.now()));
    let set = set.filter(Column::Id.eq(id)).filter(stands(tx.now())).exec(tx.conn()).await?;
    if set.rows_affected == 0 { Err(ANSWERED.into()) } else { Ok(()) }
}

/// Forgets what no longer counts: a no is kept for as long as it holds.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    let old = now - NO_HOLDS - TimeDelta::days(LONGEST.into());
    system
        .write(async |tx| {
            Entity::delete_many().filter(Column::CreatedAt.lt(old)).exec(tx.conn()).await?;
            let links = invitation_link::Entity::delete_many().filter(invitation_link::Column::ExpiresAt.lt(old));
            links.exec(tx.conn()).await?;
            Ok(())
        })
        .await
}
