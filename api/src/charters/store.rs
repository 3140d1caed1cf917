//! Every query of charters.

use std::collections::HashMap;

use entity::id::GroupId;
use entity::kind::{GroupChangeKind, GroupKind};
use entity::{charter, charter_need, charter_theme};
use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::Write;
use super::types::{CharterFilter, CharterView, CharteredGroup, GroupCompetence, GroupCompetences, Names, NewCharter};
use crate::groups::{self, Standing};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{OrConflict, Result};
use crate::kernel::text::{Code, LongText, Month, Slug, Text};
use crate::{members, vocabulary};

fn keys(slugs: &[Slug]) -> impl Iterator<Item = String> {
    slugs.iter().map(|slug| slug.as_str().to_owned())
}

/// Of the groups that the viewer may know of, the last changed first.
pub async fn page(viewer: &Viewer, list: &Listing<CharterFilter>) -> Result<Slice<CharteredGroup>> {
    use charter::{Column, Entity};
    let CharterFilter { kind, theme, needs, municipality, region } = &list.filter;
    let query = Entity::find()
        .filter(groups::names_visible(Column::GroupId, viewer.actor()))
        .apply_if(*kind, |query, kind| query.filter(Column::Kind.eq(kind)))
        .apply_if((!theme.0.is_empty()).then(|| dealing_with(&theme.0)), |query, ids| query.filter(Column::GroupId.in_subquery(ids)))
        .apply_if((!needs.0.is_empty()).then(|| needing(&needs.0)), |query, ids| query.filter(Column::GroupId.in_subquery(ids)))
        .apply_if(municipality.as_ref(), |query, code| query.filter(Column::MunicipalityCode.eq(code.as_str())))
        .apply_if(region.as_ref(), |query, code| query.filter(Column::RegionCode.eq(code.as_str())));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::UpdatedAt, id: Column::GroupId, descending: true }).await?;
    let ids: Vec<_> = slice.rows.iter().map(|row| row.group_id).collect();
    let mut cards = groups::cards(viewer, ids).await?;
    let mut names = names(viewer, &slice.rows).await?;
    Ok(slice.filter_map(|row| {
        let (group, names) = (cards.remove(&row.group_id)?, names.remove(&row.group_id)?);
        Some(CharteredGroup { group, charter: CharterView::of(row, names) })
    }))
}

fn dealing_with(themes: &[Slug]) -> SelectStatement {
    use charter_theme::{Column, Entity};
    Entity::find().select_only().column(Column::GroupId).filter(Column::ThemeKey.is_in(keys(themes))).into_query()
}

fn needing(competences: &[Slug]) -> SelectStatement {
    use charter_need::{Column, Entity};
    Entity::find().select_only().column(Column::GroupId).filter(Column::CompetenceKey.is_in(keys(competences))).into_query()
}

/// A group that never said what it is for is an interest group, in its version 0.
pub async fn of(viewer: &Viewer, standing: &Standing) -> Result<CharterView> {
    let row = charter::Entity::find_by_id(standing.group.id).one(viewer.conn()).await?;
    let row = row.unwrap_or(charter::Model {
        group_id: standing.group.id,
        kind: GroupKind::Interest,
        mandate: None,
        deliverable: None,
        ends: None,
        municipality_code: None,
        region_code: None,
        version: 0,
        updated_at: standing.group.created_at,
    });
    let names = names(viewer, std::slice::from_ref(&row)).await?.remove(&row.group_id);
    let nothing = || Names { themes: Vec::new(), needs: Vec::new(), municipality: None, region: None };
    Ok(CharterView::of(row, names.unwrap_or_else(nothing)))
}

async fn names(viewer: &Viewer, rows: &[charter::Model]) -> Result<HashMap<GroupId, Names>> {
    let ids: Vec<_> = rows.iter().map(|row| row.group_id).collect();
    let (themes, needs) = (themes(viewer, ids.clone()).await?, needs_of(viewer, ids).await?);
    let named_themes = vocabulary::themes(viewer, themes.values().flatten().cloned().collect()).await?;
    let named_needs = vocabulary::competences(viewer, needs.values().flatten().cloned().collect()).await?;
    let places = vocabulary::municipalities(viewer, rows.iter().filter_map(|row| row.municipality_code.clone()).collect()).await?;
    let regions = vocabulary::regions(viewer, rows.iter().filter_map(|row| row.region_code.clone()).collect()).await?;
    let all = |of: Option<&Vec<String>>, named: &HashMap<String, vocabulary::Named>| {
        of.into_iter().flatten().filter_map(|key| named.get(key).cloned()).collect()
    };
    Ok(rows
        .iter()
        .map(|row| {
            let names = Names {
                themes: all(themes.get(&row.group_id), &named_themes),
                needs: all(needs.get(&row.group_id), &named_needs),
                municipality: row.municipality_code.as_ref().and_then(|code| places.get(code).cloned()),
                region: row.region_code.as_ref().and_then(|code| regions.get(code).cloned()),
            };
            (row.group_id, names)
        })
        .collect())
}

async fn themes(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, Vec<String>>> {
    use charter_theme::{Column, Entity};
    let rows = Entity::find().filter(Column::GroupId.is_in(ids)).order_by_asc(Column::ThemeKey).all(viewer.conn()).await?;
    Ok(gathered(rows.into_iter().map(|row| (row.group_id, row.theme_key))))
}

async fn needs_of(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, Vec<String>>> {
    use charter_need::{Column, Entity};
    let rows = Entity::find().filter(Column::GroupId.is_in(ids)).order_by_asc(Column::CompetenceKey).all(viewer.conn()).await?;
    Ok(gathered(rows.into_iter().map(|row| (row.group_id, row.competence_key))))
}

fn gathered(pairs: impl Iterator<Item = (GroupId, String)>) -> HashMap<GroupId, Vec<String>> {
    let mut gathered = HashMap::<_, Vec<_>>::new();
    pairs.for_each(|(group, key)| gathered.entry(group).or_default().push(key));
    gathered
}

pub async fn needs(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, Vec<String>>> {
    let visible = groups::cards(viewer, ids).await?;
    needs_of(viewer, visible.into_keys().collect()).await
}

pub async fn write(tx: &Tx, right: Granted<Write>, seen: IfMatch, new: NewCharter) -> Result<()> {
    let NewCharter { kind, mandate, deliverable, ends, themes, needs, municipality, region } = new;
    let id = groups::hold(tx, right.on()).await?.id;
    let version = charter::Entity::find_by_id(id).one(tx.conn()).await?.map_or(0, |before| before.version);
    seen.expect(version)?;
    charter::Entity::delete_by_id(id).exec(tx.conn()).await?;
    let row = charter::ActiveModel {
        group_id: ActiveValue::Set(id),
        kind: ActiveValue::Set(kind),
        mandate: ActiveValue::Set(mandate.map(LongText::into_string)),
        deliverable: ActiveValue::Set(deliverable.map(Text::into_string)),
        ends: ActiveValue::Set(ends.map(Month::into_string)),
        municipality_code: ActiveValue::Set(municipality.map(Code::into_string)),
        region_code: ActiveValue::Set(region.as_ref().map(|code| code.as_str().to_owned())),
        version: ActiveValue::Set(version + 1),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let place = if region.is_some() { "/region" } else { "/municipality" };
    charter::Entity::insert(row).exec_without_returning(tx.conn()).await.or_unknown(place)?;
    for theme in keys(&themes.0) {
        let row = charter_theme::ActiveModel { group_id: ActiveValue::Set(id), theme_key: ActiveValue::Set(theme) };
        let once = OnConflict::new().do_nothing().to_owned();
        charter_theme::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await.or_unknown("/themes")?;
    }
    for need in keys(&needs.0) {
        let row = charter_need::ActiveModel { group_id: ActiveValue::Set(id), competence_key: ActiveValue::Set(need) };
        let once = OnConflict::new().do_nothing().to_owned();
        charter_need::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await.or_unknown("/needs")?;
    }
    groups::note(tx, id, right.by(), GroupChangeKind::Charter).await
}

/// A sum of what the viewer sees of each member, and nothing else.
pub async fn competences(viewer: &Viewer, standing: &Standing) -> Result<GroupCompetences> {
    let id = standing.group.id;
    let mut needed = needs_of(viewer, vec![id]).await?.remove(&id).unwrap_or_default();
    let sums = members::competences_among(viewer, groups::active_ids(id)).await?;
    let keys = sums.iter().map(|(key, ..)| key.clone()).chain(needed.iter().cloned()).collect();
    let names = vocabulary::competences(viewer, keys).await?;
    let sum = |(key, members, level): &(String, i64, _)| {
        Some(GroupCompetence { competence: names.get(key)?.clone(), members: *members, level: *level, needed: needed.contains(key) })
    };
    let competences = sums.iter().filter_map(sum).collect();
    needed.retain(|key| sums.iter().all(|(claimed, ..)| claimed != key));
    Ok(GroupCompetences { competences, missing: needed.iter().filter_map(|key| names.get(key).cloned()).collect() })
}
