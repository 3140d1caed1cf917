//! Contacts between members without addresses: a request, an answer, a conversation.

mod notices;
mod policy;
mod problems;
mod routes;
mod store;
mod types;

use entity::id::{ContactId, MemberId};

use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use policy::Open;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "contacts",
    about: "Getting in touch without addresses: one member asks, the other answers, then both write.",
    mount: |config| {
        config
            .service(routes::ask_for_contact)
            .service(routes::list_contacts)
            .service(routes::get_contact)
            .service(routes::answer_contact)
            .service(routes::list_messages)
            .service(routes::send_message);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// Opens a contact with somebody who asked for it in another way, whatever there was between the two.
pub async fn open(tx: &Tx, right: Granted<Open>, message: String) -> Result<ContactId> {
    store::open(tx, right, message).await
}

/// Whether there is a contact between the two, asked for or open.
pub async fn are_between(viewer: &Viewer, one: MemberId, other: MemberId) -> Result<bool> {
    store::are_between(viewer, one, other).await
}
