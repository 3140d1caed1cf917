//! What is known of members to everybody.

use std::collections::HashMap;

use entity::{competence_claim, member};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// Without an account one counts those who show the competence to everyone, on a page that everyone reads.
pub async fn counts(viewer: &Viewer, competences: Vec<String>) -> Result<HashMap<String, i64>> {
    use competence_claim::Column;
    let showing = policy::part_visible_to(None, member::Column::CompetenceAudience);
    let counted = competence_claim::Entity::find()
        .select_only()
        .column(Column::CompetenceKey)
        .column_as(Column::MemberId.count(), "n")
        .filter(Column::CompetenceKey.is_in(competences))
        .filter(policy::names_one_of(Column::MemberId, showing))
        .group_by(Column::CompetenceKey);
    let counted: Vec<(String, i64)> = counted.into_tuple().all(viewer.conn()).await?;
    Ok(counted.into_iter().collect())
}
