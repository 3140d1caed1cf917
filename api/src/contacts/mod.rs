//! Contacts between members without addresses: a request, an answer, a conversation.

mod policy;
mod problems;
mod routes;
mod store;
mod types;

use crate::kernel::feature::Feature;

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
    forget: None,
    rights: policy::rights,
};
