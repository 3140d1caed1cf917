//! Finding members by what they know, and saying why.
//!
//! The score is a sum over the competences that were asked for and that the member shows: rarity ×
//! level. Rarity is `round(100 · ln((N + 1) / (n + 1))) + 5`, where `N` members can be found by
//! competence and `n` of them claim this one, so that sharing a rare competence counts more and a
//! common one still counts (inverse document frequency, Spärck Jones 1972, smoothed). Level is 1 to
//! 4. Whole numbers only, so both databases give the same order; ties are settled by id.

use std::collections::HashMap;

use entity::id::{MemberId, OrganisationId};
use entity::kind::{Audience, Level};
use entity::{competence_claim, member, position};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy;
use crate::kernel::access::{Actor, Viewer};
use crate::kernel::page::Paging;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::text::Text;
use crate::kernel::typeset::contains;
use crate::vocabulary;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words of the name and headline.
    pub q: Option<Text<1, 80>>,
    /// Competences, any of them; a member with more of them stands higher.
    pub competences: Vec<String>,
    /// The least level of a competence that counts.
    pub min_level: Option<Level>,
    /// Code of the municipality.
    pub municipality: Option<String>,
    /// Code of the region.
    pub region: Option<String>,
    /// An organisation of the background, present or past.
    pub organisation: Option<OrganisationId>,
    /// Somebody who is not to be found.
    pub except: Option<MemberId>,
}

/// A competence that was asked for, with its rarity.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The competence.
    pub key: String,
    /// Its rarity.
    pub rarity: i64,
}

/// A member who was found, and why.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub id: MemberId,
    /// The sum of the matched competences' points.
    pub score: i64,
    /// The competences that matched, most points first.
    pub matched: Vec<Matched>,
}

/// A competence that matched.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The claim.
    pub claim: competence_claim::Model,
    /// Rarity × level.
    pub points: i64,
}

#[derive(FromQueryResult)]
struct Ranked {
    member_id: MemberId,
    score: i64,
}

/// One page of members, best first, and whether there are more.
pub async fn run(viewer: &Viewer, search: &Search, paging: &Paging) -> Result<(Vec<Found>, bool)> {
    let wanted = rarities(viewer, &search.competences).await?;
    let mut ranked = if wanted.is_empty() { by_name(viewer, search, paging).await? } else { by_competence(viewer, search, &wanted, paging).await? };
    let more = ranked.len() > usize::try_from(paging.limit).map_err(Problem::internal)?;
    if more {
        ranked.pop();
    }
    let mut matched = claims(viewer, search, &wanted, ranked.iter().map(|row| row.member_id).collect()).await?;
    let found = |Ranked { member_id, score }| Found { id: member_id, score, matched: matched.remove(&member_id).unwrap_or_default() };
    Ok((ranked.into_iter().map(found).collect(), more))
}

/// How rare each competence is among those who show theirs to every member: the same for every viewer.
async fn rarities(viewer: &Viewer, keys: &[String]) -> Result<Vec<Wanted>> {
    use competence_claim::Column;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let open = policy::shown().add(member::Column::CompetenceAudience.eq(Audience::Members));
    let total = member::Entity::find().filter(open.clone()).count(viewer.conn()).await?;
    let counts: Vec<(String, i64)> = competence_claim::Entity::find()
        .select_only()
        .column(Column::CompetenceKey)
        .column_as(Column::MemberId.count(), "n")
        .filter(Column::CompetenceKey.is_in(keys.iter().cloned()))
        .filter(policy::names_one_of(Column::MemberId, open))
        .group_by(Column::CompetenceKey)
        .into_tuple()
        .all(viewer.conn())
        .await?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    let mut keys = keys.to_vec();
    keys.sort();
    keys.dedup();
    let wanted = |key: String| Wanted { rarity: rarity(total, counts.get(&key).copied().unwrap_or_default()), key };
    Ok(keys.into_iter().map(wanted).collect())
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts of members fit a double; a logarithm fits an i64"
)]
fn rarity(total: u64, having: i64) -> i64 {
    let ratio = (total as f64 + 1.0) / (having as f64 + 1.0);
    (100.0 * ratio.max(1.0).ln()).round() as i64 + 5
}

/// Claims that count: visible to the viewer, of a wanted competence, at a sufficient level.
fn counting(who: Option<&Actor>, search: &Search, wanted: &[Wanted]) -> Condition {
    use competence_claim::Column;
    Condition::all()
        .add(Column::CompetenceKey.is_in(wanted.iter().map(|wanted| wanted.key.clone())))
        .add(policy::names_one_of(Column::MemberId, policy::part_visible_to(who, member::Column::CompetenceAudience)))
        .add_option(search.min_level.map(|level| Column::Level.gte(level)))
}

/// Members who pass every filter but the competences.
fn passing(who: Option<&Actor>, search: &Search) -> Condition {
    use member::Column;
    let seen_in = |place: SimpleExpr| Condition::all().add(place).add(policy::part_visible_to(who, Column::PlaceAudience));
    let employed = |id: OrganisationId| {
        let seen = policy::part_visible_to(who, Column::BackgroundAudience);
        let of = Condition::all().add(position::Column::OrganisationId.eq(id)).add(policy::names_one_of(position::Column::MemberId, seen));
        position::Entity::find().select_only().column(position::Column::MemberId).filter(of).into_query()
    };
    Condition::all()
        .add(policy::visible_to(who))
        .add(contains(Column::SearchText, search.q.as_ref()))
        .add_option(search.municipality.as_deref().map(|code| seen_in(Column::MunicipalityCode.eq(code))))
        .add_option(search.region.as_deref().map(|code| seen_in(Column::MunicipalityCode.in_subquery(vocabulary::municipalities_of(code)))))
        .add_option(search.organisation.map(|id| Column::Id.in_subquery(employed(id))))
        .add_option(search.except.map(|id| Column::Id.ne(id)))
}

async fn by_name(viewer: &Viewer, search: &Search, paging: &Paging) -> Result<Vec<Ranked>> {
    use member::Column;
    let ids: Vec<MemberId> = member::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(passing(viewer.actor(), search))
        .order_by_asc(Column::SortKey)
        .order_by_asc(Column::Id)
        .limit(paging.limit + 1)
        .offset(paging.offset()?)
        .into_tuple()
        .all(viewer.conn())
        .await?;
    Ok(ids.into_iter().map(|member_id| Ranked { member_id, score: 0 }).collect())
}

async fn by_competence(viewer: &Viewer, search: &Search, wanted: &[Wanted], paging: &Paging) -> Result<Vec<Ranked>> {
    use competence_claim::Column;
    let rarity = wanted.iter().fold(CaseStatement::new(), |case, wanted| case.case(Column::CompetenceKey.eq(wanted.key.as_str()), wanted.rarity));
    let points: SimpleExpr = Expr::expr(rarity).mul(Expr::col(Column::Level));
    // The sum of bigints is a numeric in PostgreSQL.
    let score = points.sum().cast_as("bigint");
    let ranked = competence_claim::Entity::find()
        .select_only()
        .column(Column::MemberId)
        .column_as(score.clone(), "score")
        .filter(counting(viewer.actor(), search, wanted))
        .filter(policy::names_one_of(Column::MemberId, passing(viewer.actor(), search)))
        .group_by(Column::MemberId)
        .order_by(score, Order::Desc)
        .order_by(Column::MemberId, Order::Asc)
        .limit(paging.limit + 1)
        .offset(paging.offset()?);
    Ok(ranked.into_model().all(viewer.conn()).await?)
}

/// Why: the claims that counted, of the members on the page.
async fn claims(viewer: &Viewer, search: &Search, wanted: &[Wanted], ids: Vec<MemberId>) -> Result<HashMap<MemberId, Vec<Matched>>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = competence_claim::Entity::find()
        .filter(competence_claim::Column::MemberId.is_in(ids))
        .filter(counting(viewer.actor(), search, wanted))
        .all(viewer.conn())
        .await?;
    let rarity: HashMap<_, _> = wanted.iter().map(|wanted| (wanted.key.as_str(), wanted.rarity)).collect();
    let mut matched: HashMap<_, Vec<Matched>> = HashMap::new();
    for claim in rows {
        let level = i64::from(sea_orm::ActiveEnum::into_value(claim.level));
        let points = rarity.get(claim.competence_key.as_str()).copied().unwrap_or_default() * level;
        matched.entry(claim.member_id).or_default().push(Matched { claim, points });
    }
    for claims in matched.values_mut() {
        claims.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.claim.competence_key.cmp(&b.claim.competence_key)));
    }
    Ok(matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_the_more_it_counts_and_nothing_counts_nothing() {
        assert!(rarity(1000, 1) > rarity(1000, 10));
        assert_eq!(rarity(1000, 1000), 5);
        assert_eq!(rarity(0, 0), 5);
    }
}
