//! What two members have in common, as far as the other shows it.

use std::collections::HashMap;

use entity::id::{MemberId, OrganisationId};
use entity::kind::TopicKind;
use entity::{member, position, topic};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{policy, topics};
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// What two members have in common.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// Organisations of the register that both know from within, each once.
    pub organisations: Vec<OrganisationId>,
    /// Competences that both care about.
    pub interests: Vec<String>,
}

pub async fn with(viewer: &Viewer, ids: &[MemberId]) -> Result<HashMap<MemberId, Common>> {
    let mut common: HashMap<_, Common> = HashMap::new();
    for (id, organisation) in organisations(viewer, ids).await? {
        let known = &mut common.entry(id).or_default().organisations;
        if known.last() != Some(&organisation) {
            known.push(organisation);
        }
    }
    for (id, interest) in interests(viewer, ids).await? {
        common.entry(id).or_default().interests.push(interest);
    }
    Ok(common)
}

async fn organisations(viewer: &Viewer, ids: &[MemberId]) -> Result<Vec<(MemberId, OrganisationId)>> {
    use position::{Column, Entity};
    let Some(actor) = viewer.actor() else { return Ok(Vec::new()) };
    let own = Entity::find().select_only().column(Column::OrganisationId).filter(Column::MemberId.eq(actor.id));
    let own = own.filter(Column::OrganisationId.is_not_null()).into_query();
    let seen = policy::names_one_of(Column::MemberId, policy::part_visible_to(Some(actor), member::Column::BackgroundAudience));
    let shared = Entity::find().select_only().columns([Column::MemberId, Column::OrganisationId]);
    let shared = shared.filter(Column::MemberId.is_in(ids.iter().copied())).filter(Column::MemberId.ne(actor.id));
    let shared = shared.filter(Column::OrganisationId.in_subquery(own)).filter(seen).order_by_asc(Column::OrganisationId);
    Ok(shared.into_tuple().all(viewer.conn()).await?)
}

async fn interests(viewer: &Viewer, ids: &[MemberId]) -> Result<Vec<(MemberId, String)>> {
    use topic::{Column, Entity};
    let Some(actor) = viewer.actor() else { return Ok(Vec::new()) };
    let own = topics::own(viewer, actor.id, TopicKind::Interest).await?;
    let shared = Entity::find().select_only().columns([Column::MemberId, Column::CompetenceKey]);
    let shared = shared.filter(Column::MemberId.is_in(ids.iter().copied())).filter(Column::MemberId.ne(actor.id));
    let shared = shared.filter(Column::CompetenceKey.is_in(own)).filter(topics::visible_to(Some(actor), TopicKind::Interest));
    Ok(shared.order_by_asc(Column::CompetenceKey).into_tuple().all(viewer.conn()).await?)
}
