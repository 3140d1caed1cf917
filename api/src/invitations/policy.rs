//! Who may invite, and who may answer.
//!
//! Being invited gives one right: to answer. It is no place in the group, and shows of the group
//! what the invitation says of it.

use chrono::{DateTime, Utc};
use entity::id::{GroupId, InvitationId, MemberId, SessionId};
use entity::invitation::{Column, Model};
use entity::invitation_link;
use entity::kind::{InvitationState, Language, Role};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::groups::{self, Standing};
use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;
use crate::members;

/// Invitations that wait for an answer, as the group sees it: a no looks as if there were none yet.
pub fn waits(now: DateTime<Utc>) -> Condition {
    Condition::all().add(Column::State.ne(InvitationState::Accepted)).add(Column::WithdrawnAt.is_null()).add(Column::ExpiresAt.gt(now))
}

/// Invitations that can be answered with yes: whoever invites could do so still.
pub fn stands(now: DateTime<Utc>) -> Condition {
    let offered = groups::holds(Column::GroupId, Column::InviterId, Some(Column::MemberId));
    waits(now).add(Column::State.eq(InvitationState::Pending)).add(Column::HeldBack.eq(false)).add(offered)
}

/// Invitations that this member may know of: those to them, from somebody whom they may know of.
pub fn visible_to(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let told = Condition::any().add(stands(now)).add(Column::AnsweredAt.is_not_null());
    Condition::all().add(Column::MemberId.eq(actor.id)).add(told).add(members::names_visible(Column::InviterId, Some(actor)))
}

/// Links with which one can join.
pub fn is_good(now: DateTime<Utc>) -> Condition {
    use invitation_link::Column as Link;
    use sea_orm::sea_query::Expr;
    let in_time = Condition::all().add(Link::WithdrawnAt.is_null()).add(Link::ExpiresAt.gt(now));
    let left = Expr::col((invitation_link::Entity, Link::Used)).lt(Expr::col((invitation_link::Entity, Link::MaxUses)));
    in_time.add(left).add(groups::holds(Link::GroupId, Link::MakerId, None))
}

/// Inviting, by name, by address and by link, and taking it back.
pub struct Manage;

impl Action for Manage {
    type On = Standing;
    const NAME: &'static str = "invitations.manage";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        groups::looks_after(actor, standing)
    }
}

/// Answering an invitation: whoever is invited.
pub struct Answer;

impl Action for Answer {
    type On = Model;
    const NAME: &'static str = "invitations.answer";

    fn allows(actor: &Actor, invitation: &Model) -> bool {
        invitation.member_id == Some(actor.id)
    }
}

/// What a token is for.
#[derive(Clone, Debug)]
pub enum Offer {
    /// An invitation to an address.
    Address(Model),
    /// A link.
    Link(invitation_link::Model),
}

impl Offer {
    /// The group.
    pub const fn group(&self) -> GroupId {
        match self {
            Self::Address(invitation) => invitation.group_id,
            Self::Link(link) => link.group_id,
        }
    }
}

/// Coming in with a token: whoever holds it.
pub struct Redeem;

impl Action for Redeem {
    type On = Offer;
    const NAME: &'static str = "invitations.redeem";

    fn allows(_: &Actor, _: &Offer) -> bool {
        true
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let (me, other) = (MemberId(Uuid::nil()), MemberId(Uuid::max()));
    let actor = Actor { id: me, role: Role::Member, session: SessionId(Uuid::nil()) };
    let answers = groups::asked_of_everybody(Answer::NAME, |_, _| false).into_iter().map(|right| {
        let allowed = Answer::allows(&actor, &example(if right.who == "invited" { me } else { other }));
        Right { allowed, ..right }
    });
    groups::asked_of_everybody(Manage::NAME, Manage::allows).into_iter().chain(answers).collect()
}

/// An invitation to ask the policy about.
fn example(member: MemberId) -> Model {
    Model {
        id: InvitationId(Uuid::nil()),
        group_id: GroupId(Uuid::nil()),
        inviter_id: MemberId(Uuid::max()),
        member_id: Some(member),
        email: None,
        email_key: None,
        token_hash: None,
        message: None,
        language: Language::Swedish,
        state: InvitationState::Pending,
        held_back: false,
        withdrawn_at: None,
        answered_at: None,
        expires_at: DateTime::default(),
        created_at: DateTime::default(),
    }
}
