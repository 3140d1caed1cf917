//! Who may know of a member, who sees which part, and who may change it.
//!
//! `visible_to` is the one condition for members; `part_visible_to` the one for what belongs to a
//! part of a profile. Search, counts, cards and pages all use them.

use entity::id::MemberId;
use entity::kind::Audience;
use entity::member::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};

/// Members whom this person may know of: themself, and everybody who is not protected or suspended.
/// Without an account one knows of nobody.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    let Some(actor) = who else { return Condition::all().add(Expr::value(false)) };
    Condition::any().add(Column::Id.eq(actor.id)).add(shown())
}

/// Members of whom every member may know.
pub fn shown() -> Condition {
    Condition::all().add(Column::Protected.eq(false)).add(Column::Suspended.eq(false))
}

/// Members of whom this person sees the part that the audience column guards.
pub fn part_visible_to(who: Option<&Actor>, audience: Column) -> Condition {
    let open = Condition::any().add(audience.eq(Audience::Members)).add_option(who.map(|actor| Column::Id.eq(actor.id)));
    Condition::all().add(visible_to(who)).add(open)
}

/// The member whom a column of another table names is one of these. It asks for each row by the
/// member's key, which beats a list of all their ids where few rows are left.
pub fn names_one_of(column: impl ColumnTrait, which: Condition) -> Condition {
    let named = Expr::col((Entity, Column::Id)).equals(column.as_column_ref());
    let found = Entity::find().select_only().column(Column::Id).filter(named).filter(which).into_query();
    Condition::all().add(Expr::exists(found))
}

/// The same for a member who was already found to be visible.
pub fn sees(who: Option<&Actor>, member: &Model, audience: Audience) -> bool {
    match audience {
        Audience::Members => who.is_some(),
        Audience::OnlyMe => who.is_some_and(|actor| actor.id == member.id),
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

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    asked_of_everybody::<Edit>("profile")
}
