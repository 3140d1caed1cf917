//! Who may know of a worksheet, and who may do what to it.
//!
//! A worksheet is reached in two ways: with its secret, or by having a part in it. Nobody else,
//! the staff of the installation included, knows that it is there.

use chrono::{DateTime, Utc};
use entity::kind::WorksheetRole::{self, Owner, Reader, Writer};
use entity::worksheet::{Column, Entity};
use entity::{worksheet_share, worksheet_template};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::types::Secret;
use crate::groups;
use crate::kernel::access::Actor;
use crate::kernel::feature::Right;

/// Worksheets that whoever has this secret, or is this person, may know of. One whose time has
/// passed is gone for everybody.
pub fn visible_to(secret: &Secret, who: Option<&Actor>, now: DateTime<Utc>) -> Condition {
    let held = secret.hash().map(|hash| Column::SecretHash.eq(hash));
    let shared = who.map(|actor| Column::Id.in_subquery(with_a_part_for(actor, None)));
    let reached = Condition::any().add(Expr::value(false)).add_option(held).add_option(shared);
    Condition::all().add(lives(now)).add(reached)
}

/// Worksheets that a member keeps, or that were used not long ago.
pub fn lives(now: DateTime<Utc>) -> Condition {
    Condition::any().add(Column::ExpiresAt.gt(now)).add(kept())
}

/// Worksheets that a member keeps.
pub fn kept() -> Expr {
    use worksheet_share::Column as Share;
    let of_this = Expr::col((worksheet_share::Entity, Share::WorksheetId)).equals((Entity, Column::Id));
    let owners = worksheet_share::Entity::find().select_only().column(Share::Id).filter(of_this).filter(Share::Role.eq(Owner));
    Expr::exists(owners.into_query())
}

/// The parts that this person has, by themself and as an active member of groups.
pub fn parts_of(actor: &Actor) -> Condition {
    use worksheet_share::Column as Share;
    Condition::any().add(Share::MemberId.eq(actor.id)).add(Share::GroupId.in_subquery(groups::joined_ids(actor)))
}

/// The ids of the worksheets in which this person has a part, or this one.
pub fn with_a_part_for(actor: &Actor, role: Option<WorksheetRole>) -> SelectStatement {
    use worksheet_share::Column as Share;
    let shares = worksheet_share::Entity::find().select_only().column(Share::WorksheetId).filter(parts_of(actor));
    shares.apply_if(role, |shares, role| shares.filter(Share::Role.eq(role))).into_query()
}

/// The ids of the worksheets of a support model in which this person has a part.
pub fn of_model(actor: &Actor, model: &str) -> SelectStatement {
    use worksheet_template::{Column as Template, Entity as Templates};
    let templates = Templates::find().select_only().column(Template::Digest).filter(Template::ModelKey.eq(model)).into_query();
    let theirs = Entity::find().select_only().column(Column::Id).filter(Column::Id.in_subquery(with_a_part_for(actor, None)));
    theirs.filter(Column::TemplateDigest.in_subquery(templates)).into_query()
}

/// The part of whoever holds the secret: of a worksheet that belongs to nobody, everything.
pub const fn part_of_holder(kept: bool) -> WorksheetRole {
    if kept { Writer } else { Owner }
}

/// What may be done to a worksheet, each with the least part that may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Reading, exporting and copying it.
    Read,
    /// Filling it in.
    Write,
    /// Naming it, sharing it, moving it to a newer version, deleting it.
    Keep,
}

impl Deed {
    /// The right, as whoever lacks it is told.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "worksheets.read",
            Self::Write => "worksheets.write",
            Self::Keep => "worksheets.keep",
        }
    }

    /// Whether somebody with this part may.
    pub fn is_for(self, part: WorksheetRole) -> bool {
        part >= match self {
            Self::Read => Reader,
            Self::Write => Writer,
            Self::Keep => Owner,
        }
    }
}

/// The rows of the policy matrix. Whoever has no part knows of nothing.
pub fn rights() -> Vec<Right> {
    let of = |kept: bool| {
        let holder = Some(part_of_holder(kept));
        let people = [("guest", None), ("stranger", None), ("former member", None), ("site moderator", None), ("administrator", None)];
        let parts = [("member", Some(Reader)), ("reader", Some(Reader)), ("writer", Some(Writer)), ("themself", Some(Owner))];
        let those = people.into_iter().chain(parts.into_iter().filter(move |_| kept)).chain([("holder", holder)]);
        let on = if kept { "worksheet of a member, shared with a group" } else { "worksheet of nobody" };
        those.flat_map(move |(who, part)| {
            [Deed::Read, Deed::Write, Deed::Keep].map(|deed| {
                let allowed = part.is_some_and(|part| deed.is_for(part));
                Right { on: on.to_owned(), action: deed.name(), who, allowed }
            })
        })
    };
    of(false).chain(of(true)).collect()
}
