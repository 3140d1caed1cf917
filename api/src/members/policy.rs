//! Who may know of a member, who sees which part, and who may change it.
//!
//! `visible_to` is the one condition for members; `part_visible_to` the one for what belongs to a
//! part of a profile. Search, counts, cards and pages all use them.

use std::collections::HashSet;

use entity::id::MemberId;
use entity::kind::{Audience, MembershipState, Role};
use entity::member::{Column, Entity, Model};
use entity::{group_membership, member_block};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Members whom this person may know of: themself, and everybody who is not protected or suspended
/// and neither blocks them nor is blocked. Without an account one knows of nobody.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    let Some(actor) = who else { return Condition::all().add(Expr::value(false)) };
    Condition::any().add(Column::Id.eq(actor.id)).add(shown().add(apart_from(actor.id)))
}

/// Members of whom every member may know.
pub fn shown() -> Condition {
    Condition::all().add(Column::Protected.eq(false)).add(Column::Suspended.eq(false))
}

/// Members between whom and this one there is no block, whoever made it.
pub fn apart_from(id: MemberId) -> Condition {
    use member_block::Column as Block;
    let blocks = |by: Block, of: Block| member_block::Entity::find().select_only().column(of).filter(by.eq(id)).into_query();
    let (own, others) = (blocks(Block::BlockerId, Block::BlockedId), blocks(Block::BlockedId, Block::BlockerId));
    Condition::all().add(Column::Id.not_in_subquery(own)).add(Column::Id.not_in_subquery(others))
}

/// Members whom this person meets where they answer for others, as in a group that they look after:
/// there a block hides nobody, or whoever blocks could not be answered for.
pub fn answerable_to(who: Option<&Actor>) -> Condition {
    Condition::any().add_option(who.map(|actor| Column::Id.eq(actor.id))).add(shown())
}

/// Members whose profile this person reads by its address: those they may know of; without an
/// account those who have a public page.
pub fn readable_by(who: Option<&Actor>) -> Condition {
    if who.is_some() { visible_to(who) } else { shown().add(Column::PublicPage.eq(true)) }
}

/// Members of whom this person sees the part that the audience column guards.
pub fn part_visible_to(who: Option<&Actor>, audience: Column) -> Condition {
    let open = match who {
        None => Condition::any().add(audience.eq(Audience::Everyone)),
        Some(actor) => Condition::any()
            .add(audience.is_in([Audience::Everyone, Audience::Members]))
            .add(Condition::all().add(audience.eq(Audience::SharedGroups)).add(shares_a_group_with(actor.id)))
            .add(Column::Id.eq(actor.id)),
    };
    Condition::all().add(readable_by(who)).add(open)
}

/// Members who take part in a group in which this one does, too.
pub fn shares_a_group_with(id: MemberId) -> Condition {
    use group_membership::Column as Membership;
    let theirs = Expr::col((group_membership::Entity, Membership::MemberId)).equals((Entity, Column::Id));
    let shared = active().filter(theirs).filter(Membership::GroupId.in_subquery(groups_of(id)));
    Condition::all().add(Expr::exists(shared.into_query()))
}

fn active() -> sea_orm::Select<group_membership::Entity> {
    use group_membership::Column as Membership;
    group_membership::Entity::find().select_only().column(Membership::GroupId).filter(Membership::State.eq(MembershipState::Active))
}

/// Under another name, because it stands within a query of the same table.
fn groups_of(id: MemberId) -> SelectStatement {
    use group_membership::Column as Membership;
    use sea_orm::sea_query::{Alias, Query};
    let own = Alias::new("own");
    Query::select()
        .column((own.clone(), Membership::GroupId))
        .from_as(group_membership::Entity, own.clone())
        .and_where(Expr::col((own.clone(), Membership::MemberId)).eq(id))
        .and_where(Expr::col((own, Membership::State)).eq(MembershipState::Active))
        .to_owned()
}

/// The member whom a column of another table names is one of these. It asks for each row by the
/// member's key, which beats a list of all their ids where few rows are left.
pub fn names_one_of(column: impl ColumnTrait, which: Condition) -> Condition {
    let named = Expr::col((Entity, Column::Id)).equals(column.as_column_ref());
    let found = Entity::find().select_only().column(Column::Id).filter(named).filter(which).into_query();
    Condition::all().add(Expr::exists(found))
}

/// Members whom this person may protect: administrators know of everybody, others of whom they meet.
pub fn known_for_protection(who: Option<&Actor>) -> Condition {
    if who.is_some_and(|actor| actor.role == Role::Administrator) { Condition::all() } else { visible_to(who) }
}

/// Members of whom somebody may know who stands so to them.
pub fn known_to(sight: Sight) -> Condition {
    match sight {
        Sight::Visitor => readable_by(None),
        Sight::Member | Sight::Mate => shown(),
        Sight::Own => Condition::all(),
    }
}

/// Who sees each part of a profile.
pub const fn audiences(member: &Model) -> [Audience; 13] {
    [
        member.about_audience,
        member.place_audience,
        member.background_audience,
        member.competence_audience,
        member.interest_audience,
        member.offer_audience,
        member.need_audience,
        member.pronunciation_audience,
        member.language_audience,
        member.link_audience,
        member.education_audience,
        member.photo_audience,
        member.contact_audience,
    ]
}

/// How somebody stands to a member, from the farthest to the nearest: it decides which parts they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Without an account.
    Visitor,
    /// Signed in.
    Member,
    /// Takes part in one of the member's groups.
    Mate,
    /// The member themself.
    Own,
}

impl Sight {
    /// How this person stands to a member who was found to be readable. `sharing` are those of
    /// several who share a group with the person.
    pub fn of(who: Option<&Actor>, sharing: &HashSet<MemberId>, member: &Model) -> Self {
        match who {
            None => Self::Visitor,
            Some(actor) if actor.id == member.id => Self::Own,
            Some(_) if sharing.contains(&member.id) => Self::Mate,
            Some(_) => Self::Member,
        }
    }

    /// Of those for whom an audience is, who stands farthest.
    pub const fn farthest_of(audience: Audience) -> Self {
        match audience {
            Audience::Everyone => Self::Visitor,
            Audience::Members => Self::Member,
            Audience::SharedGroups => Self::Mate,
            Audience::OnlyMe => Self::Own,
        }
    }

    /// The same as `part_visible_to`, for a member who was already found to be readable.
    pub fn sees(self, audience: Audience) -> bool {
        self >= Self::farthest_of(audience)
    }
}

/// Changing a profile: only its member does.
pub struct Edit;

impl Action for Edit {
    type On = MemberId;
    const NAME: &'static str = "members.edit";

    fn allows(actor: &Actor, member: &MemberId) -> bool {
        actor.id == *member
    }
}

/// Blocking somebody: everybody but oneself.
pub struct Block;

impl Action for Block {
    type On = MemberId;
    const NAME: &'static str = "members.block";

    fn allows(actor: &Actor, member: &MemberId) -> bool {
        actor.id != *member
    }
}

/// Protecting a member and ending it: the member themself, and administrators, who need not say why.
pub struct Protect;

impl Action for Protect {
    type On = MemberId;
    const NAME: &'static str = "members.protect";

    fn allows(actor: &Actor, member: &MemberId) -> bool {
        actor.id == *member || actor.role == Role::Administrator
    }
}

/// Seeing that somebody is protected: administrators.
pub struct OverseeProtection;

impl Action for OverseeProtection {
    type On = MemberId;
    const NAME: &'static str = "members.oversee-protection";

    fn allows(actor: &Actor, _: &MemberId) -> bool {
        actor.role == Role::Administrator
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let of = "profile";
    let rights = [asked_of_everybody::<Edit>(of), asked_of_everybody::<Block>(of), asked_of_everybody::<Protect>(of)];
    rights.concat().into_iter().chain(asked_of_everybody::<OverseeProtection>(of)).collect()
}
