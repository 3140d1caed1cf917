//! Every query of saved searches.

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MemberId, SavedSearchId};
use entity::saved_search::{ActiveModel, Column, Entity, Model};
use entity::saved_search_hit;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};

use super::policy::{Keep, visible_to};
use super::problems::TOO_BROAD;
use super::types::{NewSavedSearch, SavedSearchChange};
use crate::directory;
use crate::kernel::access::{Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, Result};
use crate::kernel::text::Text;
use crate::members::{self, Window};

/// Searches that a member can keep.
const MAX_SEARCHES: usize = 20;
/// Members whom a search may find when word of new ones is wanted.
const MAX_KNOWN: usize = 500;
/// How far down a search is looked into when it has come to find more.
pub const DEPTH: usize = 1000;
/// How often a search is looked into.
pub const PAUSE: TimeDelta = TimeDelta::days(1);

pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<Model>> {
    list.paging.fetch(me, Entity::find().filter(visible_to(me.id())), Order { by: Column::Id, id: Column::Id, descending: true }).await
}

pub async fn find(me: &Member, id: SavedSearchId) -> Result<Model> {
    Entity::find_by_id(id).filter(visible_to(me.id())).one(me.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// The query as it is kept: read by what reads the directory's own, and written anew.
pub fn query(new: &NewSavedSearch) -> Result<String> {
    directory::canonical(new.query.as_str()).map_err(|problem| {
        let here = problem.faults.into_iter().map(|fault| Fault { pointer: "/query".to_owned(), ..fault });
        INVALID.pointing_at(here.collect())
    })
}

/// Whom the search finds.
pub async fn found(viewer: &Viewer, query: &str, most: usize) -> Result<Vec<MemberId>> {
    let finding = members::search(viewer, &directory::search_of(viewer, query).await?, &Window::first(most)).await?;
    Ok(finding.found.into_iter().map(|found| found.id).collect())
}

/// Whom the search finds already, if word of others is wanted.
pub async fn known(me: &Member, query: &str, wanted: bool) -> Result<Vec<MemberId>> {
    if !wanted {
        return Ok(Vec::new());
    }
    let known = found(me, query, DEPTH).await?;
    if known.len() > MAX_KNOWN { Err(TOO_BROAD.into()) } else { Ok(known) }
}

pub async fn save(tx: &Tx, right: Granted<Keep>, new: NewSavedSearch, query: String, known: Vec<MemberId>) -> Result<Model> {
    members::hold(tx, right.by()).await?;
    let count = Entity::find().filter(visible_to(right.by())).count(tx.conn()).await?;
    if count >= u64::try_from(MAX_SEARCHES).unwrap_or_default() {
        return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::Count(0, MAX_SEARCHES))]));
    }
    let row = Model {
        id: SavedSearchId(tx.new_id()),
        member_id: right.by(),
        name: new.name.into_string(),
        query,
        look_at: new.notify.then(|| tx.now() + PAUSE),
        created_at: tx.now(),
    };
    let row = Entity::insert(row.into_active_model()).exec_with_returning(tx.conn()).await?;
    remember(tx, row.id, known, tx.now()).await?;
    Ok(row)
}

pub async fn change(tx: &Tx, _: Granted<Keep>, id: SavedSearchId, change: SavedSearchChange, known: Vec<MemberId>) -> Result<Model> {
    let SavedSearchChange { name, notify } = change;
    let before = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    let look_at = match notify {
        Patch::Absent => before.look_at,
        Patch::Set(on) => on.then(|| before.look_at.unwrap_or(tx.now() + PAUSE)),
    };
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        name: name.into_active(Text::into_string),
        look_at: ActiveValue::Set(look_at),
        ..Default::default()
    };
    let row = Entity::update(row).exec(tx.conn()).await?;
    remember(tx, id, known, tx.now()).await?;
    Ok(row)
}

/// Whoever is remembered is not told of again.
pub async fn remember(tx: &Tx, search_id: SavedSearchId, found: Vec<MemberId>, found_at: DateTime<Utc>) -> Result<()> {
    use saved_search_hit::{Column, Entity, Model};
    let again = OnConflict::columns([Column::SearchId, Column::MemberId]).do_nothing().to_owned();
    let rows: Vec<_> = found.into_iter().map(|member_id| Model { search_id, member_id, found_at }.into_active_model()).collect();
    for chunk in rows.chunks(100) {
        Entity::insert_many(chunk.iter().cloned()).on_conflict(again.clone()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

pub async fn delete(tx: &Tx, _: Granted<Keep>, id: SavedSearchId) -> Result<()> {
    Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}
