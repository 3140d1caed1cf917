//! Every query of profiles.

use std::collections::{HashMap, HashSet};

use entity::id::{MemberId, PositionId};
use entity::kind::{Audience, Level};
use entity::{competence_claim, member, position};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::{self, Edit};
use super::topics;
use super::types::{ClaimView, MemberCard, NewClaim, NewPosition, PositionView, ProfileChange, Topics, competence_key};
use crate::kernel::access::{Granted, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{Code, LongText, Month, Text, WebUrl};
use crate::kernel::typeset::{fold, slug};
use crate::organisations::{self, OrganisationCard};
use crate::vocabulary::{self, MunicipalityName, Named};

/// Positions a member can have.
const MAX_POSITIONS: usize = 50;
/// Competences a member can claim.
const MAX_CLAIMS: usize = 100;

/// What stands around a profile, as far as the viewer sees it.
pub struct Background {
    pub about: Option<String>,
    pub municipality: Option<MunicipalityName>,
    pub positions: Vec<PositionView>,
    pub competences: Vec<ClaimView>,
    pub topics: Topics,
}

pub async fn find(viewer: &Viewer, id: MemberId) -> Result<(member::Model, Background)> {
    let row = member::Entity::find_by_id(id).filter(policy::readable_by(viewer.actor())).one(viewer.conn()).await?;
    let row = row.ok_or(NOT_FOUND)?;
    let sharing = sharing(viewer, std::slice::from_ref(&row)).await?;
    let background = Background {
        about: row.about.clone().filter(|_| policy::sees(viewer.actor(), &sharing, &row, row.about_audience)),
        municipality: places(viewer, &sharing, std::slice::from_ref(&row)).await?.remove(&row.id),
        positions: positions(viewer, id).await?,
        competences: competences(viewer, id).await?,
        topics: topics::of(viewer, id).await?,
    };
    Ok((row, background))
}

/// Those of the members who show something to their groups and share one with the viewer.
async fn sharing(viewer: &Viewer, rows: &[member::Model]) -> Result<HashSet<MemberId>> {
    let to_groups = |row: &&member::Model| [row.about_audience, row.place_audience].contains(&Audience::SharedGroups);
    let ids: Vec<_> = rows.iter().filter(to_groups).map(|row| row.id).collect();
    let Some(actor) = viewer.actor().filter(|_| !ids.is_empty()) else { return Ok(HashSet::new()) };
    let sharing = member::Entity::find().select_only().column(member::Column::Id).filter(member::Column::Id.is_in(ids));
    let sharing: Vec<MemberId> = sharing.filter(policy::shares_a_group_with(actor.id)).into_tuple().all(viewer.conn()).await?;
    Ok(sharing.into_iter().collect())
}

/// The municipalities that the viewer sees of these members.
async fn places(viewer: &Viewer, sharing: &HashSet<MemberId>, rows: &[member::Model]) -> Result<HashMap<MemberId, MunicipalityName>> {
    let seen = |row: &&member::Model| policy::sees(viewer.actor(), sharing, row, row.place_audience);
    let codes: HashMap<_, _> = rows.iter().filter(seen).filter_map(|row| Some((row.id, row.municipality_code.clone()?))).collect();
    let names = vocabulary::municipalities(viewer, codes.values().cloned().collect()).await?;
    Ok(codes.into_iter().filter_map(|(id, code)| Some((id, names.get(&code)?.clone()))).collect())
}

async fn positions(viewer: &Viewer, id: MemberId) -> Result<Vec<PositionView>> {
    use position::Column;
    let seen = policy::part_visible_to(viewer.actor(), member::Column::BackgroundAudience);
    let rows = position::Entity::find()
        .filter(Column::MemberId.eq(id))
        .filter(policy::names_one_of(Column::MemberId, seen))
        .order_by_desc(Column::Started)
        .order_by_desc(Column::Id)
        .all(viewer.conn())
        .await?;
    let organisations = organisations::cards(viewer, rows.iter().filter_map(|row| row.organisation_id).collect()).await?;
    let view = |row: position::Model| {
        let organisation = row.organisation_id.and_then(|id| organisations.get(&id).cloned());
        PositionView::of(row, organisation)
    };
    Ok(rows.into_iter().map(view).collect())
}

async fn competences(viewer: &Viewer, id: MemberId) -> Result<Vec<ClaimView>> {
    use competence_claim::Column;
    let seen = policy::part_visible_to(viewer.actor(), member::Column::CompetenceAudience);
    let rows = competence_claim::Entity::find()
        .filter(Column::MemberId.eq(id))
        .filter(policy::names_one_of(Column::MemberId, seen))
        .order_by_desc(Column::Level)
        .order_by_asc(Column::CompetenceKey)
        .all(viewer.conn())
        .await?;
    let names = vocabulary::competences(viewer, rows.iter().map(|row| row.competence_key.clone()).collect()).await?;
    let view = |row: competence_claim::Model| {
        let name = names.get(&row.competence_key)?.clone();
        Some(ClaimView::of(row, name))
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

pub async fn competences_among(viewer: &Viewer, ids: SelectStatement) -> Result<Vec<(String, i64, Level)>> {
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

pub async fn cards(viewer: &Viewer, which: Condition, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    let rows = member::Entity::find().filter(member::Column::Id.is_in(ids)).filter(which).all(viewer.conn()).await?;
    let mut places = places(viewer, &sharing(viewer, &rows).await?, &rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let place = places.remove(&row.id);
            (row.id, MemberCard::of(row, place))
        })
        .collect())
}

pub async fn name_for(system: &System, reader: Option<MemberId>, of: MemberId) -> Result<Option<String>> {
    let known = member::Entity::find_by_id(of).filter(policy::shown().add_option(reader.map(policy::apart_from)));
    Ok(known.one(system.conn()).await?.map(|row| row.name))
}

pub async fn are_apart(tx: &Tx, one: MemberId, other: MemberId) -> Result<bool> {
    Ok(member::Entity::find_by_id(other).filter(policy::apart_from(one)).count(tx.conn()).await? == 0)
}

pub async fn takes_requests(viewer: &Viewer, id: MemberId) -> Result<bool> {
    let visible = |open| member::Entity::find_by_id(id).filter(open).count(viewer.conn());
    if visible(policy::visible_to(viewer.actor())).await? == 0 {
        return Err(NOT_FOUND.into());
    }
    Ok(visible(policy::part_visible_to(viewer.actor(), member::Column::ContactAudience)).await? == 1)
}

pub async fn own_competences(viewer: &Viewer, id: MemberId) -> Result<Vec<String>> {
    use competence_claim::Column;
    let own = competence_claim::Entity::find().select_only().column(Column::CompetenceKey).filter(Column::MemberId.eq(id));
    Ok(own.order_by_asc(Column::CompetenceKey).into_tuple().all(viewer.conn()).await?)
}

pub async fn competence_of(viewer: &Viewer, key: &str) -> Result<Option<Named>> {
    let Some(key) = competence_key(key) else { return Ok(None) };
    Ok(vocabulary::competences(viewer, vec![key.as_str().to_owned()]).await?.remove(key.as_str()))
}

/// The organisation that a new position names; one that is not in the register is a fault.
pub async fn organisation_of(viewer: &Viewer, new: &NewPosition) -> Result<Option<OrganisationCard>> {
    let Some(id) = new.organisation else { return Ok(None) };
    let card = organisations::cards(viewer, vec![id]).await?.remove(&id);
    card.map(Some).ok_or_else(|| unknown("/organisation"))
}

pub async fn enter(system: &System, tx: &Tx, id: MemberId, name: &str) -> Result<()> {
    let tail: String = id.0.simple().to_string().chars().skip(24).collect();
    let row = member::ActiveModel {
        id: ActiveValue::Set(id),
        handle: ActiveValue::Set(format!("{}-{tail}", slug(name)).trim_start_matches('-').to_owned()),
        name: ActiveValue::Set(name.to_owned()),
        headline: ActiveValue::Set(None),
        about: ActiveValue::Set(None),
        municipality_code: ActiveValue::Set(None),
        about_audience: ActiveValue::Set(Audience::Members),
        place_audience: ActiveValue::Set(Audience::Members),
        background_audience: ActiveValue::Set(Audience::Members),
        competence_audience: ActiveValue::Set(Audience::Members),
        interest_audience: ActiveValue::Set(Audience::Members),
        offer_audience: ActiveValue::Set(Audience::Members),
        need_audience: ActiveValue::Set(Audience::Members),
        contact_audience: ActiveValue::Set(Audience::Members),
        public_page: ActiveValue::Set(false),
        protected: ActiveValue::Set(false),
        suspended: ActiveValue::Set(false),
        sort_key: ActiveValue::Set(tx.sort_key(name)),
        search_text: ActiveValue::Set(fold(name)),
        version: ActiveValue::Set(0),
        updated_at: ActiveValue::Set(system.now()),
        created_at: ActiveValue::Set(system.now()),
    };
    member::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Everybody who changes a profile waits here for their turn, so that what is counted stays so.
pub async fn lock(tx: &Tx, id: MemberId) -> Result<member::Model> {
    member::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

pub async fn edit(tx: &Tx, own: Granted<Edit>, change: ProfileChange) -> Result<()> {
    let ProfileChange { name, headline, about, municipality, public_page, .. } = change;
    let before = lock(tx, *own.on()).await?;
    let new_name = name.get().map_or(before.name.as_str(), Text::as_str);
    let new_headline = headline.get().map_or(before.headline.as_deref(), |headline| headline.as_ref().map(Text::as_str));
    let row = member::ActiveModel {
        id: ActiveValue::Unchanged(before.id),
        sort_key: ActiveValue::Set(tx.sort_key(new_name)),
        search_text: ActiveValue::Set(fold(&format!("{new_name} {}", new_headline.unwrap_or_default()))),
        name: name.into_active(Text::into_string),
        headline: headline.into_active(|text| text.map(Text::into_string)),
        about: about.into_active(|text| text.map(LongText::into_string)),
        municipality_code: municipality.into_active(|code| code.map(Code::into_string)),
        about_audience: change.about_audience.into_active(|audience| audience),
        place_audience: change.place_audience.into_active(|audience| audience),
        background_audience: change.background_audience.into_active(|audience| audience),
        competence_audience: change.competence_audience.into_active(|audience| audience),
        interest_audience: change.interest_audience.into_active(|audience| audience),
        offer_audience: change.offer_audience.into_active(|audience| audience),
        need_audience: change.need_audience.into_active(|audience| audience),
        contact_audience: change.contact_audience.into_active(|audience| audience),
        public_page: public_page.into_active(|open| open),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    member::Entity::update(row).exec(tx.conn()).await.or_unknown("/municipality")?;
    Ok(())
}

pub async fn add_position(tx: &Tx, own: Granted<Edit>, new: NewPosition) -> Result<position::Model> {
    let NewPosition { organisation, organisation_name, title, unit, role_type, started, ended } = new;
    lock(tx, own.by()).await?;
    let mut faults = Vec::new();
    match (&organisation, &organisation_name) {
        (Some(_), Some(_)) => faults.push(Fault::new("/organisationName", Wrong::Clash("organisation"))),
        (None, None) => faults.push(Fault::new("/organisation", Wrong::Missing)),
        _ => {}
    }
    if ended.as_ref().is_some_and(|ended| ended.as_str() < started.as_str().get(..ended.as_str().len()).unwrap_or(started.as_str())) {
        faults.push(Fault::new("/ended", Wrong::Clash("started")));
    }
    let count = position::Entity::find().filter(position::Column::MemberId.eq(own.by())).count(tx.conn()).await?;
    if count >= u64::try_from(MAX_POSITIONS).unwrap_or_default() {
        faults.push(Fault::new("", Wrong::Count(0, MAX_POSITIONS)));
    }
    if !faults.is_empty() {
        return Err(INVALID.pointing_at(faults));
    }
    let row = position::ActiveModel {
        id: ActiveValue::Set(PositionId(tx.new_id())),
        member_id: ActiveValue::Set(own.by()),
        organisation_id: ActiveValue::Set(organisation),
        organisation_name: ActiveValue::Set(organisation_name.map(Text::into_string)),
        title: ActiveValue::Set(title.into_string()),
        unit: ActiveValue::Set(unit.map(Text::into_string)),
        role_type: ActiveValue::Set(role_type),
        started: ActiveValue::Set(started.into_string()),
        ended: ActiveValue::Set(ended.map(Month::into_string)),
        created_at: ActiveValue::Set(tx.now()),
    };
    position::Entity::insert(row).exec_with_returning(tx.conn()).await.or_unknown("/organisation")
}

pub async fn remove_position(tx: &Tx, own: Granted<Edit>, id: PositionId) -> Result<()> {
    let mine = position::Entity::delete_by_id(id).filter(position::Column::MemberId.eq(own.by()));
    if mine.exec(tx.conn()).await?.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

pub async fn claim(tx: &Tx, own: Granted<Edit>, competence: &str, new: NewClaim) -> Result<competence_claim::Model> {
    use competence_claim::{ActiveModel, Column, Entity};
    let NewClaim { level, years, last_used, note, evidence_url } = new;
    lock(tx, own.by()).await?;
    let before = Entity::find_by_id((own.by(), competence.to_owned())).one(tx.conn()).await?;
    let row = ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        competence_key: ActiveValue::Set(competence.to_owned()),
        level: ActiveValue::Set(level),
        years: ActiveValue::Set(years.map(|years| years.0)),
        last_used: ActiveValue::Set(last_used.map(|year| year.0)),
        note: ActiveValue::Set(note.map(Text::into_string)),
        evidence_url: ActiveValue::Set(evidence_url.map(WebUrl::into_string)),
        updated_at: ActiveValue::Set(tx.now()),
    };
    if before.is_none() {
        let count = Entity::find().filter(Column::MemberId.eq(own.by())).count(tx.conn()).await?;
        if count >= u64::try_from(MAX_CLAIMS).unwrap_or_default() {
            return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::Count(0, MAX_CLAIMS))]));
        }
    }
    let all = [Column::Level, Column::Years, Column::LastUsed, Column::Note, Column::EvidenceUrl, Column::UpdatedAt];
    let replace = sea_orm::sea_query::OnConflict::columns([Column::MemberId, Column::CompetenceKey]).update_columns(all).to_owned();
    Ok(Entity::insert(row).on_conflict(replace).exec_with_returning(tx.conn()).await?)
}

pub async fn withdraw(tx: &Tx, own: Granted<Edit>, competence: &str) -> Result<()> {
    let gone = competence_claim::Entity::delete_by_id((own.by(), competence.to_owned())).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
