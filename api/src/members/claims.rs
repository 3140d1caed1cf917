//! Every query of what a member claims to know.

use std::collections::HashMap;

use entity::id::MemberId;
use entity::kind::Level;
use entity::{claim_evidence, competence_claim, member};
use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::{self, Edit};
use super::store::lock;
use super::types::{ClaimView, NewClaim, competence_key};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result};
use crate::kernel::text::{List, Text, WebUrl};
use crate::vocabulary::{self, Named};

/// Competences a member can claim.
pub const MAX_CLAIMS: usize = 100;

/// The most mastered first.
pub async fn of(viewer: &Viewer, id: MemberId) -> Result<Vec<ClaimView>> {
    use competence_claim::Column;
    let own = competence_claim::Entity::find().filter(Column::MemberId.eq(id));
    let rows = own.order_by_desc(Column::Level).order_by_asc(Column::CompetenceKey).all(viewer.conn()).await?;
    let names = vocabulary::competences(viewer, rows.iter().map(|row| row.competence_key.clone()).collect()).await?;
    let mut evidence = evidence(viewer, id).await?;
    let view = |row: competence_claim::Model| {
        let name = names.get(&row.competence_key)?.clone();
        let evidence = evidence.remove(&row.competence_key).unwrap_or_default();
        Some(ClaimView::of(row, name, evidence))
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// The pages that show what the claims rest on, by competence.
async fn evidence(viewer: &Viewer, id: MemberId) -> Result<HashMap<String, Vec<String>>> {
    use claim_evidence::{Column, Entity};
    let rows = Entity::find().filter(Column::MemberId.eq(id)).order_by_asc(Column::Place).all(viewer.conn()).await?;
    let mut evidence = HashMap::<_, Vec<_>>::new();
    for row in rows {
        evidence.entry(row.competence_key).or_default().push(row.url);
    }
    Ok(evidence)
}

pub async fn own(viewer: &Viewer, id: MemberId) -> Result<Vec<(String, Level)>> {
    use competence_claim::Column;
    let own = competence_claim::Entity::find().select_only().columns([Column::CompetenceKey, Column::Level]).filter(Column::MemberId.eq(id));
    Ok(own.order_by_asc(Column::CompetenceKey).into_tuple().all(viewer.conn()).await?)
}

pub async fn among(viewer: &Viewer, ids: SelectStatement) -> Result<Vec<(String, i64, Level)>> {
    use competence_claim::Column;
    let seen = policy::part_visible_to(viewer.actor(), member::Column::CompetenceAudience);
    let sums = competence_claim::Entity::find()
        .select_only()
        .column(Column::CompetenceKey)
        .column_as(Column::MemberId.count(), "members")
        .column_as(Column::Level.max(), "level")
        .filter(Column::MemberId.in_subquery(ids))
        .filter(policy::names_one_of(Column::MemberId, seen))
        .group_by(Column::CompetenceKey)
        .order_by_desc(Column::MemberId.count())
        .order_by_asc(Column::CompetenceKey);
    Ok(sums.into_tuple().all(viewer.conn()).await?)
}

pub async fn competence_of(viewer: &Viewer, key: &str) -> Result<Option<Named>> {
    let Some(key) = competence_key(key) else { return Ok(None) };
    Ok(vocabulary::competences(viewer, vec![key.as_str().to_owned()]).await?.remove(key.as_str()))
}

/// Makes a claim, in place of the one that was made before.
pub async fn claim(tx: &Tx, own: &Granted<Edit>, competence: &str, new: NewClaim) -> Result<(competence_claim::Model, Vec<String>)> {
    use competence_claim::{ActiveModel, Column, Entity};
    let NewClaim { level, years, last_used, note, evidence_urls: List(pages) } = new;
    lock(tx, own.by()).await?;
    vocabulary::hold(tx, competence).await?;
    let before = Entity::find_by_id((own.by(), competence.to_owned())).one(tx.conn()).await?;
    if before.is_none() {
        let count = Entity::find().filter(Column::MemberId.eq(own.by())).count(tx.conn()).await?;
        if count >= u64::try_from(MAX_CLAIMS).unwrap_or_default() {
            return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::Count(0, MAX_CLAIMS))]));
        }
    }
    let row = ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        competence_key: ActiveValue::Set(competence.to_owned()),
        level: ActiveValue::Set(level),
        years: ActiveValue::Set(years.map(|years| years.0)),
        last_used: ActiveValue::Set(last_used.map(|year| year.0)),
        note: ActiveValue::Set(note.map(Text::into_string)),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let all = [Column::Level, Column::Years, Column::LastUsed, Column::Note, Column::UpdatedAt];
    let replace = OnConflict::columns([Column::MemberId, Column::CompetenceKey]).update_columns(all).to_owned();
    let row = Entity::insert(row).on_conflict(replace).exec_with_returning(tx.conn()).await?;
    let pages: Vec<_> = pages.into_iter().map(WebUrl::into_string).collect();
    set_evidence(tx, own, competence, &pages).await?;
    Ok((row, pages))
}

async fn set_evidence(tx: &Tx, own: &Granted<Edit>, competence: &str, pages: &[String]) -> Result<()> {
    use claim_evidence::{ActiveModel, Column, Entity};
    let before = Entity::delete_many().filter(Column::MemberId.eq(own.by())).filter(Column::CompetenceKey.eq(competence));
    before.exec(tx.conn()).await?;
    let row = |(place, url): (usize, &String)| {
        Ok(ActiveModel {
            member_id: ActiveValue::Set(own.by()),
            competence_key: ActiveValue::Set(competence.to_owned()),
            place: ActiveValue::Set(i16::try_from(place).map_err(Problem::internal)?),
            url: ActiveValue::Set(url.clone()),
        })
    };
    let rows = pages.iter().enumerate().map(row).collect::<Result<Vec<_>>>()?;
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn withdraw(tx: &Tx, own: Granted<Edit>, competence: &str) -> Result<()> {
    let gone = competence_claim::Entity::delete_by_id((own.by(), competence.to_owned())).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
