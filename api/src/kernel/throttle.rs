//! Counting how often something is tried, across processes and restarts.

use chrono::TimeDelta;
use entity::throttle::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait, QuerySelect};

use super::access::System;
use super::db::Tx;
use super::problem::{Problem, Result, TOO_MANY};

/// How often something may be tried in a window of time.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted.
    pub name: &'static str,
    /// Tries in a window.
    pub attempts: i32,
    /// The window.
    pub window: TimeDelta,
}

impl Tx {
    /// Counts something of this subject together with it, so that what fails is not counted; one too
    /// many is a 429.
    pub async fn count(&self, limit: Limit, subject: &str) -> Result<()> {
        let key = self.app.seal.digest(&format!("{}:{subject}", limit.name));
        let now = self.now();
        let fresh =
            ActiveModel { key: ActiveValue::Set(key.clone()), attempts: ActiveValue::Set(0), window_ends_at: ActiveValue::Set(now + limit.window) };
        let keep = OnConflict::column(Column::Key).do_nothing().to_owned();
        Entity::insert(fresh).on_conflict(keep).exec_without_returning(self.conn()).await?;
        let row = Entity::find_by_id(key).lock_exclusive().one(self.conn()).await?;
        let row = row.ok_or_else(|| Problem::internal("a throttle row is gone"))?;
        let (attempts, ends) = if row.window_ends_at <= now { (0, now + limit.window) } else { (row.attempts, row.window_ends_at) };
        if attempts >= limit.attempts {
            return Err(TOO_MANY.retry_after(u64::try_from((ends - now).num_seconds()).unwrap_or_default() + 1));
        }
        let counted =
            ActiveModel { key: ActiveValue::Unchanged(row.key), attempts: ActiveValue::Set(attempts + 1), window_ends_at: ActiveValue::Set(ends) };
        Entity::update(counted).exec(self.conn()).await?;
        Ok(())
    }
}

impl System {
    /// Counts a try of this subject, on disk before it is made; one too many is a 429.
    pub async fn count_try(&self, limit: Limit, subject: &str) -> Result<()> {
        self.write(async |tx| tx.count(limit, subject).await).await
    }

    /// Forgets the tries of this subject, because one of them was right.
    pub async fn forget_tries(&self, limit: Limit, subject: &str) -> Result<()> {
        let key = self.app().seal.digest(&format!("{}:{subject}", limit.name));
        self.write(async |tx| {
            Entity::delete_by_id(key).exec(tx.conn()).await?;
            Ok(())
        })
        .await
    }
}
