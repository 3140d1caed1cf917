//! Who knows of a contact, and who may ask, answer and write.

use chrono::DateTime;
use entity::contact::{Column, Model};
use entity::id::{ContactId, MemberId, SessionId};
use entity::kind::{ContactState, Role};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;
use crate::members;

/// Contacts of which this person may know: their own, while they may know of the other. With a block
/// the conversation is gone for both; it is there again when the block is lifted.
pub fn visible_to(actor: &Actor) -> Condition {
    let with = |own: Column, other: Column| Condition::all().add(own.eq(actor.id)).add(members::names_visible(other, Some(actor)));
    Condition::any().add(with(Column::FromId, Column::ToId)).add(with(Column::ToId, Column::FromId))
}

/// Somebody who is to be asked for contact, as the one who asks meets them.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Who is to be asked.
    pub member: MemberId,
    /// Whether they take requests from the one who asks.
    pub takes_requests: bool,
}

/// Asking somebody for contact: whom they let ask, and not oneself.
pub struct Ask;

impl Action for Ask {
    type On = Asked;
    const NAME: &'static str = "contacts.ask";

    fn allows(actor: &Actor, asked: &Asked) -> bool {
        asked.takes_requests && asked.member != actor.id
    }
}

/// Opening a contact with somebody who asked for it in another way: whoever is not them.
#[derive(Debug)]
pub struct Open;

impl Action for Open {
    type On = MemberId;
    const NAME: &'static str = "contacts.open";

    fn allows(actor: &Actor, asker: &MemberId) -> bool {
        actor.id != *asker
    }
}

/// Answering a request: whoever was asked.
pub struct Answer;

impl Action for Answer {
    type On = Model;
    const NAME: &'static str = "contacts.answer";

    fn allows(actor: &Actor, contact: &Model) -> bool {
        contact.to_id == actor.id
    }
}

/// Reading and writing messages: the two.
pub struct Write;

impl Action for Write {
    type On = Model;
    const NAME: &'static str = "contacts.write";

    fn allows(actor: &Actor, contact: &Model) -> bool {
        [contact.from_id, contact.to_id].contains(&actor.id)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let (from, to) = (MemberId(Uuid::nil()), MemberId(Uuid::from_u128(1)));
    let contact = Model {
        id: ContactId(Uuid::nil()),
        from_id: from,
        to_id: to,
        pair: String::new(),
        state: ContactState::Pending,
        message: String::new(),
        created_at: DateTime::default(),
        answered_at: None,
    };
    let people = [
        ("requested", from, Role::Member),
        ("themself", to, Role::Member),
        ("stranger", MemberId(Uuid::max()), Role::Member),
        ("site moderator", MemberId(Uuid::max()), Role::Moderator),
        ("administrator", MemberId(Uuid::max()), Role::Administrator),
    ];
    let rights = people.into_iter().flat_map(|(who, id, role)| {
        let actor = Actor { id, role, session: SessionId(Uuid::nil()) };
        let right = |action, allowed| Right { on: "contact".to_owned(), action, who, allowed };
        [
            right(Ask::NAME, Ask::allows(&actor, &Asked { member: to, takes_requests: true })),
            right(Open::NAME, Open::allows(&actor, &from)),
            right(Answer::NAME, Answer::allows(&actor, &contact)),
            right(Write::NAME, Write::allows(&actor, &contact)),
        ]
    });
    rights.collect()
}
