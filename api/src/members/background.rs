//! Every query of what a member did: positions and educations.

use entity::id::{EducationId, MemberId, OrganisationId, PositionId};
use entity::{education, position};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::policy::Edit;
use super::store::lock;
use super::types::{EducationView, NewEducation, NewPosition, PositionView};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::unknown;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{Month, Text};
use crate::organisations::{self, OrganisationCard};

/// Positions a member can have.
pub const MAX_POSITIONS: usize = 50;
/// Educations a member can have.
pub const MAX_EDUCATIONS: usize = 30;

/// The newest first.
pub async fn positions(viewer: &Viewer, id: MemberId) -> Result<Vec<PositionView>> {
    use position::Column;
    let own = position::Entity::find().filter(Column::MemberId.eq(id));
    let rows = own.order_by_desc(Column::Started).order_by_desc(Column::Id).all(viewer.conn()).await?;
    let organisations = organisations::cards(viewer, rows.iter().filter_map(|row| row.organisation_id).collect()).await?;
    let view = |row: position::Model| {
        let organisation = row.organisation_id.and_then(|id| organisations.get(&id).cloned());
        PositionView::of(row, organisation)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// What lasts first, then the newest; what has no time last. The databases order nothing differently.
pub async fn educations(viewer: &Viewer, id: MemberId) -> Result<Vec<EducationView>> {
    use education::{Column, Entity};
    let mut rows = Entity::find().filter(Column::MemberId.eq(id)).order_by_desc(Column::Id).all(viewer.conn()).await?;
    let lasts = |row: &education::Model| row.started.is_some() && row.ended.is_none();
    rows.sort_by(|a, b| (lasts(b), &b.ended, &b.started).cmp(&(lasts(a), &a.ended, &a.started)));
    let organisations = organisations::cards(viewer, rows.iter().filter_map(|row| row.organisation_id).collect()).await?;
    let view = |row: education::Model| {
        let organisation = row.organisation_id.and_then(|id| organisations.get(&id).cloned());
        EducationView::of(row, organisation)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The organisation that a request names; one that is not in the register is a fault.
pub async fn organisation_of(viewer: &Viewer, id: Option<OrganisationId>) -> Result<Option<OrganisationCard>> {
    let Some(id) = id else { return Ok(None) };
    let card = organisations::cards(viewer, vec![id]).await?.remove(&id);
    card.map(Some).ok_or_else(|| unknown("/organisation"))
}

/// Either in the register or in the member's words.
fn place_faults(in_register: bool, in_words: bool, pointer: &'static str) -> Option<Fault> {
    match (in_register, in_words) {
        (true, true) => Some(Fault::new(pointer, Wrong::Clash("organisation"))),
        (false, false) => Some(Fault::new("/organisation", Wrong::Missing)),
        _ => None,
    }
}

/// Nothing ends before it begins. A year alone may be any of its months.
pub fn is_in_order(started: Option<&str>, ended: Option<&str>) -> bool {
    let (Some(started), Some(ended)) = (started, ended) else { return true };
    ended >= started.get(..ended.len()).unwrap_or(started)
}

fn period_faults(started: Option<&Month>, ended: Option<&Month>) -> Option<Fault> {
    let in_order = is_in_order(started.map(Month::as_str), ended.map(Month::as_str));
    (!in_order).then(|| Fault::new("/ended", Wrong::Clash("started")))
}

/// What is wrong with a position besides its parts.
pub fn position_faults(new: &NewPosition) -> Vec<Fault> {
    let place = place_faults(new.organisation.is_some(), new.organisation_name.is_some(), "/organisationName");
    place.into_iter().chain(period_faults(Some(&new.started), new.ended.as_ref())).collect()
}

/// What is wrong with an education besides its parts.
pub fn education_faults(new: &NewEducation) -> Vec<Fault> {
    let place = place_faults(new.organisation.is_some(), new.school.is_some(), "/school");
    place.into_iter().chain(period_faults(new.started.as_ref(), new.ended.as_ref())).collect()
}

fn refuse(faults: Vec<Fault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(INVALID.pointing_at(faults)) }
}

/// There is no more room.
fn full(count: u64, most: usize) -> Option<Fault> {
    (count >= u64::try_from(most).unwrap_or_default()).then(|| Fault::new("", Wrong::Count(0, most)))
}

pub async fn add_position(tx: &Tx, own: &Granted<Edit>, new: NewPosition) -> Result<position::Model> {
    lock(tx, own.by()).await?;
    let count = position::Entity::find().filter(position::Column::MemberId.eq(own.by())).count(tx.conn()).await?;
    refuse(position_faults(&new).into_iter().chain(full(count, MAX_POSITIONS)).collect())?;
    let NewPosition { organisation, organisation_name, title, unit, role_type, started, ended } = new;
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

pub async fn add_education(tx: &Tx, own: &Granted<Edit>, new: NewEducation) -> Result<education::Model> {
    use education::{ActiveModel, Column, Entity};
    lock(tx, own.by()).await?;
    let count = Entity::find().filter(Column::MemberId.eq(own.by())).count(tx.conn()).await?;
    refuse(education_faults(&new).into_iter().chain(full(count, MAX_EDUCATIONS)).collect())?;
    let NewEducation { organisation, school, subject, degree, started, ended } = new;
    let row = ActiveModel {
        id: ActiveValue::Set(EducationId(tx.new_id())),
        member_id: ActiveValue::Set(own.by()),
        organisation_id: ActiveValue::Set(organisation),
        school: ActiveValue::Set(school.map(Text::into_string)),
        subject: ActiveValue::Set(subject.map(Text::into_string)),
        degree: ActiveValue::Set(degree.map(Text::into_string)),
        started: ActiveValue::Set(started.map(Month::into_string)),
        ended: ActiveValue::Set(ended.map(Month::into_string)),
        created_at: ActiveValue::Set(tx.now()),
    };
    Entity::insert(row).exec_with_returning(tx.conn()).await.or_unknown("/organisation")
}

pub async fn remove_education(tx: &Tx, own: Granted<Edit>, id: EducationId) -> Result<()> {
    let mine = education::Entity::delete_by_id(id).filter(education::Column::MemberId.eq(own.by()));
    if mine.exec(tx.conn()).await?.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
