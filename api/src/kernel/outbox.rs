//! What is to be told is written with its cause, and told afterwards.
//!
//! A notice never holds a secret: one that carries a token makes it when it is written out, so
//! that only the token's hash ever lies in the database.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::NoticeId;
use entity::outbox_notice::{ActiveModel, Column, Entity, Model};
use futures_util::future::LocalBoxFuture;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use serde_json::Value;

use super::access::System;
use super::db::Tx;
use super::mail::Mail;
use super::problem::{Problem, Result};

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
        let row = ActiveModel {
            id: ActiveValue::Set(NoticeId(self.new_id())),
            kind: ActiveValue::Set(notice.kind.to_owned()),
            payload: ActiveValue::Set(serde_json::to_string(about).map_err(Problem::internal)?),
            attempts: ActiveValue::Set(0),
            due_at: ActiveValue::Set(time),
            locked_until: ActiveValue::Set(None),
            failed_at: ActiveValue::Set(None),
            last_error: ActiveValue::Set(None),
            created_at: ActiveValue::Set(time),
        };
        Entity::insert(row).exec_without_returning(self.conn()).await?;
        Ok(())
    }
}

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
    let batch = claim(system).await?;
    let size = batch.len();
    for (done, notice) in batch.iter().enumerate() {
        if system.app().is_draining() {
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

async fn deliver_one(system: &System, kinds: &[Notice], notice: &Model) -> core::result::Result<(), String> {
    let kind = kinds.iter().find(|kind| kind.kind == notice.kind).ok_or("nobody knows this kind")?;
    let payload = serde_json::from_str(&notice.payload).map_err(|error| error.to_string())?;
    let mail = (kind.write)(system.clone(), payload).await.map_err(|problem| problem.to_string())?;
    match mail {
        Some(mail) => system.app().mailer.send(notice.id, mail).await,
        None => Ok(()),
    }
}

/// A notice that was told is forgotten; one that was not is tried again, ever more seldom.
async fn settle(system: &System, notice: &Model, outcome: core::result::Result<(), String>) -> Result<()> {
    let now = system.now();
    system
        .write(async |tx| {
            let Err(error) = outcome else {
                Entity::delete_by_id(notice.id).exec(tx.conn()).await?;
                return Ok(());
            };
            tracing::warn!(notice = %notice.id, kind = notice.kind, error, "a notice could not be delivered");
            let wait = TimeDelta::seconds(5 << notice.attempts.clamp(0, 10));
            let given_up = now - notice.created_at > GIVE_UP;
            let row = ActiveModel {
                id: ActiveValue::Unchanged(notice.id),
                attempts: ActiveValue::Set(notice.attempts.saturating_add(1)),
                due_at: ActiveValue::Set(now + wait),
                locked_until: ActiveValue::Set(None),
                failed_at: ActiveValue::Set(given_up.then_some(now)),
                last_error: ActiveValue::Set(Some(error.chars().take(200).collect())),
                ..Default::default()
            };
            Entity::update(row).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}
