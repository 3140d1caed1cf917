//! Mails of what is told: at once, or in a digest, and never more than their member wants.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MailingId, MemberId, NotificationId};
use entity::kind::{HeldBack, MailChoice, MailState};
use entity::notification::{Column, Entity, Model};
use entity::notification_preference::Model as Preferences;
use entity::{digest, mailing};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::letter::{self, Addressee};
use super::policy::told_to;
use super::tell::{self, Spread};
use super::time::{next_digest, quiet_until};
use super::{catalogue, settings};
use crate::kernel::access::{System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::mail::Mail;
use crate::kernel::notification::{NotificationKind, say};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::{accounts, members};

/// The time in which no more mails are sent than a member wants.
const WEEK: TimeDelta = TimeDelta::days(7);
/// How long an address is left alone that was refused.
const REFUSED: TimeDelta = TimeDelta::days(30);
/// After how long a digest that was not written will not be any more: the outbox has given it up.
const LOST: TimeDelta = TimeDelta::days(2);
/// How many notifications a digest is made of at most.
const IN_A_DIGEST: u64 = 500;

/// A notification that is to be mailed at once, and the mail that it is to stand in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Due {
    /// The notification.
    pub notification: NotificationId,
    /// The mail.
    pub mailing: MailingId,
}

/// A digest that is to be written.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Planned {
    member: MemberId,
    mailing: MailingId,
}

/// A mail of one notification.
pub const MAIL: Notice = Notice { kind: "notifications.mail", write: |system, about| Box::pin(async move { single(&system, read(about)?).await }) };

/// A digest.
const DIGEST: Notice = Notice { kind: "notifications.digest", write: |system, about| Box::pin(async move { digest(&system, read(about)?).await }) };

/// Nothing is mailed: whoever is concerned is told.
pub const SPREAD: Notice = Notice {
    kind: "notifications.spread",
    write: |system, about| {
        Box::pin(async move {
            let many: Spread = read(about)?;
            tell::spread(&system, many).await.map(|()| None)
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[MAIL, DIGEST, SPREAD];

fn read<T: serde::de::DeserializeOwned>(about: Value) -> Result<T> {
    serde_json::from_value(about).map_err(Problem::internal)
}

/// Somebody who can be written to, unless they cannot sign in or their address was refused lately.
struct Reader {
    viewer: Viewer,
    address: String,
}

impl Reader {
    async fn of(system: &System, member: MemberId) -> Result<Option<Self>> {
        let (Some(viewer), Some((address, _))) = (accounts::eyes_of(system, member).await?, accounts::mailbox(system, member).await?) else {
            return Ok(None);
        };
        let takes = settings::takes_mail(system, &address, system.now() - REFUSED).await?;
        Ok(takes.then_some(Self { viewer, address }))
    }

    fn addressee<'a>(&'a self, system: &'a System, member: MemberId) -> Addressee<'a> {
        Addressee { system, viewer: &self.viewer, member, address: self.address.clone() }
    }
}

/// Writes the mail of one notification, if it is still to be sent. A second try finds it counted.
async fn single(system: &System, due: Due) -> Result<Option<Mail>> {
    let unread = Entity::find_by_id(due.notification).filter(Column::ReadAt.is_null()).one(system.conn()).await?;
    let Some((row, kind)) = unread.and_then(|row| catalogue::find(&row.kind).map(|kind| (row, kind))) else { return Ok(None) };
    let again = row.mailing_id == Some(due.mailing);
    if !again && row.mail != MailState::Now {
        return Ok(None);
    }
    let Some(reader) = Reader::of(system, row.member_id).await? else { return leave(system, &row, MailState::None, None).await };
    match elsewhere(&reader.viewer, kind).await? {
        Some(Elsewhere::State(state, held)) => return leave(system, &row, state, held).await,
        // What was tried may have arrived: it is tried again as the same mail, also at night.
        Some(Elsewhere::Later(time)) if !again => return later(system, &row, due, time).await,
        _ => {}
    }
    let visible = Entity::find_by_id(row.id).filter(catalogue::visible(&reader.viewer).await?).all(system.conn()).await?;
    let Some(shown) = catalogue::show(&reader.viewer, &visible).await?.remove(&row.id) else {
        return leave(system, &row, MailState::None, None).await;
    };
    if !again && !take(system, Mailing { id: due.mailing, to: row.member_id, told: vec![row.id], is_digest: false }).await? {
        return leave(system, &row, MailState::Digest, Some(HeldBack::Budget)).await;
    }
    let thread = (!row.about_id.is_nil()).then_some(row.about_id);
    Ok(Some(letter::single(reader.addressee(system, row.member_id), kind, thread, shown)))
}

/// Where a mail goes that is not sent now.
enum Elsewhere {
    Later(DateTime<Utc>),
    State(MailState, Option<HeldBack>),
}

/// What the member wants of a mail that was to be sent at once; nothing if that is right.
async fn elsewhere(viewer: &Viewer, kind: &NotificationKind) -> Result<Option<Elsewhere>> {
    let wish = settings::wishes(viewer).await?.get(kind.name).map(|wish| wish.mail);
    let preferences = settings::preferences(viewer).await?;
    let paused = preferences.paused_until.is_some_and(|until| until > viewer.now());
    Ok(match wish {
        Some(MailChoice::Never) | None => Some(Elsewhere::State(MailState::None, None)),
        Some(MailChoice::Digest) => Some(Elsewhere::State(MailState::Digest, None)),
        Some(MailChoice::Now) if paused => Some(Elsewhere::State(MailState::Digest, Some(HeldBack::Pause))),
        Some(MailChoice::Now) => quiet_until(&preferences, viewer.now()).map(Elsewhere::Later),
    })
}

/// Has a notification mailed at another time.
async fn later(system: &System, row: &Model, due: Due, time: DateTime<Utc>) -> Result<Option<Mail>> {
    system.write(async |tx| tx.tell_each(&MAIL, [(row.member_id, time, due)]).await).await?;
    Ok(None)
}

/// Lets a notification be without a mail of its own.
async fn leave(system: &System, row: &Model, state: MailState, held: Option<HeldBack>) -> Result<Option<Mail>> {
    let left = Entity::update_many().col_expr(Column::Mail, Expr::value(state)).col_expr(Column::Held, Expr::value(held));
    let left = left.filter(Column::Id.eq(row.id)).filter(Column::Mail.is_in([MailState::Now, MailState::Sent]));
    system
        .write(async |tx| {
            left.exec(tx.conn()).await?;
            if state == MailState::Digest { plan(tx, &[row.member_id]).await } else { Ok(()) }
        })
        .await?;
    Ok(None)
}

/// A mail that is to count.
struct Mailing {
    id: MailingId,
    to: MemberId,
    told: Vec<NotificationId>,
    is_digest: bool,
}

/// Counts a mail and notes what stands in it, unless its member has had enough. The last one of a week
/// is kept for a digest.
async fn take(system: &System, Mailing { id, to, told, is_digest }: Mailing) -> Result<bool> {
    system
        .write(async |tx| {
            members::hold(tx, to).await?;
            let wanted = i64::from(settings::preferences_in(tx, to).await?.mails_a_week) - i64::from(!is_digest);
            if lately(tx, to).await? >= wanted {
                return Ok(false);
            }
            let row = mailing::ActiveModel { id: ActiveValue::Set(id), member_id: ActiveValue::Set(to), created_at: ActiveValue::Set(tx.now()) };
            mailing::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            for told in told.chunks(100) {
                let sent = Entity::update_many().col_expr(Column::Mail, Expr::value(MailState::Sent)).col_expr(Column::MailingId, Expr::value(id));
                sent.filter(Column::Id.is_in(told.iter().copied())).exec(tx.conn()).await?;
            }
            if is_digest {
                digest::Entity::delete_by_id(to).exec(tx.conn()).await?;
            }
            Ok(true)
        })
        .await
}

/// How many mails a member got in the last seven days.
async fn lately(tx: &Tx, member: MemberId) -> Result<i64> {
    use mailing::Column;
    let lately = Column::MemberId.eq(member).and(Column::CreatedAt.gt(tx.now() - WEEK));
    let count = mailing::Entity::find().filter(lately).count(tx.conn()).await?;
    i64::try_from(count).map_err(Problem::internal)
}

/// Has digests written for these members, each when they want it, unless one is planned already.
pub async fn plan(tx: &Tx, members: &[MemberId]) -> Result<()> {
    use digest::{ActiveModel, Column, Entity};
    let wishes = settings::preferences_of(tx, members).await?;
    let due = wishes.iter().filter_map(|wish| Some((wish.member_id, next_digest(wish, after_pause(wish, tx.now()))?)));
    let rows: Vec<_> = due.map(|(member, due)| ActiveModel { member_id: ActiveValue::Set(member), due_at: ActiveValue::Set(due) }).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let lost = Expr::col((Entity, Column::DueAt)).lt(tx.now() - LOST);
    let once = OnConflict::column(Column::MemberId).update_column(Column::DueAt).action_and_where(lost).to_owned();
    let planned = Entity::insert_many(rows).on_conflict(once).exec_with_returning(tx.conn()).await?;
    let planned = planned.iter().map(|row| (row.member_id, row.due_at, Planned { member: row.member_id, mailing: MailingId(tx.new_id()) }));
    tx.tell_each(&DIGEST, planned.collect::<Vec<_>>()).await
}

fn after_pause(wish: &Preferences, now: DateTime<Utc>) -> DateTime<Utc> {
    wish.paused_until.filter(|until| *until > now).unwrap_or(now)
}

/// The same of a member who wants it at another time than before.
pub async fn plan_anew(tx: &Tx, member: MemberId) -> Result<()> {
    digest::Entity::delete_by_id(member).exec(tx.conn()).await?;
    let waits = Entity::find().filter(told_to(member)).filter(Column::Mail.eq(MailState::Digest)).filter(Column::ReadAt.is_null());
    if waits.count(tx.conn()).await? == 0 { Ok(()) } else { plan(tx, &[member]).await }
}

/// Writes a digest, if there is something to tell. A second try finds it counted, and tells the same.
async fn digest(system: &System, planned: Planned) -> Result<Option<Mail>> {
    let member = planned.member;
    let Some(reader) = Reader::of(system, member).await? else { return forget(system, member).await };
    let unread = Entity::find().filter(catalogue::visible(&reader.viewer).await?).filter(Column::ReadAt.is_null());
    let again = mailing::Entity::find_by_id(planned.mailing).one(system.conn()).await?.is_some();
    let rows = if again {
        unread.filter(Column::MailingId.eq(planned.mailing)).all(system.conn()).await?
    } else {
        let wishes = settings::wishes(&reader.viewer).await?;
        let preferences = settings::preferences(&reader.viewer).await?;
        let Some(plan) = digest::Entity::find_by_id(member).one(system.conn()).await? else { return Ok(None) };
        if plan.due_at > system.now() {
            // It was planned anew, and is told of then.
            return Ok(None);
        }
        let unwanted = wishes.iter().filter(|(_, wish)| wish.mail == MailChoice::Never).map(|(kind, _)| *kind);
        let waits = unread.filter(Column::Mail.eq(MailState::Digest)).filter(Column::Kind.is_not_in(unwanted));
        let rows = waits.order_by_desc(Column::UpdatedAt).limit(IN_A_DIGEST).all(system.conn()).await?;
        if rows.is_empty() {
            return forget(system, member).await;
        }
        let told = rows.iter().map(|row| row.id).collect();
        if !take(system, Mailing { id: planned.mailing, to: member, told, is_digest: true }).await? {
            return postpone(system, planned, &preferences).await;
        }
        rows
    };
    write(system, &reader, member, rows).await
}

/// Puts what is told into the order of its weight, the latest first.
async fn write(system: &System, reader: &Reader, member: MemberId, mut rows: Vec<Model>) -> Result<Option<Mail>> {
    let rank = |row: &Model| catalogue::find(&row.kind).map_or(u8::MAX, |kind| kind.rank);
    rows.sort_by_key(|row| (rank(row), std::cmp::Reverse(row.updated_at)));
    let mut shown: HashMap<_, _> = catalogue::show(&reader.viewer, &rows).await?;
    let (items, held): (Vec<_>, Vec<_>) = rows.iter().filter_map(|row| Some((shown.remove(&row.id)?, row.held))).unzip();
    if items.is_empty() {
        return Ok(None);
    }
    let wanted = settings::preferences(&reader.viewer).await?.mails_a_week;
    let why = held_back(&reader.viewer, &held, wanted);
    Ok(Some(letter::digest(reader.addressee(system, member), items, &why)))
}

/// What a digest says of what would have been mailed at once.
fn held_back(viewer: &Viewer, held: &[Option<HeldBack>], wanted: i16) -> Vec<String> {
    let of = |why| held.iter().filter(|held| **held == Some(why)).count();
    let budget = match of(HeldBack::Budget) {
        0 => None,
        count => Some(say(
            viewer,
            format!("Hölls tillbaka, för att du vill ha högst {wanted} mejl i veckan: {count}."),
            format!("Held back, because you want at most {wanted} mails a week: {count}."),
        )),
    };
    let pause = match of(HeldBack::Pause) {
        0 => None,
        count => Some(say(
            viewer,
            format!("Hölls tillbaka, för att du hade pausat mejl: {count}."),
            format!("Held back, because you had paused mail: {count}."),
        )),
    };
    budget.into_iter().chain(pause).collect()
}

/// There is nothing to tell, or nobody to tell it to.
async fn forget(system: &System, member: MemberId) -> Result<Option<Mail>> {
    system.write(async |tx| Ok(digest::Entity::delete_by_id(member).exec(tx.conn()).await.map(drop)?)).await?;
    Ok(None)
}

/// The member has had enough for now.
async fn postpone(system: &System, planned: Planned, preferences: &Preferences) -> Result<Option<Mail>> {
    let Some(due) = next_digest(preferences, system.now()) else { return forget(system, planned.member).await };
    system
        .write(async |tx| {
            let later = digest::ActiveModel { member_id: ActiveValue::Unchanged(planned.member), due_at: ActiveValue::Set(due) };
            digest::Entity::update(later).exec(tx.conn()).await?;
            tx.tell_each(&DIGEST, [(planned.member, due, planned)]).await
        })
        .await?;
    Ok(None)
}
