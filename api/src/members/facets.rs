//! How the members who were found fall into groups. A value that the viewer does not see of a member
//! counts for nothing, and nobody counts whom the list itself would not show.

use std::collections::HashMap;

use entity::id::OrganisationId;
use entity::kind::RoleType;
use entity::{competence_claim, member, position};
use sea_orm::sea_query::{Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy;
use super::search::{Search, passing_all};
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// Values of a facet at most, those with the most members first.
const VALUES: u64 = 20;

/// Members by what one sees of them, the most first.
#[derive(Clone, Debug)]
pub struct Facets {
    /// All of them.
    pub total: u64,
    /// By key of the competence.
    pub competences: Vec<(String, i64)>,
    /// By code of the municipality; all there are.
    pub municipalities: HashMap<String, i64>,
    /// By organisation, present or past.
    pub organisations: Vec<(OrganisationId, i64)>,
    /// By the kind of part in an organisation.
    pub role_types: Vec<(RoleType, i64)>,
}

pub async fn of(viewer: &Viewer, search: &Search) -> Result<Facets> {
    let found = passing_all(viewer, search).await?;
    let showing = |part: member::Column| found.clone().add(policy::part_visible_to(viewer.actor(), part));
    let total = member::Entity::find().filter(found.clone()).count(viewer.conn()).await?;
    Ok(Facets {
        total,
        competences: competences(viewer, showing(member::Column::CompetenceAudience)).await?,
        municipalities: municipalities(viewer, showing(member::Column::PlaceAudience)).await?,
        organisations: by_position(viewer, position::Column::OrganisationId, showing(member::Column::BackgroundAudience)).await?,
        role_types: by_position(viewer, position::Column::RoleType, showing(member::Column::BackgroundAudience)).await?,
    })
}

async fn competences(viewer: &Viewer, of: Condition) -> Result<Vec<(String, i64)>> {
    use competence_claim::Column;
    let counted = competence_claim::Entity::find()
        .select_only()
        .column(Column::CompetenceKey)
        .column_as(Column::MemberId.count(), "n")
        .filter(policy::names_one_of(Column::MemberId, of))
        .group_by(Column::CompetenceKey)
        .order_by(Column::MemberId.count(), Order::Desc)
        .order_by_asc(Column::CompetenceKey);
    Ok(counted.limit(VALUES).into_tuple().all(viewer.conn()).await?)
}

async fn municipalities(viewer: &Viewer, of: Condition) -> Result<HashMap<String, i64>> {
    use member::Column;
    let placed = member::Entity::find().select_only().column(Column::MunicipalityCode).column_as(Column::Id.count(), "n").filter(of);
    let counted = placed.filter(Column::MunicipalityCode.is_not_null()).group_by(Column::MunicipalityCode);
    let counted: Vec<(String, i64)> = counted.into_tuple().all(viewer.conn()).await?;
    Ok(counted.into_iter().collect())
}

/// Each member counts once for a value, however many positions they have with it.
async fn by_position<T: sea_orm::TryGetable>(viewer: &Viewer, value: position::Column, of: Condition) -> Result<Vec<(T, i64)>> {
    use position::Column;
    let count: SimpleExpr = Expr::col((position::Entity, Column::MemberId)).count_distinct();
    let counted = position::Entity::find()
        .select_only()
        .column(value)
        .column_as(count.clone(), "n")
        .filter(value.is_not_null())
        .filter(policy::names_one_of(Column::MemberId, of))
        .group_by(value)
        .order_by(count, Order::Desc)
        .order_by_asc(value);
    Ok(counted.limit(VALUES).into_tuple().all(viewer.conn()).await?)
}
