//! What a group asks of whoever joins, what is answered, and what is accepted.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::id::{GroupId, MemberId};
use entity::kind::{GroupChangeKind, Joining, MembershipState};
use entity::{group, group_admission, group_answer, group_consent, group_membership, group_question, group_refusal};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::admission_types::{AdmissionView, Agreements, AgreementsVersion, NewAdmission, NewMembership, NewRefusal, RefusalView, RequestView};
use super::history::{Change, note};
use super::named;
use super::notices::ANSWERED;
use super::policy::{Edit, EndMembership, ManageMembers, Standing};
use super::problems::AGREEMENTS_CHANGED;
use super::store::{hold, locked};
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::IfMatch;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{INVALID, NOT_FOUND, Result};
use crate::kernel::text::{LongText, Text};
use crate::{members, notifications};

/// How long it is kept why a request was declined.
const REFUSALS_KEPT: TimeDelta = TimeDelta::days(90);

/// A group that never said it asks nothing, in its version 0.
pub async fn of(viewer: &Viewer, standing: &Standing) -> Result<AdmissionView> {
    let id = standing.group.id;
    let row = group_admission::Entity::find_by_id(id).one(viewer.conn()).await?;
    let asked = group_question::Entity::find().filter(group_question::Column::GroupId.eq(id)).order_by_asc(group_question::Column::Place);
    let questions = asked.all(viewer.conn()).await?.into_iter().map(|row| row.question).collect();
    Ok(AdmissionView::of(id, row, questions, standing.role().is_some()))
}

/// What is accepted by joining these groups. The caller has made sure that they may be told.
pub async fn agreements(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, Agreements>> {
    let rows = group_admission::Entity::find().filter(group_admission::Column::GroupId.is_in(ids)).all(viewer.conn()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.group_id, Agreements::of(&row)?))).collect())
}

/// The words with which a group receives who has joined.
pub async fn welcome(viewer: &Viewer, id: GroupId) -> Result<Option<String>> {
    Ok(group_admission::Entity::find_by_id(id).one(viewer.conn()).await?.and_then(|row| row.welcome))
}

pub async fn write(tx: &Tx, right: Granted<Edit>, seen: IfMatch, new: NewAdmission) -> Result<()> {
    let NewAdmission { questions, agreements, welcome } = new;
    let id = hold(tx, right.on()).await?.id;
    let before = group_admission::Entity::find_by_id(id).one(tx.conn()).await?;
    seen.expect(before.as_ref().map_or(0, |row| row.version))?;
    let agreements = agreements.map(LongText::into_string);
    let (known, accepted) = before.as_ref().map_or((0, None), |row| (row.agreements_version, row.agreements.as_ref()));
    let row = group_admission::ActiveModel {
        group_id: ActiveValue::Set(id),
        agreements_version: ActiveValue::Set(if accepted == agreements.as_ref() { known } else { known + 1 }),
        agreements: ActiveValue::Set(agreements),
        welcome: ActiveValue::Set(welcome.map(LongText::into_string)),
        version: ActiveValue::Set(before.as_ref().map_or(0, |row| row.version) + 1),
        updated_at: ActiveValue::Set(tx.now()),
    };
    if before.is_some() {
        group_admission::Entity::update(row).exec(tx.conn()).await?;
    } else {
        group_admission::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    }
    group_question::Entity::delete_many().filter(group_question::Column::GroupId.eq(id)).exec(tx.conn()).await?;
    for (place, question) in (0..).zip(questions.0) {
        let row = group_question::ActiveModel {
            group_id: ActiveValue::Set(id),
            place: ActiveValue::Set(place),
            question: ActiveValue::Set(question.into_string()),
        };
        group_question::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    }
    note(tx, id, right.by(), Change::of(GroupChangeKind::Admission)).await.map(drop)
}

/// What somebody brings along who joins: answers to all questions, and consent.
pub struct Brought {
    answers: Vec<(String, String)>,
    consent: Option<i32>,
}

/// Refuses to let somebody ask who has not answered what the group asks, or has not accepted what it
/// wants accepted. The group is held.
pub async fn asked(tx: &Tx, group: &group::Model, new: NewMembership) -> Result<Brought> {
    let NewMembership { answers, accepted_agreements } = new;
    let asked = group_question::Entity::find().filter(group_question::Column::GroupId.eq(group.id)).order_by_asc(group_question::Column::Place);
    let questions = if group.joining == Joining::Request { asked.all(tx.conn()).await? } else { Vec::new() };
    if questions.len() != answers.0.len() {
        return Err(INVALID.pointing_at(vec![Fault::new("/answers", Wrong::Count(questions.len(), questions.len()))]));
    }
    let answers = questions.into_iter().map(|row| row.question).zip(answers.0.into_iter().map(Text::into_string)).collect();
    Ok(Brought { answers, consent: consented(tx, group.id, accepted_agreements).await? })
}

/// The same for somebody who was invited, and is asked nothing.
pub async fn invited(tx: &Tx, group: GroupId, accepted: Option<AgreementsVersion>) -> Result<Brought> {
    Ok(Brought { answers: Vec::new(), consent: consented(tx, group, accepted).await? })
}

async fn consented(tx: &Tx, group: GroupId, accepted: Option<AgreementsVersion>) -> Result<Option<i32>> {
    let row = group_admission::Entity::find_by_id(group).one(tx.conn()).await?;
    let Some(version) = row.filter(|row| row.agreements.is_some()).map(|row| row.agreements_version) else { return Ok(None) };
    match accepted {
        None => Err(INVALID.pointing_at(vec![Fault::new("/acceptedAgreements", Wrong::Missing)])),
        Some(accepted) if i32::from(accepted.0) == version => Ok(Some(version)),
        Some(_) => Err(AGREEMENTS_CHANGED.into()),
    }
}

/// Keeps what was brought along with the membership, which is there.
pub async fn keep(tx: &Tx, of: &group_membership::Model, brought: Brought) -> Result<()> {
    let Brought { answers, consent } = brought;
    for (place, (question, answer)) in (0..).zip(answers) {
        let row = group_answer::ActiveModel {
            group_id: ActiveValue::Set(of.group_id),
            member_id: ActiveValue::Set(of.member_id),
            place: ActiveValue::Set(place),
            question: ActiveValue::Set(question),
            answer: ActiveValue::Set(answer),
        };
        group_answer::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    }
    if let Some(version) = consent {
        use group_consent::{Column, Entity};
        let row = group_consent::ActiveModel {
            group_id: ActiveValue::Set(of.group_id),
            member_id: ActiveValue::Set(of.member_id),
            agreements_version: ActiveValue::Set(version),
            accepted_at: ActiveValue::Set(tx.now()),
        };
        let again =
            OnConflict::columns([Column::GroupId, Column::MemberId]).update_columns([Column::AgreementsVersion, Column::AcceptedAt]).to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    }
    group_refusal::Entity::delete_by_id((of.group_id, of.member_id)).exec(tx.conn()).await?;
    Ok(())
}

/// A request was granted: the answers have done what they were given for, and whoever asked is told.
pub async fn granted(tx: &Tx, of: &group_membership::Model) -> Result<()> {
    use group_answer::{Column, Entity};
    let theirs = Column::GroupId.eq(of.group_id).and(Column::MemberId.eq(of.member_id));
    Entity::delete_many().filter(theirs).exec(tx.conn()).await?;
    notifications::notify(tx, &ANSWERED, &Cause::now(tx, of.group_id.0), &[of.member_id]).await
}

/// Those who wait for an answer, who asked first first, with what they answered.
pub async fn requests(viewer: &Viewer, right: Granted<ManageMembers>, list: &Listing<NoFilter>) -> Result<Slice<RequestView>> {
    use group_membership::{Column, Entity};
    let id = right.on().group.id;
    let waiting = Column::GroupId.eq(id).and(Column::State.eq(MembershipState::Requested));
    let query = Entity::find().filter(waiting).filter(members::names_answerable(Column::MemberId, viewer.actor()));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::CreatedAt, id: Column::MemberId, descending: false }).await?;
    let ids: Vec<_> = slice.rows.iter().map(|row| row.member_id).collect();
    let mut answers = answers(viewer, id, ids.clone()).await?;
    let mut cards = members::answerable_cards(viewer, ids).await?;
    Ok(slice.filter_map(|row| {
        let answers = answers.remove(&row.member_id).unwrap_or_default();
        Some(RequestView::of(cards.remove(&row.member_id)?, row.created_at, answers))
    }))
}

async fn answers(viewer: &Viewer, group: GroupId, of: Vec<MemberId>) -> Result<HashMap<MemberId, Vec<group_answer::Model>>> {
    use group_answer::{Column, Entity};
    let rows = Entity::find().filter(Column::GroupId.eq(group).and(Column::MemberId.is_in(of))).order_by_asc(Column::Place);
    let mut answers = HashMap::<_, Vec<_>>::new();
    for row in rows.all(viewer.conn()).await? {
        answers.entry(row.member_id).or_default().push(row);
    }
    Ok(answers)
}

/// Ends a request, and tells whoever asked why. A membership is not declined.
pub async fn decline(tx: &Tx, right: Granted<EndMembership>, new: NewRefusal) -> Result<()> {
    use group_refusal::{Column, Entity};
    let of = &right.on().of;
    locked(tx, right.on()).await?;
    if of.state != MembershipState::Requested {
        return Err(NOT_FOUND.into());
    }
    group_membership::Entity::delete_by_id((of.group_id, of.member_id)).exec(tx.conn()).await?;
    let row = group_refusal::ActiveModel {
        group_id: ActiveValue::Set(of.group_id),
        member_id: ActiveValue::Set(of.member_id),
        reason: ActiveValue::Set(new.reason.map(Text::into_string)),
        created_at: ActiveValue::Set(tx.now()),
    };
    let again = OnConflict::columns([Column::GroupId, Column::MemberId]).update_columns([Column::Reason, Column::CreatedAt]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    notifications::notify(tx, &ANSWERED, &Cause::now(tx, of.group_id.0), &[of.member_id]).await?;
    note(tx, of.group_id, right.by(), Change::about(GroupChangeKind::Declined, of.member_id)).await.map(drop)
}

/// How the viewer's own request was declined.
pub async fn refusal(viewer: &Viewer, group: GroupId) -> Result<Option<group_refusal::Model>> {
    let Some(actor) = viewer.actor() else { return Ok(None) };
    Ok(group_refusal::Entity::find_by_id((group, actor.id)).one(viewer.conn()).await?)
}

/// One's own requests that were declined, the newest first; of groups of which one may know.
pub async fn refusals(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<RefusalView>> {
    use group_refusal::{Column, Entity};
    let own = Column::MemberId.eq(me.id()).and(super::names_visible(Column::GroupId, me.actor()));
    let order = Order { by: Column::CreatedAt, id: Column::GroupId, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(own), order).await?;
    let groups = named::cards(me, slice.rows.iter().map(|row| row.group_id).collect()).await?;
    Ok(slice.filter_map(|row| Some(RefusalView { group: groups.get(&row.group_id)?.clone(), reason: row.reason, at: row.created_at })))
}

/// Forgets what was said long ago.
pub async fn forget(system: &System) -> Result<()> {
    let old = group_refusal::Column::CreatedAt.lt(system.now() - REFUSALS_KEPT);
    system.write(async |tx| Ok(group_refusal::Entity::delete_many().filter(old).exec(tx.conn()).await.map(drop)?)).await
}
