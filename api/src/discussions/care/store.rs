//! The changes that those make who look after discussions.

use entity::discussion;
use entity::id::DiscussionId;
use sea_orm::{ActiveValue, EntityTrait};

use super::policy::{Move, Reach, Removal};
use crate::discussions::policy::Accept;
use crate::discussions::posts::{lock, still_open};
use crate::discussions::problems::WIDER_AUDIENCE;
use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::problem::Result;
use crate::kernel::search;

/// Moves a discussion, never to where more people hear what was written for fewer.
pub async fn relocate(tx: &Tx, right: Granted<Move>, id: DiscussionId) -> Result<discussion::Model> {
    let Removal { from, to } = right.on();
    still_open(tx, from).await?;
    still_open(tx, to).await?;
    let before = lock(tx, id).await?;
    if before.group_id == to.group_id() {
        return Ok(before);
    }
    if Reach::of(to, false) > Reach::of(from, before.public) {
        return Err(WIDER_AUDIENCE.into());
    }
    let row = discussion::ActiveModel {
        id: ActiveValue::Unchanged(id),
        group_id: ActiveValue::Set(to.group_id()),
        public: ActiveValue::Set(false),
        ..Default::default()
    };
    search::regroup(tx, id, to.group_id()).await?;
    Ok(discussion::Entity::update(row).exec(tx.conn()).await?)
}

/// Closes a discussion as solved, or opens it again.
pub async fn solve(tx: &Tx, right: Granted<Accept>, id: DiscussionId, solved: bool) -> Result<discussion::Model> {
    still_open(tx, &right.on().place).await?;
    let before = lock(tx, id).await?;
    let solved_at = solved.then(|| before.solved_at.unwrap_or_else(|| tx.now()));
    let row = discussion::ActiveModel { id: ActiveValue::Unchanged(id), solved_at: ActiveValue::Set(solved_at), ..Default::default() };
    Ok(discussion::Entity::update(row).exec(tx.conn()).await?)
}
