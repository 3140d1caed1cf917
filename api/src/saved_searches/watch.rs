//! Looking into the searches of those who want word of new members.
//!
//! A look and its notice are one transaction. Of two processes that look at once one moves the time
//! of the next look, and the other finds it moved.

use std::collections::HashSet;

use entity::id::MemberId;
use entity::saved_search::{Column, Entity, Model};
use entity::saved_search_hit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::notices::FOUND;
use super::store::{self, DEPTH, PAUSE};
use crate::kernel::access::{System, Viewer};
use crate::kernel::notification::Cause;
use crate::kernel::problem::Result;
use crate::{accounts, notifications};

/// Searches that are looked into at a time.
const AT_ONCE: u64 = 100;

pub async fn look(system: &System) -> Result<()> {
    loop {
        let due = Entity::find().filter(Column::LookAt.lte(system.now())).order_by_asc(Column::LookAt).limit(AT_ONCE);
        let due = due.all(system.conn()).await?;
        if due.is_empty() {
            return Ok(());
        }
        for search in due {
            look_into(system, search).await?;
        }
    }
}

async fn look_into(system: &System, search: Model) -> Result<()> {
    // Whoever cannot sign in hears nothing; the search is looked into again when they can.
    let fresh = match accounts::eyes_of(system, search.member_id).await? {
        Some(viewer) => fresh(&viewer, &search).await.unwrap_or_else(|problem| {
            // One search that cannot be run must not keep the others from it.
            tracing::error!(search = %search.id, cause = problem.cause, "a saved search could not be run");
            Vec::new()
        }),
        None => Vec::new(),
    };
    system
        .write(async |tx| {
            let next = Entity::update_many().col_expr(Column::LookAt, Expr::value(tx.now() + PAUSE));
            let taken = next.filter(Column::Id.eq(search.id)).filter(Column::LookAt.eq(search.look_at)).exec(tx.conn()).await?;
            if taken.rows_affected == 0 || fresh.is_empty() {
                return Ok(());
            }
            let found_at = tx.now();
            store::remember(tx, search.id, fresh, found_at).await?;
            notifications::notify(tx, &FOUND, &Cause::now(tx, search.id.0), &[search.member_id]).await
        })
        .await
}

/// Whom the search finds now and has not found before.
async fn fresh(viewer: &Viewer, search: &Model) -> Result<Vec<MemberId>> {
    use saved_search_hit::{Column, Entity};
    let known = Entity::find().select_only().column(Column::MemberId).filter(Column::SearchId.eq(search.id));
    let known: Vec<MemberId> = known.into_tuple().all(viewer.conn()).await?;
    let known: HashSet<_> = known.into_iter().collect();
    let found = store::found(viewer, &search.query, DEPTH).await?;
    Ok(found.into_iter().filter(|id| !known.contains(id)).collect())
}
