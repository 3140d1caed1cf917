//! Who may know of a group, read in it, and do what with it.
//!
//! `visible_to` says which groups a person may know of, `readable_by` in which they may read. The
//! staff of the installation gets no more than anybody: what they must see reaches them otherwise.

use entity::group::{Column, Model};
use entity::id::{GroupId, MemberId, SessionId};
use entity::kind::{GroupRole, Joining, MembershipState, Role, Visibility};
use entity::{group, group_ban, group_membership};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;
use crate::kernel::problem::{FORBIDDEN, Result};

/// A group as one person meets it: the row, and their place in it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The group.
    pub group: Model,
    /// The person's membership, asked for or active.
    pub membership: Option<group_membership::Model>,
    /// Whether they may not come in.
    pub banned: bool,
}

impl Standing {
    /// The part of an active member; who only asked has none.
    #[must_use]
    pub fn role(&self) -> Option<GroupRole> {
        let active = self.membership.as_ref().filter(|membership| membership.state == MembershipState::Active);
        active.map(|membership| membership.role)
    }
}

/// The ids of the groups of which this person is an active member.
pub fn own_groups(actor: &Actor) -> SelectStatement {
    use group_membership::Column;
    let own = Condition::all().add(Column::MemberId.eq(actor.id)).add(Column::State.eq(MembershipState::Active));
    group_membership::Entity::find().select_only().column(Column::GroupId).filter(own).into_query()
}

fn of(visibilities: &[Visibility], who: Option<&Actor>) -> Condition {
    let joined = who.map(|actor| Column::Id.in_subquery(own_groups(actor)));
    Condition::any().add(Column::Visibility.is_in(visibilities.iter().copied())).add_option(joined)
}

/// Groups that this person may know of.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    match who {
        None => of(&[Visibility::Open], None),
        Some(_) => of(&[Visibility::Open, Visibility::Network, Visibility::Closed], who),
    }
}

/// Groups in which this person may read.
#[must_use]
pub fn readable_by(who: Option<&Actor>) -> Condition {
    match who {
        None => of(&[Visibility::Open], None),
        Some(_) => of(&[Visibility::Open, Visibility::Network], who),
    }
}

/// Whether a column names one of those. Asked of each row by key: a list of all of them is long.
pub fn names_readable<C: ColumnTrait>(column: C, who: Option<&Actor>) -> Expr {
    names(column, readable_by(who))
}

/// Whether a column names a group that this person may know of.
pub fn names_visible<C: ColumnTrait>(column: C, who: Option<&Actor>) -> Expr {
    names(column, visible_to(who))
}

fn names<C: ColumnTrait>(column: C, which: Condition) -> Expr {
    let named = Expr::col((group::Entity, Column::Id)).equals(column.as_column_ref());
    Expr::exists(group::Entity::find().select_only().column(Column::Id).filter(named).filter(which).into_query())
}

/// The ids of the active members of a group, as a subquery.
pub fn active_ids(id: GroupId) -> SelectStatement {
    use group_membership::Column as Place;
    let active = Place::GroupId.eq(id).and(Place::State.eq(MembershipState::Active));
    group_membership::Entity::find().select_only().column(Place::MemberId).filter(active).into_query()
}

/// The same as `readable_by`, of a group that was already found to be visible.
pub fn may_read(who: Option<&Actor>, standing: &Standing) -> bool {
    match standing.group.visibility {
        Visibility::Open => true,
        Visibility::Network => who.is_some(),
        Visibility::Closed | Visibility::Secret => standing.role().is_some(),
    }
}

/// What somebody offers in the name of a group holds: the group is not archived, who offers still
/// looks after it, and whoever it is offered to is not banned.
pub fn holds<C: ColumnTrait>(group: C, offered_by: C, to: Option<C>) -> Condition {
    use group_ban::Column as Banned;
    use group_membership::Column as Place;
    let of_group = |own: Expr| own.equals(group.as_column_ref());
    let open = group::Entity::find().select_only().column(Column::Id).filter(Column::ArchivedAt.is_null());
    let open = open.filter(of_group(Expr::col((group::Entity, Column::Id))));
    let looks_after = group_membership::Entity::find()
        .select_only()
        .column(Place::MemberId)
        .filter(of_group(Expr::col((group_membership::Entity, Place::GroupId))))
        .filter(Expr::col((group_membership::Entity, Place::MemberId)).equals(offered_by.as_column_ref()))
        .filter(Place::State.eq(MembershipState::Active).and(Place::Role.is_in([GroupRole::Moderator, GroupRole::Owner])));
    let kept_out = to.map(|member| {
        let bans = group_ban::Entity::find().select_only().column(Banned::MemberId);
        let bans = bans.filter(of_group(Expr::col((group_ban::Entity, Banned::GroupId))));
        Expr::exists(bans.filter(Expr::col((group_ban::Entity, Banned::MemberId)).equals(member.as_column_ref())).into_query()).not()
    });
    let holds = Condition::all().add(Expr::exists(open.into_query())).add(Expr::exists(looks_after.into_query()));
    holds.add_option(kept_out)
}

/// Being an active member.
pub fn takes_part(_: &Actor, standing: &Standing) -> bool {
    standing.role().is_some()
}

/// Being an owner or a moderator.
pub fn looks_after(_: &Actor, standing: &Standing) -> bool {
    matches!(standing.role(), Some(GroupRole::Owner | GroupRole::Moderator))
}

/// Starting a group: every member may.
pub struct Start;

impl Action for Start {
    type On = ();
    const NAME: &'static str = "groups.start";

    fn allows(_: &Actor, (): &()) -> bool {
        true
    }
}

/// Changing what a group is.
pub struct Edit;

impl Action for Edit {
    type On = Standing;
    const NAME: &'static str = "groups.edit";

    fn allows(_: &Actor, standing: &Standing) -> bool {
        standing.role() == Some(GroupRole::Owner)
    }
}

/// Joining, or asking to.
pub struct Join;

impl Action for Join {
    type On = Standing;
    const NAME: &'static str = "groups.join";

    fn allows(_: &Actor, standing: &Standing) -> bool {
        !standing.banned && (standing.group.joining != Joining::Invitation || standing.membership.is_some())
    }
}

/// Answering requests to join, and removing members.
pub struct ManageMembers;

impl Action for ManageMembers {
    type On = Standing;
    const NAME: &'static str = "groups.manage-members";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        looks_after(actor, standing)
    }
}

/// A membership that somebody wants to change, and the change.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// The group, as the person who appoints meets it.
    pub standing: Standing,
    /// The membership that is to change.
    pub of: group_membership::Model,
    /// The part it is to have.
    pub role: GroupRole,
}

/// Giving a member another part: nobody gives or takes a part above their own.
pub struct Appoint;

impl Action for Appoint {
    type On = Appointment;
    const NAME: &'static str = "groups.appoint";

    fn allows(actor: &Actor, appointment: &Appointment) -> bool {
        let Appointment { standing, of, role } = appointment;
        let manages = ManageMembers::allows(actor, standing);
        manages && standing.role().is_some_and(|own| own >= of.role && own >= *role)
    }
}

/// Ending a membership: one's own, or that of somebody whose part is not above one's own.
pub struct EndMembership;

impl Action for EndMembership {
    type On = Appointment;
    const NAME: &'static str = "groups.end-membership";

    fn allows(actor: &Actor, appointment: &Appointment) -> bool {
        appointment.of.member_id == actor.id || Appoint::allows(actor, appointment)
    }
}

/// Somebody whom somebody else wants to ban.
#[derive(Clone, Debug)]
pub struct Banishment {
    /// The group, as the person who bans meets it.
    pub standing: Standing,
    /// The membership that ends, if there is one.
    pub of: Option<group_membership::Model>,
    /// Who is to be banned.
    pub member: MemberId,
}

/// Keeping somebody out: anybody but oneself whose part is not above one's own.
pub struct Ban;

impl Action for Ban {
    type On = Banishment;
    const NAME: &'static str = "groups.ban";

    fn allows(actor: &Actor, banishment: &Banishment) -> bool {
        let Banishment { standing, of, member } = banishment;
        let theirs = of.as_ref().map(|of| of.role);
        looks_after(actor, standing) && *member != actor.id && theirs <= standing.role()
    }
}

impl Appointment {
    /// One's own membership, with the part that one has: to ask whether one may appoint at all.
    pub fn of_oneself(standing: &Standing) -> Result<Self> {
        let of = standing.membership.clone().ok_or_else(|| FORBIDDEN.lacking(HandOver::NAME))?;
        Ok(Self { standing: standing.clone(), role: of.role, of })
    }
}

/// Handing a group over: owners.
pub struct HandOver;

impl Action for HandOver {
    type On = Appointment;
    const NAME: &'static str = "groups.hand-over";

    fn allows(_: &Actor, appointment: &Appointment) -> bool {
        appointment.standing.role() == Some(GroupRole::Owner)
    }
}

/// A group, and whether somebody besides its owners looks after it.
#[derive(Clone, Debug)]
pub struct Vacancy {
    /// The group, as the person who would follow meets it.
    pub standing: Standing,
    /// Whether it has moderators.
    pub moderated: bool,
}

/// Following silent owners: moderators, and every member where there are none.
pub struct Succeed;

impl Action for Succeed {
    type On = Vacancy;
    const NAME: &'static str = "groups.succeed";

    fn allows(_: &Actor, vacancy: &Vacancy) -> bool {
        match vacancy.standing.role() {
            Some(GroupRole::Moderator) => true,
            Some(GroupRole::Member) => !vacancy.moderated,
            Some(GroupRole::Owner) | None => false,
        }
    }
}

/// Starting a group within another: whoever looks after that one.
pub struct StartWithin;

impl Action for StartWithin {
    type On = Standing;
    const NAME: &'static str = "groups.start-within";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        looks_after(actor, standing)
    }
}

/// A kind of person: name, place in the group, role in the installation.
type Kind = (&'static str, Option<(GroupRole, MembershipState)>, Role);

/// The kinds of people that the policy matrix asks about.
const PEOPLE: &[Kind] = &[
    ("stranger", None, Role::Member),
    ("invited", None, Role::Member),
    ("requested", Some((GroupRole::Member, MembershipState::Requested)), Role::Member),
    ("member", Some((GroupRole::Member, MembershipState::Active)), Role::Member),
    ("moderator", Some((GroupRole::Moderator, MembershipState::Active)), Role::Member),
    ("owner", Some((GroupRole::Owner, MembershipState::Active)), Role::Member),
    ("left", None, Role::Member),
    ("banned", None, Role::Member),
    ("blocked", None, Role::Member),
    ("site moderator", None, Role::Moderator),
    ("administrator", None, Role::Administrator),
];

/// Asks a rule about every kind of person, in groups of every way of joining.
pub fn asked_of_everybody(action: &'static str, allows: impl Fn(&Actor, &Standing) -> bool) -> Vec<Right> {
    let me = MemberId(Uuid::nil());
    let mut rights = Vec::new();
    for joining in [Joining::Open, Joining::Request, Joining::Invitation] {
        for (who, place, role) in PEOPLE {
            let actor = Actor { id: me, role: *role, session: SessionId(Uuid::nil()) };
            let allowed = allows(&actor, &Standing { banned: *who == "banned", ..example(me, joining, *place) });
            rights.push(Right { on: format!("group, joining {}", joining.as_str()), action, who, allowed });
        }
    }
    rights
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [
        asked_of_everybody(Start::NAME, |actor, _| Start::allows(actor, &())),
        asked_of_everybody(Join::NAME, Join::allows),
        asked_of_everybody(Edit::NAME, Edit::allows),
        asked_of_everybody(ManageMembers::NAME, ManageMembers::allows),
        asked_of_everybody("groups.appoint a member owner", |actor, standing| {
            Appoint::allows(actor, &appointment(standing, GroupRole::Member, GroupRole::Owner))
        }),
        asked_of_everybody("groups.end-membership of a member", |actor, standing| {
            EndMembership::allows(actor, &appointment(standing, GroupRole::Member, GroupRole::Member))
        }),
        asked_of_everybody("groups.end-membership of an owner", |actor, standing| {
            EndMembership::allows(actor, &appointment(standing, GroupRole::Owner, GroupRole::Owner))
        }),
        asked_of_everybody("groups.hand-over to a member", |actor, standing| {
            HandOver::allows(actor, &appointment(standing, GroupRole::Member, GroupRole::Owner))
        }),
        asked_of_everybody(Succeed::NAME, |actor, standing| Succeed::allows(actor, &Vacancy { standing: standing.clone(), moderated: true })),
        asked_of_everybody(StartWithin::NAME, StartWithin::allows),
        asked_of_everybody("groups.ban a member", |actor, standing| Ban::allows(actor, &banishment(standing, GroupRole::Member))),
        asked_of_everybody("groups.ban an owner", |actor, standing| Ban::allows(actor, &banishment(standing, GroupRole::Owner))),
    ]
    .concat()
}

/// Somebody else's membership, to ask the policy about.
fn appointment(standing: &Standing, of: GroupRole, role: GroupRole) -> Appointment {
    Appointment { standing: standing.clone(), of: membership(MemberId(Uuid::max()), of), role }
}

fn banishment(standing: &Standing, of: GroupRole) -> Banishment {
    let member = MemberId(Uuid::max());
    Banishment { standing: standing.clone(), of: Some(membership(member, of)), member }
}

fn membership(member_id: MemberId, role: GroupRole) -> group_membership::Model {
    group_membership::Model {
        group_id: GroupId(Uuid::nil()),
        member_id,
        role,
        state: MembershipState::Active,
        created_at: chrono::DateTime::default(),
    }
}

/// A standing to ask the policy about.
fn example(me: MemberId, joining: Joining, place: Option<(GroupRole, MembershipState)>) -> Standing {
    let group = group::Model {
        id: GroupId(Uuid::nil()),
        slug: String::new(),
        name: String::new(),
        purpose: String::new(),
        description: None,
        visibility: Visibility::Network,
        joining,
        archived_at: None,
        sort_key: String::new(),
        search_text: String::new(),
        version: 0,
        updated_at: chrono::DateTime::default(),
        created_at: chrono::DateTime::default(),
    };
    Standing { group, membership: place.map(|(role, state)| group_membership::Model { state, ..membership(me, role) }), banned: false }
}
