//! Who knows of an introduction: whoever asks for it. Those who are asked know of the asking alone.

use chrono::{DateTime, Utc};
use entity::id::MemberId;
use entity::kind::ContactState;
use entity::{introduction, introduction_ask};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::{Right, asked_of_everybody};
use crate::members;

/// Introductions that this person has asked for and not taken back.
pub fn visible_to(who: MemberId) -> Condition {
    Condition::all().add(introduction::Column::MemberId.eq(who)).add(introduction::Column::WithdrawnAt.is_null())
}

/// Askings that have reached this person: while they can be answered, and afterwards if they said
/// yes; as long as they may know of the one who asks.
pub fn reaching(actor: &Actor, now: DateTime<Utc>) -> Condition {
    use introduction::Column;
    use introduction_ask::Column as Ask;
    let asking = introduction::Entity::find().select_only().column(Column::Id).filter(members::names_visible(Column::MemberId, Some(actor)));
    let lasting = asking.clone().filter(Column::ExpiresAt.gt(now)).filter(Column::WithdrawnAt.is_null()).into_query();
    let answered = Condition::all().add(Ask::State.eq(ContactState::Accepted)).add(Ask::IntroductionId.in_subquery(asking.into_query()));
    Condition::all().add(Ask::CandidateId.eq(actor.id)).add(Condition::any().add(Ask::IntroductionId.in_subquery(lasting)).add(answered))
}

/// Asking for an introduction, and taking that back.
pub struct Ask;

impl Action for Ask {
    type On = MemberId;
    const NAME: &'static str = "introductions.ask";

    fn allows(actor: &Actor, asker: &MemberId) -> bool {
        actor.id == *asker
    }
}

/// Answering: whoever was asked.
pub struct Answer;

impl Action for Answer {
    type On = MemberId;
    const NAME: &'static str = "introductions.answer";

    fn allows(actor: &Actor, candidate: &MemberId) -> bool {
        actor.id == *candidate
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    [asked_of_everybody::<Ask>("introduction"), asked_of_everybody::<Answer>("introduction")].concat()
}
