//! Every query of groups and memberships.

use std::collections::HashMap;

use entity::id::{GroupId, MemberId};
use entity::kind::{GroupChangeKind, GroupRole, Joining, MembershipState, Visibility};
use entity::{group, group_membership};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::admission_types::{AgreementsVersion, NewMembership};
use super::history::{Change, note};
use super::notices::{ANSWERED, REQUEST};
use super::policy::{Appoint, Appointment, Edit, EndMembership, Join, ManageMembers, Standing, readable_by, visible_to};
use super::problems::{ALREADY_JOINED, ARCHIVED, BANNED, LAST_OWNER};
use super::types::{GroupCard, GroupChange, GroupFilter, MembershipFilter, MembershipPath, MembershipView, NewGroup, OwnGroup};
use super::{admission, bans, history, search};
use crate::kernel::access::{Action, Granted, Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::IfMatch;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{CONFLICT, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{LongText, Text};
use crate::kernel::typeset::{contains, fold, holds, slug};
use crate::members::{self, MemberCard};
use crate::notifications;

pub async fn page(viewer: &Viewer, list: &Listing<GroupFilter>) -> Result<Slice<group::Model>> {
    use group::Column;
    let query = group::Entity::find()
        .filter(visible_to(viewer.actor()))
        .filter(contains(Column::SearchText, list.filter.q.as_ref()))
        .apply_if(list.filter.joining, |query, joining| query.filter(Column::Joining.eq(joining)));
    list.paging.fetch(viewer, query, Order { by: Column::SortKey, id: Column::Id, descending: false }).await
}

pub async fn own(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<OwnGroup>> {
    use group_membership::{Column, Entity};
    let order = Order { by: Column::CreatedAt, id: Column::GroupId, descending: true };
    let slice = list.paging.fetch(me, Entity::find().filter(Column::MemberId.eq(me.id())), order).await?;
    let ids: Vec<_> = slice.rows.iter().map(|row| row.group_id).collect();
    let visible = group::Entity::find().filter(group::Column::Id.is_in(ids)).filter(visible_to(me.actor()));
    let groups: HashMap<_, _> = visible.all(me.conn()).await?.into_iter().map(|group| (group.id, group)).collect();
    Ok(slice.filter_map(|row| Some(OwnGroup { group: groups.get(&row.group_id)?.clone().into(), place: (&row).into() })))
}

/// A group that the viewer may know of.
pub async fn standing(viewer: &Viewer, id: GroupId) -> Result<Standing> {
    find(viewer, id, visible_to(viewer.actor())).await
}

/// A group in which the viewer may read.
pub async fn readable(viewer: &Viewer, id: GroupId) -> Result<Standing> {
    find(viewer, id, readable_by(viewer.actor())).await
}

async fn find(viewer: &Viewer, id: GroupId, condition: Condition) -> Result<Standing> {
    let group = group::Entity::find_by_id(id).filter(condition).one(viewer.conn()).await?.ok_or(NOT_FOUND)?;
    let Some(actor) = viewer.actor() else { return Ok(Standing { group, membership: None, banned: false }) };
    let membership = group_membership::Entity::find_by_id((id, actor.id)).one(viewer.conn()).await?;
    // Whoever is banned has no place.
    let banned = membership.is_none() && bans::is_banned(viewer.conn(), id, actor.id).await?;
    Ok(Standing { group, membership, banned })
}

fn active_in(id: GroupId) -> Condition {
    use group_membership::Column;
    Condition::all().add(Column::GroupId.eq(id)).add(Column::State.eq(MembershipState::Active))
}

/// The same number for everybody.
pub async fn member_count(viewer: &Viewer, standing: &Standing) -> Result<u64> {
    use group_membership::Column;
    Ok(group_membership::Entity::find()
        .filter(active_in(standing.group.id))
        .filter(members::names_shown(Column::MemberId))
        .count(viewer.conn())
        .await?)
}

/// A group of its own or within another.
pub async fn start<A: Action>(tx: &Tx, right: &Granted<A>, new: NewGroup) -> Result<Standing> {
    let NewGroup { name, purpose, description, visibility, joining } = new;
    let id = GroupId(tx.new_id());
    let tail: String = id.0.simple().to_string().chars().skip(26).collect();
    let row = group::ActiveModel {
        id: ActiveValue::Set(id),
        slug: ActiveValue::Set(format!("{}-{tail}", slug(name.as_str())).trim_start_matches('-').to_owned()),
        sort_key: ActiveValue::Set(tx.sort_key(name.as_str())),
        search_text: ActiveValue::Set(fold(&format!("{} {}", name.as_str(), purpose.as_str()))),
        name: ActiveValue::Set(name.into_string()),
        purpose: ActiveValue::Set(purpose.into_string()),
        description: ActiveValue::Set(description.map(LongText::into_string)),
        visibility: ActiveValue::Set(visibility),
        joining: ActiveValue::Set(joining),
        archived_at: ActiveValue::Set(None),
        version: ActiveValue::Set(0),
        updated_at: ActiveValue::Set(tx.now()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let group = group::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    search::enter(tx, &group).await?;
    let owner = enter(tx, id, right.by(), GroupRole::Owner, MembershipState::Active).await?;
    note(tx, id, right.by(), Change::of(GroupChangeKind::Started)).await?;
    Ok(Standing { group, membership: Some(owner), banned: false })
}

async fn enter(tx: &Tx, group: GroupId, member: MemberId, role: GroupRole, state: MembershipState) -> Result<group_membership::Model> {
    let row = group_membership::ActiveModel {
        group_id: ActiveValue::Set(group),
        member_id: ActiveValue::Set(member),
        role: ActiveValue::Set(role),
        state: ActiveValue::Set(state),
        created_at: ActiveValue::Set(tx.now()),
    };
    group_membership::Entity::insert(row).exec_with_returning(tx.conn()).await.or_taken(ALREADY_JOINED)
}

/// Everybody who changes a group or its memberships waits here for their turn.
pub(super) async fn lock(tx: &Tx, id: GroupId) -> Result<group::Model> {
    group::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// What was decided upon still holds, now that the group is locked: somebody may have been quicker.
pub(super) async fn unchanged(tx: &Tx, seen: &group_membership::Model) -> Result<()> {
    let now = group_membership::Entity::find_by_id((seen.group_id, seen.member_id)).one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if now == *seen { Ok(()) } else { Err(CONFLICT.into()) }
}

/// The same for a membership that is to change, and for that of the person who changes it.
pub(super) async fn locked(tx: &Tx, appointment: &Appointment) -> Result<()> {
    lock(tx, appointment.of.group_id).await?;
    unchanged(tx, &appointment.of).await?;
    match &appointment.standing.membership {
        Some(own) => unchanged(tx, own).await,
        None => Ok(()),
    }
}

pub async fn still_open(tx: &Tx, id: GroupId) -> Result<group::Model> {
    let group = group::Entity::find_by_id(id).lock_shared().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if group.archived_at.is_some() { Err(ARCHIVED.into()) } else { Ok(group) }
}

/// The group, locked, if the person's place in it is the one that was seen and it is not archived.
pub async fn hold(tx: &Tx, standing: &Standing) -> Result<group::Model> {
    let group = lock(tx, standing.group.id).await?;
    if let Some(own) = &standing.membership {
        unchanged(tx, own).await?;
    }
    if group.archived_at.is_some() { Err(ARCHIVED.into()) } else { Ok(group) }
}

pub async fn has_no_place(tx: &Tx, id: GroupId, member: MemberId) -> Result<()> {
    if group_membership::Entity::find_by_id((id, member)).one(tx.conn()).await?.is_some() {
        return Err(ALREADY_JOINED.into());
    }
    if bans::is_banned(tx.conn(), id, member).await? { Err(BANNED.into()) } else { Ok(()) }
}

/// A request that waits is granted by it.
pub async fn admit<A: Action>(tx: &Tx, right: &Granted<A>, id: GroupId, accepted: Option<AgreementsVersion>) -> Result<group_membership::Model> {
    if lock(tx, id).await?.archived_at.is_some() {
        return Err(ARCHIVED.into());
    }
    bans::still_welcome(tx, id, right.by()).await?;
    let waiting = group_membership::Entity::find_by_id((id, right.by())).one(tx.conn()).await?;
    let brought = admission::invited(tx, id, accepted).await?;
    let row = match waiting.filter(|membership| membership.state == MembershipState::Requested) {
        Some(membership) => let_in(tx, &membership, GroupRole::Member).await?,
        None => enter(tx, id, right.by(), GroupRole::Member, MembershipState::Active).await?,
    };
    admission::keep(tx, &row, brought).await?;
    Ok(row)
}

pub(super) async fn let_in(tx: &Tx, of: &group_membership::Model, role: GroupRole) -> Result<group_membership::Model> {
    let row = group_membership::ActiveModel {
        group_id: ActiveValue::Unchanged(of.group_id),
        member_id: ActiveValue::Unchanged(of.member_id),
        role: ActiveValue::Set(role),
        state: ActiveValue::Set(MembershipState::Active),
        ..Default::default()
    };
    Ok(group_membership::Entity::update(row).exec(tx.conn()).await?)
}

pub async fn edit(tx: &Tx, right: Granted<Edit>, seen: IfMatch, change: GroupChange) -> Result<Standing> {
    let GroupChange { name, purpose, description, visibility, joining, archived } = change;
    let by = right.by();
    let Standing { group, membership, banned } = right.into_inner();
    let before = lock(tx, group.id).await?;
    if let Some(own) = &membership {
        unchanged(tx, own).await?;
    }
    seen.expect(before.version)?;
    let new_name = name.get().map_or(before.name.as_str(), Text::as_str);
    let new_purpose = purpose.get().map_or(before.purpose.as_str(), Text::as_str);
    let archived_at = match archived {
        Patch::Absent => before.archived_at,
        Patch::Set(false) => None,
        Patch::Set(true) => before.archived_at.or(Some(tx.now())),
    };
    let row = group::ActiveModel {
        id: ActiveValue::Unchanged(before.id),
        sort_key: ActiveValue::Set(tx.sort_key(new_name)),
        search_text: ActiveValue::Set(fold(&format!("{new_name} {new_purpose}"))),
        name: name.into_active(Text::into_string),
        purpose: purpose.into_active(Text::into_string),
        description: description.into_active(|text| text.map(LongText::into_string)),
        visibility: visibility.into_active(|visibility| visibility),
        joining: joining.into_active(|joining| joining),
        archived_at: ActiveValue::Set(archived_at),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let group = group::Entity::update(row).exec(tx.conn()).await?;
    search::enter(tx, &group).await?;
    history::edited(tx, by, &before, &group).await?;
    if group.visibility == Visibility::Secret {
        // Who only asked may no longer know of the group, so nothing of theirs may wait in it.
        use group_membership::Column;
        let asked = Column::GroupId.eq(group.id).and(Column::State.eq(MembershipState::Requested));
        group_membership::Entity::delete_many().filter(asked).exec(tx.conn()).await?;
    }
    Ok(Standing { group, membership, banned })
}

pub async fn memberships(me: &Member, standing: &Standing, list: &Listing<MembershipFilter>) -> Result<Slice<MembershipView>> {
    use group_membership::{Column, Entity};
    let manages = me.actor().is_some_and(|actor| ManageMembers::allows(actor, standing));
    let own_or_active = Condition::any().add(Column::State.eq(MembershipState::Active)).add(Column::MemberId.eq(me.id()));
    let query = Entity::find()
        .filter(Column::GroupId.eq(standing.group.id))
        .filter(if manages { members::names_answerable(Column::MemberId, me.actor()) } else { members::names_visible(Column::MemberId, me.actor()) })
        .apply_if((!manages).then_some(own_or_active), QueryFilter::filter)
        .apply_if(list.filter.state, |query, state| query.filter(Column::State.eq(state)));
    let order = Order { by: Column::CreatedAt, id: Column::MemberId, descending: false };
    let slice = list.paging.fetch(me, query, order).await?;
    let ids = slice.rows.iter().map(|row| row.member_id).collect();
    let mut cards = if manages { members::answerable_cards(me, ids).await? } else { members::cards(me, ids).await? };
    Ok(slice.filter_map(|row| Some(MembershipView { member: cards.remove(&row.member_id)?, place: (&row).into() })))
}

pub async fn readable_among(viewer: &Viewer, ids: Vec<GroupId>) -> Result<Vec<GroupId>> {
    let readable = group::Entity::find().select_only().column(group::Column::Id).filter(group::Column::Id.is_in(ids));
    Ok(readable.filter(readable_by(viewer.actor())).into_tuple().all(viewer.conn()).await?)
}

/// One's own membership, or one for which one answers.
pub async fn membership(viewer: &Viewer, path: &MembershipPath) -> Result<group_membership::Model> {
    use group_membership::{Column, Entity};
    let answerable = members::names_answerable(Column::MemberId, viewer.actor());
    let row = Entity::find_by_id((path.group_id, path.member_id)).filter(answerable).one(viewer.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

pub async fn card(viewer: &Viewer, id: MemberId) -> Result<MemberCard> {
    members::answerable_cards(viewer, vec![id]).await?.remove(&id).ok_or_else(|| NOT_FOUND.into())
}

pub async fn join(tx: &Tx, right: Granted<Join>, new: NewMembership) -> Result<group_membership::Model> {
    let group = still_open(tx, right.on().group.id).await?;
    bans::still_welcome(tx, group.id, right.by()).await?;
    let state = if group.joining == Joining::Open { MembershipState::Active } else { MembershipState::Requested };
    let brought = admission::asked(tx, &group, new).await?;
    let row = enter(tx, group.id, right.by(), GroupRole::Member, state).await?;
    admission::keep(tx, &row, brought).await?;
    if state == MembershipState::Requested {
        // Whoever asks again has read the answer that they got before.
        notifications::read_through(tx, &[&ANSWERED], right.by(), group.id.0, tx.new_id()).await?;
        notifications::notify(tx, &REQUEST, &Cause::now(tx, group.id.0), &caring(tx, group.id).await?).await?;
    }
    Ok(row)
}

/// Those who look after a group.
async fn caring(tx: &Tx, id: GroupId) -> Result<Vec<MemberId>> {
    use group_membership::{Column, Entity};
    let care = Entity::find().filter(active_in(id)).filter(Column::Role.is_in([GroupRole::Moderator, GroupRole::Owner]));
    Ok(care.select_only().column(Column::MemberId).into_tuple().all(tx.conn()).await?)
}

pub async fn appoint(tx: &Tx, right: Granted<Appoint>) -> Result<group_membership::Model> {
    let of = &right.on().of;
    locked(tx, right.on()).await?;
    keep_an_owner(tx, of, Some(right.on().role)).await?;
    let row = let_in(tx, of, right.on().role).await?;
    if of.state == MembershipState::Requested {
        admission::granted(tx, of).await?;
    } else if row.role != of.role {
        let word = |role: GroupRole| Some(role.as_str().to_owned());
        note(tx, of.group_id, right.by(), Change::about(GroupChangeKind::Role, of.member_id).from(word(of.role), word(row.role))).await?;
    }
    Ok(row)
}

pub async fn end(tx: &Tx, right: Granted<EndMembership>) -> Result<()> {
    let of = &right.on().of;
    locked(tx, right.on()).await?;
    keep_an_owner(tx, of, None).await?;
    group_membership::Entity::delete_by_id((of.group_id, of.member_id)).exec(tx.conn()).await?;
    if of.member_id != right.by() {
        let kind = if of.state == MembershipState::Active { GroupChangeKind::Removed } else { GroupChangeKind::Declined };
        note(tx, of.group_id, right.by(), Change::about(kind, of.member_id)).await?;
    }
    Ok(())
}

/// Refuses to take the part of the only owner. The group is locked, so two cannot leave at once.
pub(super) async fn keep_an_owner(tx: &Tx, of: &group_membership::Model, becomes: Option<GroupRole>) -> Result<()> {
    use group_membership::Column;
    if becomes == Some(GroupRole::Owner) {
        return Ok(());
    }
    let others = active_in(of.group_id).add(Column::Role.eq(GroupRole::Owner)).add(Column::MemberId.ne(of.member_id));
    let answering = group_membership::Entity::find().filter(others).filter(members::names_shown(Column::MemberId));
    let others = answering.count(tx.conn()).await?;
    if others == 0 && of.role == GroupRole::Owner { Err(LAST_OWNER.into()) } else { Ok(()) }
}

/// In Swedish order for each member.
pub async fn shared(viewer: &Viewer, with: Vec<MemberId>) -> Result<HashMap<MemberId, Vec<GroupCard>>> {
    use group_membership::{Column, Entity};
    let Some(actor) = viewer.actor() else { return Ok(HashMap::new()) };
    let active = Column::State.eq(MembershipState::Active);
    let own = Entity::find().select_only().column(Column::GroupId).filter(Column::MemberId.eq(actor.id).and(active.clone())).into_query();
    let rows = Entity::find().filter(Column::MemberId.is_in(with).and(active).and(Column::GroupId.in_subquery(own))).all(viewer.conn()).await?;
    let mut members_of: HashMap<_, Vec<MemberId>> = HashMap::new();
    for row in rows {
        members_of.entry(row.group_id).or_default().push(row.member_id);
    }
    let groups = group::Entity::find().filter(group::Column::Id.is_in(members_of.keys().copied())).filter(visible_to(viewer.actor()));
    let mut shared: HashMap<_, Vec<GroupCard>> = HashMap::new();
    for group in groups.order_by_asc(group::Column::SortKey).order_by_asc(group::Column::Id).all(viewer.conn()).await? {
        for member in members_of.remove(&group.id).unwrap_or_default() {
            shared.entry(member).or_default().push(group.clone().into());
        }
    }
    Ok(shared)
}

pub async fn naming(viewer: &Viewer, names: &[String], limit: u64) -> Result<Vec<(GroupCard, Vec<String>)>> {
    use group::Column;
    let named = names.iter().fold(Condition::any(), |any, name| any.add(holds(Column::SearchText, name)));
    let groups = group::Entity::find().filter(visible_to(viewer.actor())).filter(named).order_by_asc(Column::SortKey).order_by_asc(Column::Id);
    let held = |text: &str| names.iter().filter(|name| fold(name).split_whitespace().all(|word| text.contains(word))).cloned().collect();
    Ok(groups
        .limit(limit)
        .all(viewer.conn())
        .await?
        .into_iter()
        .map(|row| (held(&row.search_text), row))
        .map(|(held, row)| (row.into(), held))
        .collect())
}
