//! The directory: members found by what they know, and why.

mod reasons;
mod routes;
mod store;
mod suggest;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "directory",
    about: "Finding members by what they know. Every hit says why; nothing that a member hides counts.",
    mount: |config| {
        config
            .service(routes::find_members)
            .service(routes::count_members)
            .service(routes::match_members)
            .service(routes::match_group)
            .service(routes::suggest_what_is_meant);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: Vec::new,
};
