//! What was changed about groups, and by whom.

use entity::id::{GroupChangeId, GroupId, MemberId};
use entity::kind::{GroupChangeKind, Visibility};
use entity::{group, group_change};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, ExprTrait, Iterable, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::history_types::ChangeView;
use super::notices::MOVED;
use super::policy::{Standing, looks_after};
use crate::kernel::access::{Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::Cause;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::Result;
use crate::{members, notifications};

/// What is told of people, to those only who look after the group.
const OF_PEOPLE: [GroupChangeKind; 5] =
    [GroupChangeKind::Role, GroupChangeKind::Removed, GroupChangeKind::Banned, GroupChangeKind::Unbanned, GroupChangeKind::Declined];

/// What is to be noted of a change.
pub struct Change {
    kind: GroupChangeKind,
    member: Option<MemberId>,
    before: Option<String>,
    after: Option<String>,
}

impl Change {
    pub const fn of(kind: GroupChangeKind) -> Self {
        Self { kind, member: None, before: None, after: None }
    }

    pub const fn about(kind: GroupChangeKind, member: MemberId) -> Self {
        Self { kind, member: Some(member), before: None, after: None }
    }

    pub fn from(self, before: Option<String>, after: Option<String>) -> Self {
        Self { before, after, ..self }
    }
}

/// Notes a change in the same transaction.
pub async fn note(tx: &Tx, group: GroupId, by: MemberId, change: Change) -> Result<GroupChangeId> {
    let id = GroupChangeId(tx.new_id());
    let Change { kind, member, before, after } = change;
    let row = group_change::ActiveModel {
        id: ActiveValue::Set(id),
        group_id: ActiveValue::Set(group),
        by_id: ActiveValue::Set(Some(by)),
        member_id: ActiveValue::Set(member),
        kind: ActiveValue::Set(kind),
        before: ActiveValue::Set(before),
        after: ActiveValue::Set(after),
        created_at: ActiveValue::Set(tx.now()),
    };
    group_change::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// Notes what an edit changed. A move to where more people read is told to every member: they wrote for fewer.
pub async fn edited(tx: &Tx, by: MemberId, before: &group::Model, after: &group::Model) -> Result<()> {
    use GroupChangeKind as Kind;
    let word = |text: &str| Some(text.to_owned());
    let parts = [
        (Kind::Name, word(&before.name), word(&after.name)),
        (Kind::Purpose, word(&before.purpose), word(&after.purpose)),
        (Kind::Description, before.description.clone(), after.description.clone()),
        (Kind::Joining, word(before.joining.as_str()), word(after.joining.as_str())),
    ];
    for (kind, was, is) in parts.into_iter().filter(|(_, was, is)| was != is) {
        note(tx, after.id, by, Change::of(kind).from(was, is)).await?;
    }
    if before.visibility != after.visibility {
        let (was, is) = (word(before.visibility.as_str()), word(after.visibility.as_str()));
        let change = note(tx, after.id, by, Change::of(Kind::Visibility).from(was, is)).await?;
        if reach(after.visibility) > reach(before.visibility) {
            notifications::notify_all(tx, &MOVED, &Cause::of(after.id.0, change.0)).await?;
        }
    }
    match (before.archived_at, after.archived_at) {
        (None, Some(_)) => note(tx, after.id, by, Change::of(Kind::Archived)).await.map(drop),
        (Some(_), None) => note(tx, after.id, by, Change::of(Kind::Reopened)).await.map(drop),
        _ => Ok(()),
    }
}

/// How far what is said in a group is heard: the more, the greater.
const fn reach(visibility: Visibility) -> u8 {
    match visibility {
        Visibility::Secret => 0,
        Visibility::Closed => 1,
        Visibility::Network => 2,
        Visibility::Open => 3,
    }
}

/// Who moved a group, if that is known.
pub async fn moved_by(system: &System, id: GroupChangeId) -> Result<Option<MemberId>> {
    Ok(group_change::Entity::find_by_id(id).one(system.conn()).await?.and_then(|row| row.by_id))
}

/// Moves of a group that are looked through for the one that is to be told.
const MOVES: u64 = 50;

/// A move by which more people read now than before it: the last one of those. What was taken back is not told.
pub async fn standing_move(viewer: &Viewer, group: &group::Model) -> Result<Option<group_change::Model>> {
    use group_change::{Column, Entity};
    let moves = Column::GroupId.eq(group.id).and(Column::Kind.eq(GroupChangeKind::Visibility));
    let moves = Entity::find().filter(moves).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(MOVES);
    Ok(moves.all(viewer.conn()).await?.into_iter().find(|one| {
        let (was, became) = (reach_of(one.before.as_ref()), reach_of(one.after.as_ref()));
        became > was && reach(group.visibility) > was
    }))
}

fn reach_of(word: Option<&String>) -> u8 {
    let named = Visibility::iter().find(|visibility| word.is_some_and(|word| word == visibility.as_str()));
    named.map_or(0, reach)
}

/// The newest first. What is told of people shows to those who look after the group.
pub async fn page(me: &Member, standing: &Standing, list: &Listing<NoFilter>) -> Result<Slice<ChangeView>> {
    use group_change::{Column, Entity};
    let cares = me.actor().is_some_and(|actor| looks_after(actor, standing));
    let answerable = members::names_answerable(Column::MemberId, me.actor());
    let of_people = Condition::any().add(Column::MemberId.is_null()).add(answerable);
    let query = Entity::find()
        .filter(Column::GroupId.eq(standing.group.id))
        .filter(of_people)
        .apply_if((!cares).then_some(OF_PEOPLE), |query, kinds| query.filter(Column::Kind.is_not_in(kinds)));
    let slice = list.paging.fetch(me, query, Order { by: Column::CreatedAt, id: Column::Id, descending: true }).await?;
    let ids = slice.rows.iter().flat_map(|row| row.by_id.into_iter().chain(row.member_id)).collect();
    let cards = if cares { members::answerable_cards(me, ids).await? } else { members::cards(me, ids).await? };
    Ok(slice.map(|row| ChangeView::of(row, &cards)))
}
