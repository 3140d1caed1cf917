//! A creating request that is sent again is answered again, and done once
//! (draft-ietf-httpapi-idempotency-key-header).

use entity::idempotency_key::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait};
use serde::Serialize;

use super::access::Member;
use super::db::Tx;
use super::fault::{Fault, Wrong};
use super::http::Created;
use super::problem::{INVALID, KEY_REUSED, Problem, Result};

impl Member {
    /// Creates something in one transaction, once for each `Idempotency-Key`. What was answered is
    /// kept with the effect, so a retry after a lost answer gets the same one.
    pub async fn create<T: Serialize>(&self, work: impl AsyncFnOnce(&Tx) -> Result<Created<T>>) -> Result<Created<T>> {
        let Some(key) = self.key()? else { return self.write(work).await };
        let operation = self.request().operation.clone();
        let body_digest = self.request().body_digest.get().cloned().unwrap_or_default();
        self.write(async |tx| {
            let claim = ActiveModel {
                member_id: ActiveValue::Set(self.id()),
                key: ActiveValue::Set(key.clone()),
                operation: ActiveValue::Set(operation.clone()),
                body_digest: ActiveValue::Set(body_digest.clone()),
                location: ActiveValue::Set(String::new()),
                answer: ActiveValue::Set(String::new()),
                created_at: ActiveValue::Set(tx.now()),
            };
            // A second request with the key waits here until the first has committed or failed.
            let once = OnConflict::columns([Column::MemberId, Column::Key]).do_nothing().to_owned();
            let claimed = Entity::insert(claim).on_conflict(once).exec_without_returning(tx.conn()).await?;
            if claimed == 1 {
                let created = work(tx).await?;
                let answered = ActiveModel {
                    member_id: ActiveValue::Unchanged(self.id()),
                    key: ActiveValue::Unchanged(key),
                    location: ActiveValue::Set(created.location.clone()),
                    answer: ActiveValue::Set(created.body.clone()),
                    ..Default::default()
                };
                Entity::update(answered).exec(tx.conn()).await?;
                return Ok(created);
            }
            let before = Entity::find_by_id((self.id(), key)).one(tx.conn()).await?;
            let before = before.ok_or_else(|| Problem::internal("an idempotency key is gone"))?;
            if before.operation != operation || before.body_digest != body_digest {
                return Err(KEY_REUSED.into());
            }
            Ok(Created::again(before.location, before.answer))
        })
        .await
    }

    fn key(&self) -> Result<Option<String>> {
        let Some(key) = self.request().idempotency_key.as_deref() else { return Ok(None) };
        let plain = |c: char| c.is_ascii_graphic();
        if (8..=128).contains(&key.len()) && key.chars().all(plain) {
            Ok(Some(key.to_owned()))
        } else {
            Err(INVALID.pointing_at(vec![Fault::new("Idempotency-Key", Wrong::Characters)]))
        }
    }
}
