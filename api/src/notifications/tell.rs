//! Writing down what is to be told, with its cause.

use std::collections::HashMap;

use entity::id::{MailingId, MemberId, NotificationId};
use entity::kind::{HeldBack, MailChoice, MailState};
use entity::notification::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue, EntityTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::catalogue;
use super::mails::{self, MAIL, SPREAD};
use super::settings::{self, Wish};
use crate::kernel::access::System;
use crate::kernel::db::Tx;
use crate::kernel::notification::{Cause, NotificationKind, Slot};
use crate::kernel::problem::Result;

/// Before every member.
const NOBODY: MemberId = MemberId(Uuid::nil());
/// How many members are told in one transaction.
const AT_ONCE: u64 = 500;
/// How many rows one statement writes: `PostgreSQL` takes no more parameters.
const A_STATEMENT: usize = 100;

/// See [`super::notify`].
pub async fn notify(tx: &Tx, kind: &NotificationKind, cause: &Cause, members: &[MemberId]) -> Result<()> {
    for members in members.chunks(A_STATEMENT) {
        put(tx, kind, cause, members).await?;
    }
    Ok(())
}

async fn put(tx: &Tx, kind: &NotificationKind, cause: &Cause, members: &[MemberId]) -> Result<()> {
    let wishes = settings::wishes_of(tx, kind, members).await?;
    let wanted = members.iter().filter_map(|member| Some((*member, wishes.get(member).copied().unwrap_or(Wish::unsaid(kind)).mail_state()?)));
    let rows: Vec<_> = wanted.map(|(member, mail)| row(tx, kind, cause, member, mail)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let told: Vec<Model> = Entity::insert_many(rows).on_conflict(joining()).exec_with_returning(tx.conn()).await?;
    let now = told.iter().filter(|row| row.mail == MailState::Now && row.first_id == cause.id);
    let now = now.map(|row| (row.member_id, tx.now(), mails::Due { notification: row.id, mailing: MailingId(tx.new_id()) }));
    tx.tell_each(&MAIL, now.collect::<Vec<_>>()).await?;
    let digest: Vec<_> = told.iter().filter(|row| row.mail == MailState::Digest).map(|row| row.member_id).collect();
    mails::plan(tx, &digest).await
}

fn row(tx: &Tx, kind: &NotificationKind, cause: &Cause, member: MemberId, mail: MailState) -> ActiveModel {
    ActiveModel {
        id: ActiveValue::Set(NotificationId(tx.new_id())),
        member_id: ActiveValue::Set(member),
        kind: ActiveValue::Set(kind.name.to_owned()),
        about_id: ActiveValue::Set(cause.about),
        about_key: ActiveValue::Set(cause.key.clone()),
        first_id: ActiveValue::Set(cause.id),
        latest_id: ActiveValue::Set(cause.id),
        mail: ActiveValue::Set(mail),
        held: ActiveValue::Set(None),
        mailing_id: ActiveValue::Set(None),
        read_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
        updated_at: ActiveValue::Set(tx.now()),
    }
}

/// What happens again joins what is not read yet, and is mailed at most once more: in the digest. What
/// was read begins anew. A cause that was told already changes nothing; of two that are told at once
/// either may come first.
fn joining() -> OnConflict {
    let (old, new) = (|column| Expr::col((Entity, column)), |column| Expr::col(("excluded", column)));
    let read = || old(Column::ReadAt).is_not_null();
    let settled = old(Column::Mail).is_in([MailState::None, MailState::Sent]).and(new(Column::Mail).ne(MailState::None));
    let mail = Expr::case(read(), new(Column::Mail)).case(settled, MailState::Digest).finally(old(Column::Mail));
    let (later, earlier) = (|| old(Column::LatestId).lt(new(Column::LatestId)), || old(Column::FirstId).gt(new(Column::FirstId)));
    let first = Expr::case(read().or(earlier()), new(Column::FirstId)).finally(old(Column::FirstId));
    OnConflict::columns([Column::MemberId, Column::Kind, Column::AboutId, Column::AboutKey])
        .update_columns([Column::UpdatedAt, Column::ReadAt])
        .value(Column::FirstId, first)
        .value(Column::LatestId, Expr::case(later(), new(Column::LatestId)).finally(old(Column::LatestId)))
        .value(Column::Held, Expr::case(read(), Expr::val(None::<HeldBack>)).finally(old(Column::Held)))
        .value(Column::Mail, mail)
        .action_and_where(later().or(earlier().and(read().not())))
        .to_owned()
}

/// A cause that is told to many, and how far that has come.
#[derive(Serialize, Deserialize)]
pub struct Spread {
    kind: String,
    cause: Cause,
    after: MemberId,
}

/// See [`super::notify_all`].
pub async fn notify_all(tx: &Tx, kind: &NotificationKind, cause: &Cause) -> Result<()> {
    go_on(tx, Spread { kind: kind.name.to_owned(), cause: cause.clone(), after: NOBODY }).await
}

/// Causes that are told to many stand in one line, so that each member hears of them in their order.
async fn go_on(tx: &Tx, spread: Spread) -> Result<()> {
    tx.tell_each(&SPREAD, [(NOBODY, tx.now(), spread)]).await
}

/// Tells the next members, and has those told who come after them.
pub async fn spread(system: &System, Spread { kind, cause, after }: Spread) -> Result<()> {
    let Some((kind, audience)) = catalogue::find(&kind).and_then(|kind| Some((kind, kind.audience?))) else { return Ok(()) };
    let members = audience(system, &cause, Slot { after, limit: AT_ONCE }).await?;
    let Some(last) = members.last().copied() else { return Ok(()) };
    system
        .write(async |tx| {
            notify(tx, kind, &cause, &members).await?;
            go_on(tx, Spread { kind: kind.name.to_owned(), cause, after: last }).await
        })
        .await
}

/// How members want to be told of a kind.
pub type Wishes = HashMap<MemberId, Wish>;

impl Wish {
    /// How the mail begins; nothing for whoever wants to hear nothing.
    const fn mail_state(self) -> Option<MailState> {
        match (self.mail, self.in_app) {
            (MailChoice::Now, _) => Some(MailState::Now),
            (MailChoice::Digest, _) => Some(MailState::Digest),
            (MailChoice::Never, true) => Some(MailState::None),
            (MailChoice::Never, false) => None,
        }
    }
}
