//! The vocabulary grows: members propose competences, editors decide, and nothing that was said of a
//! competence is lost when it gives way to another.

mod decisions;
mod notices;
mod policy;
mod problems;
mod routes;
mod store;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "curation",
    about: "The vocabulary grows: members propose competences, editors decide and say why.",
    mount: |config| {
        config
            .service(routes::list_proposals)
            .service(routes::propose_competence)
            .service(routes::get_proposal)
            .service(routes::edit_proposal)
            .service(routes::withdraw_proposal)
            .service(routes::accept_proposal)
            .service(routes::merge_proposal)
            .service(routes::decline_proposal)
            .service(routes::retire_competence)
            .service(routes::list_decisions);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: None,
    searchable: None,
    rights: policy::rights,
};
