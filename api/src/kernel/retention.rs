//! Forgetting what is no longer needed (GDPR, article 5(1)(e)).

use chrono::TimeDelta;
use entity::{idempotency_key, mail_refusal, outbox_notice, throttle};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::access::System;
use super::problem::Result;

/// How long a retry gets the first answer.
const ANSWERS: TimeDelta = TimeDelta::hours(24);
/// How long a notice that was given up can be looked into.
const FAILED_NOTICES: TimeDelta = TimeDelta::days(30);

/// How long it is known that an address was refused.
const REFUSALS: TimeDelta = TimeDelta::days(365);

/// Forgets the kernel's own rows whose time has passed.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    system
        .write(async |tx| {
            use idempotency_key::Column as Answer;
            use outbox_notice::Column as Notice;
            idempotency_key::Entity::delete_many().filter(Answer::CreatedAt.lt(now - ANSWERS)).exec(tx.conn()).await?;
            throttle::Entity::delete_many().filter(throttle::Column::WindowEndsAt.lt(now)).exec(tx.conn()).await?;
            mail_refusal::Entity::delete_many().filter(mail_refusal::Column::RefusedAt.lt(now - REFUSALS)).exec(tx.conn()).await?;
            outbox_notice::Entity::delete_many().filter(Notice::FailedAt.lt(now - FAILED_NOTICES)).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}
