//! Every query of profiles.

use std::collections::{HashMap, HashSet};

use entity::id::MemberId;
use entity::kind::Audience;
use entity::member;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::policy::{self, Edit, Sight};
use super::problems::{HANDLE_TAKEN, HANDLE_WHILE_PROTECTED};
use super::types::{ClaimView, EducationView, LanguageView, LinkView, MemberCard, MemberView, PositionView, ProfileChange, Topics};
use super::{background, claims, lists, topics};
use crate::kernel::access::{Actor, Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::handle::{canonical, skeleton};
use crate::kernel::http::unknown;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{Code, Handle, LongText, Text};
use crate::kernel::typeset::{fold, slug};
use crate::vocabulary::{self, MunicipalityName, RegionName};

/// What somebody is shown of a profile besides its card.
pub struct Shown {
    pub about: Option<String>,
    pub pronunciation: Option<String>,
    pub languages: Vec<LanguageView>,
    pub websites: Vec<LinkView>,
    pub place: Place,
    pub positions: Vec<PositionView>,
    pub educations: Vec<EducationView>,
    pub competences: Vec<ClaimView>,
    pub topics: Topics,
}

/// Where a member works, as far as it is seen.
#[derive(Default)]
pub struct Place {
    pub municipality: Option<MunicipalityName>,
    pub region: Option<RegionName>,
}

/// A profile as the viewer sees it.
pub async fn find(viewer: &Viewer, id: MemberId) -> Result<MemberView> {
    let row = member::Entity::find_by_id(id).filter(policy::readable_by(viewer.actor())).one(viewer.conn()).await?;
    let row = row.ok_or(NOT_FOUND)?;
    let sharing = sharing(viewer, std::slice::from_ref(&row)).await?;
    let sight = Sight::of(viewer.actor(), &sharing, &row);
    seen_with(viewer, row, sight).await
}

/// The same, by the readable name.
pub async fn find_by_handle(viewer: &Viewer, handle: &str) -> Result<MemberView> {
    let named = member::Entity::find().select_only().column(member::Column::Id).filter(member::Column::Handle.eq(canonical(handle)));
    let id: Option<MemberId> = named.into_tuple().one(viewer.conn()).await?;
    find(viewer, id.ok_or(NOT_FOUND)?).await
}

/// One's own profile as those see it for whom an audience is: not at all, if they know nothing of it.
pub async fn find_as(me: &Member, audience: Audience) -> Result<MemberView> {
    let sight = Sight::farthest_of(audience);
    let row = member::Entity::find_by_id(me.id()).filter(policy::known_to(sight)).one(me.conn()).await?;
    seen_with(me, row.ok_or(NOT_FOUND)?, sight).await
}

/// A profile as somebody sees it who stands so to its member.
async fn seen_with(viewer: &Viewer, row: member::Model, sight: Sight) -> Result<MemberView> {
    let shown = Shown {
        about: row.about.clone().filter(|_| sight.sees(row.about_audience)),
        pronunciation: row.pronunciation.clone().filter(|_| sight.sees(row.pronunciation_audience)),
        languages: if sight.sees(row.language_audience) { lists::languages(viewer, row.id).await? } else { Vec::new() },
        websites: if sight.sees(row.link_audience) { lists::links(viewer, row.id).await? } else { Vec::new() },
        place: places(viewer, [(&row, sight)]).await?.remove(&row.id).unwrap_or_default(),
        positions: if sight.sees(row.background_audience) { background::positions(viewer, row.id).await? } else { Vec::new() },
        educations: if sight.sees(row.education_audience) { background::educations(viewer, row.id).await? } else { Vec::new() },
        competences: if sight.sees(row.competence_audience) { claims::of(viewer, row.id).await? } else { Vec::new() },
        topics: topics::of(viewer, &row, sight).await?,
    };
    Ok(MemberView::of(viewer, row, sight, shown))
}

/// Those of the members who show something to their groups and share one with the viewer.
async fn sharing(viewer: &Viewer, rows: &[member::Model]) -> Result<HashSet<MemberId>> {
    let to_groups = |row: &&member::Model| policy::audiences(row).contains(&Audience::SharedGroups);
    let ids: Vec<_> = rows.iter().filter(to_groups).map(|row| row.id).collect();
    let Some(actor) = viewer.actor().filter(|_| !ids.is_empty()) else { return Ok(HashSet::new()) };
    let sharing = member::Entity::find().select_only().column(member::Column::Id).filter(member::Column::Id.is_in(ids));
    let sharing: Vec<MemberId> = sharing.filter(policy::shares_a_group_with(actor.id)).into_tuple().all(viewer.conn()).await?;
    Ok(sharing.into_iter().collect())
}

/// Those of these members of whom the person may know and who share a group with them.
pub async fn sharing_rows(viewer: &Viewer, actor: &Actor, ids: &[MemberId]) -> Result<Vec<member::Model>> {
    let sharing = Condition::all().add(policy::visible_to(Some(actor))).add(policy::shares_a_group_with(actor.id));
    Ok(member::Entity::find().filter(member::Column::Id.is_in(ids.iter().copied())).filter(sharing).all(viewer.conn()).await?)
}

/// The municipalities and regions that are seen of these members.
async fn places(viewer: &Viewer, of: impl IntoIterator<Item = (&member::Model, Sight)>) -> Result<HashMap<MemberId, Place>> {
    let seen = of.into_iter().filter(|(row, sight)| sight.sees(row.place_audience));
    let codes: Vec<_> = seen.map(|(row, _)| (row.id, row.municipality_code.clone(), row.region_code.clone())).collect();
    let municipalities = vocabulary::municipalities(viewer, codes.iter().filter_map(|(_, code, _)| code.clone()).collect()).await?;
    let regions = vocabulary::regions(viewer, codes.iter().filter_map(|(.., code)| code.clone()).collect()).await?;
    let place = |(id, municipality, region): (MemberId, Option<String>, Option<String>)| {
        let municipality = municipality.and_then(|code| municipalities.get(&code).cloned());
        (id, Place { municipality, region: region.and_then(|code| regions.get(&code).cloned()) })
    };
    Ok(codes.into_iter().map(place).collect())
}

pub async fn cards(viewer: &Viewer, which: Condition, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    let rows = member::Entity::find().filter(member::Column::Id.is_in(ids)).filter(which).all(viewer.conn()).await?;
    let sharing = sharing(viewer, &rows).await?;
    let sight = |row: &member::Model| Sight::of(viewer.actor(), &sharing, row);
    let mut places = places(viewer, rows.iter().map(|row| (row, sight(row)))).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let place = places.remove(&row.id).unwrap_or_default();
            let sight = sight(&row);
            (row.id, MemberCard::of(viewer, row, sight, place))
        })
        .collect())
}

pub async fn by_handles(viewer: &Viewer, handles: Vec<String>) -> Result<HashMap<String, MemberId>> {
    use member::Column;
    let query = member::Entity::find().select_only().column(Column::Handle).column(Column::Id).filter(Column::Handle.is_in(handles));
    let found: Vec<(String, MemberId)> = query.filter(policy::visible_to(viewer.actor())).into_tuple().all(viewer.conn()).await?;
    Ok(found.into_iter().collect())
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

/// The handle that a new member has until they choose one: what is left of the name, and a tail that
/// nobody else has.
pub fn first_handle(name: &str, id: MemberId) -> String {
    let tail: String = id.0.simple().to_string().chars().skip(24).collect();
    let name = slug(name);
    format!("{}-{tail}", if name.is_empty() { "member" } else { &name })
}

pub async fn enter(system: &System, tx: &Tx, id: MemberId, name: &str) -> Result<()> {
    let handle = first_handle(name, id);
    let row = member::ActiveModel {
        id: ActiveValue::Set(id),
        handle_skeleton: ActiveValue::Set(skeleton(&handle)),
        handle: ActiveValue::Set(handle),
        name: ActiveValue::Set(name.to_owned()),
        headline: ActiveValue::Set(None),
        about: ActiveValue::Set(None),
        pronunciation: ActiveValue::Set(None),
        municipality_code: ActiveValue::Set(None),
        region_code: ActiveValue::Set(None),
        about_audience: ActiveValue::Set(Audience::Members),
        place_audience: ActiveValue::Set(Audience::Members),
        background_audience: ActiveValue::Set(Audience::Members),
        competence_audience: ActiveValue::Set(Audience::Members),
        interest_audience: ActiveValue::Set(Audience::Members),
        offer_audience: ActiveValue::Set(Audience::Members),
        need_audience: ActiveValue::Set(Audience::Members),
        pronunciation_audience: ActiveValue::Set(Audience::Members),
        language_audience: ActiveValue::Set(Audience::Members),
        link_audience: ActiveValue::Set(Audience::Members),
        education_audience: ActiveValue::Set(Audience::Members),
        photo_audience: ActiveValue::Set(Audience::Members),
        contact_audience: ActiveValue::Set(Audience::Members),
        photo_hash: ActiveValue::Set(None),
        photo_alt: ActiveValue::Set(None),
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
    let ProfileChange { name, handle, headline, about, municipality, region, photo_alt, public_page, .. } = change;
    let before = lock(tx, *own.on()).await?;
    refuse_misplaced(tx, &before, &municipality, &region).await?;
    if let Patch::Set(handle) = handle {
        take_handle(tx, &before, &handle).await?;
    }
    if before.photo_hash.is_none() && matches!(photo_alt, Patch::Set(Some(_))) {
        return Err(INVALID.pointing_at(vec![Fault::new("/photoAlt", Wrong::Clash("photo"))]));
    }
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
        region_code: region.into_active(|code| code.map(Code::into_string)),
        about_audience: change.about_audience.into_active(|audience| audience),
        place_audience: change.place_audience.into_active(|audience| audience),
        background_audience: change.background_audience.into_active(|audience| audience),
        competence_audience: change.competence_audience.into_active(|audience| audience),
        interest_audience: change.interest_audience.into_active(|audience| audience),
        offer_audience: change.offer_audience.into_active(|audience| audience),
        need_audience: change.need_audience.into_active(|audience| audience),
        pronunciation: change.pronunciation.into_active(|text| text.map(Text::into_string)),
        pronunciation_audience: change.pronunciation_audience.into_active(|audience| audience),
        language_audience: change.language_audience.into_active(|audience| audience),
        link_audience: change.link_audience.into_active(|audience| audience),
        education_audience: change.education_audience.into_active(|audience| audience),
        photo_audience: change.photo_audience.into_active(|audience| audience),
        photo_alt: photo_alt.into_active(|text| text.map(Text::into_string)),
        contact_audience: change.contact_audience.into_active(|audience| audience),
        public_page: public_page.into_active(|open| open),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    member::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// A municipality lies in the region that is stated beside it. Whichever of the two is given is at fault,
/// the municipality if both are.
async fn refuse_misplaced(tx: &Tx, before: &member::Model, municipality: &Patch<Option<Code<4>>>, region: &Patch<Option<Code<2>>>) -> Result<()> {
    let stated = match region {
        Patch::Absent => before.region_code.as_deref(),
        Patch::Set(code) => code.as_ref().map(Code::as_str),
    };
    if let (Patch::Set(Some(_)), Some(code)) = (region, stated)
        && !vocabulary::is_region(tx, code).await?
    {
        return Err(unknown("/region"));
    }
    let (place, pointer, with) = match municipality {
        Patch::Absent => (before.municipality_code.as_deref().filter(|_| region.get().is_some()), "/region", "municipality"),
        Patch::Set(code) => (code.as_ref().map(Code::as_str), "/municipality", "region"),
    };
    let Some(place) = place else { return Ok(()) };
    let around = vocabulary::region_of(tx, place).await?.ok_or_else(|| unknown("/municipality"))?;
    if stated.is_none_or(|stated| stated == around) { Ok(()) } else { Err(INVALID.pointing_at(vec![Fault::new(pointer, Wrong::Clash(with))])) }
}

/// Takes a handle. Of two who want it, or one that looks like it, at the same time, the index lets one have it.
async fn take_handle(tx: &Tx, before: &member::Model, handle: &Handle) -> Result<()> {
    if before.protected {
        return Err(HANDLE_WHILE_PROTECTED.into());
    }
    let row = member::ActiveModel {
        id: ActiveValue::Unchanged(before.id),
        handle: ActiveValue::Set(handle.as_str().to_owned()),
        handle_skeleton: ActiveValue::Set(skeleton(handle.as_str())),
        ..Default::default()
    };
    member::Entity::update(row).exec(tx.conn()).await.or_taken(HANDLE_TAKEN)?;
    Ok(())
}
