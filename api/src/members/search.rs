//! Finding members by what they know, and saying why.
//!
//! The score is a sum over the competences that were asked for and that the member shows: rarity ×
//! level. A competence that is part of one that was asked for counts half of that one's rarity.
//! Rarity is `round(100 · ln((N + 1) / (n + 1))) + 5`, where `N` members can be found by
//! competence and `n` of them claim this one, so that sharing a rare competence counts more and a
//! common one still counts (inverse document frequency, Spärck Jones 1972, smoothed). Level is 1 to
//! 4. Whole numbers only, so both databases give the same order; ties are settled by id.

use std::collections::{BTreeMap, HashMap};

use entity::id::{MemberId, OrganisationId};
use entity::kind::{Level, RoleType, TopicKind};
use entity::{competence_claim, member, position};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Order, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{policy, topics};
use crate::kernel::access::{Actor, Viewer};
use crate::kernel::page::Paging;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::text::Text;
use crate::kernel::typeset::contains;
use crate::{organisations, vocabulary};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words of the name and headline.
    pub q: Option<Text<1, 80>>,
    /// Competences, any of them; a member with more of them stands higher.
    pub competences: Vec<String>,
    /// The least level of a competence that counts.
    pub min_level: Option<Level>,
    /// An area of which they show some competence.
    pub area: Option<String>,
    /// What they say of competences: of each kind, any of its keys.
    pub topics: Vec<(TopicKind, Vec<String>)>,
    /// Code of the municipality.
    pub municipality: Option<String>,
    /// Code of the region.
    pub region: Option<String>,
    /// A position of the background, present or past.
    pub position: PositionSearch,
    /// Somebody who is not to be found.
    pub except: Option<MemberId>,
}

/// What is looked for in one and the same position.
#[derive(Clone, Debug, Default)]
pub struct PositionSearch {
    /// The organisation, under any of its names.
    pub organisation: Option<OrganisationId>,
    /// The organisation's sector.
    pub sector: Option<String>,
    /// What kind of part it is.
    pub role_type: Option<RoleType>,
}

/// A competence that counts, and for how much.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The competence.
    pub key: String,
    /// The one that was asked for: the same, or one that it is part of.
    pub asked: String,
    /// Points for each level.
    pub weight: i64,
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
    /// The competence that was asked for.
    pub asked: String,
    /// Weight × level.
    pub points: i64,
}

#[derive(FromQueryResult)]
struct Ranked {
    member_id: MemberId,
    score: i64,
}

/// One page of members, best first, and whether there are more.
pub async fn run(viewer: &Viewer, search: &Search, paging: &Paging) -> Result<(Vec<Found>, bool)> {
    let wanted = wanted(viewer, &search.competences).await?;
    let mut ranked = if wanted.is_empty() { by_name(viewer, search, paging).await? } else { by_competence(viewer, search, &wanted, paging).await? };
    let more = ranked.len() > usize::try_from(paging.limit).map_err(Problem::internal)?;
    if more {
        ranked.pop();
    }
    let mut matched = claims(viewer, search, &wanted, ranked.iter().map(|row| row.member_id).collect()).await?;
    let found = |Ranked { member_id, score }| Found { id: member_id, score, matched: matched.remove(&member_id).unwrap_or_default() };
    Ok((ranked.into_iter().map(found).collect(), more))
}

/// What counts when these competences are asked for: they themselves, and what is part of them.
async fn wanted(viewer: &Viewer, asked: &[String]) -> Result<Vec<Wanted>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let rarities = rarities(viewer, asked).await?;
    let below = vocabulary::narrower(viewer, asked).await?;
    let mut wanted: Vec<_> = rarities.iter().map(|(key, rarity)| Wanted { key: key.clone(), asked: key.clone(), weight: *rarity }).collect();
    for (asked, rarity) in &rarities {
        for key in below.get(asked).into_iter().flatten() {
            let weight = rarity / 2;
            match wanted.iter_mut().find(|wanted| wanted.key == *key) {
                None => wanted.push(Wanted { key: key.clone(), asked: asked.clone(), weight }),
                Some(known) if known.asked != known.key && known.weight < weight => {
                    *known = Wanted { key: key.clone(), asked: asked.clone(), weight }
                }
                Some(_) => {}
            }
        }
    }
    Ok(wanted)
}

/// How rare each competence is among those who show theirs to every member: the same for every
/// viewer. In the order of their keys.
async fn rarities(viewer: &Viewer, keys: &[String]) -> Result<BTreeMap<String, i64>> {
    use competence_claim::Column;
    let open = policy::part_shown(member::Column::CompetenceAudience);
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
    Ok(keys.iter().map(|key| (key.clone(), rarity(total, counts.get(key).copied().unwrap_or_default()))).collect())
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
    let topics = search.topics.iter().filter(|(_, keys)| !keys.is_empty());
    let with_topics = topics.map(|(kind, keys)| Column::Id.in_subquery(topics::naming(who, *kind, keys)));
    Condition::all()
        .add(policy::visible_to(who))
        .add(contains(Column::SearchText, search.q.as_ref()))
        .add_option(search.area.as_deref().map(|area| Column::Id.in_subquery(claiming_in(who, area))))
        .add_option(search.municipality.as_deref().map(|code| seen_in(Column::MunicipalityCode.eq(code))))
        .add_option(search.region.as_deref().map(|code| seen_in(Column::MunicipalityCode.in_subquery(vocabulary::municipalities_of(code)))))
        .add_option(employed(who, &search.position).map(|employed| Column::Id.in_subquery(employed)))
        .add_option(search.except.map(|id| Column::Id.ne(id)))
        .add(with_topics.fold(Condition::all(), Condition::add))
}

/// Members of whom one sees a competence of this area.
fn claiming_in(who: Option<&Actor>, area: &str) -> SelectStatement {
    use competence_claim::Column;
    let seen = policy::names_one_of(Column::MemberId, policy::part_visible_to(who, member::Column::CompetenceAudience));
    let of_area = Column::CompetenceKey.in_subquery(vocabulary::competences_of(area));
    competence_claim::Entity::find().select_only().column(Column::MemberId).filter(of_area).filter(seen).into_query()
}

/// Members of whom one sees such a position, if one is asked for.
fn employed(who: Option<&Actor>, PositionSearch { organisation, sector, role_type }: &PositionSearch) -> Option<SelectStatement> {
    use position::Column;
    if organisation.is_none() && sector.is_none() && role_type.is_none() {
        return None;
    }
    let seen = policy::part_visible_to(who, member::Column::BackgroundAudience);
    let such = Condition::all()
        .add_option(organisation.map(|id| Column::OrganisationId.eq(id)))
        .add_option(sector.as_deref().map(|sector| Column::OrganisationId.in_subquery(organisations::of_sector(sector))))
        .add_option(role_type.map(|role_type| Column::RoleType.eq(role_type)))
        .add(policy::names_one_of(Column::MemberId, seen));
    Some(position::Entity::find().select_only().column(Column::MemberId).filter(such).into_query())
}

/// Members who pass every filter, competences included.
pub async fn passing_all(viewer: &Viewer, search: &Search) -> Result<Condition> {
    let wanted = wanted(viewer, &search.competences).await?;
    let passing = passing(viewer.actor(), search);
    if wanted.is_empty() {
        return Ok(passing);
    }
    let claims = competence_claim::Entity::find().select_only().column(competence_claim::Column::MemberId);
    Ok(passing.add(member::Column::Id.in_subquery(claims.filter(counting(viewer.actor(), search, &wanted)).into_query())))
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
    let rarity = wanted.iter().fold(CaseStatement::new(), |case, wanted| case.case(Column::CompetenceKey.eq(wanted.key.as_str()), wanted.weight));
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
    let wanted: HashMap<_, _> = wanted.iter().map(|wanted| (wanted.key.as_str(), wanted)).collect();
    let mut matched: HashMap<_, Vec<Matched>> = HashMap::new();
    for claim in rows {
        let Some(Wanted { asked, weight, .. }) = wanted.get(claim.competence_key.as_str()) else { continue };
        let points = weight * i64::from(sea_orm::ActiveEnum::into_value(claim.level));
        matched.entry(claim.member_id).or_default().push(Matched { claim, asked: asked.clone(), points });
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
