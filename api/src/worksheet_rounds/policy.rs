//! Who may know of a round, and who may do what in it: whoever has its secret to answer answers, and
//! whoever started it closes it. An answer belongs to nobody and is shown to nobody.

use chrono::{DateTime, Utc};
use entity::worksheet_round::{Column, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::Actor;
use crate::kernel::feature::Right;
use crate::worksheets::Secret;

/// Rounds that whoever has this secret, or is this person, may know of. One whose time has passed is gone.
pub fn visible_to(secret: &Secret, who: Option<&Actor>, now: DateTime<Utc>) -> Condition {
    let held = secret.hash().map(|hash| Column::SecretHash.eq(hash.clone()).or(Column::AnswerHash.eq(hash)));
    let own = who.map(|actor| Column::OwnerId.eq(actor.id));
    let reached = Condition::any().add(Expr::value(false)).add_option(held).add_option(own);
    Condition::all().add(Condition::any().add(Column::ExpiresAt.gt(now)).add(Column::OwnerId.is_not_null())).add(reached)
}

/// Whether whoever may know of a round is the one who started it.
pub fn started(round: &Model, secret: &Secret, who: Option<&Actor>) -> bool {
    let own = who.is_some_and(|actor| round.owner_id == Some(actor.id));
    own || secret.hash().is_some_and(|hash| hash == round.secret_hash)
}

/// What may be done in a round.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// Answering it, and reading its figures once it is closed.
    Answer,
    /// Closing and deleting it, and reading what was written once it is closed.
    Keep,
}

impl Deed {
    /// The right, as whoever lacks it is told.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "worksheet-rounds.answer",
            Self::Keep => "worksheet-rounds.keep",
        }
    }

    /// Whether whoever may know of the round may; if they started it, or else were asked.
    pub const fn is_for(self, started: bool) -> bool {
        started || matches!(self, Self::Answer)
    }
}

/// The rows of the policy matrix. Whoever has no secret knows of nothing.
pub fn rights() -> Vec<Right> {
    let nobodies = ["guest", "stranger", "site moderator", "administrator"].map(|who| (who, None));
    let people = nobodies.into_iter().chain([("holder", Some(false)), ("themself", Some(true))]);
    let of = |(who, started): (&'static str, Option<bool>)| {
        [Deed::Answer, Deed::Keep].map(|deed| {
            let allowed = started.is_some_and(|started| deed.is_for(started));
            Right { on: "round".to_owned(), action: deed.name(), who, allowed }
        })
    };
    people.flat_map(of).collect()
}
