//! Who may do what to a worksheet: whoever holds its secret, everything.

use chrono::{DateTime, Utc};
use entity::worksheet::Column;
use sea_orm::{ColumnTrait, Condition};

use super::types::Secret;

/// Worksheets that the holder of this secret may know of. One whose time has passed is gone.
pub fn visible_to(secret: &Secret, now: DateTime<Utc>) -> Condition {
    Condition::all().add(Column::SecretHash.eq(secret.hash())).add(Column::ExpiresAt.gt(now))
}
