//! What is to be told is written with its cause, and told afterwards.
//!
//! A notice never holds a secret: one that carries a token makes it when it is written out, so
//! that only the token's hash ever lies in the database.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MemberId, NoticeId};
use entity::mail_refusal;
use entity::outbox_notice::{ActiveModel, Column, Entity, Model};
use futures_util::future::LocalBoxFuture;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use serde_json::Value;

use super::access::System;
use super::db::Tx;
use super::mail::{Mail, Unsent};
use super::problem::{Problem, Result, TOO_MANY};
use super::throttle::Limit;

/// A kind of notice: its name, and how it is written out at the moment of sending. `None` means
/// that it is no longer to be sent.
#[derive(Clone, Copy)]
pub struct Notice {
    /// `feature.what`.
    pub kind: &'static str,
    /// Writes it out.
    pub write: fn(System, Value) -> LocalBoxFuture<'static, Result<Option<Mail>>>,
}

impl Tx {
    /// Has something told once this change is on disk.
    pub async fn tell(&self, notice: &Notice, about: &impl Serialize) -> Result<()> {
        self.tell_at(self.now(), notice, about).await
    }

    /// Has something told at a later time, as things stand then.
    pub async fn tell_at(&self, time: DateTime<Utc>, notice: &Notice, about: &impl Serialize) -> Result<()> {
        Entity::insert(self.row(time, notice, None, about)?).exec_without_returning(self.conn()).await?;
        Ok(())
    }

    /// Has somebody told at an address that nobody has confirmed: so much and no more, whatever it is
    /// about and whoever asks for it. What is too much is left out, and nobody learns of it.
    pub async fn tell_stranger(&self, address_key: &str, notice: &Notice, about: &impl Serialize) -> Result<()> {
        for limit in TO_STRANGERS {
            match self.count(limit, address_key).await {
                Err(problem) if problem.kind == TOO_MANY => return Ok(()),
                counted => counted?,
            }
        }
        self.tell(notice, about).await
    }

    /// Has members told something, each at a time of their own and each after what they were to be
    /// told before.
    pub async fn tell_each<T: Serialize>(&self, notice: &Notice, members: impl IntoIterator<Item = (MemberId, DateTime<Utc>, T)>) -> Result<()> {
        let rows = members.into_iter().map(|(member, time, about)| self.row(time, notice, Some(member), &about));
        let rows: Vec<_> = rows.collect::<Result<_>>()?;
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(self.conn()).await?;
        }
        Ok(())
    }

    fn row(&self, time: DateTime<Utc>, notice: &Notice, to: Option<MemberId>, about: &impl Serialize) -> Result<ActiveModel> {
        Ok(ActiveModel {
            id: ActiveValue::Set(NoticeId(self.new_id())),
            kind: ActiveValue::Set(notice.kind.to_owned()),
            recipient_id: ActiveValue::Set(to),
            payload: ActiveValue::Set(serde_json::to_string(about).map_err(Problem::internal)?),
            attempts: ActiveValue::Set(0),
            due_at: ActiveValue::Set(time),
            locked_until: ActiveValue::Set(None),
            failed_at: ActiveValue::Set(None),
            last_error: ActiveValue::Set(None),
            created_at: ActiveValue::Set(time),
        })
    }
}

/// Mails that an address gets that nobody has confirmed.
const TO_STRANGERS: [Limit; 2] = [
    Limit { name: "mail-to-stranger", attempts: 5, window: TimeDelta::hours(1) },
    Limit { name: "mail-to-stranger-daily", attempts: 10, window: TimeDelta::days(1) },
];

/// Notices taken at a time.
const BATCH: u64 = 20;
/// How long a worker has for a batch before another may take it.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// When a notice that cannot be sent is given up.
const GIVE_UP: TimeDelta = TimeDelta::hours(24);

/// Delivers notices until the process is about to stop; the one in hand is finished.
pub async fn deliver(system: System, kinds: Vec<Notice>) {
    while !system.app().is_draining() {
        match deliver_due(&system, &kinds).await {
            Ok(delivered) if delivered > 0 => {}
            Ok(_) => {
                let _ = tokio::time::timeout(Duration::from_secs(5), system.app().outbox.notified()).await;
            }
            Err(problem) => {
                tracing::error!(cause = problem.cause, "the outbox cannot be read");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
}

/// Delivers what is due now, a batch at most, and says how much that was.
pub async fn deliver_due(system: &System, kinds: &[Notice]) -> Result<usize> {
    let (batch, began) = (claim(system).await?, Instant::now());
    let size = batch.len();
    for (done, notice) in batch.iter().enumerate() {
        // What is begun must be done before another worker may take it.
        let late = began.elapsed() + system.app().mailer.patience() > LEASE.to_std().unwrap_or_default();
        if late || system.app().is_draining() {
            give_back(system, batch.iter().skip(done)).await?;
            break;
        }
        let outcome = deliver_one(system, kinds, notice).await;
        settle(system, notice, outcome).await?;
    }
    Ok(size)
}

fn due(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::DueAt.lte(now))
        .add(Column::FailedAt.is_null())
        .add(Condition::any().add(Column::LockedUntil.is_null()).add(Column::LockedUntil.lt(now)))
        .add(Condition::any().add(Column::RecipientId.is_null()).add(waits_behind(now).not()))
}

/// Whether there is something that its recipient is to be told before. What is due later only is in
/// nobody's way.
fn waits_behind(now: DateTime<Utc>) -> Expr {
    let earlier = |column| Expr::col(("earlier", column));
    let before = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, "earlier")
        .and_where(earlier(Column::RecipientId).equals((Entity, Column::RecipientId)))
        .and_where(earlier(Column::Id).lt(Expr::col((Entity, Column::Id))))
        .and_where(earlier(Column::FailedAt).is_null())
        .and_where(earlier(Column::DueAt).lte(now).or(earlier(Column::Attempts).gt(0)))
        .to_owned();
    Expr::exists(before)
}

/// Takes a batch; two workers never take the same notice.
async fn claim(system: &System) -> Result<Vec<Model>> {
    let now = system.now();
    if Entity::find().filter(due(now)).limit(1).count(system.conn()).await? == 0 {
        return Ok(Vec::new());
    }
    system
        .write(async |tx| {
            let batch = Entity::find().filter(due(now)).order_by_asc(Column::Id).limit(BATCH);
            let batch = batch.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(tx.conn()).await?;
            let ids: Vec<_> = batch.iter().map(|notice| notice.id).collect();
            let lease = Entity::update_many().col_expr(Column::LockedUntil, Expr::value(now + LEASE));
            lease.filter(Column::Id.is_in(ids)).exec(tx.conn()).await?;
            Ok(batch)
        })
        .await
}

/// Lets another worker take these at once.
async fn give_back(system: &System, notices: impl Iterator<Item = &Model>) -> Result<()> {
    let free = Entity::update_many().col_expr(Column::LockedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>));
    let free = free.filter(Column::Id.is_in(notices.map(|notice| notice.id)));
    system.write(async |tx| Ok(free.exec(tx.conn()).await.map(drop)?)).await
}

/// How a delivery ended that was tried: to which address, and why it was not sent.
type Outcome = (Option<String>, core::result::Result<(), Unsent>);

async fn deliver_one(system: &System, kinds: &[Notice], notice: &Model) -> Outcome {
    match written(system, kinds, notice).await {
        Ok(Some(mail)) => (Some(address_key(system, &mail.to)), system.app().mailer.send(notice.id, mail).await),
        Ok(None) => (None, Ok(())),
        Err(why) => (None, Err(why.into())),
    }
}

async fn written(system: &System, kinds: &[Notice], notice: &Model) -> core::result::Result<Option<Mail>, String> {
    let kind = kinds.iter().find(|kind| kind.kind == notice.kind).ok_or("nobody knows this kind")?;
    let payload = serde_json::from_str(&notice.payload).map_err(|error| error.to_string())?;
    (kind.write)(system.clone(), payload).await.map_err(|problem| problem.to_string())
}

/// A notice that was told is forgotten; one that was not is tried again, ever more seldom, unless the
/// address was refused for good.
async fn settle(system: &System, notice: &Model, (address, outcome): Outcome) -> Result<()> {
    let now = system.now();
    let refused = outcome.as_ref().err().and_then(|unsent| unsent.refused);
    system
        .write(async |tx| {
            if let Some(address) = address {
                note_refusal(tx, address, refused).await?;
            }
            let Err(Unsent { why, .. }) = outcome else {
                Entity::delete_by_id(notice.id).exec(tx.conn()).await?;
                return Ok(());
            };
            tracing::warn!(notice = %notice.id, kind = notice.kind, why, "a notice could not be delivered");
            let wait = TimeDelta::seconds(5 << notice.attempts.clamp(0, 10));
            let given_up = refused.is_some() || now - notice.created_at > GIVE_UP;
            if given_up {
                metrics::counter!("torg_notices_given_up_total").increment(1);
            }
            let row = ActiveModel {
                id: ActiveValue::Unchanged(notice.id),
                attempts: ActiveValue::Set(notice.attempts.saturating_add(1)),
                due_at: ActiveValue::Set(now + wait),
                locked_until: ActiveValue::Set(None),
                failed_at: ActiveValue::Set(given_up.then_some(now)),
                last_error: ActiveValue::Set(Some(why.chars().take(200).collect())),
                ..Default::default()
            };
            Entity::update(row).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}

fn address_key(system: &System, address: &str) -> String {
    system.app().seal.digest(&format!("address:{}", address.to_lowercase()))
}

/// Remembers that an address was refused, and forgets it once a mail was taken.
async fn note_refusal(tx: &Tx, address: String, refused: Option<u16>) -> Result<()> {
    use mail_refusal::{ActiveModel, Column, Entity};
    let Some(code) = refused else {
        Entity::delete_by_id(address).exec(tx.conn()).await?;
        return Ok(());
    };
    let code = i16::try_from(code).map_err(Problem::internal)?;
    let row = ActiveModel { address: ActiveValue::Set(address), code: ActiveValue::Set(code), refused_at: ActiveValue::Set(tx.now()) };
    let again = OnConflict::column(Column::Address).update_columns([Column::Code, Column::RefusedAt]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Since when an address is refused by its mail server, if it is.
pub async fn refused_at(system: &System, address: &str) -> Result<Option<DateTime<Utc>>> {
    let row = mail_refusal::Entity::find_by_id(address_key(system, address)).one(system.conn()).await?;
    Ok(row.map(|row| row.refused_at))
}
